"""The outlines of the 47 counties, for drawings, and the way from degrees to them.

The drawing's unit is a hundredth of a degree, about 1.1 km, both ways: Kenya lies on the equator, where a degree is as
long to the east as to the north. The two constants were fitted to the outlines by the corners of Nairobi and those of
the border whose degrees are known (the meridian of 41° E, Ras Kiamboni, the corner at Mandera); none is more than
three units off. Where `county_shapes.json` comes from is told in it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import hypot
from pathlib import Path

WIDTH, HEIGHT = 800, 1014
_WEST, _NORTH, _PER_DEGREE = 33.91, 5.43, 100

Point = tuple[float, float]


def project(latitude: float, longitude: float) -> Point:
    """Return where a place in degrees lies on the drawing."""
    return (_PER_DEGREE * (longitude - _WEST), _PER_DEGREE * (_NORTH - latitude))


@dataclass(frozen=True)
class Label:
    """The middle of the widest room for a county's name, and how wide that is."""

    x: int
    y: int
    room: int


@dataclass(frozen=True)
class Outline:
    """One county; `path` is what SVG draws: rings, each `M x y l dx dy … z`."""

    code: str
    path: str
    label: Label

    @cached_property
    def rings(self) -> list[list[Point]]:
        return [list(_corners(ring)) for ring in re.findall(r"M[^z]+z", self.path)]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Return the left, upper, right and lower edge."""
        across, down = zip(*(corner for ring in self.rings for corner in ring), strict=True)
        return min(across), min(down), max(across), max(down)

    def holds(self, point: Point) -> bool:
        """Return whether a point of the drawing lies within: a line from it crosses the edge an odd number of times."""
        (x, y), is_within = point, False
        # Written out, as the map asks it ten thousand times.
        for x1, y1, x2, y2 in self._edges:
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                is_within = not is_within
        return is_within

    def is_near_edge(self, point: Point, reach: float) -> bool:
        """Return whether a point of the drawing is within reach of the edge, in its units."""
        x, y = point
        return any(
            _distance(x1 - x, y1 - y, x2 - x, y2 - y) < reach
            for x1, y1, x2, y2 in self._edges
            if not ((x1 < x - reach and x2 < x - reach) or (x1 > x + reach and x2 > x + reach))
        )

    @cached_property
    def _edges(self):
        pairs = (pair for ring in self.rings for pair in zip(ring, [*ring[1:], ring[0]], strict=True))
        return [(*start, *end) for start, end in pairs]


def _corners(ring) -> Iterator[Point]:
    x, y, *steps = (float(number) for number in re.findall(r"-?[\d.]+", ring))
    yield x, y
    for across, down in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + across, y + down
        yield x, y


def _distance(x1, y1, x2, y2):
    """Return how far the edge between two points is from the origin."""
    across, down = x2 - x1, y2 - y1
    along = -(x1 * across + y1 * down) / (across**2 + down**2)
    along = max(0, min(1, along))
    return hypot(x1 + along * across, y1 + along * down)


def _read() -> dict[str, Outline]:
    shapes = json.loads(Path(__file__).with_name("county_shapes.json").read_text())["shapes"]
    return {code: Outline(code, shape["path"], Label(*shape["label"])) for code, shape in shapes.items()}


OUTLINES = _read()
"""Each county's outline, by its three-digit code."""
