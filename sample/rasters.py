"""Drawings as PNG, for who shows no SVG: those that share a link. It knows what our own drawings are made of.

That is <g>, <rect>, <circle> and <path> with the absolute commands M L H V Q Z, and of the attributes fill, stroke,
stroke-width and stroke-dasharray; corners and ends are round.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import cos, dist, pi, sin
from xml.etree import ElementTree

from PIL import Image, ImageDraw

SCALE = 5
"""Pixels for each unit of a drawing: 240 x 160 becomes 1200 x 800."""
_FINER = 2
_STEPS = 12
_COLOURS = 64
_NUMBERS = re.compile(r"[A-Z]|-?[\d.]+")
_INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray")


@cache
def png(svg: str) -> bytes:
    """Return the drawing, which has a width and a height, as a PNG of five pixels a unit."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    size = [int(root.get(side)) * SCALE for side in ("width", "height")]
    sheet = Image.new("RGB", [_FINER * side for side in size], "white")
    _draw(root, {}, ImageDraw.Draw(sheet))
    out = BytesIO()
    smooth = sheet.resize(size, Image.Resampling.LANCZOS)
    smooth.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(element, style, pen):
    style = style | {name: element.get(name) for name in _INHERITED if element.get(name)}
    shape = _SHAPES.get(element.tag.rpartition("}")[2])
    for line in shape(element) if shape else ():
        _paint([(x * SCALE * _FINER, y * SCALE * _FINER) for x, y in line], style, pen)
    for child in element:
        _draw(child, style, pen)


def _paint(line, style, pen):
    if style["fill"] != "none":
        pen.polygon(line, fill=style["fill"])
    if style["stroke"] == "none":
        return
    width = float(style["stroke-width"]) * SCALE * _FINER
    for piece in _dashed(line, style.get("stroke-dasharray")):
        pen.line(piece, fill=style["stroke"], width=round(width), joint="curve")
        for x, y in piece:
            pen.circle((x, y), width / 2 - 0.5, fill=style["stroke"])


def _dashed(line, pattern) -> Iterator[list]:
    """Yield the line's pieces that are drawn: all of it, or its dashes."""
    if not pattern:
        yield line
        return
    lengths = [float(part) * SCALE * _FINER for part in pattern.split()]
    piece, place, left = [line[0]], 0, lengths[0]
    for start, end in pairwise(line):
        done, whole = 0.0, dist(start, end)
        while whole - done >= left:
            done += left
            point = tuple(a + (b - a) * done / whole for a, b in zip(start, end, strict=True))
            if place % 2 == 0:
                yield [*piece, point]
            piece, place = [point], place + 1
            left = lengths[place % len(lengths)]
        piece, left = [*piece, end], left - (whole - done)
    if place % 2 == 0:
        yield piece


def _circle(element):
    x, y, radius = (float(element.get(name)) for name in ("cx", "cy", "r"))
    turns = [2 * pi * step / (4 * _STEPS) for step in range(4 * _STEPS + 1)]
    return [[(x + radius * cos(turn), y + radius * sin(turn)) for turn in turns]]


def _rectangle(element):
    x, y, width, height, r = (float(element.get(name, 0)) for name in ("x", "y", "width", "height", "rx"))
    right, low = x + width, y + height
    corners = [((right - r, y + r), 3), ((right - r, low - r), 0), ((x + r, low - r), 1), ((x + r, y + r), 2)]
    turns = [(centre, (quarter + step / _STEPS) * pi / 2) for centre, quarter in corners for step in range(_STEPS + 1)]
    line = [(cx + r * cos(turn), cy + r * sin(turn)) for (cx, cy), turn in turns]
    return [[*line, line[0]]]


def _path(element):
    """Return the path's lines, its curves made of short straight ones."""
    lines, parts = [], _NUMBERS.findall(element.get("d"))
    command, place = "", 0
    while place < len(parts):
        if parts[place].isalpha():
            command, place = parts[place], place + 1
        if command == "Z":
            lines[-1].append(lines[-1][0])
            continue
        count = {"H": 1, "V": 1, "Q": 4}.get(command, 2)
        numbers = [float(part) for part in parts[place : place + count]]
        place += count
        if command == "M":
            lines.append([tuple(numbers)])
        else:
            lines[-1] += _next(command, numbers, lines[-1][-1])
    return lines


def _next(command, numbers, here):
    if command == "H":
        return [(numbers[0], here[1])]
    if command == "V":
        return [(here[0], numbers[0])]
    if command == "L":
        return [tuple(numbers)]
    bend, end = numbers[:2], numbers[2:]
    return [_on_curve(here, bend, end, step / _STEPS) for step in range(1, _STEPS + 1)]


def _on_curve(start, bend, end, t):
    pairs = zip(start, bend, end, strict=True)
    return tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in pairs)


_SHAPES = {"rect": _rectangle, "circle": _circle, "path": _path}
