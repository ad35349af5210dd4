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
        operator = _operator(options["operator"])
        return operator.name, printing.certificates_of(operator, timezone.now()), []

    def start(self, certificates, title, options):
        if not options["operator"]:
            return super().start(certificates, title, options)
        return printing.start(_operator(options["operator"]), certificates, options["form"], None)


def _operator(slug):
    found = Operator.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"No operator is called {slug}.", returncode=2)
    return found.kept
