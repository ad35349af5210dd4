"""A believable large programme, for benchmarks: operators, their staff, what each has learned, and certificates.

Everybody is invented and has a number from +254 110 000 000 on. The same call makes the same people; a larger one adds
to them. Certificates bear no signed statement, as if from before there were any: signing a million takes longer than
all the rest, and no figure here needs it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts import names
from accounts.models import User
from certificates import codes
from certificates.models import Certificate
from courses import outline
from courses.models import CoursePage, Enrolment
from home.context_processors import organisation
from places.corridors import Corridor
from places.counties import County
from saccos import keeping
from saccos.models import Operator, OperatorStage, Route, StaffMember
from sample import courses as course_pages
from sample import files, site

FIRST_NUMBER = 254_110_000_000
SLUG = "scale-"
LARGEST_SHARE = 50
"""One operator has one in so many of all people, so that the long lists of a giant are measured too."""
_SEED = 47
_CHUNK = 5000
_STATES = (("trained", "lapsing", "expired", "begun", "new"), (45, 3, 7, 18, 27))
_DAYS = {"trained": (3, 600), "lapsing": (1, 29), "expired": (2, 300), "begun": (0, 120), "new": (0, 0)}
_ROLES = (("conductor", "driver", "truck_driver", "clerk", "stage"), (35, 35, 15, 8, 7))
_MONTHS = 24


@dataclass(frozen=True)
class _Taught:
    key: UUID
    titles: dict
    steps: int


def fill(operators: int, people: int, courses: int, now: datetime, say: Callable[[str], None]) -> None:
    """Bring the programme to so many invented operators and people, spread over so many of its courses.

    Where fewer courses are published, plain ones are added. `say` is told how far it is.
    """
    taught = _courses(courses)
    ids = _operators(operators, now)
    say(f"{len(ids)} operators")
    have = User.objects.filter(phone__startswith="+25411").count()
    for number in range(have, people, _CHUNK):
        count = min(_CHUNK, people - number)
        with transaction.atomic():
            _people(number, count, people, ids, taught, now)
        say(f"{number + count} of {people} people")
    say("counting figures …")
    keeping.recount(None, now)
    keeping.pass_time(now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _courses(number):
    published = CoursePage.objects.live().filter(locale__language_code="en", refreshes=None).order_by("pk")
    pages = list(published[:number])
    if len(pages) < number:
        indexes = course_pages.load_index(site.load_homes())
        lacking = range(len(pages), number)
        pages += [course_pages.load_plain(f"{SLUG}{place}", f"Course {place}", indexes) for place in lacking]
    return [_taught(page.translation_key) for page in pages]


def _taught(key):
    return _Taught(key, outline.facts_of(key).titles, len(outline.of(key, "en").steps))


def _operators(number, now) -> list[int]:
    """Return the ids of the invented operators in order, making those that are missing."""
    have = Operator.objects.filter(slug__startswith=SLUG).count()
    rng = Random(_SEED + have)  # noqa: S311 - the same programme each time
    places, kinds, corridors = list(County.values), list(Operator.Kind.values), list(Corridor.values)
    made = Operator.objects.bulk_create(
        [
            Operator(
                name=f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {place}",
                slug=f"{SLUG}{place}",
                kind=rng.choice(kinds),
                county=rng.choice(places),
                engagement=rng.choice(Operator.Engagement.values),
                next_step="Call the office",
                next_step_on=timezone.localdate(now) + timedelta(days=rng.randint(-60, 60)),
            )
            for place in range(have, number)
        ],
        batch_size=1000,
    )
    Route.objects.bulk_create(
        [Route(operator=one, towns="Mombasa – Voi – Nairobi", corridor=rng.choice(corridors)) for one in made],
        batch_size=1000,
    )
    OperatorStage.objects.bulk_create(
        [OperatorStage(operator=one, name=f"{rng.choice(_FIRST)} stage", county=one.county) for one in made],
        batch_size=1000,
    )
    return list(Operator.objects.filter(slug__startswith=SLUG).order_by("pk").values_list("pk", flat=True))


def _people(start, count, of_all, operators, taught, now):
    rng = Random(_SEED * 1_000_003 + start)  # noqa: S311 - the same programme each time
    drawn = list(islice(_draw(rng, start), count))
    password = make_password(None)
    users = User.objects.bulk_create([_user(one, password, now) for one in drawn], batch_size=1000)
    pairs = list(zip(users, drawn, strict=True))
    giants = of_all // LARGEST_SHARE
    StaffMember.objects.bulk_create(
        [_employment(user, one, _operator_of(one.number, operators, giants), now) for user, one in pairs],
        batch_size=1000,
    )
    learned = [(user, one, rng.choice(taught)) for user, one in pairs if one.state != "new"]
    Enrolment.objects.bulk_create([_enrolment(*row, now) for row in learned], batch_size=1000)
    certified = [row for row in learned if row[1].state != "begun"]
    last = Certificate.objects.aggregate(last=Max("status_index"))["last"]
    first = 0 if last is None else last + 1
    issuer = organisation().name
    Certificate.objects.bulk_create(
        [_certificate(*row, now, issuer, first + place) for place, row in enumerate(certified)], batch_size=1000
    )


@dataclass(frozen=True)
class _Person:
    number: int
    name: str
    sex: str
    role: str
    state: str
    days: int
    since: int


def _draw(rng: Random, start: int) -> Iterator[_Person]:
    groups = files.read("operators.yaml")["names"]
    number = start
    while True:
        group = rng.choice(groups)
        sex = "women" if rng.random() < 0.25 else "men"
        second = group.get(f"{sex}_second") or group["men"]
        parts = (rng.choice(group[sex]), rng.choice(second), rng.choice(group["last"]))
        state = rng.choices(*_STATES)[0]
        role = rng.choices(*_ROLES)[0]
        days = rng.randint(*_DAYS[state])
        yield _Person(
            number, " ".join(parts), "woman" if sex == "women" else "man", role, state, days, rng.randint(20, 1500)
        )
        number += 1


def _operator_of(number, operators, giants):
    """Return the giant for one in LARGEST_SHARE people, and for the others each operator in turn."""
    return operators[0] if number % LARGEST_SHARE == 0 or not giants else operators[number % len(operators)]


def _user(one, password, now):
    joined_at = now - timedelta(days=one.since)
    return User(
        phone=f"+{FIRST_NUMBER + one.number}",
        full_name=one.name,
        search_name=names.fold(one.name),
        sex=one.sex,
        role=one.role,
        language="sw" if one.number % 3 else "en",
        date_joined=joined_at,
        registered_at=None if one.state == "new" else joined_at,
        password=password,
    )


def _employment(user, one, operator, now):
    return StaffMember(
        operator_id=operator, person=user, role=one.role, started_on=timezone.localdate(now) - timedelta(days=one.since)
    )


def _issued_at(one, now):
    if one.state == "trained":
        return now - timedelta(days=one.days)
    return now + timedelta(days=one.days if one.state == "lapsing" else -one.days) - relativedelta(months=_MONTHS)


def _enrolment(user, one, course, now):
    is_done = one.state != "begun"
    last_at = _issued_at(one, now) if is_done else now - timedelta(days=one.days)
    return Enrolment(
        learner=user,
        course_key=course.key,
        started_at=last_at - timedelta(days=12),
        last_at=last_at,
        steps_done=course.steps if is_done else one.number % max(1, course.steps),
        steps_total=course.steps,
        module_number=1 + one.number % 4,
        completed_at=last_at if is_done else None,
    )


def _certificate(user, one, course, now, issuer, place):
    issued_at = _issued_at(one, now)
    return Certificate(
        code=codes.draw(),
        learner=user,
        course_key=course.key,
        holder_name=user.full_name,
        course_title_en=course.titles["en"],
        course_title_sw=course.titles["sw"],
        issuer=issuer,
        issued_at=issued_at,
        expires_at=issued_at + relativedelta(months=_MONTHS),
        status_index=place,
    )


_FIRST = ("Pwani", "Bahari", "Mlima", "Ziwa", "Jua", "Nyota", "Simba", "Twiga", "Safari", "Mwamba", "Tumaini", "Umoja")
_SECOND = ("Shuttle", "Link", "Express", "Riders", "Movers", "Carriers", "Transporters", "Hauliers", "Lines", "Freight")
