import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsletter import bounces, returned


class Command(BaseCommand):
    help = (
        "Read mails that came back, and take off the newsletter who cannot get it. What is no such mail is passed by, "
        "and reading one twice changes nothing. Exit status: 0 when all were read, 1 when a file could not be."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="A mail; a folder such as a maildir's new/; or - for standard input.",
        )

    def handle(self, *, files, **options):
        taken = passed = 0
        for raw in _mails(files):
            found = returned.read(raw)
            is_taken = found is not None and bounces.take(found)
            taken, passed = taken + is_taken, passed + (not is_taken)
        self.stdout.write(f"{taken} taken, {passed} passed by")


def _mails(names):
    for name in names:
        try:
            yield from _read(name)
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}", returncode=1) from error


def _read(name):
    if name == "-":
        yield sys.stdin.buffer.read(returned.MOST_BYTES)
        return
    path = Path(name)
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.is_file() or file == path:
            with file.open("rb") as opened:
                yield opened.read(returned.MOST_BYTES)
