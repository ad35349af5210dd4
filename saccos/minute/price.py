"""The price of an SMS, without which managers remind and invite not knowing what it costs."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.attention import Line
from home.models import Organisation


def lines(user) -> Iterator[Line]:
    """Yield, for who may say it, that the price is missing."""
    if user.has_perm("home.change_organisation") and not Organisation.objects.exclude(sms_price=None).exists():
        text = _("price is missing, that of an SMS: managers do not see what reminders cost")
        yield Line(1, text, reverse("wagtailsettings:edit", args=["home", "organisation"]))
