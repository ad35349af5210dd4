from django.core.management.base import BaseCommand, CommandError

from courses.measuring import analysing
from courses.models import PrePostTest


class Command(BaseCommand):
    help = (
        "Work out anew what people gained between pre-test and post-test, and store it for the report. "
        "Exit status: 0 when done, 1 where the course named has no test."
    )

    def add_arguments(self, parser):
        parser.add_argument("course", nargs="?", metavar="SLUG", help="Only this course (its English short name).")

    def handle(self, *, course, **options):
        tests = PrePostTest.objects.select_related("course").order_by("course__path")
        if course:
            tests = tests.filter(course__slug=course)
            if not tests:
                raise CommandError(f"No course {course} with a pre-test and post-test.")
        for test in tests:
            found = analysing.analyse(test).result["all"]
            said = f"n = {found['n']}, gain {found['gain']:.1f} points" if found else "too few people to show"
            self.stdout.write(f"{test.course.slug}: {said}")
