from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates import codes, revoking
from certificates.models import Certificate


class Command(BaseCommand):
    help = (
        "Revoke a certificate, for good. Exit status: 0 when it is revoked, now or before; 1 when no certificate has "
        "the code."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", help="as printed; capitals, hyphens and spaces do not matter")
        parser.add_argument("--reason", required=True, choices=revoking.REASONS)
        parser.add_argument("--by", default="command line", help="who decided it")

    def handle(self, *, code, reason, by, **options):
        certificate = Certificate.objects.filter(code=codes.read(code) or "").first()
        if certificate is None:
            raise CommandError(f"No certificate has the code {code}.", returncode=1)
        is_first = revoking.revoke(certificate, reason, by, timezone.now())
        verb = "Revoked" if is_first else "Revoked before, unchanged"
        self.stdout.write(
            f"{verb}: {certificate}, {certificate.revoked_at:%Y-%m-%d}, {certificate.get_revoke_reason_display()},"
            f" by {certificate.revoked_by}"
        )
