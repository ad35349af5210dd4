from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.exchange.formats import FORMATS, export
from courses.models import Topic
from courses.question_content import LANGUAGES


class Command(BaseCommand):
    help = (
        "Export the question bank, drafts included, as it was last saved. GIFT and Moodle XML hold one language; "
        "tables hold both. What is exported can be imported again; what such a file cannot hold is named. "
        "Exit status: 0 with the file, 2 without."
    )

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--topic", metavar="SLUG", help="Only the questions of this topic.")
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="Of a GIFT or Moodle XML file.")
        parser.add_argument("-o", "--output", metavar="FILE", help="Instead of printing it.")

    def handle(self, *, format, topic, language, output, **options):
        if topic and not Topic.objects.filter(slug=topic).exists():
            raise CommandError(f"There is no topic “{topic}”.", returncode=2)
        if format == "xlsx" and not output:
            raise CommandError("Name the workbook's file with -o.", returncode=2)
        exported = export(format, topic, language)
        self._deliver(exported.data, output)
        for note in exported.notes:
            self.stderr.write(str(note))
        if output:
            self.stderr.write(f"{exported.count} questions are in {output}.")

    def _deliver(self, data, output):
        if not output:
            self.stdout.write(data.decode("utf-8-sig"), ending="")
            return
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}.", returncode=2) from error
