"""Which questions need a trainer's eye, from their figures: what is wrong with each, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext_lazy as _

from courses.models import Analysis, Quiz
from courses.statistics import FEW

TOO_EASY, TOO_HARD = 95, 30
"""Facility, in percent, above or below which a question tells learners hardly apart."""


class Kind(IntEnum):
    """The most urgent first."""

    AGAINST = 1
    WRONG_PREFERRED = 2
    UNDER_GUESS = 3
    TOO_HARD = 4
    PERHAPS_AGAINST = 5
    TOO_EASY = 6


BROKEN = (Kind.AGAINST, Kind.WRONG_PREFERRED)

_WORDS = {
    Kind.AGAINST: (
        _("Learners who do well in the quiz get it wrong more often than the others."),
        _("Check first that the right answer is marked right. Then read it for a double meaning, and publish anew."),
    ),
    Kind.WRONG_PREFERRED: (
        _("A wrong answer is chosen more often than the right one."),
        _("Check which is marked right. If it is, the lesson may teach it badly, or the wrong answer is partly true."),
    ),
    Kind.UNDER_GUESS: (
        _("Learners do worse than if they guessed."),
        _("Something leads them astray: read the question aloud to a conductor, and mend the words or the lesson."),
    ),
    Kind.TOO_HARD: (
        _("Fewer than 30 % of the marks are earned: too hard."),
        _("See whether a lesson teaches it, and say it more plainly there or in the question."),
    ),
    Kind.PERHAPS_AGAINST: (
        _("Learners who do well get it wrong a little more often than the others. This can be chance."),
        _("Look again when there are more answers."),
    ),
    Kind.TOO_EASY: (
        _("More than 95 % of the marks are earned: too easy."),
        _("Fine for what everybody must know. Else make the wrong answers more tempting, or ask something harder."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing about one question; `option` is the key of the wrong option that is chosen too often."""

    question: str
    kind: Kind
    option: str | None = None

    @property
    def what(self):
        return _WORDS[self.kind][0]

    @property
    def to_do(self):
        return _WORDS[self.kind][1]

    @property
    def is_broken(self):
        return self.kind in BROKEN


def in_section(about: dict, section: dict) -> list[Finding]:
    """Return what stands out in the figures of a quiz, the most urgent first; critical questions before others.

    Of a question with fewer than 30 answers nothing is said.
    """
    found = [
        finding
        for key, figures in section["questions"].items()
        if figures["n"] >= FEW
        for finding in of_question(key, about[key], figures)
    ]
    return sorted(found, key=lambda finding: (finding.kind, not about[finding.question]["critical"]))


def of_question(key: str, about: dict, figures: dict) -> Iterator[Finding]:
    """Yield what stands out in one question's figures, whatever the number of answers."""
    facility, index, guess = (figures[name] for name in ("facility", "discrimination_index", "random_guess_score"))
    if index is not None and index < 0:
        yield Finding(key, Kind.AGAINST if index <= -_chance(figures["n"]) else Kind.PERHAPS_AGAINST)
    if wrong := wrong_preferred(about["options"], figures["choices"]["options"]):
        yield Finding(key, Kind.WRONG_PREFERRED, wrong)
    if facility is None:
        return
    if guess is not None and facility < guess:
        yield Finding(key, Kind.UNDER_GUESS)
    elif facility < TOO_HARD:
        yield Finding(key, Kind.TOO_HARD)
    elif facility > TOO_EASY:
        yield Finding(key, Kind.TOO_EASY)


def _chance(n):
    """The standard error, in percent, of a correlation that is zero in truth: 1 / √n, for n of thirty and more."""
    return 100 / n**0.5


def wrong_preferred(options: list[dict], counts: dict[str, list]) -> str | None:
    """Return the wrong option chosen most, where it is chosen more often than some right one it competes with."""
    for group in dict.fromkeys(option["group"] for option in options if option["group"] is not None):
        rivals = [option for option in options if option["group"] == group]
        chosen = {
            right: {option["key"]: counts[option["key"]][0] for option in rivals if option["right"] is right}
            for right in (True, False)
        }
        if all(chosen.values()):
            wrong = max(chosen[False], key=chosen[False].get)
            if chosen[False][wrong] > min(chosen[True].values()):
                return wrong
    return None


def number_broken(section: dict) -> int:
    """Return how many questions of a result need work."""
    found = in_section(section["about"], section)
    return len({finding.question for finding in found if finding.is_broken})


def count_broken() -> int:
    """Return how many questions need work in the quizzes as they are now, by the figures kept."""
    current = dict(Quiz.objects.filter(live=True).values_list("slug", "current_version__number"))
    kept = Analysis.objects.filter(subject=Analysis.Subject.QUIZ, key__in=current)
    kept = kept.values_list("key", "version", "result__broken")
    return sum(broken or 0 for slug, number, broken in kept if current[slug] == number)
