"""The group “Operators” of the admin's menu. Each page of the programme about operators adds its item by the hook."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

HOOK = "register_operators_menu_item"
"""The hook by which a page's module adds its item: a function that returns a `MenuItem`."""
MAY_LOOK = "saccos.view_operator"
MAY_CHANGE = "saccos.change_operator"

operators_menu = Menu(register_hook_name=HOOK, construct_hook_name="construct_operators_menu")


class GuardedMenuItem(MenuItem):
    """An item for those with one permission."""

    def __init__(self, label, url, *, permission, **kwargs):
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_menu_item")
def menu_item():
    return SubmenuMenuItem(_("Operators"), operators_menu, name="operators", icon_name="group", order=220)
