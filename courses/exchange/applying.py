"""Saving what was planned: all of it or nothing."""

from django.db import transaction
from wagtail.log_actions import log

from courses.exchange import plan as planning
from courses.exchange.parsed import LANGUAGES, Content
from courses.exchange.plan import FILLS, NEW, Plan
from courses.models import Question, Topic
from courses.models.questions import make_key
from places.native_review import NativeReview


class SomeRefused(Exception):
    """A question of the plan is refused, so nothing is saved."""


class BankChanged(Exception):
    """Somebody changed the bank since the plan was made: look at it again."""


def apply(plan: Plan, *, publish: bool = False, skip_refused: bool = False, user=None) -> list[Question]:
    """Save the plan's new and filled questions, as drafts, and return them.

    With `publish`, those that lack nothing are published. What a person confirmed is what is saved: the plan is made
    again under a lock, and BankChanged is raised where it comes out otherwise. SomeRefused unless `skip_refused`.
    """
    if plan.refused and not skip_refused:
        raise SomeRefused
    with transaction.atomic():
        _lock()
        fresh = planning.make(plan.parsed, plan.topic)
        if _outcome(fresh) != _outcome(plan):
            raise BankChanged
        topics = {topic.slug: topic for topic in Topic.objects.all()}
        return [_save(row, topics, publish, user) for row in fresh.rows if row.status in (NEW, FILLS)]


def _lock():
    """Let two imports wait for each other."""
    list(Topic.objects.select_for_update().order_by("pk").values_list("pk"))


def _outcome(plan):
    return [(row.status, row.content, row.entry and row.entry.pk) for row in plan.rows]


def _save(row, topics, publish, user):
    question = _added(row.content, topics) if row.status == NEW else _filled(row)
    if not question.live:
        question.save()
    is_complete = not row.missing
    revision = question.save_revision(user=user, clean=is_complete)
    log(question, "wagtail.create" if row.status == NEW else "wagtail.edit", user=user, revision=revision)
    if publish and is_complete:
        revision.publish(user=user)
    return question


def _added(content, topics):
    question = Question(
        key=content.key or make_key(),
        topic=topics[content.topic],
        kind=content.kind,
        is_critical=content.is_critical,
        live=False,
    )
    return _with_texts(question, content, [""] * len(content.options))


def _filled(row):
    question = Question.objects.get(pk=row.entry.pk).get_latest_revision_as_object()
    if row.content.text.get("sw") and not row.entry.content.text.get("sw"):
        question.native_review = NativeReview.AWAITING
    return _with_texts(question, row.content, [option.id for option in question.options])


def _with_texts(question: Question, content: Content, ids: list[str]) -> Question:
    for language in LANGUAGES:
        setattr(question, f"text_{language}", content.text.get(language, ""))
    options = [
        {"type": "option", "id": ids[place] or f"{question.key}-{place + 1}", "value": _value(option)}
        for place, option in enumerate(content.options)
    ]
    question.options = Question._meta.get_field("options").to_python(options)
    return question


def _value(option):
    return {
        "is_right": option.is_right,
        **{f"text_{language}": option.text.get(language, "") for language in LANGUAGES},
        **{f"why_{language}": option.why.get(language, "") for language in LANGUAGES},
    }
