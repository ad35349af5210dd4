"""From bytes to text: how large, in which letters, and whether it is text at all."""

import codecs
import os
import re
from pathlib import Path

from courses.exchange.remarks import Remark, UnreadableFile

LIMIT_MB = 10
LIMIT = LIMIT_MB * 1024 * 1024
_BOMS = [
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
]
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,80}?encoding=[\"']([A-Za-z0-9._-]{1,20})[\"']")
_LATIN = {"windows-1252": "cp1252", "cp1252": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252"}
_NOT_TEXT = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f]")


def read(path: str) -> bytes:
    """Return the file's bytes, never more than the limit."""
    with Path(path).open("rb") as file:
        check_length(os.fstat(file.fileno()).st_size)
        return check_size(file.read(LIMIT + 1))


def check_length(size: int):
    """Refuse a file by its size, before anything of it is read."""
    if size > LIMIT:
        raise UnreadableFile("too_big", limit=LIMIT_MB)


def check_size(data: bytes) -> bytes:
    check_length(len(data))
    if not data.strip():
        raise UnreadableFile("empty")
    return data


def decode(data: bytes) -> tuple[str, list[Remark]]:
    """Return the file's text, and what to say of its encoding: its mark decides, else UTF-8, else Windows-1252."""
    check_size(data)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UnreadableFile("utf_32")
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], codec), [Remark("encoding_used", {"encoding": name})]
    if b"\0" in data:
        raise UnreadableFile("utf_16_unmarked" if _alternates(data) else "binary")
    return _unmarked(data)


def _unmarked(data):
    declared = _DECLARED.match(data)
    latin = declared and _LATIN.get(declared[1].decode().lower())
    if not latin:
        try:
            return _text(data.decode("utf-8")), [Remark("encoding_used", {"encoding": "UTF-8"})]
        except UnicodeDecodeError:
            pass
    text = _strictly(data, "cp1252")
    if not _is_sensible(text):
        raise UnreadableFile("encoding")
    return text, [Remark("windows_1252")]


def _strictly(data, codec):
    try:
        return _text(data.decode(codec))
    except UnicodeDecodeError:
        raise UnreadableFile("encoding") from None


def _text(text):
    if "\0" in text or _NOT_TEXT.search(text):
        raise UnreadableFile("binary")
    return text


def _alternates(data):
    """Return whether every other byte is mostly zero, as in UTF-16 of Latin letters."""
    head = data[:2000]
    return any(head[start::2].count(0) > len(head) * 0.3 for start in (0, 1))


def _is_sensible(text):
    """Return whether marked letters are as rare as in our languages; other scripts misread are full of them."""
    high = sum(char > "\x7f" for char in text)
    letters = sum(char.isalpha() for char in text)
    return high <= max(letters, 10) * 0.3
