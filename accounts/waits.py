"""How long to wait, in words."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MINUTE = 60
_HOUR = 60 * _MINUTE


def in_words(seconds: int) -> str:
    """Return "45 seconds", "3 minutes" or "5 hours", never less than it is."""
    if seconds <= 2 * _MINUTE:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    if seconds <= 2 * _HOUR:
        minutes = math.ceil(seconds / _MINUTE)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = math.ceil(seconds / _HOUR)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def try_again_in(seconds: int) -> str:
    return _("That was not right too often. Wait %(time)s, then try again.") % {"time": in_words(seconds)}
