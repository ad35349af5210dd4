from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from saccos.models import Operator, Roster
from saccos.roster import bringing, jobs, reading, showing, words
from saccos.roster.fields import Field
from saccos.roster.reading import Unreadable

STEP_SECONDS = 5
# What a shell shows of the rows to mend.
MOST_SAID = 50


class Command(BaseCommand):
    help = (
        "Bring a staff list, CSV or XLSX, as a manager does: columns are guessed, each row is checked, and those that "
        "are clear are saved, all at once. Rows that somebody must decide (to be mended, like somebody known, coming "
        "from another operator) are left out and named. The operator's managers can undo it for 30 days. The "
        "same file twice changes nothing. Exit status: 0 when every row is in, 1 when some are left out, 2 when "
        "nothing could be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--operator", metavar="SLUG", required=True)
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--role", choices=User.Role.values, default="", help="of those for whom the list says none")

    def handle(self, *, file, operator, dry_run, role, **options):
        roster = self._bring(file, _operator(operator))
        try:
            self._check(roster, role)
            left = self._tell(roster)
        except CommandError:
            bringing.drop(roster)
            raise
        if dry_run:
            bringing.drop(roster)
            self.stdout.write("Dry run: nothing was saved.")
        else:
            jobs.ask_to_save(roster)
            self._finish(roster, Roster.Phase.SAVED)
            self.stdout.write(f"Saved: {roster.counts['new_people']} new, {roster.counts['changed_people']} changed.")
        if left:
            raise CommandError(f"{left} rows are left out.", returncode=1)

    def _bring(self, file, operator):
        now = timezone.now()
        try:
            with file.open("rb") as opened:
                brought = opened.read(reading.MOST_BYTES + 1)
            roster = bringing.bring(operator, brought, file.name, None, now)
        except OSError as error:
            raise CommandError(f"{file}: {error}", returncode=2) from error
        except Unreadable as error:
            raise CommandError(str(words.UNREADABLE[error.code] % error.facts), returncode=2) from error
        if roster.made_at != now:
            raise CommandError(
                "Somebody has brought this list already and not finished it: leave it to them.", returncode=2
            )
        return roster

    def _check(self, roster, role):
        columns = {name: roster.columns[name] for name in Field.values if name in roster.columns}
        if Field.NAME not in columns:
            raise CommandError("No column was found that holds names.", returncode=2)
        bringing.confirm(roster, columns, role, roster.has_heading)
        roster.refresh_from_db()
        self._finish(roster, Roster.Phase.READY)

    def _finish(self, roster, phase):
        """Work until the list has come so far, saying how far it is."""
        while roster.phase != phase:
            jobs.work(roster, STEP_SECONDS)
            if roster.error:
                raise CommandError(f"It stopped: {roster.error}", returncode=2)
            self.stdout.write(f"{roster.get_phase_display()}: {roster.done} of {roster.total}")

    def _tell(self, roster):
        """Say how many rows have each verdict, and what is wrong with those left out; return how many these are."""
        for verdict, number in showing.tabs(roster.counts):
            self.stdout.write(f"{number} {verdict.label}")
        left = showing.to_mend(roster)
        for row in left[:MOST_SAID]:
            one = showing.shown(row, roster)
            self.stderr.write(f"row {row.number}: {' '.join(one.sentences) or row.get_verdict_display()}")
        return left.count()


def _operator(slug):
    found = Operator.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"No operator is called {slug}.", returncode=2)
    return found.kept
