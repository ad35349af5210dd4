"""The page on which a print job goes on, and its PDF, for the views that have made sure whose job it is."""

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from certificates.models import PrintJob
from certificates.printing import jobs

# Each look at the page works for so long, so that no other process is needed.
WORK_SECONDS = 1.5
ADVICE = {
    PrintJob.Form.CERTIFICATES: _("Print on A4 paper, landscape."),
    PrintJob.Form.CARDS: _("Print at actual size (100 %), on both sides: each card is two pages."),
    PrintJob.Form.SHEETS: _("Print on A4 card at actual size (100 %), on both sides, and cut along the marks."),
}


def progress(request, job, template, context):
    """Go on with the job for a moment and show how far it is; asked by POST, begin a job anew that stopped."""
    if request.method == "POST":
        jobs.again(job)
        return redirect(request.path)
    job = jobs.work(job, WORK_SECONDS)
    return render(request, template, context | {"job": job} | facts(job))


def facts(job):
    """Return what the page says of the job: `state` is waiting, stopped, ready or gone."""
    file = jobs.file_of(job)
    left_out = len(jobs.left_out(job))
    return {
        "state": _state(job, file),
        "advice": ADVICE[job.form],
        "size": file.stat().st_size if file else 0,
        "left_out": left_out,
        "printed": job.done - left_out,
        "kept_until": job.finished_at and job.finished_at + jobs.KEPT,
        "none_stands": job.error == jobs.NONE_STANDS,
    }


def _state(job, file):
    if job.error:
        return "stopped"
    if job.finished_at is None:
        return "waiting"
    return "ready" if file else "gone"


def send(job, progress_address):
    """Send the PDF; where there is none, lead to the page that says why."""
    file = jobs.file_of(job)
    if file is None:
        return redirect(progress_address)
    name = f"{slugify(job.title)}-{job.form}.pdf"
    return FileResponse(file.open("rb"), filename=name, content_type="application/pdf")
