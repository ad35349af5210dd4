"""What surrounds each of our pages about operators in the admin."""

from django.urls import reverse
from django.utils.translation import gettext as _

LIST = "wagtailsnippets_saccos_operator:list"
EDIT = "wagtailsnippets_saccos_operator:edit"


def furniture(title: str, icon: str) -> dict:
    """Return what Wagtail's page needs for its heading and the way back."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(LIST), "label": _("Operators")},
        {"url": "", "label": title},
    ]
    return {"breadcrumbs_items": crumbs, "header_title": title, "header_icon": icon}
