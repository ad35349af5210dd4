from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from accounts.forms import NameField
from accounts.models import PrivacyNotice, User


class AccountForm(forms.ModelForm):
    full_name = NameField(label=_("Full name"), max_length=150)

    class Meta:
        model = User
        fields = ["full_name", "email"]


# Wagtail's own form demands a first and a last name, which nobody has here, and offers no way to replace it.
NameEmailSettingsPanel.form_class = AccountForm


@hooks.register("before_bulk_action")
def refuse_bulk_actions_on_people(request, action_type, objects, action):
    """Keep rights from being given, and people from being deleted, past the checks of the single pages."""
    if User in action.models:
        raise PermissionDenied


class PrivacyNoticeViewSet(SnippetViewSet):
    model = PrivacyNotice
    icon = "doc-full-inverse"
    list_display = ["title_en", "version", "is_published"]
    panels = [
        FieldPanel("version"),
        FieldPanel("is_published"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("body_en")], heading=_("English")),
        MultiFieldPanel([FieldPanel("title_sw"), FieldPanel("body_sw")], heading=_("Kiswahili")),
    ]


register_snippet(PrivacyNoticeViewSet)
