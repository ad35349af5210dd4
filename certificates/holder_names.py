"""A person's name as a certificate bears it, and as it fits into its QR."""

import unicodedata

from certificates import statement


def clean(name: str) -> str:
    """Return the name in composed letters (NFC), without characters that can't be seen or that turn its direction."""
    composed = unicodedata.normalize("NFC", name)
    spaced = (" " if sign.isspace() else sign for sign in composed)
    return " ".join("".join(sign for sign in spaced if not statement.is_unseen(sign)).split())


def for_code(name: str) -> str:
    """Return a cleaned name in at most 48 bytes, as the officer compares it with the ID card.

    Too long, its middle names become initials from the last one on; then the end is left out.
    """
    words = name.split()
    for place in range(len(words) - 2, 0, -1):
        if len(" ".join(words).encode()) <= statement.LONGEST_NAME:
            break
        if len(words[place]) > 2:
            words[place] = f"{words[place][0]}."
    return _cut(unicodedata.normalize("NFC", " ".join(words)))


def _cut(name):
    """Return as much of the name as 48 bytes hold, with an ellipsis where something is left out."""
    if len(name.encode()) <= statement.LONGEST_NAME:
        return name
    room = statement.LONGEST_NAME - len("…".encode())
    return name.encode()[:room].decode(errors="ignore").rstrip() + "…"
