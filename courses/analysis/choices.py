"""What was chosen in a quiz, and its misses and false alarms, counted in one pass over its attempts' answers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from courses.analysis.marks import Which, full_attempts
from courses.analysis.options import chosen_in
from courses.models import Quiz
from places import hiding

ALARMS = ("misses", "flags", "false_alarms", "innocents")
_BATCH = 1000


@dataclass
class Tallies:
    """What one version's attempts, or several versions' together, chose.

    `answers` counts for each question how often (this share of the marks, these keys) came; `people` and each
    question's `askers` are learners, counted only as far as it takes to know that they are not too few; `later`
    holds who made later attempts, as `who` has them, where all attempts are tallied.
    """

    answers: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    alarms: Counter = field(default_factory=Counter)
    askers: dict[str, set] = field(default_factory=lambda: defaultdict(set))
    people: set = field(default_factory=set)
    later: dict[str, set] = field(default_factory=dict)

    def who(self) -> dict[str, set]:
        """Return the people of each question, and of the quiz as ""."""
        return {"": set(self.people), **{key: set(askers) for key, askers in self.askers.items()}}

    def add(self, other: "Tallies") -> None:
        self.alarms.update(other.alarms)
        self.people |= other.people
        for key, counter in other.answers.items():
            self.answers[key].update(counter)
            self.askers[key] |= other.askers[key]


def tally(quiz: Quiz, contents: Mapping[int, dict]) -> dict[Which, dict[int, Tallies]]:
    """Return what was chosen, of first attempts and of all; `contents` gives each version's content by its id."""
    found = {which: {version: Tallies() for version in contents} for which in Which}
    seen = set()
    for learner, version, points, asked, paper, answers, *alarms in _rows(quiz):
        is_first = learner not in seen
        seen.add(learner)
        if version in contents and asked:
            chosen = _chosen(contents[version]["questions"], paper, answers)
            tallies = found[Which.FIRST if is_first else Which.ALL][version]
            _take(tallies, learner, points / asked, chosen, alarms)
    for version, tallies in found[Which.ALL].items():  # so far these are the later ones
        tallies.later = tallies.who()
        tallies.add(found[Which.FIRST][version])
    return found


def _rows(quiz) -> Iterator[tuple]:
    names = ("learner_id", "version_id", "points", "asked", "paper", "answers", *ALARMS)
    return full_attempts(quiz).values_list(*names).iterator(_BATCH)


def _chosen(questions, paper, answers):
    return {key: tuple(chosen_in(questions[key], answers.get(key, ()))) for key in paper if key in questions}


def _take(tallies, learner, share, chosen, alarms):
    hiding.note(tallies.people, learner)
    if any(alarms):
        tallies.alarms.update(dict(zip(ALARMS, alarms, strict=True)))
    for key, keys in chosen.items():
        tallies.answers[key][share, keys] += 1
        hiding.note(tallies.askers[key], learner)
