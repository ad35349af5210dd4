"""Which refusals of a mail are about its address, so that no later mail can ever reach it.

Source: RFC 3463 (enhanced status codes, class.subject.detail: 5.1 is the address, 5.2.1 a mailbox that is closed; a
full mailbox, the other side's system, the way there, the protocol and its policy are 5.2.2 and 5.3 to 5.7) and
RFC 5321 (replies: 550, 551 and 553 say that there is no such mailbox).
"""

import re

_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
# 5.1.7 and 5.1.8 are about the sender's address, which is ours.
_FINAL = re.compile(r"5\.1\.(?!(7|8)$)\d+|5\.2\.1")
_NO_SUCH_MAILBOX = (550, 551, 553)


def is_final(status: str) -> bool:
    """Return whether an enhanced status code, such as "5.1.1", ends the address; others may pass, or are about us."""
    return bool(_FINAL.fullmatch(status))


def is_final_reply(code: int, words: bytes | str) -> bool:
    """Return whether a server's reply ends the address: by its enhanced code, by the plain one where it gives none."""
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    enhanced = _ENHANCED.match(said)
    return is_final(enhanced[1]) if enhanced else code in _NO_SUCH_MAILBOX
