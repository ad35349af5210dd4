"""The list of subscribers in the admin. Nobody is put on it or changed here, and who is taken off leaves no trace."""

import django_filters
from django.db.models import TextChoices
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from newsletter import leaving, menu
from newsletter.models import Subscriber
from places.cells import disarm


class Answer(TextChoices):
    CONFIRMED = "yes", gettext_lazy("Confirmed")
    ASKED = "no", gettext_lazy("Not confirmed yet")


class SubscriberFilterSet(WagtailFilterSet):
    confirmed = django_filters.ChoiceFilter(
        label=gettext_lazy("Confirmed"), choices=Answer.choices, method="filter_confirmed"
    )

    class Meta:
        model = Subscriber
        fields = ["language"]

    def filter_confirmed(self, queryset, name, answer):
        return queryset.confirmed() if answer == Answer.CONFIRMED else queryset.filter(confirmed_at=None)


class SubscribersView(generic.IndexView):
    page_title = gettext_lazy("Subscribers")
    filterset_class = SubscriberFilterSet
    list_export = ["email", "language", "confirmed_at"]
    export_filename = "newsletter-subscribers"
    custom_field_preprocess = {"email": {"csv": disarm, "xlsx": disarm}}

    @cached_property
    def columns(self):
        title = self._get_title_column_class(TitleColumn)
        return [
            title("email", label=_("E-mail"), sort_key="email", get_url=lambda subscriber: None),
            Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
            DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
            Column("bounces", label=_("Came back in a row"), sort_key="bounces"),
        ]

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Return those of the list who have confirmed: nobody may write to the others."""
        return super().as_spreadsheet(queryset.confirmed(), spreadsheet_format)


class LeaveView(generic.DeleteView):
    page_title = gettext_lazy("Take off the list")
    confirmation_message = gettext_lazy("The address is deleted, with all that was sent to it.")
    success_message = gettext_lazy("Taken off the list.")

    def delete_action(self):
        # Wagtail's own log would keep the address.
        leaving.leave(self.object)


class SubscriberViewSet(ModelViewSet):
    model = Subscriber
    name = "newsletter_subscribers"
    url_prefix = "newsletter/subscribers"
    icon = "group"
    menu_label = gettext_lazy("Subscribers")
    menu_name = "newsletter-subscribers"
    menu_order = 20
    menu_hook = menu.HOOK
    copy_view_enabled = inspect_view_enabled = False
    index_view_class = SubscribersView
    delete_view_class = LeaveView
    list_per_page = 50
    ordering = ["email"]
    search_fields = ["email"]
    form_fields = ["email"]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**kwargs) | {"add_url_name": None, "edit_url_name": None}

    def get_delete_view_kwargs(self, **kwargs):
        return super().get_delete_view_kwargs(**kwargs) | {"usage_url_name": None}

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]
