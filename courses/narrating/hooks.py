"""Recording and choosing narration in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import Narration
from courses.narrating.choosing import NarrationChooserViewSet


class NarrationViewSet(SnippetViewSet):
    model = Narration
    icon = "media"
    menu_label = _("Narration")
    menu_name = "narration"
    menu_order = 211
    add_to_admin_menu = True
    list_display = [
        "title",
        "language",
        Column("length", label=_("Length")),
        Column("kilobytes", label=_("Size (kB)")),
        "created_at",
    ]
    list_filter = ["language"]
    list_per_page = 50
    chooser_viewset_class = NarrationChooserViewSet


register_snippet(NarrationViewSet)
