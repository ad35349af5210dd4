"""Who is of the case team: appointed and removed by who may, and in the log."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import phones
from accounts.models import User
from incidents import changes, team
from incidents.models import LogLine, Officer


class Nobody(Exception):
    """Nobody is known by that user name or phone number."""


class Yourself(Exception):
    """Nobody appoints themself: somebody else has to want it too."""


def find(who: str) -> User:
    """Return the person with this user name or phone number. Raises Nobody."""
    if person := User.objects.filter(username=who.strip()).first():
        return person
    try:
        return User.objects.get(phone=phones.read(who))
    except (phones.NotAPhone, User.DoesNotExist) as error:
        raise Nobody from error


@transaction.atomic
def appoint(person: User, by: User | None, now: datetime) -> Officer:
    """Make somebody a case officer, or make them one again, without keys; who is one already stays as they are.

    Raises Yourself.
    """
    if person == by:
        raise Yourself
    officer, is_new = Officer.objects.get_or_create(user=person, defaults={"appointed_at": now, "appointed_by": by})
    if not is_new and officer.left_at is None:
        return officer
    if not is_new:
        officer.appointed_at, officer.appointed_by, officer.left_at = now, by, None
        officer.removed_by = officer.public_key = officer.locked_key = None
        officer.save()
    changes.note(officer, LogLine.Act.APPOINTED, now, said=f"by {by or 'command line'}")
    return officer


@transaction.atomic
def remove(officer: Officer, by: User | None, now: datetime) -> None:
    """Take an officer off the team: shares, unlocked keys and own key go, and their cases are nobody's.

    Twice does no harm. Raises team.LastHolder: who is gone with the key can be removed once there is a new one.
    """
    team.lock_current()
    officer = Officer.objects.select_for_update(of=("self",)).select_related("user").get(pk=officer.pk)
    if officer.left_at is not None:
        return
    if team.is_last_holder(officer):
        raise team.LastHolder
    team.put_away(officer)
    officer.unlocked.all().delete()
    officer.cases.update(assigned_to=None)
    officer.left_at, officer.removed_by = now, by
    officer.public_key = officer.locked_key = None
    officer.save(update_fields=["left_at", "removed_by", "public_key", "locked_key"])
    changes.note(officer, LogLine.Act.LEFT, now, said=f"removed by {by or 'command line'}")


def is_needed(person: User) -> bool:
    """Return whether nobody but this person holds the team's key."""
    officer = Officer.objects.filter(user=person, left_at=None).first()
    return officer is not None and team.is_last_holder(officer)


def leave(person: User, now: datetime) -> None:
    """Log that an officer leaves with their account. Raises ProtectedError where nobody else holds the team's key."""
    officer = Officer.objects.filter(user=person, left_at=None).select_related("user").first()
    if officer is None:
        return
    team.lock_current()
    if team.is_last_holder(officer):
        raise ProtectedError(_("Nobody else holds the case team's key."), {officer})
    changes.note(officer, LogLine.Act.LEFT, now)
