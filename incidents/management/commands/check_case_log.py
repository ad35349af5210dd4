from django.core.management.base import BaseCommand, CommandError

from incidents import case_log
from incidents.models import LogLine


class Command(BaseCommand):
    help = (
        "Check that no line of the case team's log was changed or taken out: each vouches for the one before it. "
        "Exit status 1, and the line at which the chain is broken, where one was."
    )

    def handle(self, **options):
        if broken := case_log.first_broken():
            raise CommandError(f"Broken at line {broken.pk}: {broken}")
        last = LogLine.objects.last()
        # Lines cut off at the end leave no gap: who writes this down sees that too.
        ends = f"; the last is {last.pk}, {last.digest}" if last else ""
        self.stdout.write(f"{LogLine.objects.count()} lines, none changed or missing{ends}.")
