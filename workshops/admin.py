"""Wagtail's "Workshops": planned, looked at and reported."""

from datetime import datetime

import django_filters
from django import forms
from django.contrib.auth.models import Permission
from django.db.models import Q, TextChoices
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import User
from places.counties import County
from workshops import admin_views, exporting, planning
from workshops.models import Workshop
from workshops.operator_chooser import OperatorChooser


class WorkshopForm(WagtailAdminModelForm):
    course_key = forms.ChoiceField(
        label=gettext_lazy("Course"),
        error_messages={"invalid_choice": gettext_lazy("Choose a published course.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course_key"].choices = self._courses()
        trainer = self.fields["trainer"]
        trainer.queryset = User.objects.filter(_trains()).distinct().order_by("search_name")
        trainer.empty_label = _("Not decided yet")

    def _courses(self):
        """Return the published courses, and the one taught so far even where it is no longer published."""
        known = planning.courses()
        key = str(self.instance.course_key or "")
        if key and key not in dict(known):
            known.append((key, planning.course_title(key) or _("a course that was deleted")))
        return [("", _("Choose a course")), *known]

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end must be after the beginning."))
        if cleaned.get("capacity") == 0:
            self.add_error("capacity", _("There must be at least one place."))
        if (cleaned.get("cost") or 0) < 0:
            self.add_error("cost", _("A cost is never below nothing."))
        return cleaned


def _trains():
    """Return the condition for who may run workshops, by their group or as an administrator."""
    right = {"codename": "change_workshop", "content_type__app_label": "workshops"}
    return Q(is_superuser=True) | Q(groups__permissions__in=Permission.objects.filter(**right))


_PANELS = [
    FieldPanel("title"),
    FieldPanel("course_key"),
    FieldRowPanel([FieldPanel("county"), FieldPanel("place")]),
    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    FieldRowPanel([FieldPanel("capacity"), FieldPanel("trainer", widget=forms.Select)]),
    InlinePanel(
        "invited",
        [FieldRowPanel([FieldPanel("operator", widget=OperatorChooser), FieldPanel("places")])],
        heading=gettext_lazy("Operators invited"),
        label=gettext_lazy("operator"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("cost"), FieldPanel("funder")]), FieldPanel("notes")],
        heading=gettext_lazy("For reports"),
    ),
]


class When(TextChoices):
    COMING = "coming", gettext_lazy("Coming")
    PAST = "past", gettext_lazy("Past")


class WorkshopFilterSet(WagtailFilterSet):
    county = django_filters.ChoiceFilter(label=gettext_lazy("County"), choices=County.choices)
    course_key = django_filters.ChoiceFilter(label=gettext_lazy("Course"), choices=planning.courses)
    month = django_filters.ChoiceFilter(label=gettext_lazy("Month"), choices=lambda: _months(), method="filter_month")
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("Coming or past"),
        choices=When.choices,
        method="filter_when",
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Workshop
        fields = []

    def filter_month(self, queryset, name, month):
        return planning.in_month(queryset, datetime.strptime(month, "%Y-%m").date())

    def filter_when(self, queryset, name, when):
        now = timezone.now()
        return queryset.past(now) if when == When.PAST else queryset.coming(now)


def _months():
    """Return the months in which there is a workshop, the newest first."""
    months = Workshop.objects.datetimes("starts_at", "month", order="DESC")
    return [(f"{month:%Y-%m}", format_date(month, "F Y")) for month in months]


class WorkshopsView(generic.IndexView):
    """Wagtail's list, which offers itself as a file: that one says what a report asks of each workshop."""

    page_title = gettext_lazy("Workshops")
    add_item_label = gettext_lazy("Plan a workshop")
    filterset_class = WorkshopFilterSet
    list_export = ["title"]

    @cached_property
    def columns(self):
        title = self._get_title_column_class(TitleColumn)
        titles = dict(planning.courses())
        return [
            title("title", label=_("Workshop"), sort_key="title", get_url=page_of),
            Column("starts_at", accessor=when_of, label=_("When"), sort_key="starts_at"),
            Column("place", label=_("Where"), sort_key="place"),
            Column("county", accessor="get_county_display", label=_("County"), sort_key="county"),
            Column("course_key", accessor=lambda one: titles.get(str(one.course_key), ""), label=_("Course")),
            Column("on_list", label=_("On the list")),
            Column("came", label=_("Came")),
        ]

    def get_base_queryset(self):
        return planning.with_counts(super().get_base_queryset())

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return exporting.response(queryset, spreadsheet_format)


def page_of(workshop):
    return reverse("workshop:page", args=[workshop.pk])


def when_of(workshop):
    return format_date(timezone.localtime(workshop.starts_at), "j M Y, H:i")


class ToPage:
    """Lead on to the workshop's own page after saving."""

    def get_success_url(self):
        return page_of(self.object)


class PlanView(ToPage, generic.CreateView):
    page_title = gettext_lazy("Plan a workshop")
    success_message = gettext_lazy("Planned. Now say whom you expect, and print the list and the QR.")

    def get_initial_form_instance(self):
        return Workshop(trainer=self.request.user)


class ChangeView(ToPage, generic.EditView):
    success_message = gettext_lazy("%(object)s saved.")


class RemoveView(generic.DeleteView):
    confirmation_message = gettext_lazy(
        "Its list of who came and the papers typed in go with it. Attempts and certificates stay with the people."
    )


class WorkshopViewSet(ModelViewSet):
    model = Workshop
    icon = "calendar"
    menu_label = gettext_lazy("Workshops")
    menu_order = 250
    add_to_admin_menu = True
    url_prefix = "workshops"
    copy_view_enabled = False
    index_view_class = WorkshopsView
    add_view_class = PlanView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    edit_handler = ObjectList(_PANELS, base_form_class=WorkshopForm)
    list_per_page = 50
    ordering = ["-starts_at", "-pk"]
    search_fields = ["title", "place", "funder"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", admin_views.page, name="page"),
            path("<int:pk>/expected/", admin_views.expected, name="expected"),
            path("<int:pk>/close/", admin_views.close, name="close"),
            path("<int:pk>/sheet.pdf", admin_views.sheet, name="sheet"),
            path("<int:pk>/qr.pdf", admin_views.square, name="qr"),
        ]
