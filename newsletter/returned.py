"""Reading a mail that came back.

Source: RFC 3464 (delivery status notifications: multipart/report with message/delivery-status, whose fields Action and
Status say what happened), RFC 3463 (status codes; `messaging.refusals` tells which are final), RFC 6522 (the third part
holds the mail returned, or only its headers).
"""

import email
import re
from dataclasses import dataclass
from email.message import Message as Mail

from messaging import refusals
from newsletter.letters import ISSUE_HEADER

MOST_BYTES = 1_000_000
"""Of a longer one only the beginning is read: what counts stands there."""
_STATUS = re.compile(r"\s*([45]\.\d{1,3}\.\d{1,3})\b")
_LEAVE = re.compile(r"/newsletter/leave/([\w-]{1,40})/>")
_HEADERS_ONLY = ("text/rfc822-headers", "message/rfc822-headers")


@dataclass(frozen=True)
class Returned:
    """One of our mails that was not delivered: whose it was, of which newsletter (0 for none), and whether for good."""

    token: str
    issue: int
    is_permanent: bool


def read(raw: bytes) -> Returned | None:
    """Return what came back; None for any other mail, for a mere delay, and for what is not ours."""
    mail = email.message_from_bytes(raw[:MOST_BYTES])
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    codes = {_status(part) for part in mail.get_payload() if part.get_content_type() == "message/delivery-status"}
    status = codes.pop() if len(codes) == 1 else ""
    headers = next((found for part in mail.get_payload() if (found := _headers(part))), None)
    token = _LEAVE.search(_one_line(headers, "List-Unsubscribe")) if headers is not None else None
    if not status or not token:
        return None
    number = _one_line(headers, ISSUE_HEADER).strip()
    issue = int(number) if number.isdecimal() and number.isascii() and len(number) < 19 else 0
    return Returned(token[1], issue, refusals.is_final(status))


def _status(part):
    """Return the status code, such as "5.1.1", where the report says that delivery failed, else ""."""
    blocks = part.get_payload() if part.is_multipart() else []
    for block in blocks:
        found = _STATUS.match(_one_line(block, "Status"))
        if found and _one_line(block, "Action").strip().lower() == "failed":
            return found[1]
    return ""


def _headers(part):
    """Return the headers of the mail that a part holds, or None."""
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return part.get_payload(0)
    if part.get_content_type() in _HEADERS_ONLY:
        payload = part.get_payload(0).as_string() if part.is_multipart() else part.get_payload()
        return email.message_from_string(payload)
    return None


def _one_line(mail: Mail, name):
    """Return a header without its folds; long ones are broken where they have spaces, or within."""
    return "".join(str(mail.get(name, "")).splitlines())
