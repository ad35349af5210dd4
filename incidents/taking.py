"""Taking in a report: sealed before it is written, written before it is answered, once however often it is sent."""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min, Q
from nacl.utils import random

from incidents import files, notifying, receipts, received, sealing, team
from incidents.models import Attachment, Case, Entry

Kind = Entry.Kind
# What the reporter adds wakes these.
_RESTING = (Case.State.WAITING, Case.State.CLOSED)
_LEAST_TOKEN = 16
_NUMBER_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class NotOpen(Exception):
    """Nobody of the case team holds its key, so nothing can be taken: nobody could read it."""


@dataclass(frozen=True)
class Sent:
    """What somebody sent by one form: its words, its files, and the form's token, by which a repeat is known."""

    said: dict
    token: str
    attached: Sequence[files.Stripped | files.Locked] = field(default_factory=list)

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
    def receipts(self) -> list[str]:
        """Return the receipts that it can have: the form's own, and that of what another of the same form says."""
        by_content = receipts.receipt_for(self._known)
        # A short token is none of our forms', and could be anybody's.
        if len(self.token) < _LEAST_TOKEN:
            return [by_content]
        token = self.token.encode(errors="replace")
        return [receipts.receipt_for(sealing.digest(b"form", token)), by_content]

    @property
    def is_locked(self) -> bool:
        """Say whether a phone sealed it, so that nobody can read in it before an officer opens it."""
        return "sealed" in self.said


def take(sent: Sent, now: datetime, urgency: int = Case.Urgency.NORMAL, county: str = "") -> str:
    """Store a report, and return its receipt; the same form sent again gives the same receipt and stores nothing.

    What a phone sealed after the answer to its form got lost is known by the form's token. `said` is sealed as it is.
    Raises NotOpen.
    """
    if team.readable_key() is None and not is_known(sent):
        raise NotOpen
    # What is slow comes before the transaction; files that are then not wanted are swept up by the retention.
    receipt, derived, is_stored = _place_of(sent)
    if is_stored:
        return receipt
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
                is_county_locked=sent.is_locked,
            )
            _write(case, Kind.REPORT, sent, tokens, now)
            received.count(now, county)
            notifying.tell_team(urgency, now)
    except IntegrityError:
        # The same form, twice at the same moment: the other one has stored it.
        receipt, _derived, is_stored = _place_of(sent)
        if not is_stored:
            raise
    return receipt


def _place_of(sent):
    """Return the receipt of what is sent, what follows from it, and whether the report is stored already."""
    first, *others = sent.receipts
    derived = receipts.derive(first)
    case = find(derived)
    if others and (is_known(sent) if case is None else not _is_of(case, sent)):
        return others[0], receipts.derive(others[0]), is_known(sent)
    return first, derived, case is not None


def _is_of(case, sent):
    """Return whether a case of the same form is of this; what is sealed can't be compared, and is."""
    return sent.is_locked or case.entries.filter(sent_hash=sent.hash).exists()


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


def receipt_of(sent: Sent) -> str:
    """Return the receipt that this form was given, or will be."""
    return _place_of(sent)[0]


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
        Attachment.objects.create(entry=entry, token=token, box=sealing.seal_said(case.public_key, one.about))


def _to_the_hour(now):
    return now.replace(minute=0, second=0, microsecond=0)


def _new_number():
    """Return a number that people can say on the phone; it tells neither how many there are nor when it came."""
    while True:
        signs = "".join(secrets.choice(_NUMBER_SIGNS) for _sign in range(6))
        number = f"{signs[:3]}-{signs[3:]}"
        if not Case.objects.filter(number=number).exists():
            return number
