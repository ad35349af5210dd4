"""Plain text as trainers write it in files and notices, turned into HTML: paragraphs, lists, bold words, headings."""

import re
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_HEADING, _ITEM, _TEXT, _GAP = "heading", "item", "text", "gap"


def to_html(text: str) -> SafeString:
    """Return HTML for text in which an empty line parts paragraphs, `- ` begins a list's line, `## ` a heading and
    `**` stands around bold words. An indented line goes on with the list's line above it. Everything else is escaped.
    """
    lines = re.sub(r"(?m)(^- .*)\n {2,}", r"\1 ", text.strip()).splitlines()
    return mark_safe("\n".join(_block(kind, list(group)) for kind, group in groupby(lines, _kind) if kind != _GAP))


def _kind(line):
    if not line.strip():
        return _GAP
    if line.startswith("## "):
        return _HEADING
    return _ITEM if line.startswith("- ") else _TEXT


def _block(kind, lines):
    if kind == _HEADING:
        return "\n".join(f"<h2>{_words(line[3:])}</h2>" for line in lines)
    if kind == _ITEM:
        return "<ul>" + "".join(f"<li>{_words(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_words(' '.join(line.strip() for line in lines))}</p>"


def _words(text):
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
