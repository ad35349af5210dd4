import signal
import threading
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from messaging import outbox
from messaging.gateways import ByChannel
from messaging.outbox import Counts


class Command(BaseCommand):
    help = (
        "Send the messages that wait in the outbox. Exit status: 0 when all that was due is sent (or had expired), "
        "1 when one failed or has to be tried again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="Stay, and send messages as they come, until stopped.")
        parser.add_argument("--limit", type=int, metavar="N", help="Stop after N messages.")

    def handle(self, *, watch, limit, **options):
        gateway = ByChannel()
        counts = self._watch(gateway, limit) if watch else self._drain(gateway, limit)
        self._say(counts, "Done: ")
        if not watch and (counts.failed or counts.again):
            raise CommandError("Not every message went out.", returncode=1)

    def _watch(self, gateway, limit):
        stopped = threading.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: stopped.set())
        self.stdout.write("Watching the outbox. Ctrl-C ends it.")
        counts = Counts()
        while not stopped.is_set() and (limit is None or counts.total < limit):
            counts += self._drain(gateway, _left(limit, counts), stopped)
            stopped.wait(1)
        return counts

    def _drain(self, gateway, limit, stopped=None):
        """Send batch after batch until nothing is due; say after each how far it is."""
        counts = Counts()
        while not (stopped and stopped.is_set()):
            batch = outbox.drain(gateway, timezone.now(), _left(limit, counts))
            counts += batch
            if not batch.total or _left(limit, counts) == 0:
                break
            self._say(counts, f"{datetime.now():%H:%M:%S} ")
        return counts

    def _say(self, counts, before):
        self.stdout.write(
            f"{before}{counts.sent} sent, {counts.again} to try again, {counts.failed} failed, {counts.expired} expired"
        )


def _left(limit, counts):
    return outbox.BATCH if limit is None else max(0, limit - counts.total)
