"""Wagtail's forms for what may be done to a certificate: revoke, renew, replace. Each says what it means, and asks."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.forms import NameField
from certificates import holder_names, issuing, renewing, revoking
from certificates.models import Certificate

ASKED = [(value, label) for value, label in Certificate.RevokeReason.choices if value in revoking.REASONS]


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=ASKED, widget=forms.RadioSelect)


class NameForm(forms.Form):
    name = NameField(
        label=gettext_lazy("Name as on the ID card"),
        max_length=100,
        help_text=gettext_lazy("The new certificate bears this name, and ends on the same day as the old one."),
    )

    def __init__(self, *args, holder_name, **kwargs):
        super().__init__(*args, **kwargs)
        self.holder_name = holder_name

    def clean_name(self):
        name = holder_names.clean(self.cleaned_data["name"])
        if name == self.holder_name:
            raise forms.ValidationError(_("The certificate bears this name already."))
        return name


class ActView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """`allows(certificate, now)` says whether the act can be done, `act(form, now)` does it and returns its outcome."""

    permission_policy = None
    form_class = forms.Form

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.certificate = get_object_or_404(Certificate, pk=kwargs["pk"])

    @cached_property
    def by(self):
        return str(self.request.user)

    def get_page_subtitle(self):
        return str(self.certificate)

    def get_breadcrumbs_items(self):
        every = {"url": reverse("certificate:index"), "label": _("Certificates")}
        one = {"url": reverse("certificate:inspect", args=[self.certificate.pk]), "label": str(self.certificate)}
        return [*self.breadcrumbs_items, every, one, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        may_act = self.allows(self.certificate, timezone.now())
        return super().get_context_data(certificate=self.certificate, may_act=may_act, **kwargs)

    def form_valid(self, form):
        try:
            certificate = self.act(form, timezone.now())
        except issuing.CannotIssue as error:
            messages.error(self.request, _("It could not be issued: %(why)s") % {"why": error})
            certificate = self.certificate
        except (renewing.TooSoon, ValueError):
            messages.error(self.request, _("That is not possible any more: see its state."))
            certificate = self.certificate
        return redirect("certificate:inspect", certificate.pk)


class RevokeView(ActView):
    permission_required = "revoke"
    page_title = gettext_lazy("Revoke")
    header_icon = "cross"
    template_name = "certificates/admin_revoke.html"
    form_class = RevokeForm

    def allows(self, certificate, now):
        return certificate.is_standing

    def act(self, form, now):
        if revoking.revoke(self.certificate, form.cleaned_data["reason"], self.by, now):
            messages.success(self.request, _("Revoked. Whoever checks it sees so from now on."))
        else:
            messages.info(self.request, _("It had been revoked before; nothing has changed."))
        return self.certificate


class RenewView(ActView):
    permission_required = "renew"
    page_title = gettext_lazy("Issue a new one")
    header_icon = "rotate"
    template_name = "certificates/admin_renew.html"

    def allows(self, certificate, now):
        return renewing.can_renew(certificate, now)

    def act(self, form, now):
        renewal = renewing.renew(self.certificate, self.by, now)
        messages.success(self.request, _("Issued. It names the one that it renews."))
        return renewal


class ReplaceView(ActView):
    permission_required = "renew"
    page_title = gettext_lazy("Correct the name")
    header_icon = "edit"
    template_name = "certificates/admin_replace.html"
    form_class = NameForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"holder_name": self.certificate.holder_name}

    def get_initial(self):
        holder = self.certificate.learner
        return {"name": holder.full_name if holder else self.certificate.holder_name}

    def allows(self, certificate, now):
        return renewing.can_replace(certificate, now)

    def act(self, form, now):
        new = renewing.replace(self.certificate, form.cleaned_data["name"], self.by, now)
        messages.success(self.request, _("Issued with the corrected name. The old one is shown as replaced."))
        return new
