"""Publishing in Wagtail freezes the quizzes that it touches."""

from contextlib import suppress

from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done, page_published, published, unpublished

from courses import freezing
from courses.models import CoursePage, ModulePage, Question, Quiz
from home import page_cache
from places.native_review import NativeReview


@receiver([published, unpublished], sender=Question)
def freeze_quizzes_of_question(sender, instance, **kwargs):
    for quiz in freezing.quizzes_asking(instance):
        _freeze(quiz)


@receiver(published, sender=Quiz)
def freeze_published_quiz(sender, instance, **kwargs):
    _freeze(instance)
    page_cache.forget()


@receiver(unpublished, sender=Quiz)
def drop_quiz_from_its_course(sender, instance, **kwargs):
    page_cache.forget()


@receiver(page_published, sender=ModulePage)
def freeze_quiz_of_module(sender, instance, **kwargs):
    if instance.quiz and instance.quiz.live:
        _freeze(instance.quiz)


@receiver(page_published, sender=CoursePage)
def freeze_quizzes_of_course(sender, instance, **kwargs):
    for module in ModulePage.objects.child_of(instance).live().exclude(quiz=None).select_related("quiz"):
        freeze_quiz_of_module(ModulePage, module)


@receiver(copy_for_translation_done)
def mark_translation_for_review(sender, source_obj, target_obj, **kwargs):
    """A page copied into another language waits for its native speaker from the first draft on."""
    page = getattr(target_obj, "specific", target_obj)
    if hasattr(page, "native_review"):
        page.native_review = NativeReview.AWAITING
        page.save()
        page.save_revision()


def _freeze(quiz):
    """A quiz whose every question has been taken back keeps its last version: learners may be half-way through it."""
    with suppress(freezing.NothingToAsk):
        freezing.freeze(quiz)
