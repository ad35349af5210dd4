"""Wagtail's "Certificates": to be found, looked at, revoked, renewed or replaced, and never typed or changed."""

import django_filters
from django.db.models import Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from certificates import codes, renewing
from certificates.admin_acts import RenewView, ReplaceView, RevokeView
from certificates.models import Certificate, CertificateAct


class LookAndActPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes a certificate, whatever their rights."""

    def user_has_permission(self, user, action):
        return action in ("view", "revoke", "renew") and super().user_has_permission(user, action)

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

    @cached_property
    def header_more_buttons(self):
        address = f"{reverse('certificates_print')}?{self.request.GET.urlencode()}"
        return [*super().header_more_buttons, Button(_("Print these"), url=address, icon_name="download", priority=70)]

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


def _moment(at):
    return format_date(timezone.localtime(at), "j M Y H:i")


def _day(moment):
    return format_date(timezone.localtime(moment), "j M Y")


class CertificateView(InspectView):
    page_title = gettext_lazy("Certificate")

    def get_context_data(self, **kwargs):
        one, now = self.object, timezone.now()
        may_renew = self.user_has_permission("renew")
        return super().get_context_data(
            may_revoke=one.is_standing and self.user_has_permission("revoke"),
            may_renew=may_renew and renewing.can_renew(one, now),
            may_replace=may_renew and renewing.can_replace(one, now),
            acts=[(act, _moment(act.at), _detail(act)) for act in one.acts.all()],
            **kwargs,
        )

    def get_fields_context(self):
        return [field for field in super().get_fields_context() if field["value"]]

    def get_issued_at_display_value(self):
        return _day(self.object.issued_at)

    def get_expires_at_display_value(self):
        return _day(self.object.expires_at)

    def get_revoked_at_display_value(self):
        return _day(self.object.revoked_at) if self.object.revoked_at else ""

    def get_state_display_value(self):
        return _state_label(self.object)

    def get_field_label(self, field_name, field):
        return LABELS.get(field_name) or super().get_field_label(field_name, field)


def _detail(act):
    """Return an act's detail as people read it: why it was revoked, or which certificate came of it."""
    if act.kind == CertificateAct.Kind.REVOKED:
        return Certificate.RevokeReason(act.detail).label if act.detail else ""
    return codes.spell(act.detail) if act.detail else ""


LABELS = {
    "spelled_code": gettext_lazy("Code"),
    "state": gettext_lazy("State"),
    "course_title": gettext_lazy("Course"),
    "replaced_by": gettext_lazy("Replaced by"),
    "renews": gettext_lazy("Renews"),
}


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
        "renews",
    ]
    index_view_class = CertificatesView
    ordering = "-issued_at"
    list_per_page = 50
    search_fields = ["code", "holder_name"]

    @property
    def permission_policy(self):
        return LookAndActPolicy(self.model)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("revoke/<int:pk>/", self.construct_view(RevokeView), name="revoke"),
            path("renew/<int:pk>/", self.construct_view(RenewView), name="renew"),
            path("replace/<int:pk>/", self.construct_view(ReplaceView), name="replace"),
        ]

    def register_admin_url_finder(self):
        """Lead nowhere: there is no page to edit one."""
