"""How the two languages of a page or question stand to each other. Pure: values in, findings out."""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """In the order in which they matter; a record may be in several."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("not published")
    CARDS = "cards", _("cards differ")
    SAME = "same", _("not translated: the same words in both")
    CHANGED = "changed", _("changed since")
    UNCHECKED = "unchecked", _("not compared yet")
    REVIEW = "review", _("awaiting native review")
    UP_TO_DATE = "ok", _("up to date")
    SOUND = "sound", _("read aloud in both")


BEHIND = frozenset({State.MISSING, State.DRAFT, State.CARDS, State.SAME, State.CHANGED})
# The parts that are neither card nor option.
HEADS = ("page", "learn", "head")
SHAPES = {
    State.MISSING: "✕",
    State.DRAFT: "◌",
    State.CARDS: "≠",
    State.SAME: "=",
    State.CHANGED: "▲",
    State.UNCHECKED: "?",
    State.REVIEW: "◐",
    State.UP_TO_DATE: "✓",
    State.SOUND: "♪",
}


@dataclass(frozen=True)
class Side:
    """One language of a record: whether learners can read it, and what it holds."""

    is_live: bool
    digest: str
    shape: tuple[str, ...] = ()
    sounds: int = 0
    could_sound: int = 0
    awaits_review: bool = False
    has_draft: bool = False

    @property
    def cards(self):
        return sum(kind not in HEADS for kind in self.shape)


class Check(NamedTuple):
    """The digests of both languages when somebody found them to say the same; "" where that is still to come."""

    en: str
    sw: str


class Finding(NamedTuple):
    """A state, and the language that it is about where it is about one."""

    state: State
    language: str = ""

    @property
    def shape(self):
        return SHAPES[self.state]

    @property
    def is_behind(self):
        return self.state in BEHIND

    @property
    def text(self):
        if not self.language:
            return self.state.label
        words = {
            State.MISSING: gettext("%(language)s missing"),
            State.DRAFT: gettext("%(language)s not published"),
            State.CHANGED: gettext("%(language)s changed since"),
        }
        return words[self.state] % {"language": dict(settings.LANGUAGES)[self.language]}


def findings_of(sides: dict[str, Side | None], check: Check | None) -> tuple[Finding, ...]:
    """Return every state of a record, the weightiest first; never empty."""
    found = [*_unreadable(sides)]
    if not found:
        en, sw = sides["en"], sides["sw"]
        found += [Finding(State.CARDS)] if en.shape != sw.shape else []
        found += _compared(Check(en.digest, sw.digest), check)
        found += [Finding(State.REVIEW)] if sw.awaits_review else []
    found = found or [Finding(State.UP_TO_DATE)]
    return (*found, Finding(State.SOUND)) if _is_read_aloud(sides) else tuple(found)


def is_behind(sides: dict[str, Side | None], findings: tuple[Finding, ...]) -> bool:
    """Return whether one language that learners can read leaves the other behind. Two drafts leave nobody behind."""
    return any(side and side.is_live for side in sides.values()) and any(finding.is_behind for finding in findings)


def _unreadable(sides):
    for language, side in sides.items():
        if side is None:
            yield Finding(State.MISSING, language)
        elif not side.is_live:
            yield Finding(State.DRAFT, language)


def _compared(now, check):
    if check == now:
        return []
    if now.en == now.sw:
        return [Finding(State.SAME)]
    if check is None or "" in check:
        return [Finding(State.UNCHECKED)]
    changed = (lang for lang in Check._fields if getattr(now, lang) != getattr(check, lang))
    return [Finding(State.CHANGED, language) for language in changed]


def _is_read_aloud(sides):
    return all(side and side.could_sound and side.sounds == side.could_sound for side in sides.values())
