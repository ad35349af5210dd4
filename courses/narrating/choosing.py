"""The chooser in the editors of pages and questions: what has been recorded in this language, and a recorder."""

from django.forms import modelform_factory
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)

from courses.models import Narration
from courses.narrating.forms import FIELDS, NarrationForm, RecorderInput
from courses.question_content import LANGUAGES

_FORM = modelform_factory(Narration, NarrationForm, fields=FIELDS, widgets={"file": RecorderInput})


class InLanguage:
    """Look for the language in the address (?language=), else at the page in whose editor the modal was opened."""

    @cached_property
    def language(self):
        asked = self.request.GET.get("language")
        return asked if asked in LANGUAGES else language_of_editor(self.request.headers.get("Referer", ""))

    def get_creation_form_class(self):
        return _FORM

    def get_creation_form_kwargs(self):
        initial = {"language": self.language} if self.language else {}
        return super().get_creation_form_kwargs() | {"for_user": self.request.user, "initial": initial}


class Listed(InLanguage):
    def get_object_list(self):
        found = super().get_object_list()
        return found.filter(language=self.language) if self.language else found


def language_of_editor(address: str) -> str | None:
    """Return the language of the page that is edited, or made, at an address of the admin; None for anything else."""
    path = "/" + address.partition("://")[2].partition("/")[2].partition("?")[0]
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.view_name not in ("wagtailadmin_pages:edit", "wagtailadmin_pages:add"):
        return None
    key = found.kwargs.get("page_id") or found.kwargs.get("parent_page_id")
    page = Page.objects.filter(pk=key).select_related("locale").first()
    return page and page.locale.language_code


class NarrationChooseView(Listed, ChooseView):
    pass


class NarrationResultsView(Listed, ChooseResultsView):
    pass


class NarrationCreateView(InLanguage, SnippetCreateView):
    pass


class NarrationChooserViewSet(SnippetChooserViewSet):
    choose_view_class = NarrationChooseView
    choose_results_view_class = NarrationResultsView
    create_view_class = NarrationCreateView
    creation_form_class = _FORM
    preserve_url_parameters = ["multiple", "language"]
    search_tab_label = _("Recorded before")
    creation_tab_label = _("Record or upload")
    create_action_label = _("Save and use it")
    create_action_clicked_label = _("Saving…")
