"""Taking in a report: sealed before it is written, written before it is answered, once however often it is sent."""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Min, Q
from django.utils import timezone
from nacl.utils import random

from incidents import files, notifying, receipts, sealing, team
from incidents.models import Attachment, Case, Entry, ReceivedCount

Kind = Entry.Kind
# What the reporter adds wakes these.
_RESTING = (Case.State.WAITING, Case.State.CLOSED)
_NUMBER_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class NotOpen(Exception):
    """The case team has no key yet, so nothing can be taken."""


@dataclass(frozen=True)
class Sent:
    """What somebody sent by one form: its words, its files, and the form's token, by which a repeat is known."""

    said: dict
    token: str
    attached: Sequence[files.Stripped] = field(default_factory=list)

    @cached_property
    def _known(self):
        """Hold what is the same for a repeat: the same token with the same content. It is never stored."""
        content = json.dumps(self.said, sort_keys=True).encode()
        token = (self.token or random(16).hex()).encode(errors="replace")
        return sealing.digest(token, content, *(one.data for one in self.attached))

    @property
    def hash(self) -> str:
        """Return what is stored to know a repeat; neither content nor receipt follows from it.

        It changes with the secret key, as the receipt does: a repeat is answered with the receipt that it was given.
        """
        return hmac.digest(settings.SECRET_KEY.encode(), b"sent" + self._known.encode(), "sha256").hex()

    @property
    def receipt(self) -> str:
        return receipts.receipt_for(self._known)


def take(sent: Sent, now: datetime, urgency: int = Case.Urgency.NORMAL, county: str = "") -> str:
    """Store a report, and return its receipt; the same form sent again gives the same receipt and stores nothing.

    `said` is sealed as it is. Raises NotOpen.
    """
    if team.current_key() is None:
        raise NotOpen
    receipt = sent.receipt
    if is_known(sent):
        return receipt
    # What is slow comes before the transaction; files that are then not wanted are swept up by the retention.
    derived = receipts.derive(receipt)
    private, public = sealing.new_pair()
    tokens = _write_files(public, sent)
    try:
        with transaction.atomic():
            # Read here, for it may have changed meanwhile.
            key = team.current_key()
            case = Case.objects.create(
                number=_new_number(),
                receipt_hash=derived.hash,
                reporter_key=sealing.public_of(derived.private_key),
                public_key=public,
                team_key=key,
                sealed_key=sealing.seal(key.public_key, private),
                arrived_at=_to_the_hour(now),
                urgency=urgency,
            )
            _write(case, Kind.REPORT, sent, tokens, now)
            _count(now, county)
            notifying.tell_team(urgency, now)
    except IntegrityError:
        # The same form, twice at the same moment: the other one has stored it.
        if not is_known(sent):
            raise
    return receipt


def add(case: Case, sent: Sent, now: datetime) -> None:
    """Store what the reporter adds in their own case, and bring it to the team's notice; a repeat stores nothing."""
    if is_known(sent):
        return
    tokens = _write_files(case.public_key, sent)
    try:
        with transaction.atomic():
            _write(case, Kind.ADDITION, sent, tokens, now)
            # The team sees the case into which this one has gone; taken out of it again, this one has the news too.
            seen = Case.objects.filter(Q(pk=case.pk) | Q(merged=case))
            waking = list(seen.values_list("pk", flat=True))
            urgency = seen.aggregate(most=Min("urgency"))["most"]
            Case.objects.filter(pk__in=waking).update(has_news=True)
            Case.objects.filter(pk__in=waking, state__in=_RESTING).update(state=Case.State.OPEN, closed_at=None)
            notifying.tell_team(urgency, now)
    except IntegrityError:
        if not is_known(sent):
            raise


def is_known(sent: Sent) -> bool:
    """Return whether the same form was stored before."""
    return Entry.objects.filter(sent_hash=sent.hash).exists()


def find(derived: receipts.Derived) -> Case | None:
    """Return the case of a receipt, if only as part of another one; None where there is none."""
    return Case.objects.filter(receipt_hash=derived.hash).first()


def _write_files(public, sent):
    """Write the files, sealed, and return the name that each has on the disk."""
    tokens = []
    for one in sent.attached:
        tokens.append(secrets.token_urlsafe(18))
        files.write(tokens[-1], sealing.seal(public, one.data))
    return tokens


def _write(case, kind, sent, tokens, now):
    entry = Entry.objects.create(
        case=case,
        kind=kind,
        made_at=_to_the_hour(now),
        box=sealing.seal_said(case.public_key, sent.said),
        sent_hash=sent.hash,
    )
    for one, token in zip(sent.attached, tokens, strict=True):
        about = {"name": one.name, "type": one.type, "size": len(one.data)}
        Attachment.objects.create(entry=entry, token=token, box=sealing.seal_said(case.public_key, about))


def _to_the_hour(now):
    return now.replace(minute=0, second=0, microsecond=0)


def _new_number():
    """Return a number that people can say on the phone; it tells neither how many there are nor when it came."""
    while True:
        signs = "".join(secrets.choice(_NUMBER_SIGNS) for _sign in range(6))
        number = f"{signs[:3]}-{signs[3:]}"
        if not Case.objects.filter(number=number).exists():
            return number


def _count(now, county):
    month = date(timezone.localdate(now).year, timezone.localdate(now).month, 1)
    counted = ReceivedCount.objects.get_or_create(month=month, county=county)[0]
    ReceivedCount.objects.filter(pk=counted.pk).update(number=F("number") + 1)
