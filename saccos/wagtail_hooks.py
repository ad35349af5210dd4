from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from saccos.models import Operator
from saccos.people_chooser import PersonChooserViewSet


class OperatorViewSet(SnippetViewSet):
    model = Operator
    icon = "group"
    menu_label = _("Operators")
    menu_order = 220
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("county", label=_("County"), accessor="get_county_display", sort_key="county"),
        Column("staff_count", label=_("Staff")),
    ]
    list_filter = ["kind", "county"]
    search_fields = ["name", "registered_name", "contacts__name"]
    list_per_page = 50
    ordering = ["name"]

    def get_queryset(self, request):
        return Operator.objects.with_staff_count()


register_snippet(OperatorViewSet)


@hooks.register("register_admin_viewset")
def person_chooser():
    return PersonChooserViewSet("person_chooser")
