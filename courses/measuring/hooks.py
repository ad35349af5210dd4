"""The way to the pre-tests and post-tests in the admin: under Reports, and from each course's own page."""

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from courses.measuring import admin_views
from courses.models import CoursePage


@hooks.register("register_admin_urls")
def measuring_urls():
    return [
        path("reports/gain/", admin_views.gains, name="course_gains"),
        path("reports/gain/<uuid:key>/", admin_views.gain, name="course_gain"),
        path("reports/gain/<uuid:key>/gains.<slug:kind>", admin_views.gain_export, name="course_gain_export"),
        path("courses/test/<uuid:key>/", admin_views.course_forms, name="course_forms"),
    ]


class GainsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(admin_views.MAY_READ)


@hooks.register("register_reports_menu_item")
def gains_menu_item():
    return GainsMenuItem(
        _("What they learned"), reverse_lazy("course_gains"), name="gains", icon_name="history", order=120
    )


@hooks.register("register_page_header_buttons")
def forms_button(page, user, view_name, next_url=None):
    if isinstance(page, CoursePage) and user.has_perm(admin_views.MAY_CHANGE):
        url = reverse("course_forms", args=[page.translation_key])
        yield Button(_("Pre-test and post-test"), url, icon_name="form", priority=80)
