from django.core.management.base import CommandError
from django.utils import timezone

from certificates.management.commands import print_certificates
from saccos import printing
from saccos.models import Operator


class Command(print_certificates.Command):
    """The same command, which here knows operators too."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--operator", metavar="SLUG", help="the valid ones of an operator's current staff, by name")

    def chosen(self, options):
        if not options["operator"]:
            return super().chosen(options)
        operator = Operator.objects.filter(slug=options["operator"]).first()
        if operator is None:
            raise CommandError(f"No operator is called {options['operator']}.", returncode=2)
        return operator.name, printing.certificates_of(operator, timezone.now()), []
