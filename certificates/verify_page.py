"""The answer to "is this certificate real?", fast: one read, and a page made beforehand with holes for its values."""

import re
import time
from functools import lru_cache
from html import escape
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import waits
from certificates import codes, lookup
from certificates.lookup import NOT_FOUND, TOO_MANY
from certificates.models import Certificate
from home.context_processors import site_context

State = Certificate.State
_ERASED = "erased"  # revoked, and without a name to compare
_WORDS = {
    State.VALID: _("VALID"),
    State.EXPIRED: _("EXPIRED"),
    State.REVOKED: _("REVOKED"),
    _ERASED: _("REVOKED"),
    State.REPLACED: _("REPLACED"),
    NOT_FOUND: _("NOT FOUND"),
    TOO_MANY: _("WAIT"),
}
_STATUSES = {NOT_FOUND: 404, TOO_MANY: 429}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}

_HOLES = ("holder", "course", "issuer", "issued", "until", "since", "reason", "code", "typed", "query", "wait")
_HOLE = re.compile("\ue000(.+?)\ue001")
_SECONDS_KEPT = 60


def answer(typed: str, address: str) -> HttpResponse:
    """Return the page for the code that somebody typed or scanned."""
    result, found, wait = lookup.answer(typed, address)
    if result == TOO_MANY:
        return _page(TOO_MANY, _typed(typed) | {"wait": waits.in_words(wait)}, {"Retry-After": str(wait)})
    if found is None:
        return _page(NOT_FOUND, _typed(typed))
    is_erased = result == State.REVOKED and not found.holder_name
    return _page(_ERASED if is_erased else result, _values(found))


def _typed(typed):
    return {"typed": typed[:40], "query": quote(typed[:40], safe="")}


def _values(found):
    language = get_language()
    ended_at = found.revoked_at or found.replaced_at
    return {
        "holder": found.holder_name,
        "course": found.course_title_sw if language == "sw" else found.course_title_en,
        "issuer": found.issuer,
        "issued": _day(found.issued_at, language),
        "until": _day(found.expires_at, language),
        "since": _day(ended_at, language) if ended_at else "",
        "reason": str(Certificate.RevokeReason(found.revoke_reason).label) if found.revoke_reason else "",
        "code": codes.spell(found.code),
        "query": found.code,
    }


def _day(moment, language):
    return _day_in(moment.astimezone(timezone.get_default_timezone()).date(), language)


@lru_cache(4096)
def _day_in(date, language):
    return format_date(date, "j F Y")


def _page(state, values, headers=None):
    values = dict.fromkeys(_HOLES, "") | {hole: escape(value) for hole, value in values.items()}
    headers = {**_HEADERS, "Content-Language": get_language(), **(headers or {})}
    return HttpResponse(_shell_now(state) % values, status=_STATUSES.get(state, 200), headers=headers)


def _shell_now(state):
    """Return the page for that state in the active language, made again once a minute: helplines and names change."""
    if settings.DEBUG:
        return _shell(state)
    return _shell_of_minute(str(state), get_language(), time.monotonic() // _SECONDS_KEPT)


@lru_cache(32)
def _shell_of_minute(state, language, minute):
    return _shell(state)


def _shell(state):
    """Return the page for that state with %(name)s where a value goes."""
    holes = {hole: f"\ue000{hole}\ue001" for hole in _HOLES}
    other = next(code for code, _name in settings.LANGUAGES if code != get_language())
    there = f"{translate_url(reverse('certificates:check'), other)}?code={holes['query']}"
    shown = State.REVOKED.value if state == _ERASED else str(state)
    context = {"state": shown, "is_erased": state == _ERASED, "word": _WORDS[state], "hole": holes, "there": there}
    page = render_to_string("certificates/verify.html", context | site_context())
    return _HOLE.sub(r"%(\1)s", page.replace("%", "%%"))
