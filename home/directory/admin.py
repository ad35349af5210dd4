"""Wagtail's "Helplines": the directory is written, found, and confirmed again here."""

import django_filters
from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from home import helpline_directory
from home.directory.forms import HelplineForm
from home.models import Helpline

PANELS = [
    FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_sw")]),
    FieldRowPanel([FieldPanel("about_en"), FieldPanel("about_sw")]),
    FieldPanel("need"),
    FieldPanel("also"),
    FieldPanel("county"),
    FieldPanel("numbers"),
    FieldPanel("website"),
    FieldPanel("is_free"),
    FieldRowPanel([FieldPanel("hours_en"), FieldPanel("hours_sw")]),
    FieldPanel("languages"),
    MultiFieldPanel(
        [
            FieldPanel("status"),
            FieldPanel("source"),
            FieldPanel("last_verified"),
            FieldPanel("confirmed_by", read_only=True),
        ],
        heading=gettext_lazy("Confirmation"),
    ),
    FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
    FieldPanel("native_review"),
]


class HelplineFilterSet(WagtailFilterSet):
    again = django_filters.ChoiceFilter(
        label=gettext_lazy("Confirmed"),
        choices=[("old", gettext_lazy("More than 180 days ago, or on no known day"))],
        method="filter_again",
    )

    class Meta:
        model = Helpline
        fields = ["need", "county", "status"]

    def filter_again(self, queryset, name, value):
        return queryset.filter(pk__in=helpline_directory.to_confirm(timezone.localdate()))


class HelplinesView(IndexView):
    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if self.permission_policy.user_has_permission(self.request.user, "change"):
            buttons.append(confirm_button(instance))
        return buttons


class HelplineEditView(EditView):
    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, confirm_button(self.object)]


def confirm_button(line):
    address = reverse(HelplineViewSet.confirm_name, args=[line.pk])
    return Button(_("Confirm again"), url=address, icon_name="check", priority=15)


class ConfirmView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Shows what is to be tried out, and on POST notes that somebody did today."""

    permission_policy = None
    permission_required = "change"
    page_title = gettext_lazy("Confirm again")
    header_icon = "check"
    template_name = "home/directory/confirm.html"
    form_class = Form

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.line = get_object_or_404(Helpline, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return self.line.name

    def get_breadcrumbs_items(self):
        every = {"url": reverse(HelplineViewSet.list_name), "label": _("Helplines")}
        return [*self.breadcrumbs_items, every, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(line=self.line, edit=self._edit_url(), **kwargs)

    def form_valid(self, form):
        try:
            is_news = helpline_directory.confirm(self.line, self.request.user, timezone.localdate())
        except helpline_directory.NothingToConfirm:
            messages.error(self.request, _("Give it a number or a website first: nobody could reach it."))
            return redirect(self._edit_url())
        said = _("%(name)s is confirmed as of today, and shown.") if is_news else _("%(name)s was confirmed today.")
        messages.success(self.request, said % {"name": self.line.name})
        return redirect(HelplineViewSet.list_name)

    def _edit_url(self):
        return reverse(HelplineViewSet.edit_name, args=[self.line.pk])


class HelplineViewSet(SnippetViewSet):
    model = Helpline
    icon = "mobile-alt"
    menu_label = gettext_lazy("Helplines")
    menu_order = 260
    add_to_admin_menu = True
    edit_handler = ObjectList(PANELS, base_form_class=HelplineForm)
    index_view_class = HelplinesView
    edit_view_class = HelplineEditView
    filterset_class = HelplineFilterSet
    list_display = [
        "name_en",
        "need",
        Column("get_county_display", label=gettext_lazy("County")),
        "status",
        BooleanColumn("is_free", label=gettext_lazy("Free")),
        "last_verified",
    ]
    search_fields = ["name_en", "name_sw", "about_en", "about_sw"]
    ordering = ["order"]
    list_name = "wagtailsnippets_home_helpline:list"
    edit_name = "wagtailsnippets_home_helpline:edit"
    confirm_name = "wagtailsnippets_home_helpline:confirm"

    def get_urlpatterns(self):
        confirm = ConfirmView.as_view(permission_policy=self.permission_policy)
        return [*super().get_urlpatterns(), path("confirm/<int:pk>/", confirm, name="confirm")]


def register_log_actions(actions):
    """Give what `helpline_directory.confirm` notes its words in Wagtail's log."""
    actions.register_action(
        helpline_directory.CONFIRMED_AGAIN, gettext_lazy("Confirm a helpline"), gettext_lazy("Confirmed the helpline")
    )
