"""In the admin: people, partners, and the topics of news."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import NewsTopic, Partner, Person


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People shown")
    list_display = ["name", "part", "role_en", BooleanColumn("is_shown", label=_("Shown")), "native_review"]
    list_filter = ["part", "is_shown", "native_review"]
    search_fields = ["name", "role_en", "role_sw"]
    # Names with accents are found as they are typed, by the database; the search index is for the public.
    search_backend_name = None
    ordering = ["order", "name"]
    list_per_page = 50


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Partners and funders")
    list_display = ["name_en", "name_sw", "kind", "website", "native_review"]
    list_filter = ["kind", "native_review"]
    search_fields = ["name_en", "name_sw", "about_en", "about_sw"]
    search_backend_name = None
    ordering = ["order", "name_en"]
    list_per_page = 50


class NewsTopicViewSet(SnippetViewSet):
    model = NewsTopic
    icon = "tag"
    menu_label = _("Topics of news")
    list_display = ["name_en", "name_sw", "slug"]
    search_fields = ["name_en", "name_sw", "slug"]
    search_backend_name = None
    ordering = ["slug"]
    list_per_page = 50


class PublicSiteGroup(SnippetViewSetGroup):
    """One entry of the menu for what the public pages show besides their own text."""

    items = (PersonViewSet, PartnerViewSet, NewsTopicViewSet)
    menu_icon = "site"
    menu_label = _("Public site")
    menu_name = "public-site"
    menu_order = 210


register_snippet(PublicSiteGroup)
