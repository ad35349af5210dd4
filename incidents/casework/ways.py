"""How a case officer finds the cases: from their own page, and from Wagtail's."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from home.own_ways import Way
from incidents.models import Case, Officer


def is_officer(user: User) -> bool:
    """Return whether somebody is of the case team now."""
    return Officer.objects.active().filter(user=user).exists()


def to_cases(user: User) -> Way | None:
    """Return an officer's way to the inbox; None for who is not of the team."""
    if not is_officer(user):
        return None
    return Way(reverse("incidents:cases"), _("Cases"), _("What was reported, for you as a case officer"))


def number_new() -> int:
    """Return how many cases nobody of the team has taken up yet."""
    return Case.objects.current().filter(state=Case.State.NEW).count()
