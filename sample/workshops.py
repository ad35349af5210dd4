"""Two workshops of the sample programme: one that is over, with all that came of it, and one in the next days."""

from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

from django.db import transaction

from accounts.models import User
from saccos.models import Operator
from sample import days, people, sheets
from workshops import attending, expecting
from workshops.models import InvitedOperator, Participant, Workshop, WorkshopTest
from workshops.people import Said
from workshops.testing import choosing, recording
from workshops.testing import sheets as typed

_STARTS, _ENDS = 9, 16
_WEEK = timedelta(days=7)
_CAST = tuple(one.phone for one in people.CAST if one.phone)
_RIGHT = {WorkshopTest.Occasion.PRE: (2, 3, 1, 2), WorkshopTest.Occasion.POST: (5, 4, 5, 5)}
_BY_NOON = 4  # tests
_SECONDS = 120
_Way = Participant.Way


def load(data: dict, course_key: UUID, now: datetime) -> None:
    """Make the workshops of `content/workshops.yaml` (parsed, as `data`) where there is none at all.

    The coming one is held weekly until somebody comes: when its day is over it moves on, so that it is always to come.
    """
    with transaction.atomic():
        if not Workshop.objects.exists():
            trainer = User.objects.filter(username="eshe").first()
            _hold(_make(data["past"], course_key, trainer, now), data["past"], trainer, now)
            coming = _make(data["coming"], course_key, trainer, now)
            for operator in _operators(data["coming"]):
                expecting.add_untrained(coming, operator, now)
        _move_on(data["coming"]["token"], now)


def _make(entry, course_key, trainer, now):
    fields = {name: entry[name] for name in ("token", "title", "county", "place", "capacity", "funder", "notes")}
    workshop = Workshop.objects.create(
        **fields,
        course_key=course_key,
        trainer=trainer,
        cost=entry.get("cost"),
        starts_at=days.at(now, entry["in_days"], _STARTS),
        ends_at=days.at(now, entry["in_days"], _ENDS),
    )
    places = {one["slug"]: one["places"] for one in entry["operators"]}
    InvitedOperator.objects.bulk_create(
        InvitedOperator(workshop=workshop, operator=operator, places=places[operator.slug])
        for operator in _operators(entry)
    )
    return workshop


def _operators(entry):
    return Operator.objects.filter(slug__in=[one["slug"] for one in entry["operators"]]).order_by("pk")


def _move_on(token, now):
    over = Workshop.objects.filter(token=token, ends_at__lt=now, closed_at=None).first()
    if over and not over.participants.came().exists():
        later = ((now - over.ends_at) // _WEEK + 1) * _WEEK
        Workshop.objects.filter(pk=over.pk).update(starts_at=over.starts_at + later, ends_at=over.ends_at + later)


def _hold(workshop, entry, trainer, now):
    """Let people come, write their papers, and get what they earned."""
    choosing.choose(workshop, {one.name: "paper" for one in choosing.choices(workshop)})
    for wanted in entry["operators"]:
        _bring(workshop, Operator.objects.get(slug=wanted["slug"]), wanted, trainer)
    guest = Said(entry["guest"]["name"], role=entry["guest"]["role"])
    attending.come_by_trainer(workshop, guest, _Way.PAPER, workshop.starts_at, trainer)
    _write(workshop, list(workshop.participants.came()))
    recording.record(workshop, min(now, workshop.ends_at + timedelta(days=1)), _SECONDS)
    Workshop.objects.filter(pk=workshop.pk).update(closed_at=workshop.ends_at)


def _bring(workshop, operator, wanted, trainer):
    """Expect the untrained of the operator's invented staff, all but the last ones of whom come, in each way."""
    staff = operator.staff.current().filter(trained_until=None).exclude(person__phone__in=_CAST)
    members = list(staff.select_related("person").order_by("-person__phone")[: wanted["untrained"] + wanted["away"]])
    attending.expect(workshop, [(member.person, operator) for member in members])
    for member, way in zip(members[: wanted["untrained"]], cycle(_Way), strict=False):
        if way in attending.SELF:
            attending.come_by_oneself(workshop, member.person, way, workshop.starts_at)
        else:
            participant = workshop.participants.get(person=member.person)
            attending.note_came(participant, way, workshop.starts_at, trainer)


def _write(workshop, participants):
    """Type a sheet for everybody and each test: few answers right before, most after; the last one left at noon."""
    for place, test in enumerate(workshop.tests.select_related("quiz", "version", "workshop")):
        paper = choosing.asked_in(test)
        writing = participants if place < _BY_NOON else participants[:-1]
        posted = {typed.field_of(one): sheets.written(paper, _right(test, paper, one)) for one in writing}
        typed.save(test, writing, posted, workshop.ends_at)


def _right(test, paper, participant):
    """Return how many answers they got right."""
    numbers = _RIGHT.get(test.occasion, (len(paper),))
    return numbers[participant.number % len(numbers)]
