import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sample import scale


class Command(BaseCommand):
    help = (
        "Fill the database with a believable large programme for benchmarks: invented operators, staff, enrolments and "
        "certificates (without signed statements). Running it again adds only what is missing. Exit "
        "status: 0 when all is there, 1 where it can't be."
    )

    def add_arguments(self, parser):
        parser.add_argument("--operators", type=int, default=100, metavar="N", help="how many operators (100)")
        parser.add_argument("--people", type=int, default=10_000, metavar="N", help="how many people (10000)")
        parser.add_argument("--courses", type=int, default=1, metavar="N", help="over how many courses (1)")

    def handle(self, *, operators, people, courses, **options):
        if min(operators, people, courses) < 1:
            raise CommandError("Each number must be 1 or more.")
        began = time.monotonic()

        def say(text):
            self.stdout.write(f"{time.monotonic() - began:6.0f} s  {text}")
            self.stdout.flush()

        scale.fill(operators, people, courses, timezone.now(), say)
