"""Printing the certificates that the admin's list shows, all in one PDF."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import user_passes_test

from certificates.admin import CertificateFilterSet, CertificatesView
from certificates.models import Certificate, PrintJob
from certificates.printing import job_views, jobs
from certificates.printing.forms import PrintForm

LIST = "certificate:index"
# What fits a day at the printer; more is narrowed by search or filter first.
MOST = 5000


def may_print(user) -> bool:
    return user.has_perm("certificates.view_certificate")


@user_passes_test(may_print)
def choose(request):
    certificates = _chosen(request)
    total = certificates.count()
    form = PrintForm(request.POST or None)
    if 0 < total <= MOST and form.is_valid():
        job = jobs.start(certificates.only("code"), form.cleaned_data["form"], _title(request), request.user)
        return redirect("certificates_print_job", job.token)
    context = {"form": form, "total": total, "most": MOST, "is_too_many": total > MOST}
    return render(request, "certificates/printing/admin_choose.html", context | _furniture())


def _chosen(request):
    """Return the valid ones of those that the list shows under this search and filter, by name."""
    shown = CertificateFilterSet(request.GET, queryset=Certificate.objects.all(), request=request).qs
    searching = CertificatesView()
    searching.search_query = request.GET.get("q", "").strip()
    valid = searching.search_queryset(shown) & Certificate.objects.valid(timezone.now())
    return valid.order_by("holder_name", "course_title_en", "code")


def _title(request):
    return request.GET.get("q", "").strip() or _("Certificates")


@user_passes_test(may_print)
def progress(request, token):
    context = {"file_address": reverse("certificates_print_file", args=[token])}
    return job_views.progress(
        request, _mine(request, token), "certificates/printing/admin_job.html", context | _furniture()
    )


@user_passes_test(may_print)
@require_safe
def file(request, token):
    return job_views.send(_mine(request, token), reverse("certificates_print_job", args=[token]))


def _mine(request, token):
    return get_object_or_404(PrintJob, made_by=request.user, token=token)


def _furniture():
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(LIST), "label": _("Certificates")},
        {"url": "", "label": _("Print")},
    ]
    return {"breadcrumbs_items": crumbs, "header_title": _("Print"), "header_icon": "success"}
