from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from incidents.casework import appointing


class Command(BaseCommand):
    help = (
        "Make somebody a case officer, who opens reports once they have chosen a passphrase and been given the "
        "team's key. It is put in the log. Twice does no harm. Exit status 1 where nobody is known by that name or "
        "number."
    )

    def add_arguments(self, parser):
        parser.add_argument("who", metavar="USERNAME_OR_PHONE", help="User name or phone number.")

    def handle(self, *, who, **options):
        try:
            officer = appointing.appoint(appointing.find(who), None, timezone.now())
        except appointing.Nobody as error:
            raise CommandError(f"Nobody is known as {who}.") from error
        self.stdout.write(f"{officer} is a case officer since {timezone.localtime(officer.appointed_at):%Y-%m-%d}.")
