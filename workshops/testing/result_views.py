"""What came of a workshop in the admin: who passed, all their certificates as one job, and the report."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.models import PrintJob
from certificates.printing import job_views, jobs
from certificates.printing.forms import PrintForm
from courses import spreadsheets
from workshops.testing import report, results
from workshops.testing.views import furniture, trainers_only

JOBS_SHOWN = 5


@trainers_only
@require_http_methods(["GET", "HEAD", "POST"])
def results_page(request, workshop, course):
    """Show who passed and who did not, and why; print the certificates of all who did."""
    form = PrintForm(request.POST or None)
    if form.is_valid() and (job := _start(request, workshop, course, form)):
        return redirect("workshop_print_job", workshop.pk, job.token)
    context = {
        "course": course,
        "results": results.of(workshop, course),
        "form": form,
        "to_print": results.certificates(workshop, course).count(),
        "jobs": _jobs(request, workshop)[:JOBS_SHOWN],
        **furniture(workshop, _("Results")),
    }
    return render(request, "workshops/testing/results.html", context)


def _start(request, workshop, course, form):
    """Return the job, or None where there is no certificate."""
    certificates = results.certificates(workshop, course).only("code")
    try:
        return jobs.start(certificates, form.cleaned_data["form"], _title(workshop), request.user)
    except jobs.NothingToPrint:
        return None


def _title(workshop):
    """Return what a print job of this workshop is called: title and day."""
    return f"{workshop.title[:100]} {timezone.localtime(workshop.starts_at):%Y-%m-%d}"


def _jobs(request, workshop):
    """Return what this trainer has printed of this workshop: a job bears its title and day."""
    return PrintJob.objects.filter(made_by=request.user, title=_title(workshop))


def _to_results(workshop):
    return reverse("workshop_results", args=[workshop.pk]), _("Results")


@trainers_only
def print_job(request, workshop, course, token):
    context = {"file_address": reverse("workshop_print_file", args=[workshop.pk, token])}
    context |= furniture(workshop, _("Print"), _to_results(workshop))
    job = get_object_or_404(_jobs(request, workshop), token=token)
    return job_views.progress(request, job, "certificates/printing/admin_job.html", context)


@trainers_only
@require_safe
def print_file(request, workshop, course, token):
    job = get_object_or_404(_jobs(request, workshop), token=token)
    return job_views.send(job, reverse("workshop_print_job", args=[workshop.pk, token]))


@trainers_only
@require_safe
def report_page(request, workshop, course):
    found = report.of(workshop, course)
    tables = [
        (_("Operator"), report.operators(found, for_donors=False)),
        (_("Role"), report.roles(found, for_donors=False)),
    ]
    context = {
        "report": found,
        "facts": report.facts(found, for_donors=False, for_reading=True),
        "tables": tables,
        **furniture(workshop, _("Report")),
    }
    return render(request, "workshops/testing/report.html", context)


@trainers_only
@require_safe
def report_file(request, workshop, course, for_donors):
    rows = report.rows(report.of(workshop, course), for_donors)
    name = slugify(f"{_title(workshop)} {_('for donors') if for_donors else ''}")
    return spreadsheets.answer(rows, "csv", name)
