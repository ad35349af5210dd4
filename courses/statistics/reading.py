"""Reading a table of marks from the lines of a CSV file."""

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_LARGEST = 1e100  # beyond it, sums leave the range of floats


class TableError(ValueError):
    """The file is no table of marks; the message names the row and column, counted from one as in a spreadsheet."""


def read(lines: Iterable[str]) -> tuple[list[float], Iterator[Sequence[float | None]]]:
    """Return each item's maximum mark and the attempts, one by one: a mark an item, None for an empty cell.

    The first row holds the maxima, each further row an attempt. Commas, semicolons or tabs part the cells, whichever
    the first row has; beside semicolons and tabs, a comma may be the decimal sign. Blank lines, rows without a mark,
    spaces and a byte order mark do not matter. Raises TableError, for an attempt once the iterator comes to it.
    """
    rows = _rows(lines)
    number, cells = next(rows, (0, []))
    if not number:
        raise TableError("The file is empty. Its first row should hold the maximum mark of each item.")
    if not any(cells):
        raise TableError(f"Row {number}: a table needs the maximum mark of at least one item.")
    maxima = _read_row(number, cells, [_LARGEST] * len(cells))
    if None in maxima:
        raise TableError(f"Row {number}, column {maxima.index(None) + 1}: the item's maximum mark is missing.")
    return maxima, _attempts(rows, maxima)


def _rows(lines):
    """Yield each row that is not blank, as its number in the file and its cells."""
    lines, blank = iter(lines), 0
    for first in lines:
        first = first.removeprefix("\ufeff")
        if first.strip():
            break
        blank += 1
    else:
        return
    delimiter = next((sign for sign in ";\t" if sign in first), ",")
    reader = csv.reader(chain([first], lines), delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if cells not in ([], [""]):
                yield blank + reader.line_num, cells if delimiter == "," else [cell.replace(",", ".") for cell in cells]
    except csv.Error as error:
        raise TableError(f"Row {blank + reader.line_num}: {error}.") from error


def _attempts(rows, maxima):
    for number, cells in rows:
        if not any(cells):
            continue
        if len(cells) != len(maxima):
            raise TableError(f"Row {number}: {len(cells)} cells, where the first row has {len(maxima)}.")
        yield _read_row(number, cells, maxima)


def _read_row(number, cells, maxima):
    marks = []
    for cell, maximum in zip(cells, maxima, strict=True):
        try:
            marks.append(_mark(cell, maximum))
        except ValueError as error:
            raise TableError(f"Row {number}, column {len(marks) + 1}: {error}.") from error
    return marks


@lru_cache(maxsize=4096)
def _mark(cell, maximum):
    """Return what a cell holds, or None where it is empty; ValueError says what is wrong with it."""
    if not cell:
        return None
    mark = float(cell) if _NUMBER.fullmatch(cell) else math.nan
    if not math.isfinite(mark):
        raise ValueError(f"“{cell[:40]}” is not a number")
    if mark < 0:
        raise ValueError(f"{cell} is below zero")
    if mark > maximum:
        raise ValueError(f"{cell} is more than the item's maximum of {maximum:g}")
    return mark
