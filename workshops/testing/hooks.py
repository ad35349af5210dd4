"""Tests at workshops in the admin: their addresses, and what the log calls recording."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from workshops.testing import urls, views


@hooks.register("register_admin_urls")
def addresses():
    return urls.urlpatterns


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action(views.RECORDED, _("Record a workshop"), _("Recorded attendance and papers"))
