"""From a file that somebody brings to rows of text: CSV or XLSX, whichever its bytes say; anything else by its name."""

import io
import zipfile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exchange import reading, tables
from courses.exchange.remarks import Remark, UnreadableFile
from courses.exchange.tables import Row
from saccos.roster.pictures import is_picture

LIMIT_MB = 5
MOST_ROWS = 10_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml")
_ASK = gettext_lazy("Bring a table: an Excel workbook (.xlsx) or a CSV.")


class Unreadable(Exception):
    """Nothing of the file can be used; the message says why, in plain words."""


def read(data: bytes) -> tuple[list[Row], list[Remark]]:
    """Return the rows that hold anything, the first with the headings, and what to say of the file's letters.

    Raises Unreadable. A cell that holds a formula is a `tables.Formula`.
    """
    check_size(len(data))
    if said := _other_kind(data):
        raise Unreadable(f"{said} {_ASK}")
    try:
        rows, notes = _rows(data)
    except UnreadableFile as error:
        where = _("Line %(line)s: ") % {"line": error.line} if error.line else ""
        raise Unreadable(f"{where}{error}") from error
    if not rows:
        raise Unreadable(_("The file is empty."))
    return rows, notes


def check_size(size: int) -> None:
    """Refuse a file by its size, before anything of it is read."""
    if size > LIMIT_MB * 1024 * 1024:
        raise Unreadable(_("The file is larger than %(limit)s MB. Split it.") % {"limit": LIMIT_MB})


def _rows(data):
    if data.startswith((_ZIP, _OLE)):
        return _taken(tables.xlsx_rows(data)), []
    text, notes = reading.decode(data)
    return _taken(tables.csv_rows(text.lstrip("\ufeff"))), [note for note in notes if note.code == "windows_1252"]


def _taken(rows):
    found = []
    for line, cells in rows:
        if len(found) > MOST_ROWS:
            raise Unreadable(_("The file holds more than %(limit)s operators. Split it.") % {"limit": MOST_ROWS})
        if any(cell.strip() or isinstance(cell, tables.Formula) for cell in cells):
            found.append((line, cells))
    return found


def _other_kind(data):
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if is_picture(data):
        return _("This file is a picture or a film.")
    if data.startswith(b"%PDF"):
        return _("This file is a PDF.")
    if head.startswith(_PAGES):
        return _("This file is a web page.")
    if data.startswith(b"{\\rtf") or (data.startswith(_ZIP) and "word/document.xml" in _names(data)):
        return _("This file is a text document.")
    return _("This file is an OpenDocument.") if data.startswith(_ZIP) and "content.xml" in _names(data) else ""


def _names(data):
    try:
        return {part.filename for part in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    except tables.DAMAGE:
        return set()
