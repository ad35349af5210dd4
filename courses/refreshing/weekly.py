"""The weekly question: whether it is due to a learner, which one it is, and what happens when it is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from courses import freezing, grading, practice
from courses.grading import Answer
from courses.models import Enrolment, Question, TopicBox, WeeklyQuestions
from courses.papers import Item
from courses.question_content import question_content
from courses.refreshing import critical, spacing
from courses.refreshing.spacing import Resting

_PARTS = ("topic", "lesson")


@dataclass(frozen=True)
class Week:
    """What the weekly question says to one learner today.

    `is_earned` is whether they have completed a course that asks critical questions; `due` is the topic to ask about,
    where one is; `next_on` the day of the next question, where there is one; `last` what they answered last.
    """

    is_earned: bool
    is_off: bool
    due: Resting | None
    next_on: date | None
    last: TopicBox | None


@dataclass(frozen=True)
class Asked:
    """A question as it is asked now.

    `form` stands for the question, its words, and how often its topic was asked before: a form sent again in another
    week, or about a question that has been rewritten meanwhile, holds another one.
    """

    resting: Resting
    content: dict
    item: Item
    digest: str
    form: str


def week_of(learner, today: date | None = None) -> Week:
    """Return what there is for the learner today, in three queries, or one where they have completed no course."""
    today = today or timezone.localdate()
    completed = _completed(learner)
    if not completed:
        return Week(False, False, None, None, None)
    setting = WeeklyQuestions.objects.filter(learner=learner).first() or WeeklyQuestions(learner=learner)
    boxes = list(TopicBox.objects.filter(learner=learner))
    topics = _resting(completed, boxes)
    due = None if setting.is_off else spacing.choose(topics, today, setting.not_before)
    return Week(
        is_earned=bool(topics),
        is_off=setting.is_off,
        due=due,
        next_on=spacing.next_day(topics, setting.not_before),
        last=max(boxes, key=lambda box: box.answered_at, default=None),
    )


def _completed(learner):
    """Return the day on which the learner completed each course, the earliest first."""
    rows = Enrolment.objects.filter(learner=learner, completed_at__isnull=False).order_by("completed_at")
    return {str(key): timezone.localdate(at) for key, at in rows.values_list("course_key", "completed_at")}


def _resting(completed, boxes: Iterable[TopicBox]):
    """Return the topics that the learner's courses ask: as they lie in their boxes, or as they begin."""
    known = {box.topic_id: box for box in boxes}
    found = {}
    for course_key, day in completed.items():
        for topic in critical.questions_of(course_key):
            if topic not in found:
                found[topic] = _as_it_lies(known[topic]) if topic in known else spacing.begin(topic, day)
    return list(found.values())


def _as_it_lies(box):
    return Resting(box.topic_id, box.due_on, box.box, box.question_key, not box.is_right, box.asked)


def ask(learner, week: Week) -> Asked | None:
    """Return the question that is due, read from the bank as it is now; None where there is none."""
    if week.due is None:
        return None
    keys = {key for course in _completed(learner) for key in critical.questions_of(course).get(week.due.topic, ())}
    found = {question.key: question for question in critical.published().filter(key__in=keys).select_related(*_PARTS)}
    if not found:
        return None
    return _asked(week.due, found[spacing.choose_question(list(found), week.due.last, learner.pk)])


def _asked(resting, question):
    content, item = practice.alone(question)
    digest = digest_of(content["questions"][question.key])
    form = freezing.hash_of({"question": question.key, "digest": digest, "asked": resting.asked})[:16]
    return Asked(resting, content, item, digest, form)


def digest_of(question: dict) -> str:
    """Return what tells a question in a frozen version's shape from itself once it is rewritten: 16 hex digits."""
    return freezing.hash_of(question)[:16]


def answered_question(box: TopicBox) -> dict | None:
    """Return the question that was answered last as a paper's content; None where it is gone or has been rewritten."""
    question = Question.objects.filter(key=box.question_key, live=True).select_related(*_PARTS).first()
    if question is None:
        return None
    content = question_content(question)
    return {"questions": {question.key: content}} if digest_of(content) == box.digest else None


def record(learner, asked: Asked, answer: Answer, now: datetime | None = None) -> None:
    """Keep an answer and move the topic to its next box. The same one sent again changes nothing."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    question = asked.content["questions"][asked.item.question]
    is_right = grading.is_right(question, answer)
    with transaction.atomic():
        setting = _locked(learner)
        box = TopicBox.objects.filter(learner=learner, topic=asked.resting.topic).first()
        box = box or TopicBox(learner=learner, topic_id=asked.resting.topic)
        if box.asked != asked.resting.asked or _is_too_early(setting, today):
            return
        box.box, box.due_on = spacing.move(box.box, is_right, today)
        box.question_key, box.digest, box.answer = asked.item.question, asked.digest, list(answer)
        box.is_right, box.answered_at = is_right, now
        box.asked, box.right = box.asked + 1, box.right + is_right
        box.save()
        setting.not_before = spacing.a_week_after(today)
        setting.save()


def _locked(learner):
    """A second tab waits here, and then finds what the first one did."""
    WeeklyQuestions.objects.get_or_create(learner=learner)
    return WeeklyQuestions.objects.select_for_update().get(learner=learner)


def _is_too_early(setting, today):
    return setting.not_before is not None and today < setting.not_before


def put_off(learner, today: date | None = None) -> None:
    """Ask nothing this week, where a question is due; pressed twice, it is still next week that it comes."""
    today = today or timezone.localdate()
    if week_of(learner, today).due:
        next_on = spacing.a_week_after(today)
        WeeklyQuestions.objects.update_or_create(learner=learner, defaults={"not_before": next_on})


def stop(learner) -> None:
    WeeklyQuestions.objects.update_or_create(learner=learner, defaults={"is_off": True})


def resume(learner) -> None:
    WeeklyQuestions.objects.update_or_create(learner=learner, defaults={"is_off": False})
