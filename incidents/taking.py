"""Taking in a report: sealed before it is written, written before it is answered, once however often it is sent."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import F
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
        return sealing.digest((self.token or random(16).hex()).encode(), content, *(one.data for one in self.attached))

    @property
    def hash(self) -> str:
        """Return what is stored to know a repeat; neither content nor receipt follows from it."""
        return sealing.digest(b"sent", self._known.encode())

    @property
    def receipt(self) -> str:
        return receipts.receipt_for(self._known)


def take(sent: Sent, now: datetime, urgency: int = Case.Urgency.NORMAL, county: str = "") -> str:
    """Store a report, and return its receipt; the same form sent again gives the same receipt and stores nothing.

    `said` is sealed as it is. Raises NotOpen.
    """
    key = team.current_key()
    if key is None:
        raise NotOpen
    sent_hash = sent.hash
    receipt = sent.receipt
    if Entry.objects.filter(sent_hash=sent_hash).exists():
        return receipt
    private, public = sealing.new_pair()
    try:
        with transaction.atomic():
            case = Case.objects.create(
                number=_new_number(),
                receipt_hash=receipts.hash_of(receipt),
                reporter_key=sealing.public_of(receipts.private_key_of(receipt)),
                public_key=public,
                team_key=key,
                sealed_key=sealing.seal(key.public_key, private),
                arrived_at=_to_the_hour(now),
                urgency=urgency,
            )
            _write(case, Kind.REPORT, sent, sent_hash, now)
            _count(now, county)
            notifying.tell_team(urgency, now)
    except IntegrityError:
        # The same form, twice at the same moment: the other one has stored it.
        if not Entry.objects.filter(sent_hash=sent_hash).exists():
            raise
    return receipt


def add(case: Case, sent: Sent, now: datetime) -> None:
    """Store what the reporter adds, and bring the case to the team's notice again; a repeat stores nothing."""
    sent_hash = sent.hash
    try:
        with transaction.atomic():
            _write(case, Kind.ADDITION, sent, sent_hash, now)
            # The team sees the case into which this one has gone.
            seen = Case.objects.filter(pk=case.merged_into_id or case.pk)
            seen.update(has_news=True)
            seen.filter(state__in=_RESTING).update(state=Case.State.OPEN, closed_at=None)
            notifying.tell_team(case.urgency, now)
    except IntegrityError:
        if not Entry.objects.filter(sent_hash=sent_hash).exists():
            raise


def find(receipt: str) -> Case | None:
    """Return the case of a receipt, if only as part of another one; None where there is none."""
    return Case.objects.filter(receipt_hash=receipts.hash_of(receipt)).first()


def _write(case, kind, sent, sent_hash, now):
    entry = Entry.objects.create(
        case=case,
        kind=kind,
        made_at=_to_the_hour(now),
        box=sealing.seal_said(case.public_key, sent.said),
        sent_hash=sent_hash,
    )
    for one in sent.attached:
        token = secrets.token_urlsafe(18)
        files.write(token, sealing.seal(case.public_key, one.data))
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
