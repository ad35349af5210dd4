"""What editors write, for a mail: as plain text, and as HTML of a few safe tags without any address that leads nowhere.

Input is HTML as Wagtail keeps it. Nothing of it is trusted: unknown tags are left out and their words kept.
"""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

_SCHEMES = {"http", "https", "mailto", "tel"}
_SAME = {"strong": "b", "em": "i", "h2": "h3", "h4": "h3"}
_INLINE = {"b", "i", "a"}
_BLOCKS = {"p", "h3", "ul", "ol", "li"}
_SILENT = {"script", "style", "title"}


def to_html(source: str) -> SafeString:
    """Return HTML of p, h3, ul, ol, li, b, i, br and a, the links with their full addresses."""
    return mark_safe(_read(_AsHtml(), source))


def to_text(source: str) -> str:
    """Return paragraphs with an empty line between them, list items with their sign, links as "text (address)"."""
    return _read(_AsText(), source)


def _read(reader, source):
    reader.feed(expand_db_html(source))
    reader.close()
    return reader.finish()


def address_of(href: str | None) -> str:
    """Return the full address of a link, or "" where it has none that a mail may hold."""
    try:
        full = urljoin(f"{settings.BASE_URL}/", "".join((href or "").split()))
        return full if href and urlsplit(full).scheme in _SCHEMES else ""
    except ValueError:
        return ""


class _Reader(HTMLParser):
    """Calls `open`, `close_tag` and `words` for what may stay, with one name per kind of tag."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        tag = _SAME.get(tag, tag)
        self._silent += tag in _SILENT
        if not self._silent and (tag in _INLINE or tag in _BLOCKS or tag == "br"):
            self.open(tag, address_of(dict(attrs).get("href")) if tag == "a" else "")

    def handle_endtag(self, tag):
        tag = _SAME.get(tag, tag)
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._silent and (tag in _INLINE or tag in _BLOCKS):
            self.close_tag(tag)

    def handle_data(self, data):
        if not self._silent:
            self.words(data)


class _AsHtml(_Reader):
    def __init__(self):
        super().__init__()
        self._parts, self._standing = [], []

    def open(self, tag, address):
        if tag == "br":
            self._parts.append("<br>")
            return
        shown = bool(address) or tag != "a"
        self._standing.append((tag, shown))
        if shown:
            self._parts.append(f'<a href="{escape(address)}">' if tag == "a" else f"<{tag}>")

    def close_tag(self, tag):
        """Close the tag, and what was left open within it; what was never opened is not closed."""
        if all(standing != tag for standing, _shown in self._standing):
            return
        while self._standing:
            last, shown = self._standing.pop()
            self._parts.append(f"</{last}>" if shown else "")
            if last == tag:
                return

    def words(self, data):
        self._parts.append(escape(data))

    def finish(self):
        while self._standing:
            self.close_tag(self._standing[-1][0])
        return "".join(self._parts).strip()


class _AsText(_Reader):
    def __init__(self):
        super().__init__()
        self._blocks, self._words = [], []
        self._lists, self._links = [], []
        self._mark, self._follows_item = "", False

    def open(self, tag, address):
        if tag == "br":
            self._words.append("\n")
        elif tag == "a":
            self._links.append((address, len(self._words)))
        elif tag in _BLOCKS:
            self._end_block()
            self._enter(tag)

    def _enter(self, tag):
        if tag in ("ul", "ol"):
            self._lists.append([tag, 0])
        elif tag == "li" and self._lists:
            self._lists[-1][1] += 1
            kind, number = self._lists[-1]
            self._mark = "  " * (len(self._lists) - 1) + (f"{number}. " if kind == "ol" else "- ")

    def close_tag(self, tag):
        if tag == "a" and self._links:
            self._end_link()
        elif tag in _BLOCKS:
            self._end_block()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
                self._follows_item = bool(self._lists)

    def words(self, data):
        self._words.append(" ".join(data.split("\n")))

    def _end_link(self):
        address, start = self._links.pop()
        said = "".join(self._words[start:]).strip()
        if address and said not in (address, address.removeprefix("mailto:"), address.removeprefix("tel:")):
            self._words.append(f" ({address})" if said else address)

    def _end_block(self):
        while self._links:
            self._end_link()
        lines = [" ".join(line.split()) for line in "".join(self._words).strip().split("\n")]
        if any(lines):
            gap = "\n" if self._mark and self._follows_item else "\n\n"
            self._blocks.append(gap + self._mark + ("\n" + " " * len(self._mark)).join(lines))
            self._follows_item = bool(self._mark)
        self._words, self._mark = [], ""

    def finish(self):
        self._end_block()
        return "".join(self._blocks).strip("\n")
