from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import sign_in
from certificates.printing import jobs as printing
from incidents import retention as reports
from newsletter import retention as newsletter
from saccos.roster import bringing as rosters

# What each room calls that which it takes away, and who does it.
ROOMS = {
    "cases of reports": reports.purge,
    "newsletter requests": newsletter.purge,
    "sign-in devices never used": sign_in.purge_unused_devices,
    "print jobs": printing.sweep,
    "staff lists never saved": rosters.sweep,
}


class Command(BaseCommand):
    help = (
        "Delete what is past its retention: closed cases with their files, newsletter requests never confirmed, "
        "devices never used, old print jobs and staff lists. Run it daily; twice does no harm. Stopped half-way, the "
        "next run goes on."
    )

    def handle(self, **options):
        now = timezone.now()
        for name, purge in ROOMS.items():
            self.stdout.write(f"{name}: {purge(now)}")
