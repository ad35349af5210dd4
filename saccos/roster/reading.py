"""From what a manager brings to plain rows: a paste, a CSV in any habit, the sheets of an Excel workbook."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.escape import unescape

from courses.exchange import reading, tables
from courses.exchange.remarks import UnreadableFile
from courses.plain_text import clean
from places.cells import rearm
from saccos.roster.pictures import is_picture

MOST_BYTES = reading.LIMIT
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_IN_CELL = 200
# After so many blank rows a sheet is over: some are formatted down to the millionth.
_BLANKS = 500
_SEPARATORS = ",;\t|"
_HINT = re.compile(r"sep=.\r?\n", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']")

Row = tuple[int, list[str]]
"""A row's number in the file, from 1, and its cells."""


class Unreadable(Exception):
    """Nothing of it can be used; `code` names the sentence in `words.UNREADABLE` that says why."""

    def __init__(self, code: str, **facts):
        self.code, self.facts = code, facts
        super().__init__(code)


@dataclass(frozen=True)
class Found:
    """What one sheet of a file holds; a CSV is a sheet without a title. `why_not` says why there are no rows."""

    title: str
    rows: list[Row] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    """The first row, the last row and the column, from 0, of cells that are one over several rows."""
    why_not: Unreadable | None = None


def read_paste(text: str) -> list[Row]:
    """Return the rows of what was copied out of a spreadsheet, or typed with commas."""
    if len(text) > MOST_BYTES:
        raise Unreadable("too_big")
    return _taken(_csv_rows(text))


def read_file(data: bytes) -> list[Found]:
    """Return a CSV, or the sheets of an XLSX that are not hidden and hold anything; which it is, the bytes say.

    At least one of them has rows. Raises Unreadable.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("too_big")
    _refuse_others(data)
    if not data.startswith(_ZIP):
        return [Found("", _taken(_csv_rows(_decoded(data))))]
    found = _xlsx_sheets(data)
    if not any(sheet.rows for sheet in found):
        raise next((sheet.why_not for sheet in found), Unreadable("empty"))
    return found


def _refuse_others(data):
    if is_picture(data):
        raise Unreadable("picture")
    if data.startswith(b"%PDF"):
        raise Unreadable("pdf")
    if data.startswith(_OLE):
        raise Unreadable("old_excel")
    if data.startswith(b"{\\rtf"):
        raise Unreadable("word")
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Unreadable("web_page")


def _decoded(data):
    try:
        return reading.decode(data)[0]
    except UnreadableFile as error:
        raise Unreadable(error.remark.code) from None


def _taken(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that hold anything, each without the blanks at its end."""
    found = []
    for number, cells in rows:
        if not any(cells):
            continue
        if len(found) > MOST_ROWS:
            raise Unreadable("too_many")
        found.append((number, cells))
    if not found:
        raise Unreadable("empty")
    if _is_run_together(found):
        raise Unreadable("one_column")
    return found


def _is_run_together(rows):
    """Return whether names and numbers stand in one cell, as in a chat message."""
    if any(len(cells) > 1 for _number, cells in rows):
        return False
    both = sum(bool(re.search(r"[^\W\d]{2}", cells[0]) and re.search(r"\d{3}.?\d{3}", cells[0])) for _n, cells in rows)
    return both * 2 >= len(rows)


def _csv_rows(text) -> Iterator[Row]:
    text = _HINT.sub("", text.lstrip("\ufeff"), count=1) if _HINT.match(text.lstrip("\ufeff")) else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    number = 1
    try:
        for cells in reader:
            if any(cell.count("\n") > 2 for cell in cells):
                raise Unreadable("quote", row=number)
            yield number, _trimmed(map(_text, cells))
            number = reader.line_num + 1
    except csv.Error:
        raise Unreadable("quote", row=number) from None


def _separator(text):
    """Return the sign that stands in most of the first lines, and in them the most often."""
    lines = [line for line in islice(io.StringIO(text), 30) if line.strip()]
    return max(_SEPARATORS, key=lambda sign: (sum(sign in line for line in lines), sum(map(_counter(sign), lines))))


def _counter(sign):
    return lambda line: line.count(sign)


def _xlsx_sheets(data) -> list[Found]:
    try:
        tables.check_zip(data)
        return _filled_sheets(data)
    except UnreadableFile as error:
        raise Unreadable(_kind_of_zip(data) or error.remark.code) from None
    except tables.DAMAGE as error:
        # openpyxl wraps what the XML reader refuses.
        hostile = any(isinstance(cause, DefusedXmlException) for cause in (error, error.__cause__))
        raise Unreadable("xml_forbidden" if hostile else "not_xlsx") from None


def _kind_of_zip(data):
    try:
        names = {part.filename for part in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    except tables.DAMAGE:
        return ""
    if "word/document.xml" in names:
        return "word"
    return "open_document" if "content.xml" in names else ""


def _filled_sheets(data):
    shown = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    # What a formula says is kept beside it when the file was saved by a spreadsheet, and only then.
    written = load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if _has_formulas(data) else None
    found, hidden = [], 0
    for place, sheet in enumerate(shown.worksheets):
        rows = _sheet_rows(sheet, written.worksheets[place] if written else None)
        if sheet.sheet_state != "visible":
            hidden += any(cells for _number, cells in rows)
        elif sum(len(one.rows) for one in found) > MOST_ROWS:
            found.append(Found(sheet.title, why_not=Unreadable("too_many")))
        else:
            found.append(_found(sheet, rows, data))
    filled = [one for one in found if not (one.why_not and one.why_not.code == "empty")]
    if hidden and not filled:
        raise Unreadable("only_hidden")
    return filled


def _found(sheet, rows, data):
    try:
        return Found(sheet.title, _taken(rows), _merged(sheet, data))
    except Unreadable as error:
        return Found(sheet.title, why_not=error)


def _merged(sheet, data):
    """Return the cells that are one over several rows; a workbook that is read row by row does not tell of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        found = _MERGED.findall(file.read(sheet._worksheet_path))
    return [(int(top), int(end), column_index_from_string(at.decode()) - 1) for at, top, end in found if top != end]


def _has_formulas(data):
    file = zipfile.ZipFile(io.BytesIO(data))
    return any(_FORMULA.search(file.read(name)) for name in file.namelist() if name.startswith("xl/worksheets/"))


def _sheet_rows(sheet, written):
    values, formulas, blanks = _values(sheet), _values(written) if written else None, 0
    for number, cells in enumerate(values, start=1):
        behind = next(formulas, ()) if formulas else ()
        blanks = 0 if any(cell is not None for cell in cells) else blanks + 1
        if blanks > _BLANKS:
            return
        yield number, _trimmed(_shown(cell, behind[place] if behind else None) for place, cell in enumerate(cells))


def _values(sheet):
    sheet.reset_dimensions()
    return sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)


def _shown(value, written):
    if value is None:
        formula = getattr(written, "text", written)
        return _text(formula, is_formula=True) if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _text(unescape(str(value)))


def _text(cell, is_formula=False):
    """Return a cell's text in one line, without the apostrophe that marks it as text in a spreadsheet."""
    text = " ".join(clean(cell).split())[:MOST_IN_CELL]
    return text if is_formula else rearm(text)


def _trimmed(cells):
    cells = list(cells)[:MOST_COLUMNS]
    while cells and not cells[-1]:
        cells.pop()
    return cells
