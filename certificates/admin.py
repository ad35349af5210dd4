"""Wagtail's "Certificates": to be found, looked at and revoked, and never typed or changed."""

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from certificates import codes, revoking
from certificates.models import Certificate


class LookAndRevokePolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes a certificate, whatever their rights."""

    def user_has_permission(self, user, action):
        return action in ("view", "revoke") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class CertificateFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=Certificate.State.choices, method="filter_state"
    )

    class Meta:
        model = Certificate
        fields = []

    def filter_state(self, queryset, name, state):
        return queryset.in_state(state, timezone.now())


class CertificatesView(IndexView):
    page_title = gettext_lazy("Certificates")
    filterset_class = CertificateFilterSet

    @cached_property
    def columns(self):
        title = self._get_title_column_class(TitleColumn)
        return [
            title("code", accessor="spelled_code", label=_("Code"), sort_key="code", get_url=self.get_inspect_url),
            Column("holder_name", label=_("Holder"), sort_key="holder_name"),
            Column("course_title", label=_("Course")),
            Column("issued_at", accessor=_day_issued, label=_("Issued"), sort_key="issued_at"),
            Column("expires_at", accessor=_day_expired, label=_("Valid until"), sort_key="expires_at"),
            StatusTagColumn("state", accessor=_state_label, label=_("State")),
        ]

    def search_queryset(self, queryset):
        """Find a code however it is typed, a holder by the certificate's name, or the person under any name."""
        typed = self.search_query
        if not typed:
            return queryset
        wanted = Q(holder_name__icontains=typed) | Q(learner__in=User.objects.found_by(typed))
        return queryset.filter(wanted | Q(code__contains=codes.tidy(typed)))


def _state_label(certificate):
    return capfirst(certificate.state.label)


def _day_issued(certificate):
    return _day(certificate.issued_at)


def _day_expired(certificate):
    return _day(certificate.expires_at)


def _day(moment):
    return format_date(timezone.localtime(moment), "j M Y")


class CertificateView(InspectView):
    page_title = gettext_lazy("Certificate")

    def get_context_data(self, **kwargs):
        may_revoke = self.object.revoked_at is None and self.user_has_permission("revoke")
        return super().get_context_data(may_revoke=may_revoke, **kwargs)

    def get_fields_context(self):
        return [field for field in super().get_fields_context() if field["value"]]

    def get_state_display_value(self):
        return _state_label(self.object)

    def get_field_label(self, field_name, field):
        return LABELS.get(field_name) or super().get_field_label(field_name, field)


LABELS = {
    "spelled_code": gettext_lazy("Code"),
    "state": gettext_lazy("State"),
    "course_title": gettext_lazy("Course"),
    "replaced_by": gettext_lazy("Replaced by"),
}


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=Certificate.RevokeReason.choices, widget=forms.RadioSelect
    )


class RevokeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Ask why, say what it means, and revoke."""

    permission_policy = None
    permission_required = "revoke"
    page_title = gettext_lazy("Revoke")
    header_icon = "cross"
    template_name = "certificates/admin_revoke.html"
    form_class = RevokeForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.certificate = get_object_or_404(Certificate, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.certificate)

    def get_breadcrumbs_items(self):
        every = {"url": reverse("certificate:index"), "label": _("Certificates")}
        one = {"url": reverse("certificate:inspect", args=[self.certificate.pk]), "label": str(self.certificate)}
        return [*self.breadcrumbs_items, every, one, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(certificate=self.certificate, **kwargs)

    def form_valid(self, form):
        reason, by = form.cleaned_data["reason"], str(self.request.user)
        if revoking.revoke(self.certificate, reason, by, timezone.now()):
            messages.success(self.request, _("Revoked. Whoever checks it sees so from now on."))
        else:
            messages.info(self.request, _("It had been revoked before; nothing has changed."))
        return redirect("certificate:inspect", self.certificate.pk)


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "success"
    menu_label = gettext_lazy("Certificates")
    menu_order = 240
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = CertificateView
    inspect_template_name = "certificates/admin_one.html"
    inspect_view_fields = [
        "spelled_code",
        "state",
        "holder_name",
        "course_title",
        "issuer",
        "issued_at",
        "expires_at",
        "revoked_at",
        "revoke_reason",
        "revoked_by",
        "replaced_by",
    ]
    index_view_class = CertificatesView
    ordering = "-issued_at"
    list_per_page = 50
    search_fields = ["code", "holder_name"]

    @property
    def permission_policy(self):
        return LookAndRevokePolicy(self.model)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("revoke/<int:pk>/", self.construct_view(RevokeView), name="revoke"),
        ]

    def register_admin_url_finder(self):
        """Lead nowhere: there is no page to edit one."""
