"""How a case officer finds the cases: from their own page, and from Wagtail's."""

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from home.own_ways import Way
from incidents.models import Case, Officer

_KEPT = "case-officers"
# Where each process keeps its own, the others learn of a change no later than this.
_SECONDS = 60


def is_officer(user: User) -> bool:
    """Return whether somebody is shown the way to the cases; who may go it is asked anew at each of its pages."""
    return user.pk in cache.get_or_set(_KEPT, _officers, _SECONDS)


def forget() -> None:
    """Forget who is shown the way, as somebody has come to the team or has left it."""
    cache.delete(_KEPT)


def _officers():
    return frozenset(Officer.objects.active().values_list("user_id", flat=True))


def to_cases(user: User) -> Way | None:
    """Return an officer's way to the inbox; None for who is not of the team."""
    if not is_officer(user):
        return None
    return Way(reverse("incidents:cases"), _("Cases"), _("What was reported, for you as a case officer"))


def number_new() -> int:
    """Return how many cases nobody of the team has taken up yet."""
    return Case.objects.current().filter(state=Case.State.NEW).count()
