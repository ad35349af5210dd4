"""An operator's seal: given when enough of the crew is trained, and gone by itself while it is not.

A seal whose share falls does not hold, and its `ended_at` says since when; is the share back before its time is over,
and has no newer one taken its place, it holds again.
"""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from certificates import codes, keys
from saccos import history, reports
from saccos.models import Operator, Seal
from saccos.reports import Figures
from saccos.seals import statement

FEWEST_STAFF = 5
"""Below this, a share says little, and might say something about one person."""
HOLDS_MONTHS = 12

history.register("seal-returned", _("The seal holds again: %(trained)s of %(total)s staff are trained."))


class NotEnough(Exception):
    """Too few of the staff are trained, or the operator has too few staff."""


class CannotSign(Exception):
    """There is no key to sign with. The message says what to do."""


def is_reached(figures: Figures) -> bool:
    """Return whether the share is there: exactly the share counts, and it is never rounded."""
    return figures.total >= FEWEST_STAFF and 100 * figures.trained >= settings.SEAL_SHARE * figures.total


def lacking(figures: Figures) -> int:
    """Return how many more of today's staff must be trained for the share; 0 where it is there."""
    needed = -(-settings.SEAL_SHARE * figures.total // 100)
    return max(0, needed - figures.trained)


def in_force(operator: Operator, now: datetime) -> Seal | None:
    """Return the operator's newest seal whose time is not over; the share is not looked at.

    None for an operator that was merged into another.
    """
    seals = Seal.objects.filter(operator=operator, operator__merged_into=None, expires_at__gt=now)
    return seals.order_by(F("ended_at").desc(nulls_first=True), "-given_at", "-pk").first()


def holds(seal: Seal, figures: Figures, now: datetime) -> bool:
    """Return whether the seal that is `in_force` may be shown to passengers now, with the operator's figures of now."""
    return now < seal.expires_at and is_reached(figures)


def give(operator: Operator, by, now: datetime) -> Seal:
    """Return the operator's seal, making and signing it where none is in force. Raises NotEnough or CannotSign."""
    with transaction.atomic():
        # Two clicks at once go one after the other.
        Operator.objects.select_for_update().get(pk=operator.pk)
        figures = reports.figures(operator, now)
        if not is_reached(figures):
            raise NotEnough
        if seal := in_force(operator, now):
            _return(seal, figures, now)
            return seal
        Seal.objects.filter(operator=operator, ended_at=None).update(ended_at=F("expires_at"))
        seal = _make(operator, figures, by, now)
        history.note(operator, "seal-given", by, now, trained=figures.trained, total=figures.total)
    return seal


def _make(operator, figures, by, now):
    expires_at = now + relativedelta(months=HOLDS_MONTHS)
    seal = Seal(
        operator=operator,
        code=codes.draw(),
        operator_name=operator.name,
        trained=figures.trained,
        total=figures.total,
        needed=settings.SEAL_SHARE,
        given_at=now,
        given_by=by,
        expires_at=expires_at,
    )
    said = statement.Said(
        operator.name,
        figures.trained,
        figures.total,
        settings.SEAL_SHARE,
        int(now.timestamp()),
        int(expires_at.timestamp()),
    )
    try:
        seal.statement = statement.sign(said, seal.code, now)
    except keys.NoKey as error:
        raise CannotSign(str(error)) from error
    seal.save(force_insert=True)
    return seal


def end_fallen(now: datetime) -> int:
    """End the seals whose share has fallen or whose time is over; return how many. Run it every hour.

    Nobody waits for it: what passengers see compares the figures of that moment.
    """
    ended = 0
    for seal in Seal.objects.filter(ended_at=None).select_related("operator").iterator():
        if not holds(seal, reports.figures(seal.operator, now), now):
            ended += _end(seal, now)
    return ended


def _end(seal, now):
    with transaction.atomic():
        at = min(now, seal.expires_at)
        is_first = Seal.objects.filter(pk=seal.pk, ended_at=None).update(ended_at=at)
        if is_first:
            history.note(seal.operator, "seal-ended", None, now)
    return is_first


def return_recovered(now: datetime) -> int:
    """Note of the seals in force whose share is back that they hold again; return how many. Run it every hour."""
    fallen = Seal.objects.exclude(ended_at=None).filter(expires_at__gt=now)
    operators = Operator.objects.filter(pk__in=fallen.values("operator"))
    return sum(_return_of(operator, now) for operator in operators.iterator())


def _return_of(operator, now):
    with transaction.atomic():
        Operator.objects.select_for_update().get(pk=operator.pk)
        seal, figures = in_force(operator, now), reports.figures(operator, now)
        return bool(seal and is_reached(figures) and _return(seal, figures, now))


def _return(seal, figures, now):
    """Take the end off the seal; return whether it bore one. The operator is locked by the caller."""
    if seal.ended_at is None:
        return False
    Seal.objects.filter(operator=seal.operator_id, ended_at=None).update(ended_at=F("expires_at"))
    Seal.objects.filter(pk=seal.pk).update(ended_at=None)
    seal.ended_at = None
    history.note(seal.operator, "seal-returned", None, now, trained=figures.trained, total=figures.total)
    return True
