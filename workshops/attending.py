"""Who is expected at a workshop and who came: numbers on the list, and the word by which we know."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from saccos.models import Operator
from workshops import people
from workshops.models import Participant, Workshop

Way = Participant.Way
SELF = (Way.QR, Way.CODE)
_MOST_BY_THEMSELVES = 2  # times the capacity: a hall that overflows still gets in, a flood does not


class NotNow(Exception):
    """It is not the day of the workshop."""


class TakenOff(Exception):
    """The trainer has taken this person's tick away: only the trainer puts it back."""


class Full(Exception):
    """Twice as many as there are places have said that they are here."""


def come_by_oneself(workshop: Workshop, who, way: Way, now: datetime, mark: str = "") -> Participant:
    """Record that somebody is here by their own word, on their own or another's phone; a second time changes nothing.

    `who` is a person (the operator is where they work), or what was Said. Raises NotNow, TakenOff, Full.
    """
    if not workshop.is_open(now):
        raise NotNow
    with transaction.atomic():
        _take_turns(workshop)
        known = _known(workshop, who, mark)
        if known is None and _came_by_themselves(workshop) >= _MOST_BY_THEMSELVES * workshop.capacity:
            raise Full
        participant = known or _put(workshop, *_person_of(workshop, who, by_trainer=False), mark=mark)
        if is_taken_off(participant):
            raise TakenOff
        return note_came(participant, way, now)


def come_by_trainer(
    workshop: Workshop, said: people.Said, way: Way, now: datetime, by, mark: str = "", number: int | None = None
) -> Participant:
    """Record that somebody is here by the trainer's word, on the phone or from paper; a second time changes nothing.

    `number` is the row of the paper list, kept where it is free.
    """
    with transaction.atomic():
        _take_turns(workshop)
        participant = _known(workshop, said, mark)
        if participant is None:
            person, operator = _person_of(workshop, said, by_trainer=True)
            participant = _put(workshop, person, operator, mark, number)
        return note_came(participant, way, now, by)


def expect(workshop: Workshop, expected: Iterable[tuple[object, Operator | None]]) -> int:
    """Put people on the list with the operator each comes from; return how many were not on it yet."""
    with transaction.atomic():
        _take_turns(workshop)
        there = set(workshop.participants.values_list("person_id", flat=True))
        fresh = {person.pk: (person, operator) for person, operator in expected if person.pk not in there}
        first = _next_number(workshop)
        rows = [
            Participant(workshop=workshop, person=person, operator=operator, number=number)
            for number, (person, operator) in enumerate(fresh.values(), start=first)
        ]
        return len(Participant.objects.bulk_create(rows))


def forget(workshop: Workshop, pks: Iterable[int]) -> int:
    """Take people off the list who were expected only; return how many. Who came or wrote a test stays."""
    waiting = workshop.participants.filter(pk__in=pks, came_at=None, sheets=None)
    return waiting.delete()[1].get(Participant._meta.label, 0)


def note_came(participant: Participant, way: Way, now: datetime, by=None) -> Participant:
    """Record that a participant is here; the first word stays. Every way of attending ends in this call."""
    waiting = Participant.objects.filter(pk=participant.pk, came_at=None)
    if waiting.update(came_at=now, way=way, noted_by=by):
        participant.came_at, participant.way, participant.noted_by = now, way, by
    return participant


def note_away(participant: Participant, by, saw: datetime | None = None) -> bool:
    """Take the tick away by the trainer's word; return whether it was done.

    With `saw`, the time of the tick that the trainer had before their eyes, a tick by somebody else since then stays.
    """
    here = Participant.objects.filter(pk=participant.pk).exclude(came_at=None)
    here = here.filter(came_at=saw) if saw else here
    return bool(here.update(came_at=None, way=Way.TRAINER, noted_by=by))


def is_taken_off(participant: Participant) -> bool:
    """Return whether the trainer took their tick away, rather than that they have not come yet."""
    return participant.came_at is None and participant.way == Way.TRAINER


def _known(workshop, who, mark):
    """Return the row that this very sending made before, or the person's own."""
    rows = workshop.participants.select_related("person", "operator")
    if mark and (found := rows.filter(mark=mark).first()):
        return found
    return None if isinstance(who, people.Said) else rows.filter(person=who).first()


def _person_of(workshop, who, *, by_trainer):
    if isinstance(who, people.Said):
        return people.find_or_make(workshop, who, by_trainer=by_trainer), who.operator
    employment = who.employments.current().select_related("operator").first()
    return who, employment and employment.operator


def _put(workshop, person, operator, mark="", number=None):
    """Return the person's row, with the next number where they have none yet."""
    found = workshop.participants.filter(person=person).first()
    if found:
        return found
    is_free = number and not workshop.participants.filter(number=number).exists()
    number = number if is_free else _next_number(workshop)
    return workshop.participants.create(person=person, operator=operator, number=number, mark=mark)


def _next_number(workshop):
    return (workshop.participants.aggregate(last=Max("number"))["last"] or 0) + 1


def _came_by_themselves(workshop):
    return workshop.participants.came().filter(way__in=SELF).count()


def _take_turns(workshop):
    """Let what changes one list go one after the other, where the database does not see to it by itself."""
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
