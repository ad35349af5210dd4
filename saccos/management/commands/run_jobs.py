import time

from django.core.management.base import BaseCommand, CommandError

from certificates.printing import jobs as printing
from saccos.roster import jobs as rosters

STEP_SECONDS = 2
# Between two looks where nothing waits, or where another process is at it.
PAUSE_SECONDS = 1
ROOMS = (printing, rosters)


class Command(BaseCommand):
    help = (
        "Go on with what waits: certificates to print and staff lists to check, save or undo. Pages do that too when "
        "somebody looks at them, so that this is for whoever has left. Without --watch it ends when nothing waits. "
        "Stopped at any moment, the next one goes on; several may run. Exit status: 1 when a job failed, else 0."
    )

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="stay, and look for new jobs every second")
        parser.add_argument("--roster", metavar="TOKEN", help="only this staff list, unless another process is at it")

    def handle(self, *, watch, roster, **options):
        failed = self._one(roster) if roster else self._all(watch)
        if failed:
            raise CommandError(f"{failed} failed.", returncode=1)

    def _one(self, token):
        job, has_moved = None, True
        while has_moved and (found := rosters.waiting().filter(token=token).first()):
            job, has_moved = found, self._step(rosters, found)
        return int(bool(job and job.error))

    def _all(self, watch):
        failed = 0
        while True:
            waiting = [(room, job) for room in ROOMS for job in room.waiting()]
            if not waiting and not watch:
                break
            moved = [self._step(room, job) for room, job in waiting]
            failed += sum(bool(job.error) for _room, job in waiting)
            if not any(moved):
                time.sleep(PAUSE_SECONDS)
        return failed

    def _step(self, room, job):
        """Work on one job for a moment and say how far it is; return whether it moved."""
        before = _standing(job)
        job = room.work(job, STEP_SECONDS)
        after = _standing(job)
        if after == before:
            return False
        self.stdout.write(f"{job}: {job.done} of {job.total}" + (f", failed: {job.error}" if job.error else ""))
        return True


def _standing(job):
    return job.done, job.error, getattr(job, "phase", ""), getattr(job, "finished_at", None)
