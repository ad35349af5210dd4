from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates import issuing, renewing

EVERY = 1000


class Command(BaseCommand):
    help = (
        "Issue the certificates that completed courses lack, and the renewals that are earned and due. Run it nightly. "
        "Running it again changes nothing. Exit status: 0 when none is lacking any more, 1 when one still is."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say how many are lacking, and issue none.")

    def handle(self, *, dry_run, **options):
        lacking = issuing.enrolments_lacking().count()
        self.stdout.write(f"{lacking} lacking")
        if not dry_run:
            failed = self._issue(lacking) + self._renew()
            if failed:
                raise CommandError(f"{failed} could not be issued.", returncode=1)

    def _issue(self, lacking):
        issued = failed = 0
        for enrolment in issuing.each_lacking():
            try:
                issuing.issue(enrolment)
                issued += 1
            except issuing.CannotIssue as reason:
                failed += 1
                self.stderr.write(f"not issued: {reason}")
            if (issued + failed) % EVERY == 0:
                self.stdout.write(f"{issued + failed} of {lacking}")
        self.stdout.write(f"{issued} issued")
        return failed

    def _renew(self):
        renewed = failed = 0
        now = timezone.now()
        for certificate in renewing.each_earned(now):
            try:
                renewing.renew(certificate, issuing.PLATFORM, now)
                renewed += 1
            except renewing.TooSoon:
                continue  # somebody else renewed it meanwhile
            except issuing.CannotIssue as reason:
                failed += 1
                self.stderr.write(f"not renewed: {reason}")
        self.stdout.write(f"{renewed} renewed")
        return failed
