"""What the programme does with operators in the admin besides editing them: addresses and items of the menu."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from saccos.operators import admin, import_views, menu, merge_views, staff_views


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("operators/import/", import_views.bring, name="operator_import"),
        path("operators/import/<str:token>/", import_views.preview, name="operator_import_preview"),
        path("operators/alike/", merge_views.alike, name="operators_alike"),
        path("operators/merges/", merge_views.merges, name="operator_merges"),
        path("operators/merges/<int:pk>/undo/", merge_views.undo, name="operator_merge_undo"),
        path("operators/<int:pk>/staff-alike/", staff_views.staff_alike, name="operator_staff_alike"),
        path("operators/<int:one>/with/<int:other>/", merge_views.compare, name="operators_compare"),
    ]


def _item(label, name, icon, order):
    def item():
        return menu.GuardedMenuItem(
            label, reverse_lazy(name), permission=menu.MAY_CHANGE, name=name, icon_name=icon, order=order
        )

    hooks.register(menu.HOOK, item)


_item(_("Import"), "operator_import", "upload", 60)
_item(_("Look alike"), "operators_alike", "copy", 70)
_item(_("Merges"), "operator_merges", "history", 80)

hooks.register("before_delete_snippet", admin.refuse_to_delete)
