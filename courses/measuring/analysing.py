"""Working out what people gained, from the attempts at the forms, and keeping it: looking at it costs no more later."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from courses import grading
from courses.analysis.allowance import is_at_once
from courses.measuring import groupings
from courses.measuring.gains import Gain, paired
from courses.measuring.occasions import Occasion
from courses.models.analyses import Analysis
from courses.models.measures import PrePostTest, Sitting
from courses.models.quizzes import QuizVersion
from courses.models.records import Attempt, Enrolment
from places import hiding

FORMAT = 1


@dataclass(frozen=True)
class Taken:
    """One form handed in: its whole percent, and the percent of each of its topics, by slug."""

    percent: float
    topics: dict[str, float]


@dataclass(frozen=True)
class Pair:
    """One person who took both tests. `later` is the follow-up's percent, where they took it."""

    learner: int
    was_a_first: bool
    before: Taken
    after: Taken
    later: float | None


def analyse(test: PrePostTest) -> Analysis:
    """Work out the test's gains and store them in place of the last ones."""
    rows, newest = _rows(test)
    result = result_of(_pairs(test, rows), _people(test))
    key = str(test.course.translation_key)
    with transaction.atomic():
        return Analysis.objects.update_or_create(
            subject=Analysis.Subject.GAIN,
            key=key,
            version=0,
            defaults={"result": result, "newest": newest, "calculated_at": timezone.now()},
        )[0]


def stored(test: PrePostTest) -> Analysis | None:
    """Return the test's gains as last worked out, or None where nobody has asked for them yet."""
    key = str(test.course.translation_key)
    return Analysis.objects.filter(subject=Analysis.Subject.GAIN, key=key, version=0).first()


def is_stale(test: PrePostTest, analysis: Analysis) -> bool:
    """Return whether somebody has handed in a form since."""
    return _attempts(test).filter(pk__gt=analysis.newest).exists()


def are_few_enough(test: PrePostTest) -> bool:
    """Return whether a trainer can wait until they are worked out."""
    return is_at_once(_attempts(test), test.sittings.all())


def _attempts(test):
    return Attempt.objects.filter(quiz__in=[test.form_a_id, test.form_b_id, test.follow_up_id])


def _rows(test):
    """Return what was handed in as {(learner, occasion): row}, and the newest attempt's number."""
    sittings = {
        ticket: (learner, occasion)
        for learner, occasion, ticket in test.sittings.values_list("learner", "occasion", "ticket").iterator()
    }
    fields = ("pk", "ticket", "quiz", "version", "points", "asked", "marks", "handed_in_at")
    rows, newest = {}, 0
    for row in _attempts(test).values_list(*fields, named=True).iterator():
        newest = max(newest, row.pk)
        if row.ticket in sittings:
            rows[sittings[row.ticket]] = row
    return rows, newest


def _pairs(test, rows) -> list[Pair]:
    """Return who took both tests; a pre-test handed in after the course was complete is none."""
    topics = _TopicsOfVersions()
    completed = dict(
        Enrolment.objects.filter(course_key=test.course.translation_key, completed_at__isnull=False)
        .values_list("learner", "completed_at")
        .iterator()
    )
    pairs = []
    for (learner, occasion), before in rows.items():
        after = rows.get((learner, Occasion.POST))
        if occasion != Occasion.PRE or after is None:
            continue
        if learner in completed and before.handed_in_at > completed[learner]:
            continue
        later = rows.get((learner, Occasion.FOLLOW_UP))
        pairs.append(
            Pair(
                learner,
                before.quiz == test.form_a_id,
                _taken(before, topics),
                _taken(after, topics),
                _percent(later.points, later.asked) if later else None,
            )
        )
    return pairs


def _people(test):
    """Return the people who took the post-test, of whom the groupings speak."""
    taken = Sitting.objects.filter(test=test, occasion=Occasion.POST, learner=OuterRef("pk"))
    return User.objects.filter(Exists(taken))


class _TopicsOfVersions(dict):
    """For each quiz version, the topics of the places in its packed marks."""

    def __missing__(self, version):
        questions = QuizVersion.objects.values_list("content", flat=True).get(pk=version)["questions"]
        self[version] = [questions[key]["topic"] for key in sorted(questions)]
        return self[version]


def _taken(row, topics):
    points, asked = defaultdict(int), defaultdict(int)
    for topic, mark in zip(topics[row.version], grading.unpack(bytes(row.marks)), strict=True):
        if mark != grading.NOT_ASKED:
            points[topic] += mark
            asked[topic] += 1
    return Taken(_percent(row.points, row.asked), {topic: _percent(points[topic], asked[topic]) for topic in asked})


def _percent(points, asked):
    return 100 * points / (asked * grading.FULL) if asked else 0.0


def result_of(pairs: Sequence[Pair], people) -> dict:
    """Return what is stored, with small cells hidden already. A hidden group is its key alone; None a hidden figure.

    `people` is a QuerySet of users that holds everybody in `pairs`.
    """
    return {
        "format": FORMAT,
        "all": _cell(pairs),
        "topics": _topics(pairs),
        "first_form": _groups(pairs, {pair.learner: "a" if pair.was_a_first else "b" for pair in pairs}),
        "by": {
            grouping.slug: _groups(pairs, grouping.group_of(people)) if pairs else [] for grouping in groupings.every()
        },
        "follow_up": _follow_up(pairs),
    }


def _cell(pairs):
    return None if hiding.is_too_few(len(pairs)) else _gain(pairs)._asdict()


def _gain(pairs) -> Gain:
    return paired([pair.before.percent for pair in pairs], [pair.after.percent for pair in pairs])


def _topics(pairs):
    """Return the gain in each topic, of those who were asked about it both times."""
    found = []
    for slug in sorted({topic for pair in pairs for topic in pair.before.topics}):
        both = [pair for pair in pairs if slug in pair.before.topics and slug in pair.after.topics]
        is_hidden = hiding.is_too_few(len(both)) or hiding.tells_of_others(len(both), len(pairs))
        gain = paired([pair.before.topics[slug] for pair in both], [pair.after.topics[slug] for pair in both])
        found.append({"key": slug} if is_hidden else {"key": slug, **gain._asdict()})
    return found


def _groups(pairs, group_of):
    """Return the gain of each group, the largest first; who has no group is in one of their own."""
    groups = defaultdict(list)
    for pair in pairs:
        groups[group_of.get(pair.learner) or groupings.NOT_KNOWN].append(pair)
    hidden = hiding.hidden_of({key: len(group) for key, group in groups.items()})
    shown = sorted(groups.keys() - hidden, key=lambda key: (-len(groups[key]), key))
    return [{"key": key, **_gain(groups[key])._asdict()} for key in shown] + [{"key": key} for key in sorted(hidden)]


def _follow_up(pairs):
    """Return what stayed, of those who took all three: {n, before, after, later, and the gain from `after` on}."""
    three = [pair for pair in pairs if pair.later is not None]
    if hiding.is_too_few(len(three)) or hiding.tells_of_others(len(three), len(pairs)):
        return None
    change = paired([pair.after.percent for pair in three], [pair.later for pair in three])
    start = paired([pair.before.percent for pair in three], [pair.later for pair in three])
    return {
        "n": change.n,
        "before": start.before,
        "after": change.before,
        "later": change.after,
        "change": change.gain,
        "low": change.low,
        "high": change.high,
        "kept": start.gain,
    }
