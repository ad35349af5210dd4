import os
import shutil
import time
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates import codes
from certificates.models import Certificate, PrintJob
from certificates.printing import jobs
from courses.models import CoursePage

STEP_SECONDS = 2
# Between two looks at a job that another process works on.
PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Print certificates into one PDF: those with the codes given, in that order, or the valid ones of a course by "
        "name. Stopped at any moment, the same command goes on where it was; a second one beside it helps. With "
        "--waiting, finish every job that waits, for a timer. Exit status: 0 when all are printed; 1 when a code is "
        "unknown or a certificate was left out (revoked or replaced), each named, or a job failed; 2 when nothing was "
        "printed."
    )

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="*", metavar="CODE", help="as printed; capitals and hyphens do not matter")
        parser.add_argument("--file", type=Path, help="a text file with a code in each line")
        parser.add_argument("--course", help="the course's key, or its short name in English addresses")
        parser.add_argument("--form", choices=PrintJob.Form.values, default=PrintJob.Form.CERTIFICATES.value)
        parser.add_argument("--output", type=Path, help="the PDF to write")
        parser.add_argument("--waiting", action="store_true", help="finish every job that waits, and print nothing new")

    def handle(self, **options):
        if options["waiting"]:
            self._finish_waiting()
            return
        if options["output"] is None:
            raise CommandError("Say where to write the PDF: --output FILE.pdf", returncode=2)
        title, certificates, unknown = self.chosen(options)
        for typed in unknown:
            self.stderr.write(f"not known: {typed}")
        self._print(certificates, title, options)
        if unknown:
            raise CommandError(f"{len(unknown)} not known.", returncode=1)

    def chosen(self, options):
        """Return whose they are, the certificates in their order, and what was typed that is no certificate's code."""
        if options["course"]:
            course = _course(options["course"])
            valid = Certificate.objects.valid(timezone.now()).filter(course_key=course.translation_key)
            return course.title, valid.order_by("holder_name", "code"), []
        typed = [*options["codes"], *(_lines(options["file"]) if options["file"] else [])]
        known = Certificate.objects.in_bulk([codes.read(one) for one in typed], field_name="code")
        unknown = [one for one in typed if codes.read(one) not in known]
        return "Certificates", [known[codes.read(one)] for one in typed if codes.read(one) in known], unknown

    def start(self, certificates, title, options):
        """Return the job that prints them. Raises jobs.NothingToPrint."""
        return jobs.start(certificates, options["form"], title, None)

    def _print(self, certificates, title, options):
        try:
            job = self.start(certificates, title, options)
        except jobs.NothingToPrint:
            raise CommandError("Nothing to print.", returncode=2) from None
        self._finish(job)
        left_out = jobs.left_out(job)
        for code in left_out:
            self.stderr.write(f"left out: {codes.spell(code)}")
        if job.error:
            raise CommandError(f"Not printed: {job.error}", returncode=2)
        _copy(jobs.file_of(job), options["output"])
        self.stdout.write(f"{job.total - len(left_out)} printed: {options['output']}")
        if left_out:
            raise CommandError(f"{len(left_out)} left out.", returncode=1)

    def _finish(self, job):
        """Work until the job is finished or has failed, saying how far it is."""
        said = None
        while not (job.finished_at or job.error):
            before = job.done
            jobs.work(job, STEP_SECONDS)
            if job.done != said:
                said = job.done
                self.stdout.write(f"{job.done} of {job.total}")
            if job.done == before and not job.finished_at:
                time.sleep(PAUSE_SECONDS)

    def _finish_waiting(self):
        failed = 0
        for job in jobs.waiting():
            self.stdout.write(str(job))
            self._finish(job)
            failed += bool(job.error)
        if failed:
            raise CommandError(f"{failed} failed.", returncode=1)


def _course(named):
    courses = CoursePage.objects.filter(locale__language_code="en")
    try:
        found = courses.filter(translation_key=UUID(named)).first()
    except ValueError:
        found = courses.filter(slug=named).first()
    if found is None:
        raise CommandError(f"No course is called {named}.", returncode=2)
    return found


def _lines(path):
    try:
        return path.read_text().split()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error


def _copy(source, target):
    """Write the target whole or not at all."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, draft)
        draft.replace(target)
    except OSError as error:
        raise CommandError(f"{target}: {error}", returncode=2) from error
    finally:
        draft.unlink(missing_ok=True)
