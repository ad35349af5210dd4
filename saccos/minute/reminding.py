"""Reminding staff by SMS: whom, when and at what cost; nobody more than once in three days, and nobody at night.

People who share a phone get one message each, because each says a name and how that person stands.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from messaging import parts, reminders
from messaging.models import Message
from saccos import history, reports
from saccos.minute import wording
from saccos.minute.contacting import NUMBER
from saccos.models import Operator, Reminder, StaffMember
from saccos.reports import StaffList

KIND = "staff_reminder"
BETWEEN = timedelta(days=3)
"""From one reminder to the next: exactly so long is long enough. By any operator, for who moves is one person."""
_BATCH = 1000
_READ = (
    "pk",
    "person",
    "person__full_name",
    "person__language",
    "number",
    "trained_until",
    "has_begun",
    "stopped_at",
    "last_at",
    "last_operator",
)


@dataclass(frozen=True)
class Letter:
    person: int
    number: str
    language: str
    case: wording.Case
    text: str


@dataclass(frozen=True)
class LeftOut:
    """Who gets no reminder. `last_at` is when they had one, or will have: it waits until then; None without a phone.

    `is_ours` says that it is this operator's.
    """

    pk: int
    name: str
    last_at: datetime | None = None
    is_ours: bool = False


@dataclass(frozen=True)
class Sample:
    """One of the texts that go out, as one of its readers gets it, and how many get it."""

    text: str
    language: str
    people: int
    parts: int


@dataclass
class Plan:
    """What a reminder sent now would be. `goes_at` is when it may go out; whom nothing hinders gets a letter."""

    goes_at: datetime
    letters: list[Letter] = field(default_factory=list)
    without_phone: list[LeftOut] = field(default_factory=list)
    reminded: list[LeftOut] = field(default_factory=list)

    @property
    def parts(self) -> int:
        return sum(number * times for number, times in Counter(map(_parts, self.letters)).items())

    def cost(self, price: Decimal | None) -> Decimal | None:
        """Return what it costs in shillings at a price for each part; None where no price is known."""
        return None if price is None else self.parts * price

    @property
    def samples(self) -> list[Sample]:
        """Return one letter of each case and language, the most common first."""
        people = Counter((letter.case, letter.language) for letter in self.letters)
        first = {(letter.case, letter.language): letter.text for letter in reversed(self.letters)}
        return [
            Sample(first[case, language], language, number, parts.parts(first[case, language]))
            for (case, language), number in people.most_common()
        ]


def _parts(letter):
    return parts.parts(letter.text)


def plan(staff: QuerySet[StaffMember], operator: Operator, now: datetime) -> Plan:
    """Return what would be sent to those of the operator's staff who are to act on, in one query."""
    made = Plan(reminders.by_day(now))
    people = with_last(_to_remind(staff, now)).annotate(number=NUMBER).order_by("sort_name", "pk")
    for pk, person, name, language, number, *training, last_at, last_operator in people.values_list(*_READ):
        if not number:
            made.without_phone.append(LeftOut(pk, name))
        elif last_at is not None and made.goes_at - last_at < BETWEEN:
            made.reminded.append(LeftOut(pk, name, last_at, last_operator == operator.pk))
        else:
            reader = wording.Reader(name, language, *training)
            text = wording.text(reader, operator.name, made.goes_at)
            made.letters.append(Letter(person, number, language, reader.case_at(made.goes_at), text))
    return made


def with_last(staff: QuerySet[StaffMember]) -> QuerySet[StaffMember]:
    """Add `last_at` and `last_operator`, when and by whom (its id) each was last reminded or invited; else None."""
    last = Reminder.objects.filter(person=OuterRef("person")).order_by("-at")
    return staff.annotate(last_at=Subquery(last.values("at")[:1]), last_operator=Subquery(last.values("operator")[:1]))


def next_at(person: User, now: datetime) -> datetime | None:
    """Return from when the person may be reminded again; None where nothing hinders it now."""
    last = person.reminders.order_by("-at").values_list("at", flat=True).first()
    return last + BETWEEN if last and reminders.by_day(now) - last < BETWEEN else None


def _to_remind(staff, now):
    return staff.filter(reports.in_list(StaffList.TO_ACT_ON, now), person__is_active=True)


def send(staff: QuerySet[StaffMember], operator: Operator, by: User, now: datetime) -> Plan:
    """Put the reminders into the outbox and return what was put there; a second call adds nothing for three days."""
    with transaction.atomic():
        _take_turns(_to_remind(staff, now).values("person"))
        sent = plan(staff, operator, now)
        if sent.letters:
            Message.objects.bulk_create(_messages(sent, now), batch_size=_BATCH)
            rows = (Reminder(person_id=one.person, operator=operator, by=by, at=sent.goes_at) for one in sent.letters)
            Reminder.objects.bulk_create(rows, batch_size=_BATCH)
            history.note(operator, "reminded", by, now, number=len(sent.letters))
    return sent


def _take_turns(people):
    """Let two managers who remind one person go one after the other."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))


def _messages(sent, now) -> Iterable[Message]:
    for letter in sent.letters:
        yield Message(
            kind=KIND,
            recipient=letter.number,
            body=letter.text,
            created_at=now,
            send_after=sent.goes_at,
            expires_at=sent.goes_at + BETWEEN,
        )
