"""What the platform counts of itself, for the public to read: each room registers its figures.

Counting may walk through an index of a million rows, so the numbers are kept; a page made with them may be kept as long
again, so that what a person reads is up to two hours old. It is never a figure about so few people that it would speak
of one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from home import page_cache
from places import hiding


@dataclass(frozen=True)
class Figure:
    """What is counted, in the reader's language, and how many; None is hidden, because they are too few."""

    label: str
    value: int | None


@dataclass(frozen=True)
class _Source:
    label: Promise
    count: Callable[[], int]
    order: int


_sources: dict[str, _Source] = {}


def register(key: str, label: Promise, count: Callable[[], int], order: int) -> None:
    """Add a figure, shown by its order: `count()` returns how many there are now, whoever asks."""
    _sources[key] = _Source(label, count, order)


def figures() -> list[Figure]:
    """Return every figure in order, as it was counted within the last hour; none where all would be hidden."""
    numbers = page_cache.remember("live-figures", _count)
    by_order = sorted(_sources.items(), key=lambda item: item[1].order)
    found = [Figure(str(source.label), numbers.get(key)) for key, source in by_order]
    return found if any(figure.value is not None for figure in found) else []


def _count():
    """Return each figure's number, or None: what is too few to be shown is not even kept."""
    numbers = {key: source.count() for key, source in _sources.items()}
    return {key: None if hiding.is_too_few(number) else number for key, number in numbers.items()}
