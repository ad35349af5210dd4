from django.core.management.base import BaseCommand
from django.utils import timezone

from messaging import reminders


class Command(BaseCommand):
    help = (
        "Put the reminders that are due into the outbox, each once however often this runs; send_messages sends them, "
        "never between 21:00 and 07:00. Run it once a day or more. Exit status: 0 when all were looked at."
    )

    def handle(self, **options):
        now = timezone.now()
        for name, queue in reminders.every().items():
            self.stdout.write(f"{name}: {queue(now)} queued")
