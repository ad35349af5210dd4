"""The first sign-in, completed once: who the person is, and their consent to the notice in force."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Consent, PrivacyNotice, User

PROFILE = ("full_name", "role", "language", "county", "sex")


def is_complete(user) -> bool:
    """Return whether nothing is left to ask: registered, and no newer notice waits for consent. One query at most."""
    return user.is_registered and notice_to_agree(user) is None


def notice_to_agree(user) -> PrivacyNotice | None:
    """Return the notice in force where this person has not agreed to it; None where there is nothing to agree to."""
    notice = PrivacyNotice.objects.with_agreement_of(user).in_force()
    return notice if notice and not notice.is_agreed else None


def register(user: User, given: Mapping[str, str], notice: PrivacyNotice, now: datetime) -> None:
    """Keep what the person told us, with their consent. A second call changes neither date."""
    with transaction.atomic():
        correct(user, given)
        User.objects.filter(pk=user.pk, registered_at=None).update(registered_at=now)
        agree(user, notice, now)


def correct(user: User, given: Mapping[str, str]) -> None:
    """Keep what the person says about themselves; certificates that they have keep the old name."""
    for name in PROFILE:
        setattr(user, name, given[name])
    user.save(update_fields=PROFILE)


def agree(user: User, notice: PrivacyNotice, now: datetime) -> None:
    """Record the person's yes to this version of the notice; a second yes leaves the first time as it is."""
    Consent.objects.get_or_create(user=user, notice=notice, defaults={"given_at": now})
