from django.core.management.base import BaseCommand, CommandError

from accounts import phones, second_factor
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Take away a lost second factor: the person's authenticator, recovery codes and sessions end, and the next "
        "sign-in sets up a new one. It is put on record. Exit status 1 where nobody is known by that name or number."
    )

    def add_arguments(self, parser):
        parser.add_argument("who", help="User name or phone number.")
        parser.add_argument("--reason", required=True, help="Who asked, and how you know that it is them.")

    def handle(self, *, who, reason, **options):
        if not reason.strip():
            raise CommandError("Give a reason: it is kept on record.")
        person = _find(who)
        second_factor.reset(person, by=second_factor.COMMAND_LINE, reason=reason)
        self.stdout.write(f"{person}: second factor taken away, sessions ended.")


def _find(who):
    if person := User.objects.filter(username=who).first():
        return person
    try:
        return User.objects.get(phone=phones.read(who))
    except (phones.NotAPhone, User.DoesNotExist) as error:
        raise CommandError(f"Nobody is known as {who}.") from error
