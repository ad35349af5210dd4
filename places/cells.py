"""Text in a spreadsheet's cell, so that no spreadsheet runs it."""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def disarm(text: str) -> str:
    """Return the text so that no spreadsheet runs it: with an apostrophe before what begins like a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def rearm(text: str) -> str:
    """Undo `disarm`."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text
