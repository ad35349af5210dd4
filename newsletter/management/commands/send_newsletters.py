import signal
import threading

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsletter import sending

PAUSE = 30
"""Seconds between two looks with --watch."""


class Command(BaseCommand):
    help = (
        "Put mails of the newsletters being sent into the outbox, up to NEWSLETTER_PACE waiting there; send_messages "
        "sends them, never at night. Run it every minute, or with --watch. Exit status: 0 when it looked at all."
    )

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="Stay, and go on until stopped.")

    def handle(self, *, watch, **options):
        self._put()
        if not watch:
            return
        stopped = threading.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: stopped.set())
        while not stopped.wait(PAUSE):
            self._put()

    def _put(self):
        self.stdout.write(f"{sending.put_some(timezone.now())} mails put into the outbox")
