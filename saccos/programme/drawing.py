"""The map as numbers for an SVG: counties by share of staff trained, a dot an operator, whole or near one county.

Lengths are in the outlines' units, of which 100 are a degree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.outlines import HEIGHT, OUTLINES, WIDTH, Label, Outline, Point
from saccos.models import Operator
from saccos.programme import dots
from saccos.programme.entries import COUNTIES, KINDS, Entry, Sums

MOST_SINGLE = 1500
"""So many dots lead to their operators; more are drawn as one path a kind, so that the page stays light."""
_EDGE = 8

NO_STAFF = "none"
TONES = (
    (NO_STAFF, gettext_lazy("no staff listed")),
    ("0", gettext_lazy("under 20 % trained")),
    ("1", gettext_lazy("20 to 39 %")),
    ("2", gettext_lazy("40 to 59 %")),
    ("3", gettext_lazy("60 to 79 %")),
    ("4", gettext_lazy("80 % and more")),
)
Kind = Operator.Kind
_SHAPES = {
    Kind.MATATU_SACCO: lambda r: f"m{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z",
    Kind.BUS_SACCO: lambda r: f"m{-0.88 * r:.3g} {-0.88 * r:.3g}h{1.76 * r:.3g}v{1.76 * r:.3g}h{-1.76 * r:.3g}z",
    Kind.BUS_COMPANY: lambda r: f"m0 {-1.15 * r:.3g}l{1.15 * r:.3g} {2 * r:.3g}h{-2.3 * r:.3g}z",
    Kind.TRUCK_COMPANY: lambda r: (
        f"m0 {-1.3 * r:.3g}l{r:.3g} {1.3 * r:.3g} {-r:.3g} {1.3 * r:.3g} {-r:.3g} {-1.3 * r:.3g}z"
    ),
}


@dataclass(frozen=True)
class CountyShape:
    """`label` is None where the name would not fit into the county."""

    code: str
    name: str
    path: str
    tone: str
    sums: Sums
    label: Label | None
    is_chosen: bool

    @property
    def title(self) -> str:
        said = {"county": self.name} | vars(self.sums) | {"share": self.sums.share}
        if self.sums.share is None:
            return _("%(county)s: operators %(operators)s, no staff listed") % said
        return _("%(county)s: operators %(operators)s, staff %(staff)s, trained %(trained)s (%(share)s %%)") % said


class Dot(NamedTuple):
    entry: Entry
    x: float
    y: float

    @property
    def title(self) -> str:
        entry = self.entry
        said = {"name": entry.name, "kind": entry.kind_name, "trained": entry.trained, "staff": entry.staff}
        return _("%(name)s, %(kind)s: %(trained)s of %(staff)s staff trained") % said


@dataclass(frozen=True)
class Drawing:
    """`box` is what is seen of the whole; `scale` how much smaller it is; `crowds` holds each kind's path."""

    box: tuple[float, float, float, float]
    scale: float
    counties: list[CountyShape]
    dots: list[Dot]
    crowds: list[tuple[str, str]]
    shapes: list[tuple[str, str]]

    @property
    def view_box(self) -> str:
        return " ".join(str(number) for number in self.box)

    @property
    def name_size(self) -> float:
        return round(dots.NAME_SIZE * self.scale, 2)


def tone(sums: Sums) -> str:
    return NO_STAFF if sums.share is None else str(min(4, 5 * sums.trained // sums.staff))


def shape(kind: str, size: float) -> str:
    """Return the path of a kind's sign about the point where the pen is; it goes on from there."""
    return _SHAPES[kind](size)


def draw(everybody: list[Entry], chosen: list[Entry], sums: dict[str, Sums], near: str = "") -> Drawing:
    """Return the map of the chosen entries; `near` is the county that fills it, else it shows the country.

    Give all entries too: where an operator's dot lies does not change with what is chosen.
    """
    box = _box(near)
    scale = round(max(box[2] / WIDTH, box[3] / HEIGHT), 3)
    size = dots.radius(len(chosen)) * scale
    homes = dots.homes(everybody)
    is_crowd = len(chosen) > MOST_SINGLE
    single = [] if is_crowd else _single(chosen, homes, size)
    return Drawing(
        box=box,
        scale=scale,
        counties=_counties(sums, near, _Names(scale, size, single)),
        dots=single,
        crowds=_crowds(chosen, homes, size) if is_crowd else [],
        shapes=[(kind, f"M0 0{shape(kind, size)}") for kind in KINDS],
    )


def _box(near):
    """Return left, upper, width and height of what is seen, with some room around it."""
    left, upper, right, lower = OUTLINES[near].box if near else (0, 0, WIDTH, HEIGHT)
    edge = max(_EDGE, (right - left) // 5, (lower - upper) // 5) if near else _EDGE
    return tuple(round(n, 1) for n in (left - edge, upper - edge, right - left + 2 * edge, lower - upper + 2 * edge))


def _counties(sums, near, names):
    shapes = [
        CountyShape(
            code=code,
            name=COUNTIES[code],
            path=outline.path,
            tone=tone(sums[code]),
            sums=sums[code],
            label=outline.label if names.fit(outline) else None,
            is_chosen=code == near,
        )
        for code, outline in OUTLINES.items()
    ]
    # What is drawn last lies on top: the edge of the chosen county shows all around.
    return sorted(shapes, key=lambda county: county.is_chosen)


@dataclass(frozen=True)
class _Names:
    """Where a county's name may stand: within the county, and not below a dot."""

    scale: float
    size: float
    dots: list[Dot]

    def fit(self, outline: Outline) -> bool:
        height, width, label = dots.NAME_SIZE * self.scale, dots.name_width(outline.code, self.scale), outline.label
        return width <= label.room and not any(
            abs(dot.x - label.x) < width / 2 + self.size and abs(dot.y - label.y) < height / 2 + self.size
            for dot in self.dots
        )


def _single(chosen: Iterable[Entry], homes: dict[int, Point], size: float) -> list[Dot]:
    places = dots.apart(chosen, homes, size)
    placed = [entry for entry in chosen if entry.pk in places]
    return [Dot(entry, *(round(number, 1) for number in places[entry.pk])) for entry in placed]


def _crowds(chosen, homes, size):
    """Return for each kind one path with all its dots; two at the same place are one."""
    places = defaultdict(set)
    for entry in (entry for entry in chosen if entry.pk in homes):
        places[entry.kind].add(tuple(round(number) for number in homes[entry.pk]))
    return [
        (kind, "".join(f"M{x} {y}{shape(kind, size)}" for x, y in sorted(places[kind])))
        for kind in KINDS
        if places[kind]
    ]
