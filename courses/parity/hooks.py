"""The languages board in the admin, and what an editor is told after publishing."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from courses.models import Topic
from courses.parity import checks, notices, records, views


class LanguagesMenuItem(MenuItem):
    def is_shown(self, request):
        return views.may_look(request.user)


@hooks.register("register_reports_menu_item")
def languages_menu_item():
    return LanguagesMenuItem(
        _("Languages"), reverse_lazy("course_parity"), name="languages", icon_name="globe", order=100
    )


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("languages/", views.languages, name="course_parity"),
        path("languages/<slug:kind>/<slug:key>/", views.side_by_side, name="course_parity_pair"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action(
        "courses.languages_match", _("Compare languages"), _("Found that both languages say the same")
    )
    actions.register_action(
        "courses.native_review_done", _("Native review"), _("Noted that a native speaker has read the Kiswahili")
    )


@hooks.register("register_page_header_buttons")
def side_by_side_button(page, user, view_name, next_url=None):
    if records.kind_of(page.specific) and views.may_look(user):
        yield Button(_("Side by side"), records.url_of(page.specific), icon_name="globe", priority=70)


@hooks.register("after_publish_page")
def warn_after_publishing_page(request, page):
    notices.after_publishing(request, page)


@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
def warn_after_taking_page_away(request, page):
    notices.after_taking_away(request, page)


@hooks.register("after_create_snippet")
def note_new_snippet(request, instance):
    if records.kind_of(instance):
        checks.born(instance)
        notices.after_publishing(request, instance)


@hooks.register("after_edit_snippet")
def warn_after_publishing_snippet(request, instance):
    if isinstance(instance, Topic) or "action-publish" in request.POST:
        notices.after_publishing(request, instance)


@hooks.register("after_bulk_action")
def warn_after_bulk_action(request, action_type, objects, action):
    if action_type in ("publish", "unpublish", "delete"):
        notices.after_bulk_action(request, objects)
