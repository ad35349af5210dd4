from django.contrib import messages
from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from incidents.casework import appointing, counts_views, ways
from incidents.casework.access import APPOINT


class MenuItemFor(MenuItem):
    """An entry of the menu for who has a permission."""

    def __init__(self, permission, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


class CasesMenuItem(MenuItem):
    """The way to the cases, for the case team alone."""

    def is_shown(self, request):
        return ways.is_officer(request.user)


class NewCasesPanel(Component):
    """How many reports are new, and nothing about them."""

    order = 20
    template_name = "incidents/cases/admin_new.html"

    def get_context_data(self, parent_context):
        return {"number": ways.number_new()}


@hooks.register("register_admin_menu_item")
def cases_item():
    return CasesMenuItem(_("Cases"), reverse_lazy("incidents:cases"), name="cases", icon_name="warning", order=210)


@hooks.register("construct_homepage_panels")
def new_cases(request, panels):
    if ways.is_officer(request.user):
        panels.append(NewCasesPanel())


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


@hooks.register("before_delete_user")
def keep_last_holder(request, user):
    """Keep the account without which no report could ever be read again, and say what to do first."""
    if appointing.is_needed(user):
        messages.error(request, _("Nobody else holds the case team's key. Let them give it to another officer first."))
        return redirect("wagtailusers_users:index")
    return None


@hooks.register("register_permissions")
def permissions():
    """Let administrators give these by a group; what is in a case is given by no permission."""
    return Permission.objects.filter(
        content_type__app_label="incidents", codename__in=("add_officer", "view_receivedcount")
    )
