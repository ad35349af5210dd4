"""What one person earned under two entries, in one row of periods: each is kept, and none is made twice."""

from itertools import groupby

from accounts.merging import Mover, Pair
from certificates import revoking
from certificates.issuing import PLATFORM
from certificates.models import Certificate
from courses.models import Enrolment


def move(pair: Pair) -> dict:
    """Give the certificates to the entry kept, the periods of a course numbered by the day of issue.

    What a certificate says stays as it was signed. A replacement stays in the period of the one that it replaces.
    """
    if not pair.gone.certificates.exists():
        return {"before": _places(pair.kept.certificates.all())}
    both = Certificate.objects.filter(learner__in=pair.both).order_by("course_key", "issued_at", "pk")
    before = _places(both)
    numbered = {}
    for _course, rows in groupby(both, key=lambda row: row.course_key):
        periods = {}
        for row in rows:
            numbered[row.pk] = periods.setdefault((row.learner_id, row.period), len(periods) + 1)
    _put({pk: (pair.kept.pk, period) for pk, period in numbered.items()})
    return {"before": before}


def settle(pair: Pair, told: dict) -> dict:
    """Note what was issued because the two together completed a course."""
    known = [pk for pk, _learner, _period in told["before"]]
    return {"issued": list(pair.kept.certificates.exclude(pk__in=known).values_list("pk", flat=True))}


def undo(pair: Pair, told: dict) -> None:
    """Give each certificate back to who earned it, with its period; what followed one since goes with it.

    A certificate that neither had earned alone is revoked.
    """
    for certificate in Certificate.objects.filter(pk__in=told["issued"], learner=pair.kept):
        _take_back(certificate, pair)
    before = {pk: (learner, period) for pk, learner, period in told["before"]}
    places = dict(before)
    for row in pair.kept.certificates.exclude(pk__in=before).order_by("issued_at", "pk"):
        if earlier := next((one for one in (_replaced(row), row.renews_id) if one in places), None):
            places[row.pk] = _after(places, earlier, row)
    still = set(Certificate.objects.filter(pk__in=places, learner=pair.kept).values_list("pk", flat=True))
    _put({pk: place for pk, place in places.items() if pk in still})


def _places(certificates):
    return [list(row) for row in certificates.values_list("pk", "learner_id", "period")]


def _replaced(row):
    return Certificate.objects.filter(replaced_by=row).values_list("pk", flat=True).first()


def _after(places, earlier, row):
    """Return the place of what followed: the same period for a replacement, and the next one for a renewal."""
    learner, period = places[earlier]
    return learner, period if _replaced(row) == earlier else period + 1


def _put(places):
    """Give certificates to people, each with its period; in between they are nobody's, so that no two collide."""
    Certificate.objects.filter(pk__in=places).update(learner=None)
    for pk, (learner, period) in places.items():
        Certificate.objects.filter(pk=pk).update(learner=learner, period=period)


def _take_back(certificate, pair):
    enrolment = Enrolment.objects.filter(learner=certificate.learner_id, course_key=certificate.course_key)
    if enrolment.filter(completed_at__isnull=False).exists():
        return
    revoking.revoke(certificate, Certificate.RevokeReason.ISSUED_IN_ERROR, str(pair.by or PLATFORM), pair.now)
    # Whoever completes the course by themselves still gets a certificate of their own.
    Certificate.objects.filter(pk=certificate.pk).update(learner=None)


MOVER = Mover(move, undo, settle, floor=3)
