from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
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


@hooks.register("before_delete_snippet")
def keep_notices_agreed_to(request, instances):
    """Keep a notice that somebody has agreed to: it is the proof of what they agreed to."""
    notices = [notice for notice in instances if isinstance(notice, PrivacyNotice)]
    if any(notice.consents.exists() for notice in notices):
        messages.error(request, _("People have agreed to this notice, so it is kept. Make a new version instead."))
        return redirect("wagtailsnippets_accounts_privacynotice:list")
    return None


class PrivacyNoticeViewSet(SnippetViewSet):
    model = PrivacyNotice
    icon = "doc-full-inverse"
    list_display = ["title_en", "version", "is_published"]
    panels = [
        FieldPanel("version"),
        FieldPanel("is_published"),
        FieldPanel("native_review"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("body_en")], heading=_("English")),
        MultiFieldPanel([FieldPanel("title_sw"), FieldPanel("body_sw")], heading=_("Kiswahili")),
    ]


register_snippet(PrivacyNoticeViewSet)
