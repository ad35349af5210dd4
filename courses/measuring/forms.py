"""Making the forms of a pre-test and post-test: two that are alike, and a short one for later, from the same topics.

Within a topic, questions of one kind stand by how hard they have been (the facility in the stored analysis, where there
is one); two that are neighbours make a pair, and each form gets one of every pair. Nothing is left to chance, so what
is previewed is what is made. A form may ask what a module's quiz asks, critical questions too: the form shows no
answers, and leaving the critical ones out would leave out what the course is for.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.measuring.facilities import facilities
from courses.models.measures import PrePostTest
from courses.models.pages import CoursePage
from courses.models.questions import Question, Topic
from courses.models.quizzes import Quiz
from home import page_cache

FOLLOW_UP = 5
MOST_PER_TOPIC = 20


class CannotBuild(Exception):
    """The forms can't be made; the sentence says why, in the active language."""


@dataclass(frozen=True)
class Drawn:
    """The questions of the three forms, in their order. `follow_up` is empty where none is wanted."""

    form_a: tuple[Question, ...]
    form_b: tuple[Question, ...]
    follow_up: tuple[Question, ...]


def build(course: CoursePage, counts: Mapping[str, int], follow_up: int = FOLLOW_UP, user=None) -> PrePostTest:
    """Make both forms of the course's test, and the follow-up quiz, and return the test, closed.

    `counts` maps a topic's slug to the number of its questions in each form. `course` is the page in the source
    language. Built again with the same counts it is the same; a test that somebody has taken can't change any more.
    Raises CannotBuild.
    """
    drawn = draw(counts, follow_up)
    with transaction.atomic():
        test = PrePostTest.objects.select_for_update().filter(course=course).first()
        if test and test.sittings.exists():
            raise CannotBuild(_("People have taken this test already, so its forms can't change any more."))
        quizzes = {
            "form_a": _quiz(course, "a", drawn.form_a, user),
            "form_b": _quiz(course, "b", drawn.form_b, user),
            "follow_up": _quiz(course, "later", drawn.follow_up, user) if drawn.follow_up else None,
        }
        test, _is_new = PrePostTest.objects.update_or_create(
            course=course, defaults=quizzes, create_defaults={**quizzes, "is_open": False}
        )
    return test


def set_open(test: PrePostTest, is_open: bool) -> None:
    """Begin, or stop, asking learners to take the test. What was taken stays."""
    PrePostTest.objects.filter(pk=test.pk).update(is_open=is_open)
    test.is_open = is_open
    page_cache.forget()


def draw(counts: Mapping[str, int], follow_up: int = FOLLOW_UP) -> Drawn:
    """Return the questions that `build` would ask, saving nothing. Raises CannotBuild."""
    counts = {slug: count for slug, count in counts.items() if count > 0}
    if not counts:
        raise CannotBuild(_("Choose at least one topic, and how many of its questions each form asks."))
    banks = _banks(counts)
    form_a, form_b = [], []
    for slug in sorted(counts):
        for easier, harder in _pairs(banks[slug], counts[slug]):
            for_a, for_b = (easier, harder) if _total(form_a) <= _total(form_b) else (harder, easier)
            form_a.append(for_a)
            form_b.append(for_b)
    later = _later(banks, {*form_a, *form_b}, min(follow_up, sum(counts.values())))
    return Drawn(tuple(map(_question, form_a)), tuple(map(_question, form_b)), tuple(map(_question, later)))


@dataclass(frozen=True)
class _Candidate:
    question: Question
    facility: float | None

    @property
    def sort_key(self):
        return self.facility is None, -(self.facility or 0), self.question.key


def _question(candidate):
    return candidate.question


def _banks(counts):
    """Return each topic's published questions; refuse where a topic has not twice as many as each form asks."""
    topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=counts)}
    known = facilities()
    banks = {}
    for slug, count in counts.items():
        if slug not in topics:
            raise CannotBuild(_("There is no topic “%(topic)s”.") % {"topic": slug})
        if count > MOST_PER_TOPIC:
            raise CannotBuild(_("At most %(most)d questions of one topic.") % {"most": MOST_PER_TOPIC})
        found = Question.objects.filter(live=True, topic=topics[slug]).order_by("key")
        banks[slug] = [_Candidate(question, known.get(question.key)) for question in found]
        if len(banks[slug]) < 2 * count:
            raise CannotBuild(
                _("The topic “%(topic)s” has %(have)d published questions; two forms of %(count)d need %(need)d.")
                % {"topic": topics[slug], "have": len(banks[slug]), "count": count, "need": 2 * count}
            )
    return banks


def _pairs(bank, count):
    """Return as many pairs of one topic, the easier of each first: of one kind as long as they last, kinds in turn."""
    alike = defaultdict(list)
    for candidate in bank:
        alike[candidate.question.kind, candidate.question.is_critical].append(candidate)
    by_kind, left = [], []
    for _kind, group in sorted(alike.items(), key=lambda item: (-len(item[1]), item[0])):
        group.sort(key=lambda candidate: candidate.sort_key)
        by_kind.append(_neighbours(group))
        left += group[len(group) // 2 * 2 :]
    pairs = [pair for turn in range(count) for kind in by_kind for pair in kind[turn : turn + 1]]
    return (pairs + _neighbours(left))[:count]


def _neighbours(group):
    return list(zip(group[::2], group[1::2], strict=False))


def _total(form):
    """Return how easy the form is so far; a question of which nothing is known counts as half."""
    return sum(50 if candidate.facility is None else candidate.facility for candidate in form)


def _later(banks, asked, number):
    """Return questions for the follow-up, one topic after the other: those of neither form first."""
    queues = []
    for slug in sorted(banks):
        bank = sorted(banks[slug], key=lambda candidate: (candidate in asked, candidate.sort_key))
        queues.append(bank)
    turns = max(len(queue) for queue in queues)
    return [queue[turn] for turn in range(turns) for queue in queues if turn < len(queue)][:number]


def _quiz(course, name, questions: Sequence[Question], user):
    """Return the published quiz of one form, asking just these questions, of everybody alike and once."""
    slug = f"{course.slug[:30]}-test-{course.pk}-{name}"
    quiz = Quiz.objects.filter(slug=slug).first() or Quiz(slug=slug)
    quiz.purpose = Quiz.Purpose.MEASURE
    quiz.attempts_allowed = 1
    quiz.title_en, quiz.title_sw = (_title(course, name, language) for language in ("en", "sw"))
    quiz.parts = [("question", question) for question in questions]
    quiz.save()
    # Publishing freezes it, as when a trainer does.
    quiz.save_revision(user=user).publish(user=user)
    return Quiz.objects.get(pk=quiz.pk)


def _title(course, name, language):
    page = course.get_translations(inclusive=True).filter(locale__language_code=language).first() or course
    with override(language):
        # Learners see the title above each question: it must not say which form they got.
        kind = _("What do you still know?") if name == "later" else _("What do you know?")
    return f"{kind} {page.title}"[:80]
