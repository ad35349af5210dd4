"""What a file says, before anybody asks whether the bank can hold it; and what the bank holds."""

from dataclasses import dataclass, field

from courses.exchange.remarks import Remark

LANGUAGES = ("en", "sw")
TRUE_FALSE = {"en": ("True", "False"), "sw": ("Kweli", "Si kweli")}
STORED_KINDS = ("single", "multiple", "true_false")
MAX_QUESTIONS = 5000
MOST_REMARKS = 20

Texts = dict[str, str]
"""The same text by language."""


@dataclass
class Answer:
    """One answer as the file gives it; `weight` in percent, None where it is no number; `match` is its partner."""

    text: Texts
    weight: float | None = 0
    feedback: Texts = field(default_factory=dict)
    match: str = ""


@dataclass
class ParsedQuestion:
    """One question as the file gives it, of any kind. `problems` refuse it; `notes` only tell."""

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
    media: list[str] = field(default_factory=list)
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
    text: Texts
    is_right: bool
    why: Texts


@dataclass
class Content:
    """A question in the shape that the bank can hold."""

    key: str
    kind: str
    text: Texts
    options: list[Option]
    is_critical: bool = False
    topic: str = ""


def share(right: int) -> float:
    """Return the weight in percent of each of several right answers, rounded as Moodle lists it."""
    return round(100 / right, 5) if right else 0
