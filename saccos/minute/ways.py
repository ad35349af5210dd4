"""Where else a manager goes from the figures, by what they may do."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saccos.access import may_change, may_own
from saccos.models import Operator

_TO_ALL = (
    ("saccos:staff", _("All staff")),
    ("saccos:cards", _("Who needs a card")),
    ("saccos:print", _("Print certificates and cards")),
    ("saccos:board", _("One page for the board (PDF)")),
)
_TO_CHANGERS = (
    ("saccos:rosters", _("Bring a staff list")),
    ("saccos:invited", _("Invitations")),
    ("saccos:duplicates", _("Same person twice")),
)
_TO_ALL_LAST = (
    ("saccos:seal", _("Seal")),
    ("saccos:history", _("What was done")),
    ("saccos:digest", _("Weekly digest")),
)
_TO_OWNERS = (("saccos:managers", _("Managers")),)


def from_figures(operator: Operator) -> list[tuple[str, str]]:
    """Return (address, name) of what this person can do with the operator besides."""
    names = [*_TO_ALL, *(_TO_CHANGERS if may_change(operator) else ()), *_TO_ALL_LAST]
    names += _TO_OWNERS if may_own(operator) else ()
    file = reverse("saccos:export", args=[operator.slug, "xlsx"])
    return [
        *((reverse(name, args=[operator.slug]), label) for name, label in names),
        (file, _("Staff list for Excel (XLSX)")),
    ]
