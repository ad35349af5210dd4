"""What rooms above have to say on an operator's first page: each registers its part, and asks for nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from saccos.models import Operator


@dataclass(frozen=True)
class Line:
    title: str
    says: str
    address: str = ""
    """Where the line leads, if anywhere."""


@dataclass(frozen=True)
class Part:
    heading: str
    lines: list[Line]


_parts: dict[str, tuple[str, Callable[[Operator, datetime], list[Line]]]] = {}


def register(name: str, heading: str, lines: Callable[[Operator, datetime], list[Line]]) -> None:
    """Add a part: `lines(operator, now)` returns its few lines, in one query whatever the size of the operator."""
    _parts[name] = heading, lines


def of(operator: Operator, now: datetime) -> list[Part]:
    """Return the parts that have anything to say."""
    parts = (Part(str(heading), lines(operator, now)) for heading, lines in _parts.values())
    return [part for part in parts if part.lines]
