"""Wagtail's "Newsletter": newsletters are written, looked at and sent, and the list of subscribers kept."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import DeleteView, EditView, SnippetViewSet

from newsletter import admin_views, letters, menu, rights
from newsletter.models import Frozen, Issue

TEXTS = ("subject_en", "subject_sw", "body_en", "body_sw")


class IssueForm(WagtailAdminModelForm):
    """A draft may be half written; it goes out in both languages only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        written = {name: cleaned.get(name) or "" for name in TEXTS}
        if not (written["subject_en"] or written["subject_sw"] or self.errors):
            self.add_error("subject_en", _("Give it a subject in one language at least."))
        for language in ("en", "sw"):
            size = len(letters.newsletter(Issue(**written), language).html.encode())
            if size > letters.MOST_BYTES:
                words = _(
                    "Too long for a light mail (%(size)d bytes of %(most)d). Put the rest on a page, and link it."
                )
                self.add_error(f"body_{language}", words % {"size": size, "most": letters.MOST_BYTES})
        return cleaned


class IssueEditView(EditView):
    """The draft's form; a newsletter on its way or sent is shown on its own page, as it stays."""

    def dispatch(self, request, *args, **kwargs):
        if not self.object.is_draft:
            return self._to_its_page()
        try:
            return super().dispatch(request, *args, **kwargs)
        except Frozen:
            return self._to_its_page()

    def _to_its_page(self):
        if self.request.method == "POST":
            messages.error(self.request, _("Not saved: it was sent meanwhile, and stays as its readers got it."))
        return redirect(menu.SEND, self.object.pk)

    @cached_property
    def header_buttons(self):
        pk = self.object.pk
        buttons = [HeaderButton(_("Send a test"), url=reverse(menu.TEST, args=[pk]), icon_name="view", priority=10)]
        if rights.may_send(self.request.user):
            buttons.append(HeaderButton(_("Send"), url=reverse(menu.SEND, args=[pk]), icon_name="mail", priority=20))
        return buttons


class IssueDeleteView(DeleteView):
    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Frozen:
            return _refuse(request, [self.object])


class IssueViewSet(SnippetViewSet):
    model = Issue
    icon = "mail"
    menu_label = gettext_lazy("Newsletters")
    menu_name = "newsletters"
    menu_order = 10
    menu_hook = menu.HOOK
    copy_view_enabled = False
    edit_view_class = IssueEditView
    delete_view_class = IssueDeleteView
    list_per_page = 50
    list_display = [
        "subject",
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("addressed", label=gettext_lazy("Sent to")),
        Column("came_back", label=gettext_lazy("Came back")),
        DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    ]
    list_filter = ["state"]
    search_fields = ["subject_en", "subject_sw"]
    ordering = ["-pk"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("subject_en"), FieldPanel("body_en")], heading=gettext_lazy("English")),
            MultiFieldPanel(
                [FieldPanel("subject_sw"), FieldPanel("body_sw")],
                heading=gettext_lazy("Kiswahili"),
                help_text=gettext_lazy("A draft may wait for one language. Before it goes out, both are written."),
            ),
            FieldPanel("native_review"),
        ],
        base_form_class=IssueForm,
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("send/<int:pk>/", admin_views.send, name="send"),
            path("test/<int:pk>/", admin_views.test, name="test"),
        ]


def refuse_to_delete(request, instances):
    """Keep newsletters that are on their way or sent."""
    kept = [one for one in instances if isinstance(one, Issue) and not one.is_draft]
    return _refuse(request, kept) if kept else None


def refuse_to_delete_together(request, action_type, objects, _action):
    """Keep them likewise among many, now that nobody can begin to send one: such a deletion asks no model."""
    pks = [one.pk for one in objects if isinstance(one, Issue)]
    if action_type != "delete" or not pks:
        return None
    return refuse_to_delete(request, Issue.objects.select_for_update().filter(pk__in=pks))


def _refuse(request, issues):
    for issue in issues:
        messages.error(request, _("“%(subject)s” was sent, and stays.") % {"subject": issue.subject})
    return redirect(menu.LIST)
