from django.contrib.auth.models import Permission
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from incidents.casework import counts_views
from incidents.casework.access import APPOINT


class MenuItemFor(MenuItem):
    """An entry of the menu for who has a permission."""

    def __init__(self, permission, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def counts_urls():
    return [
        path("reports/offences/", counts_views.counts, name="incident_counts"),
        path("reports/offences/counts.csv", counts_views.counts_csv, name="incident_counts_csv"),
    ]


@hooks.register("register_reports_menu_item")
def counts_item():
    label, address = _("Reports of offences"), reverse_lazy("incident_counts")
    return MenuItemFor(counts_views.MAY_READ, label, address, name="offences", icon_name="warning", order=140)


@hooks.register("register_settings_menu_item")
def team_item():
    label, address = _("Case team"), reverse_lazy("incidents:officers")
    return MenuItemFor(APPOINT, label, address, name="case-team", icon_name="key", order=900)


@hooks.register("register_permissions")
def permissions():
    """Let administrators give these by a group; what is in a case is given by no permission."""
    return Permission.objects.filter(
        content_type__app_label="incidents", codename__in=("add_officer", "view_receivedcount")
    )
