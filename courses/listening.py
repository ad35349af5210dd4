"""A lesson to be listened to from start to end: which of its cards are read aloud, in the order of the cards."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from courses import models
from courses.narrating import player
from courses.narrating.lengths import Heard
from courses.outline import Module
from courses.question_content import question_content
from home import page_cache


@dataclass(frozen=True)
class Sound(Heard):
    """What all the sounds of a lesson come to: whole seconds, and bytes."""

    seconds: int
    size: int


@dataclass(frozen=True)
class Spoken:
    """A card that is read aloud. `card` is its number in the lesson, from 1."""

    card: int
    title: str
    narration: models.Narration


def spoken(lesson_key: UUID | str, language: str) -> tuple[Spoken, ...]:
    """Return the cards of a published lesson that are read aloud in the language; none where it has no such page."""
    return page_cache.remember(f"spoken:{language}:{lesson_key}", lambda: _spoken_by_key(lesson_key, language))


def sound_of_lesson(lesson_key: UUID | str, language: str) -> Sound | None:
    """Return how long and heavy the whole lesson is, or None where nothing of it is read aloud."""
    return _sum(spoken(lesson_key, language))


def sounds_of_module(module: Module, language: str) -> dict[str, Sound]:
    """Return the sound of each lesson of the module that has some, by the lesson's key; one look where it is known."""

    def make():
        sounds = {step.key: sound_of_lesson(step.key, language) for step in module.steps if not step.is_quiz}
        return {key: sound for key, sound in sounds.items() if sound}

    return page_cache.remember(f"sounds:{language}:{module.key}", make)


def _sum(cards):
    if not cards:
        return None
    return Sound(sum(one.narration.seconds for one in cards), sum(one.narration.size for one in cards))


def _spoken_by_key(lesson_key, language):
    pages = models.LessonPage.objects.live().public()
    page = pages.filter(translation_key=lesson_key, locale__language_code=language).first()
    if page is None:
        return ()
    with override(language):
        found = [(number, card, _narration(card, language)) for number, card in enumerate(page.cards, start=1)]
        return tuple(
            Spoken(number, _title(card, language), sound) for number, card, sound in found if sound is not None
        )


def _narration(card, language):
    """Return the card's sound in the language; that of the question where it is a practice question."""
    if card.block_type == "practice":
        question = card.value["question"]
        return player.for_question(question_content(question), language) if question and question.live else None
    sound = card.value.get("narration")
    return sound if sound and sound.language == language else None


_TITLES = {
    "red_flag": lambda value: value["flag"],
    "roles": lambda value: User.Role(value["role"]).label,
    "key_points": lambda value: _("Remember"),
    "text": lambda value: value["heading"],
}


def _title(card, language):
    if card.block_type == "practice":
        return getattr(card.value["question"], f"text_{language}")
    read = _TITLES.get(card.block_type, lambda value: value["title"])
    return str(read(card.value))
