from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from saccos.operators import planning, reading, saving
from saccos.operators.planning import Verdict

SOME_WRONG, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Import operators from a table (CSV or XLSX). Each row's line says what happens to it and what is wrong; "
        "where one is wrong, nothing is saved. The same file twice changes nothing. Exit status: 0 when all rows were "
        "understood, 1 when some were wrong, 2 when the file cannot be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and save nothing.")
        parser.add_argument("--leave-out-wrong", action="store_true", help="Save the others where some rows are wrong.")

    def handle(self, *, file, dry_run, leave_out_wrong, **options):
        data, plan = self._read(file)
        self.stdout.write("\n".join(_report(plan)))
        wrong = plan.counts[Verdict.WRONG]
        saved = saving.Saved(0, 0)
        if not dry_run and (leave_out_wrong or not wrong):
            saved = saving.save(data, None, plan.digest, leave_out_wrong)
        self.stdout.write(f"{saved.new} added, {saved.changed} changed.")
        if wrong:
            raise CommandError(f"{wrong} rows are wrong.", returncode=SOME_WRONG)

    def _read(self, file):
        try:
            reading.check_size(file.stat().st_size)
            data = file.read_bytes()
            return data, planning.make(data)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.", returncode=UNREADABLE) from error
        except reading.Unreadable as error:
            raise CommandError(f"{file}: {error}", returncode=UNREADABLE) from error


def _report(plan):
    yield from plan.notes
    for row in plan.rows:
        yield f"line {row.line:>5}  {row.verdict:<8} {row.name}"
        yield from (f"            {problem}" for problem in row.problems)
        if row.verdict == Verdict.CHANGES:
            yield f"            {', '.join(change.heading for change in row.changes)}"
    yield ", ".join(f"{number} {verdict}" for verdict, number in plan.counts.items()) + "."
