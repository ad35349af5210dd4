from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import Helpline


class HelplineViewSet(SnippetViewSet):
    model = Helpline
    icon = "mobile-alt"
    menu_label = _("Helplines")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["name_en", "need", "status", BooleanColumn("is_free", label=_("Free")), "last_verified"]
    list_filter = ["need", "status"]
    search_fields = ["name_en", "name_sw"]
    ordering = ["order"]


register_snippet(HelplineViewSet)


@hooks.register("insert_global_admin_css")
def our_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
