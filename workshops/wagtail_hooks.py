from wagtail import hooks

from workshops.admin import WorkshopViewSet
from workshops.operator_chooser import chooser_viewset
from workshops.testing import hooks as _testing


@hooks.register("register_admin_viewset")
def register_workshops():
    return [WorkshopViewSet(), chooser_viewset]
