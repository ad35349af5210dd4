"""Where each operator's dot lies on the map: at its first stage with a point, else somewhere within its county.

The place within a county is invented, but always the same one; dots that would hide each other step aside.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count, islice
from math import cos, floor, hypot, sin, sqrt
from threading import Lock

from places.outlines import OUTLINES, Outline, Point, project
from saccos.models import OperatorStage
from saccos.programme.entries import COUNTIES, Entry

# Multiples of these fill a square evenly, however many are taken (the plastic number's powers).
_ACROSS, _DOWN = 0.7548776662466927, 0.5698402909980532
_GOLDEN_ANGLE = 2.399963
_TRIES_WITHIN, _TRIES = 20, 4000
_SPOT = 3
NAME_SIZE, _LETTER = 16, 0.56
"""The height of a county's name on the map, and a letter's width as a part of it."""


def radius(number: int) -> float:
    """Return how large dots are in the drawing's units: smaller the more there are, between 7.5 and 2."""
    return min(7.5, max(2.0, round(sqrt(24_000 / max(number, 1)), 1)))


def homes(entries: Iterable[Entry]) -> dict[int, Point]:
    """Return where every operator belongs, by its id.

    Give all operators, also those not shown: the next place in a county is the next operator's. Whose county is none
    of the 47 has no place.
    """
    stages, ranks, places = _stages(), defaultdict(int), {}
    for entry in sorted(entry for entry in entries if entry.county in _SPREADS):
        place = _SPREADS[entry.county].place(ranks[entry.county])
        ranks[entry.county] += 1
        places[entry.pk] = stages.get(entry.pk, place)
    return places


def _stages():
    """Return where each operator's first stage with a point lies."""
    placed = OperatorStage.objects.exclude(latitude=None).order_by("-pk")
    rows = placed.values_list("operator", "latitude", "longitude")
    return {operator: project(float(latitude), float(longitude)) for operator, latitude, longitude in rows}


class _Spread:
    """The places within a county, one after the other, as evenly spread as they are many."""

    def __init__(self, outline: Outline):
        self._fitting = self._draw(outline)
        self._drawn = []
        self._lock = Lock()

    def place(self, rank: int) -> Point:
        if rank >= len(self._drawn):
            with self._lock:
                self._drawn += islice(self._fitting, max(0, rank + 1 - len(self._drawn)))
        return self._drawn[rank]

    @staticmethod
    def _draw(outline) -> Iterator[Point]:
        left, upper, right, lower = outline.box
        margin = min(right - left, lower - upper) / 16
        for number in count(1):
            point = (left + (number * _ACROSS % 1) * (right - left), upper + (number * _DOWN % 1) * (lower - upper))
            if outline.holds(point) and not _is_on_name(outline, point) and not outline.is_near_edge(point, margin):
                yield point


def name_width(code: str, scale: float = 1) -> float:
    """Return about how wide a county's name is."""
    return len(COUNTIES[code]) * NAME_SIZE * _LETTER * scale


def _is_on_name(outline, point):
    """Return whether the point lies where the county's name stands on the map of the country, if it does."""
    label, width = outline.label, name_width(outline.code)
    if width > label.room:
        return False
    return abs(point[0] - label.x) < width / 2 + NAME_SIZE / 2 and abs(point[1] - label.y) < NAME_SIZE


# Kept, because finding ten thousand places takes a second; they are the same for everybody.
_SPREADS = {code: _Spread(outline) for code, outline in OUTLINES.items()}


def apart(entries: Iterable[Entry], homes: dict[int, Point], size: float) -> dict[int, Point]:
    """Return where the dots of this radius lie, so that none hides another: each as near its home as is free.

    Dots stay within their county while there is room.
    """
    taken, turns = _Taken(2 * size), {}
    return {
        entry.pk: taken.take(_free_place(homes[entry.pk], taken, turns, OUTLINES[entry.county]))
        for entry in sorted(entry for entry in entries if entry.pk in homes)
    }


def _free_place(home, taken, turns, outline):
    # A crowd at one spot goes on where it stopped, so that a thousand dots do not try each other's places.
    spot = (floor(home[0] / taken.least / _SPOT), floor(home[1] / taken.least / _SPOT))
    if spot not in turns:
        for place in (_aside(home, turn, taken.least) for turn in range(_TRIES_WITHIN)):
            if taken.is_free(place) and (place == home or outline.holds(place)):
                return place
    for turn in range(turns.get(spot, 0), _TRIES):
        turns[spot] = turn
        if taken.is_free(place := _aside(home, turn, taken.least)):
            return place
    return home


def _aside(home, turn, least):
    """Return a place beside home: the further, the later the turn, as the seeds of a sunflower lie."""
    away, angle = 0.6 * least * sqrt(turn), turn * _GOLDEN_ANGLE
    return (home[0] + away * cos(angle), home[1] + away * sin(angle))


class _Taken:
    """The places that dots have, found by the square in which they lie."""

    def __init__(self, least: float):
        self.least = least
        self._squares = defaultdict(list)

    def take(self, place: Point) -> Point:
        self._squares[self._square(place)].append(place)
        return place

    def is_free(self, place: Point) -> bool:
        x, y = self._square(place)
        near = (
            one for across in (-1, 0, 1) for down in (-1, 0, 1) for one in self._squares.get((x + across, y + down), ())
        )
        return all(hypot(one[0] - place[0], one[1] - place[1]) >= self.least for one in near)

    def _square(self, place):
        return floor(place[0] / self.least), floor(place[1] / self.least)
