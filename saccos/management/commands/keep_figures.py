from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from saccos import keeping
from saccos.seals import giving


class Command(BaseCommand):
    help = (
        "Bring the passing of time into the operators' figures: whose training lapses soon or has ended, and which "
        "seals no longer hold, or hold again. Run it every hour. --check compares the figures with a recount, "
        "--recount makes them anew. Exit status: 1 when --check finds a figure that is wrong, else 0."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Only look for figures that are wrong.")
        parser.add_argument("--recount", action="store_true", help="Count everything anew.")

    def handle(self, *, check, recount, **options):
        if check:
            self._check()
            return
        now = timezone.now()
        if recount:
            keeping.recount(None, now)
            self.stdout.write("All figures were counted anew.")
        self.stdout.write(f"{keeping.pass_time(now)} people moved by the passing of time.")
        self.stdout.write(f"{giving.end_fallen(now)} seals ended.")
        self.stdout.write(f"{giving.return_recovered(now)} seals hold again.")

    def _check(self):
        if wrong := keeping.wrong():
            shown = ", ".join(map(str, wrong[:20]))
            raise CommandError(f"{len(wrong)} operators with wrong figures: {shown}. Run --recount.", returncode=1)
        self.stdout.write("All figures are right.")
