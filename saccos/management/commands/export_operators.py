from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from saccos.models import Operator
from saccos.operators import exchange


class Command(BaseCommand):
    help = (
        "Export the operators as a table, CSV or XLSX by the file's name; importing it changes nothing. "
        "Exit status: 0 with the file, 2 without."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        if file.suffix.lower().lstrip(".") not in exchange.FORMATS:
            raise CommandError(f"{file}: the name must end in .csv or .xlsx.", returncode=2)
        operators = Operator.objects.standing().order_by("name")
        try:
            exchange.write(operators, file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.", returncode=2) from error
        self.stderr.write(f"{operators.count()} operators are in {file}.")
