"""What our mails say. Each is written once for a language; the link by which one person leaves is put in afterwards.

Plain text comes first; the HTML beside it has no picture, no address outside its links, and nothing that tells us who
read it. RFC 2369 and RFC 8058 describe the headers by which a mail program offers to leave, in one click.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from home.context_processors import organisation
from newsletter import rich_text

ISSUE_HEADER = "X-Newsletter"
"""Holds the number of the newsletter, by which a mail that comes back is known."""
MOST_BYTES = 10_000
"""How large the HTML of a newsletter may be."""
_PLACE = "-who-reads-this-"


@dataclass(frozen=True)
class Letter:
    """A mail in one language. `body` is the subject, an empty line, and the text."""

    body: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)

    def to(self, token: str) -> "Letter":
        """Return the letter with the links of the subscriber who has this token."""
        headers = {name: value.replace(_PLACE, token) for name, value in self.headers.items()}
        return Letter(self.body.replace(_PLACE, token), self.html.replace(_PLACE, token), headers)

    @property
    def subject(self):
        return self.body.partition("\n")[0]


def newsletter(issue, language: str, is_test: bool = False) -> Letter:
    """Return the letter of an issue, saved or not."""
    with translation.override(language):
        subject = _("Test: %(subject)s") % {"subject": issue.subject} if is_test else issue.subject
        texts = {"written": rich_text.to_text(issue.body), "written_html": rich_text.to_html(issue.body)}
        bulk = {"Precedence": "bulk", "List-Id": f"<newsletter.{_host()}>", ISSUE_HEADER: str(issue.pk or 0)}
        return _letter("newsletter", subject, texts, bulk)


def to_confirm(language: str) -> Letter:
    with translation.override(language):
        address = _link("newsletter:confirm")
        return _letter("confirm", _("Confirm: our newsletter"), {"confirm_address": address})


def already(language: str) -> Letter:
    with translation.override(language):
        return _letter("already", _("You already get our newsletter"), {})


def _letter(name, subject, texts, headers=()):
    leave = _link("newsletter:unsubscribe")
    shown = " ".join(subject.split())
    context = {
        "subject": shown,
        "organisation": organisation(),
        "language": translation.get_language(),
        "leave_address": leave,
        "site_address": settings.BASE_URL + reverse("home"),
        **texts,
    }
    text = render_to_string(f"newsletter/mail/{name}.txt", context)
    html = render_to_string(f"newsletter/mail/{name}.html", context)
    return Letter(f"{shown}\n\n{text.strip()}\n", html, _with(leave, headers))


def _with(leave, headers):
    return {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        **dict(headers),
    }


def _link(name):
    return settings.BASE_URL + reverse(name, args=[_PLACE])


def _host():
    return urlsplit(settings.BASE_URL).hostname
