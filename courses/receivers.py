"""Publishing in Wagtail freezes the quizzes that it touches."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done, page_published, published, unpublished

from courses import freezing
from courses.models import CoursePage, ModulePage, Narration, Question, Quiz
from courses.parity import checks
from courses.parity import records as parity_records
from home import page_cache
from places.native_review import NativeReview


@receiver([published, unpublished], sender=Question)
def freeze_quizzes_of_question(sender, instance, **kwargs):
    freezing.freeze_quizzes_asking(instance)
    page_cache.forget()


@receiver(published, sender=Quiz)
def freeze_published_quiz(sender, instance, **kwargs):
    freezing.freeze_again(instance)
    page_cache.forget()


@receiver(unpublished, sender=Quiz)
def drop_quiz_from_its_course(sender, instance, **kwargs):
    page_cache.forget()


@receiver(page_published, sender=ModulePage)
def freeze_quiz_of_module(sender, instance, **kwargs):
    if instance.quiz and instance.quiz.live:
        freezing.freeze_again(instance.quiz)


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
    if parity_records.kind_of(page):
        checks.copied(source_obj, page)


@receiver([page_published, published])
def note_first_translation(sender, instance, **kwargs):
    """What a new translation was made from is known; its own words are known when it is first published."""
    checks.published(instance)


@receiver([post_save, post_delete], sender=Narration)
@receiver(post_delete, sender=Question)
def forget_cards_that_showed_it(sender, instance, **kwargs):
    page_cache.forget()


@receiver(post_delete, sender=Narration)
def delete_file_of_sound(sender, instance, **kwargs):
    transaction.on_commit(lambda: instance.file.storage.delete(instance.file.name))
