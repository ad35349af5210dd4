"""What a file says, before anybody asks whether the bank can hold it; and what the bank holds."""

from dataclasses import dataclass, field
from decimal import Decimal

from courses.exchange.remarks import Remark

TRUE_FALSE = {"en": ("True", "False"), "sw": ("Kweli", "Si kweli")}
STORED_KINDS = ("single", "multiple", "true_false", "ordering", "matching")
CHOICES = STORED_KINDS[:3]
IN_PARTS = ("multiple", "ordering", "matching")
"""Kinds that may earn part of the mark."""
MAX_QUESTIONS = 5000
MOST_REMARKS = 20

Texts = dict[str, str]
"""The same text by language."""


@dataclass
class Answer:
    """One answer as the file gives it; `weight` in percent, None where it is no number; `match` is its partner.

    `is_right` None: the weight says so.
    """

    text: Texts
    weight: float | None = 0
    feedback: Texts = field(default_factory=dict)
    match: Texts = field(default_factory=dict)
    is_right: bool | None = None


@dataclass
class Media:
    """A picture or a sound: its content's SHA-1 says whether two are the same. One of the bank has no `data`, but a
    `stored` name. `small` is a sound as the bank would store it, once it was read."""

    name: str
    digest: str = ""
    data: bytes | None = field(default=None, repr=False, compare=False)
    stored: str = ""
    pk: int | None = None
    small: object = field(default=None, repr=False, compare=False)


@dataclass
class Shown:
    """Something that a text shows or plays, by the address that stands there; `tag` is HTML's."""

    tag: str
    source: str
    alt: str = ""

    @property
    def name(self) -> str:
        name = self.source.split("?")[0].rsplit("/", 1)[-1]
        return name[:60] if name and not self.source.startswith("data:") else f"<{self.tag}>"


@dataclass
class ParsedQuestion:
    """One question as the file gives it, of any kind. `problems` refuse it; `notes` only tell.

    `part_marks` None: the format has no word for it, and its kind and tags decide. `media` is what could not be placed.
    """

    kind: str
    line: int
    text: Texts = field(default_factory=dict)
    name: str = ""
    id_number: str = ""
    answers: list[Answer] = field(default_factory=list)
    general_feedback: Texts = field(default_factory=dict)
    category: str = ""
    topic: str = ""
    is_critical: bool = False
    tags: list[str] = field(default_factory=list)
    part_marks: bool | None = None
    drawing: str = ""
    alt: Texts = field(default_factory=dict)
    picture: Media | None = None
    sounds: dict[str, Media] = field(default_factory=dict)
    media: list[Shown] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def note(self, code: str, **values):
        _add(self.notes, Remark(code, values))

    def refuse(self, code: str, **values):
        _add(self.problems, Remark(code, values))


def _add(remarks, remark):
    """Say each thing once, and not for ever: a hostile question could be wrong in a million ways."""
    if len(remarks) < MOST_REMARKS and remark not in remarks:
        remarks.append(remark)


@dataclass
class ParsedFile:
    format: str
    language: str
    questions: list[ParsedQuestion]
    notes: list[Remark] = field(default_factory=list)


@dataclass
class Option:
    """An option, an item to put in order, or a pair: what else it has depends on the kind. `weight` is percent."""

    text: Texts
    is_right: bool = False
    why: Texts = field(default_factory=dict)
    weight: Decimal | None = None
    match: Texts = field(default_factory=dict)


@dataclass
class Content:
    """A question in the shape that the bank can hold."""

    key: str
    kind: str
    text: Texts
    options: list[Option]
    is_critical: bool = False
    topic: str = ""
    part_marks: bool = False
    why: Texts = field(default_factory=dict)
    drawing: str = ""
    picture: Media | None = None
    alt: Texts = field(default_factory=dict)
    sounds: dict[str, Media] = field(default_factory=dict)

    @property
    def weights(self) -> list[Decimal] | None:
        """What each option earns, in percent, where part of the mark can be had by options; courses.grading agrees."""
        if self.kind != "multiple" or not self.part_marks:
            return None
        full = percent(share(sum(option.is_right for option in self.options)))
        usual = [full if option.is_right else -full for option in self.options]
        return [
            rest if option.weight is None else option.weight for option, rest in zip(self.options, usual, strict=True)
        ]


def percent(weight: float) -> Decimal:
    """Return a weight with the five decimals that the bank keeps, as Moodle lists them."""
    return Decimal(repr(weight)).quantize(Decimal("0.00001"))


def share(right: int) -> float:
    """Return the weight in percent of each of several right answers, rounded as Moodle lists it."""
    return round(100 / right, 5) if right else 0
