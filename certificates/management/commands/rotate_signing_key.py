from datetime import datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates import keys, publishing


class Command(BaseCommand):
    help = (
        "Make the key that signs certificates next. It is published at once and takes over after 30 days, so that "
        "officers' phones that are seldom online know it by then; the first key of all signs at once. With "
        "--compromised, take a key that is in wrong hands out of use now: whatever it signed must then be checked "
        "online. Exit status: 0 when it is done, 1 when it can't be."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=30, help="when it takes over; 30 days from now at the earliest")
        parser.add_argument("--compromised", type=int, metavar="KID", help="the number of a key in wrong hands")

    def handle(self, *, days, compromised, **options):
        now = timezone.now()
        try:
            self._change(now, days, compromised)
        except (ValueError, OSError, keys.NoKey) as error:
            raise CommandError(str(error), returncode=1) from error
        for jwk in keys.load().as_jwks(now)["keys"]:
            self.stdout.write(f"key {jwk['kid']}: {jwk['state']}, from {_day(jwk['nbf'])} to {_day(jwk.get('exp'))}")

    def _change(self, now, days, compromised):
        if compromised is not None:
            keys.compromise(compromised, now)
            # The list may be signed with that very key.
            publishing.publish(now)
        elif keys.exists():
            keys.rotate(now, now + timedelta(days=days))
        else:
            keys.create(now)


def _day(seconds):
    if seconds is None:
        return "further notice"
    return datetime.fromtimestamp(seconds, tz=timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M")
