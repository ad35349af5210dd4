"""A manager prints the certificates and cards of the whole staff as one PDF."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.printing import job_views, jobs
from certificates.printing.forms import PrintForm
from saccos import printing, reports
from saccos.access import managers_only

JOBS_SHOWN = 5


@managers_only
def choose(request, operator):
    now = timezone.now()
    certificates = printing.certificates_of(operator, now)
    form = PrintForm(request.POST or None)
    if form.is_valid() and (job := _start(request, operator, certificates, form)):
        return redirect("saccos:print_job", operator=operator.slug, token=job.token)
    context = {
        "operator": operator,
        "form": form,
        "total": certificates.count(),
        "figures": reports.figures(operator, now),
        "jobs": _jobs(request, operator)[:JOBS_SHOWN],
    }
    return render(request, "saccos/print.html", context)


def _start(request, operator, certificates, form):
    """Return the job, or None where nobody holds a certificate."""
    try:
        return printing.start(operator, certificates.only("code"), form.cleaned_data["form"], request.user)
    except jobs.NothingToPrint:
        return None


def _jobs(request, operator):
    """Return what this manager has printed of this operator."""
    return printing.jobs_of(operator).filter(made_by=request.user)


@managers_only
def progress(request, operator, token):
    job = get_object_or_404(_jobs(request, operator), token=token)
    context = {"operator": operator, "file_address": reverse("saccos:print_file", args=[operator.slug, token])}
    return job_views.progress(request, job, "saccos/print_job.html", context)


@managers_only
@require_safe
def file(request, operator, token):
    job = get_object_or_404(_jobs(request, operator), token=token)
    return job_views.send(job, reverse("saccos:print_job", args=[operator.slug, token]))
