"""The programme's pages in the admin: their addresses, and the way there in the menu."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses import attention as front_panel
from saccos.operators.menu import HOOK
from saccos.programme import attention, views
from saccos.programme.access import may_look

front_panel.register(attention.lines)


@hooks.register("register_admin_urls")
def programme_urls():
    return [
        path("operators/map/", views.operators_map, name="programme_map"),
        path("operators/league/", views.operators_league, name="programme_league"),
        path("operators/league.<slug:kind>", views.league_file, name="programme_league_file"),
        path("operators/next-steps/", views.next_steps, name="programme_steps"),
    ]


class ProgrammeMenuItem(MenuItem):
    def is_shown(self, request):
        return may_look(request.user)


@hooks.register(HOOK)
def map_item():
    return ProgrammeMenuItem(_("Map"), reverse_lazy("programme_map"), name="map", icon_name="site", order=10)


@hooks.register(HOOK)
def league_item():
    return ProgrammeMenuItem(
        _("League"), reverse_lazy("programme_league"), name="league", icon_name="list-ol", order=20
    )


@hooks.register(HOOK)
def steps_item():
    return ProgrammeMenuItem(
        _("Next steps"), reverse_lazy("programme_steps"), name="next-steps", icon_name="calendar-check", order=30
    )
