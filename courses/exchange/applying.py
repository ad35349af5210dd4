"""Saving what was planned: all of it or nothing."""

from dataclasses import dataclass

from django.db import transaction
from wagtail.log_actions import log

from courses import freezing
from courses.exchange import plan as planning
from courses.exchange import storing
from courses.exchange.plan import FILLS, NEW, Plan, Row
from courses.exchange.shaping import blocks_of, fields_of
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
    with storing.undone_on_failure() as files, transaction.atomic(), freezing.once():
        _lock()
        fresh = planning.make(plan.parsed, plan.topic)
        if outcome(fresh) != outcome(plan):
            raise BankChanged
        topics = {topic.slug: topic for topic in Topic.objects.all()}
        saver = _Saver(topics, publish, user, files)
        return [saver.save(row) for row in fresh.rows if row.status in (NEW, FILLS)]


def _lock():
    """Let two imports wait for each other."""
    list(Topic.objects.select_for_update().order_by("pk").values_list("pk"))


def outcome(plan: Plan) -> list:
    """Return what a plan would do, to be compared with what another would."""
    return [(row.status, row.content, row.entry and row.entry.pk) for row in plan.rows]


@dataclass
class _Saver:
    """Saves one row after the other. `files` keeps the pictures and sounds that were stored."""

    topics: dict[str, Topic]
    publish: bool
    user: object
    files: storing.Files

    def save(self, row: Row) -> Question:
        question = self._added(row.content) if row.status == NEW else self._filled(row)
        if not question.live:
            question.save()
        is_complete = not row.missing
        revision = question.save_revision(user=self.user, clean=is_complete)
        action = "wagtail.create" if row.status == NEW else "wagtail.edit"
        log(question, action, user=self.user, revision=revision)
        if self.publish and is_complete:
            revision.publish(user=self.user)
        return question

    def _added(self, content):
        question = Question(key=content.key or make_key(), topic=self.topics[content.topic], live=False)
        return self._with_content(question, content)

    def _filled(self, row):
        question = Question.objects.get(pk=row.entry.pk).get_latest_revision_as_object()
        if row.content.text.get("sw") and not row.entry.content.text.get("sw"):
            question.native_review = NativeReview.AWAITING
        return self._with_content(question, row.content, [option.id for option in question.options])

    def _with_content(self, question, content, ids=None):
        for name, value in fields_of(content).items():
            setattr(question, name, value)
        blocks = blocks_of(content, question.key, ids)
        question.options = Question._meta.get_field("options").to_python(blocks)
        if content.picture and content.picture.data:
            question.picture = self.files.picture(content.picture, content, self.user)
        for language, sound in content.sounds.items():
            if sound.data:
                narration = self.files.sound(sound, question, language, self.user)
                setattr(question, f"narration_{language}", narration)
        return question
