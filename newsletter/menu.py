"""The group “Newsletter” of the admin's menu, and the names of its addresses."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

HOOK = "register_newsletter_menu_item"
LIST = "wagtailsnippets_newsletter_issue:list"
EDIT = "wagtailsnippets_newsletter_issue:edit"
SEND = "wagtailsnippets_newsletter_issue:send"
TEST = "wagtailsnippets_newsletter_issue:test"

_menu = Menu(register_hook_name=HOOK, construct_hook_name="construct_newsletter_menu")


@hooks.register("register_admin_menu_item")
def menu_item():
    return SubmenuMenuItem(_("Newsletter"), _menu, name="newsletter", icon_name="mail", order=270)
