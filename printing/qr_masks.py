"""From codewords to the modules of a QR (ISO/IEC 18004 §7.7, §7.8): where each bit goes, and the mask that reads best.

A figure is one whole number: its rows one after the other, each ending in a bit that is neither dark nor light, so that
a shift by one looks along the rows, never from one into the next, and a shift by a row looks down the columns. What
the eight masks cost is counted on all modules at once. `qrcode` draws what is the same in every figure of a version.
"""

from functools import cache
from operator import itemgetter
from typing import NamedTuple

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

_MASKS = 8
_REST = "0" * 8  # up to seven modules are left over in some versions; the last is what no data stands on
_TO_MODULES = bytes.maketrans(b"01", b"\x00\x01")


class Plan(NamedTuple):
    """What is the same in every figure of a version."""

    size: int
    order: itemgetter  # each module's bit, out of those of the codewords and the rest
    area: int  # every module
    drafts: list[int]  # each mask with the fixed patterns, as it is judged: nothing yet where its number stands
    finals: list[int]  # and as it is printed


def draw(version: int, codewords: bytes) -> list[bytes]:
    """Return the modules, row by row, 1 where dark."""
    plan = _plan(version)
    stride = plan.size + 1
    bits = f"{int.from_bytes(codewords, 'big'):0{8 * len(codewords)}b}{_REST}"
    data = int("".join(plan.order(bits)), 2)
    costs = [_cost(data ^ draft, plan) for draft in plan.drafts]
    figure = data ^ plan.finals[costs.index(min(costs))]
    modules = f"{figure:0{stride * plan.size}b}".encode().translate(_TO_MODULES)
    return [modules[start : start + plan.size] for start in range(0, len(modules), stride)]


def _cost(dark, plan):
    """Return the penalty of §7.8.3.1: long runs, blocks, what looks like a finder, and an uneven share of dark."""
    light, stride = dark ^ plan.area, plan.size + 1
    share = dark.bit_count() / plan.size**2
    cost = 10 * int(abs(share * 100 - 50) / 5)
    for step in (1, stride):
        cost += _run_cost(dark, step) + _run_cost(light, step) + 40 * _finders(dark, light, step)
    return cost + 3 * (_blocks(dark, stride) + _blocks(light, stride))


def _run_cost(bits, step):
    """Return 3 for each run of five and one more for each module beyond."""
    two = bits & bits >> step
    five = two & two >> 2 * step & bits >> 4 * step
    return five.bit_count() + 2 * (five & ~(five << step)).bit_count()


def _blocks(bits, stride):
    two = bits & bits >> 1
    return (two & two >> stride).bit_count()


def _finders(dark, light, step):
    """Return how often dark and light stand 1:1:3:1:1 with four light ones before or behind."""
    two = light & light >> step
    four = two & two >> 2 * step
    ends = dark & light >> step & dark >> 2 * step
    finder = ends & dark >> 3 * step & ends >> 4 * step
    return (finder & four >> 7 * step).bit_count() + (four & finder >> 4 * step).bit_count()


@cache
def _plan(version):
    blank, full = (_drawn(version, 0, codewords, is_draft=False) for codewords in ([], [255] * 4000))
    size = len(blank)
    places = [
        (row, column) for row, column in _zigzag(size) if blank[row][column] != full[row][column]
    ]  # of data: they alone changed
    number_of = {place: number for number, place in enumerate(places)}
    return Plan(
        size,
        itemgetter(*(number_of.get((row, column), -1) for row in range(size) for column in range(size + 1))),
        _figure([[1] * size] * size),
        [_figure(_drawn(version, mask, [], is_draft=True)) for mask in range(_MASKS)],
        [_figure(_drawn(version, mask, [], is_draft=False)) for mask in range(_MASKS)],
    )


def _drawn(version, mask, codewords, *, is_draft):
    code = QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0)
    code.data_cache = codewords
    code.makeImpl(is_draft, mask)
    return code.get_matrix()


def _zigzag(size):
    """Go through all places in the order in which bits fill them: in pairs of columns, from the right, up and down."""
    is_upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if is_upward else range(size):
            yield row, right
            yield row, right - 1
        is_upward = not is_upward


def _figure(modules):
    return int("".join("".join("1" if dark else "0" for dark in row) + "0" for row in modules), 2)
