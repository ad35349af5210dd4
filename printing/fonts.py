"""The fonts in the folder `fonts`: how wide a text is, and what a PDF holds so that it shows and can be searched."""

import struct
import unicodedata
from pathlib import Path

from printing import objects

FOLDER = Path(__file__).parent / "fonts"
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_MOST_IN_A_RANGE = 100
OBJECTS = 5


class Font:
    """One font. Letters are composed (NFC) first; one that the font lacks shows as its empty box."""

    def __init__(self, name: str):
        """Read `fonts/<name>.ttf`, and `fonts/<name>-common.ttf` with its commonest letters under the same numbers."""
        self.name = name
        self._files = {False: _read(f"{name}.ttf"), True: _read(f"{name}-common.ttf")}
        whole = _tables(self._files[False])
        self._units = struct.unpack_from(">H", whole["head"], 18)[0]
        self._box = struct.unpack_from(">4h", whole["head"], 36)
        self._heights = struct.unpack_from(">2h", whole["hhea"], 4)
        self._capital = struct.unpack_from(">h", whole["OS/2"], 88)[0]
        self._glyphs = _characters(whole["cmap"])
        self._advances = _advances(whole)
        self._ems = _Known(
            {letter: self._advances[glyph] / self._units for letter, glyph in self._glyphs.items()},
            self._advances[0] / self._units,
        )
        self._codes = _Known({letter: f"{glyph:04X}" for letter, glyph in self._glyphs.items()}, "0000")
        self._made = {}
        self.common = frozenset(_characters(_tables(self._files[True])["cmap"]))

    def width(self, text: str, size: float) -> float:
        """Return how far the text runs at that size, in the size's unit."""
        return size * sum(map(self._ems.__getitem__, unicodedata.normalize("NFC", text)))

    def code(self, text: str) -> str:
        """Return the text as a string of a PDF's content: the number of each glyph."""
        return f"<{''.join(map(self._codes.__getitem__, unicodedata.normalize('NFC', text)))}>"

    def objects(self, number: int, *, is_common: bool) -> list[bytes]:
        """Return the objects of a PDF from that number on, made once per process.

        They are OBJECTS many: the font, its glyphs' widths, its measures, its file and the letters of its glyphs.
        """
        place = number, is_common
        if place not in self._made:
            self._made[place] = self._make(*place)
        return self._made[place]

    def _make(self, number, is_common):
        name = f"COMMON+{self.name}" if is_common else self.name
        letters = {glyph: letter for letter, glyph in sorted(self._glyphs.items(), reverse=True)}
        if is_common:
            letters = {glyph: letter for glyph, letter in letters.items() if letter in self.common}
        file = self._files[is_common]
        return [
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{number + 1} 0 R] /ToUnicode {number + 4} 0 R >>".encode(),
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {number + 2} 0 R"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity"
            f" /DW {self._scaled(self._advances[0])} /W [{self._measures(letters)}] >>".encode(),
            self._descriptor(name, number + 3),
            objects.deflated(file, f"/Length1 {len(file)}"),
            objects.deflated(_CMAP.format(ranges="\n".join(_ranges(letters))).encode()),
        ]

    def _descriptor(self, name, file):
        box = " ".join(str(self._scaled(edge)) for edge in self._box)
        above, below = map(self._scaled, self._heights)
        return (
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [{box}] /ItalicAngle 0 /Ascent {above}"
            f" /Descent {below} /CapHeight {self._scaled(self._capital)} /StemV 90 /FontFile2 {file} 0 R >>"
        ).encode()

    def _scaled(self, units):
        return round(1000 * units / self._units)

    def _measures(self, glyphs):
        """Return the widths of runs of glyphs that follow one another, each run behind its first number."""
        runs = []
        for glyph in sorted(glyphs):
            if not runs or runs[-1][0] + len(runs[-1][1]) != glyph:
                runs.append((glyph, []))
            runs[-1][1].append(str(self._scaled(self._advances[glyph])))
        return " ".join(f"{first} [{' '.join(widths)}]" for first, widths in runs)


class _Known(dict):
    """What is known of each letter, and one answer for all others."""

    def __init__(self, known, otherwise):
        super().__init__(known)
        self._otherwise = otherwise

    def __missing__(self, letter):
        return self._otherwise


def _read(name):
    return (FOLDER / name).read_bytes()


def _tables(file):
    """Return the tables of a TrueType file by their names (OpenType, `Font file`)."""
    count = struct.unpack_from(">H", file, 4)[0]
    records = (struct.unpack_from(">4s3I", file, 12 + 16 * number) for number in range(count))
    return {tag.decode(): file[offset : offset + length] for tag, _sum, offset, length in records}


def _advances(tables):
    """Return each glyph's width; those behind the last measure are as wide as that one."""
    measured = struct.unpack_from(">H", tables["hhea"], 34)[0]
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    widths = list(struct.unpack_from(">" + "Hh" * measured, tables["hmtx"])[::2])
    return widths + widths[-1:] * (count - measured)


def _characters(cmap):
    """Return the glyph of each character, from the subtable for Windows (3, 1) in format 4."""
    count = struct.unpack_from(">H", cmap, 2)[0]
    records = (struct.unpack_from(">2HI", cmap, 4 + 8 * number) for number in range(count))
    start = next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    segments = struct.unpack_from(">H", cmap, start + 6)[0] // 2
    rows = [
        struct.unpack_from(f">{segments}H", cmap, start + 14 + 2 * segments * row + (2 if row else 0))
        for row in range(4)
    ]
    found = {}
    for number, (last, first, delta, offset) in enumerate(zip(*rows, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            place = start + 16 + 6 * segments + 2 * number + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", cmap, place)[0] if offset else code
            if glyph:
                found[chr(code)] = (glyph + delta) % 0x10000
    return found


def _ranges(letters):
    """Return which letter each glyph stands for, so many at a time as a CMap may list."""
    rows = [f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for glyph, letter in sorted(letters.items())]
    for start in range(0, len(rows), _MOST_IN_A_RANGE):
        part = rows[start : start + _MOST_IN_A_RANGE]
        yield "\n".join((f"{len(part)} beginbfchar", *part, "endbfchar"))
