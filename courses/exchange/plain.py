"""Text from outside made plain: no tags, no scripts, no control characters."""

import html
import re

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag

from courses import plain_text
from courses.exchange.parsed import ParsedQuestion, Shown

MOST_HTML = 50_000
_ACTIVE = re.compile(r"<\s*/?\s*(script|iframe|object|embed|svg|img)\b|\bon\w+\s*=\s*[\"']|javascript:", re.I)
_SCRIPTS = ("script", "style", "noscript", "template", "head", "title", "meta", "link", "base", "textarea")
_MEDIA = ("img", "audio", "video", "source", "object", "embed", "iframe", "svg", "canvas", "picture")
_HOLDERS = ("audio", "video", "picture")
PLUGIN_FILE = "@@PLUGINFILE@@"
_BLOCKS = ("p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section")
_BREAKS = {
    **dict.fromkeys(_BLOCKS, ("\n\n", "\n\n")),
    **dict.fromkeys(("li", "tr", "dt", "dd", "br"), ("\n", "")),
    **dict.fromkeys(("td", "th"), ("", " ")),
}
_DROPPED = {*_SCRIPTS, *_MEDIA}
_SILENT = {"p", "br", "div", "span"}


def clean(text: str) -> str:
    """Return the text with one kind of line break, no control characters and nothing blank around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain_text.clean(text).strip()


def one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def take(question: ParsedQuestion, text: str, written_as: str) -> str:
    """Return the text as plain text; what was taken off it goes on the question's record.

    `written_as` is Moodle's format: plain, html, markdown, or moodle, which is HTML whose line breaks count.
    """
    if written_as == "plain":
        note_markup(question, text)
        return clean(text)
    if len(text) > MOST_HTML:
        return clean(text)
    if written_as == "markdown" and re.search(r"[*_`#\[]", text):
        question.note("markdown_kept_as_text")
    keeps_lines = written_as != "html"
    if keeps_lines and not re.search(r"<(p|br|div)\b", text, re.I):
        text = text.strip().replace("\n", "<br>")
    return _from_html(question, text) if "<" in text else _unescaped(text, keeps_lines)


def note_markup(question: ParsedQuestion, text: str):
    """Say so where a text that is shown as typed looks as if it was meant to do something."""
    if _ACTIVE.search(text):
        question.note("markup_kept_as_text")


def _unescaped(text, keeps_lines):
    return clean(html.unescape(text) if keeps_lines else html.unescape(_squeezed(text)))


def _from_html(question, text):
    soup = BeautifulSoup(text, "html.parser")
    names = {tag.name for tag in soup.find_all(True)}
    question.media += [_shown(tag) for tag in soup.find_all(_is_media)]
    if names & {"script", "style"}:
        question.note("script_removed")
    shown = sorted(names - _SILENT - _DROPPED)
    if shown:
        question.note("formatting_removed", tags=", ".join(shown[:10]))
    return clean(_flow(soup))


def _is_media(tag):
    """A player with sources of its own counts once, by them; a link counts where it leads to a file of the question."""
    if tag.name == "a":
        return str(tag.get("href", "")).startswith(PLUGIN_FILE)
    return tag.name in _MEDIA and not (tag.name in _HOLDERS and tag.find(["source", "img"]))


def _shown(tag):
    source = tag.get("src") or tag.get("data") or tag.get("href") or ""
    return Shown(tag.name, str(source)[:2000], " ".join(str(tag.get("alt") or "").split()))


def _flow(soup):
    """Return the words of the tree, with a blank line between paragraphs and a line for each item."""
    lines = "".join(_words(soup)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines))


def _words(soup):
    """Walk the tree without recursion and without changing it: hostile HTML is deep, or has thousands of siblings."""
    ahead = [soup]
    while ahead:
        node = ahead.pop()
        if isinstance(node, Tag):
            before, after = _BREAKS.get(node.name, ("", ""))
            yield before
            ahead.append(_Break(after))
            ahead += [] if node.name in _DROPPED else reversed(node.contents)
        elif isinstance(node, _Break):
            yield node
        elif not isinstance(node, PreformattedString):
            yield _squeezed(node)


class _Break(str):
    """A line break that stands for a tag, unlike those of the source."""

    __slots__ = ()


def _squeezed(text):
    """A line break in HTML is a space; a no-break space is a space too."""
    return re.sub(r"[ \t\n\r\f\xa0]+", " ", text)
