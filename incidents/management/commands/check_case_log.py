from django.core.management.base import BaseCommand, CommandError

from incidents import case_log
from incidents.models import LogLine


class Command(BaseCommand):
    help = (
        "Check that no line of the case team's log was changed or taken out: each vouches for the one before it, "
        "and a file beside the reports has which is the last. Exit status 1, and the line at which the chain is broken "
        "or that it was cut, where it was."
    )

    def handle(self, **options):
        if broken := case_log.first_broken():
            raise CommandError(f"Broken at line {broken.pk}: {broken}")
        if case_log.is_cut():
            raise CommandError(f"Cut: the line named in {case_log.end_file()} is missing, or another one stands there.")
        last = LogLine.objects.last()
        # Who can write the file too could cut both: who writes this down elsewhere sees even that.
        ends = f"; the last is {last.pk}, {last.digest}" if last else ""
        self.stdout.write(f"{LogLine.objects.count()} lines, none changed or missing{ends}.")
