"""Held attempts in the admin."""

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import MenuItem

from courses.holding import decisions, views
from courses.models.offline import HeldAttempt


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("held/", views.held_attempts, name="held_attempts"),
        path("held/<int:pk>/", views.held_attempt, name="held_attempt"),
    ]


class HeldMenuItem(MenuItem):
    """Says how many wait."""

    def is_shown(self, request):
        return request.user.has_perm(views.MAY_LOOK)

    def render_component(self, request):
        component = super().render_component(request)
        waiting = HeldAttempt.objects.filter(state=HeldAttempt.State.WAITING).count()
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


@hooks.register("register_admin_menu_item")
def menu_item():
    return HeldMenuItem(_("Held attempts"), reverse_lazy("held_attempts"), name="held", icon_name="warning", order=220)


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action(decisions.ACCEPTED, _("Accept a held attempt"), _("Accepted a held attempt"))
    actions.register_action(decisions.EXPLAINED, _("Explain a held attempt"), _("Explained why it is not accepted"))


class HeldUrlFinder:
    """Leads from the log to the attempt."""

    def __init__(self, user):
        self.may_look = user.has_perm(views.MAY_LOOK)

    def get_edit_url(self, held):
        return reverse("held_attempt", args=[held.pk]) if self.may_look else None


register_admin_url_finder(HeldAttempt, HeldUrlFinder)
