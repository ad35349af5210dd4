"""Marks as whole numbers, so that sums are exact: no offset drowns a variance, and no spread is exactly zero."""

import math
from array import array
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

NOT_ASKED = -math.inf  # in an array of marks, where None would not fit


def as_whole(columns: Sequence[array]) -> tuple[int, list[list[int | None]]]:
    """Return into how many parts to cut one mark, and the columns in such parts, with None for NOT_ASKED.

    A mark counts as the decimal it is written as, so that ten marks of 0.1 make 1. Marks of many different values, with
    all the digits of a float, take some ten times as long as rounded ones.
    """
    distinct = [set(column) - {NOT_ASKED} for column in columns]
    parts = math.lcm(*{_as_written(mark)[1] for marks in distinct for mark in marks})
    return parts, [_cut(column, marks, parts) for column, marks in zip(columns, distinct, strict=True)]


def _cut(column, marks, parts):
    whole = {NOT_ASKED: None}
    for mark in marks:
        numerator, denominator = _as_written(mark)
        whole[mark] = numerator * (parts // denominator)
    return list(map(whole.__getitem__, column))


def _as_written(mark: float) -> tuple[int, int]:
    return Decimal(repr(mark)).as_integer_ratio()


def root(value: Fraction) -> float:
    """Return the square root of a fraction of any size, right to within the last bit or so; zero below zero."""
    if value <= 0:
        return 0.0
    shift = 64 - (value.numerator.bit_length() - value.denominator.bit_length()) // 2
    scaled = value * Fraction(4) ** shift
    return math.ldexp(math.isqrt(scaled.numerator // scaled.denominator), -shift)
