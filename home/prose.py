"""Plain text as trainers write it in files and notices, turned into HTML: paragraphs, lists, bold words, headings."""

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def to_html(text: str) -> SafeString:
    """Return HTML for text in which an empty line parts paragraphs, `- ` begins a list's line, `## ` a heading and
    `**` stands around bold words. Everything else is escaped.
    """
    return mark_safe("\n".join(_block(block) for block in _blocks(text)))


def _blocks(text):
    """Part the text at empty lines, before a heading, and where a list begins or ends."""
    blocks, kind = [], None
    for line in text.strip().splitlines():
        new_kind = "" if not line.strip() else line.split(" ", 1)[0] if line.startswith(("## ", "- ")) else "text"
        if kind == "-" and new_kind == "text" and line.startswith("  "):
            new_kind = "-"
        if new_kind and (new_kind != kind or new_kind == "##"):
            blocks.append(line)
        elif new_kind:
            blocks[-1] += "\n" + line
        kind = new_kind
    return blocks


def _block(block):
    if block.startswith("## "):
        return format_html("<h2>{}</h2>", _inline(block[3:]))
    if block.startswith("- "):
        lines = re.split(r"(?:^|\n)- ", block)[1:]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_inline(line),) for line in lines)))
    return format_html("<p>{}</p>", _inline(block))


def _inline(text):
    return mark_safe(_BOLD.sub(r"<b>\1</b>", escape(" ".join(text.split()))))
