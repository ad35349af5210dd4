"""The operators of the sample programme with their invented staff, so that a dashboard has something to show."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from accounts import names
from accounts.models import Consent, PrivacyNotice, User
from certificates import issuing, status_places
from certificates.models import Certificate, CertificateAct
from courses import outline
from courses.models import Enrolment
from home.context_processors import organisation
from saccos import keeping
from saccos.models import Contact, Management, Operator, OperatorStage, Route, StaffMember, Target, Vehicle
from saccos.operators import recording
from sample import days
from sample.staff import Invented, draw_all

_SEED = 47
_DESCRIBED = ("name", "kind", "county", "registered_name", "ntsa_number", "notes")
_PLATES = 6
_FOUND, _CHANGED = 200, 18  # days ago


def load(data: dict, course_key: UUID, lesson_total: int, now: datetime | None = None) -> None:
    """Make the operators and staff that `content/operators.yaml` (parsed, as `data`) asks for, where they are missing.

    Always the same people, by their phone numbers; who exists already is left as they are, so that a second call
    changes nothing. `course_key` is the course they have taken, `lesson_total` its number of steps. The sample's named
    people are attached where they exist; make them first.
    """
    now = now or timezone.now()
    with transaction.atomic():
        entries = [*data["operators"], *data["look_alikes"]]
        before = set(Operator.objects.values_list("slug", flat=True))
        operators = {entry["slug"]: _operator(entry, data["towns"], now) for entry in entries}
        _remember([entry for entry in entries if entry["slug"] not in before], operators, now)
        _set_targets(data["targets"])
        for entry in data["operators"]:
            _attach(entry, operators[entry["slug"]], now)
        invented = draw_all(data["operators"], data["names"], Random(_SEED))  # noqa: S311 - the same people each time
        people = _people(invented, now)
        _employ(people, operators, now)
        _train(people, course_key, lesson_total, now)
        if people:
            keeping.recount([operator.pk for operator in operators.values()], now)


def _operator(entry, towns, now):
    operator, is_new = Operator.objects.get_or_create(
        slug=entry["slug"], defaults=_described(entry) | _progress(entry, now) | entry.get("before", {})
    )
    if is_new:
        Contact.objects.create(operator=operator, **entry["contact"])
        if deputy := entry.get("deputy"):
            Contact.objects.create(operator=operator, duty=Contact.Duty.DEPUTY, **deputy)
        Route.objects.bulk_create(Route(operator=operator, **route) for route in entry["routes"])
        OperatorStage.objects.bulk_create(
            OperatorStage(operator=operator, name=town, **towns[town]) for town in entry["stages"]
        )
        Vehicle.objects.bulk_create(Vehicle(operator=operator, plate=plate) for plate in _plates(operator))
    return operator


def _described(entry):
    return {name: entry[name] for name in _DESCRIBED if name in entry}


def _plates(operator):
    """Return some number plates, of a series that is not given out."""
    letter = "ABCDEFGHJKLMNPQRSTUVWXYZ"[operator.pk % 24]
    return [f"KZZ {operator.pk % 100:02d}{number}{letter}" for number in range(_PLATES)] if _is_mapped(operator) else []


def _is_mapped(operator):
    return Operator.Engagement(operator.engagement).is_mapped


def _remember(entries, operators, now):
    """Write the history of those made now: found, then what has changed since."""
    by = User.objects.filter(username="farida").first()
    made = [operators[entry["slug"]].pk for entry in entries]
    recording.record(made, by, days.at(now, -_FOUND, 9), new=made)
    changed = [entry for entry in entries if "before" in entry]
    for entry in changed:
        Operator.objects.filter(slug=entry["slug"]).update(**_progress(entry, now))
    recording.record([operators[entry["slug"]].pk for entry in changed], by, days.at(now, -_CHANGED, 15))


def _progress(entry, now):
    """Return how far the programme has come with the operator, and what it does next."""
    progress = {
        "engagement": entry["engagement"],
        "fleet_size": entry["fleet"],
        "has_procedure": "procedure" in entry["in_place"],
        "has_poster": "poster" in entry["in_place"],
    }
    if step := entry.get("next_step"):
        progress["next_step"] = step["what"]
        progress["next_step_on"] = timezone.localdate(now) + timedelta(days=step["in_days"])
    return progress


def _set_targets(numbers):
    for kind, number in numbers.items():
        Target.objects.get_or_create(kind=kind, defaults={"number": number})


def _attach(entry, operator, now):
    """Give the sample's named people their places."""
    for manager in User.objects.filter(phone__in=entry.get("managers", [])):
        Management.objects.get_or_create(operator=operator, user=manager)
    roles = {person["phone"]: person["role"] for person in entry.get("people", [])}
    for person in User.objects.filter(phone__in=roles, employments=None):
        started_on = timezone.localdate(now) - timedelta(days=400)
        StaffMember.objects.create(
            operator=operator, person=person, role=roles[str(person.phone)], started_on=started_on
        )


def _people(invented: list[Invented], now) -> list[tuple[User, Invented]]:
    """Make a user for each invented person who has none, and return those made."""
    phones = [person.phone for person in invented]
    known = {str(phone) for phone in User.objects.filter(phone__in=phones).values_list("phone", flat=True)}
    pairs = [(_user(person, now), person) for person in invented if person.phone not in known]
    users = User.objects.bulk_create(user for user, _person in pairs)
    notice = PrivacyNotice.objects.in_force()
    if notice:
        Consent.objects.bulk_create(Consent(user=user, notice=notice, given_at=user.registered_at) for user in users)
    return pairs


def _user(person, now):
    joined_at = now - timedelta(days=person.since_days)
    user = User(
        phone=person.phone,
        full_name=person.name,
        search_name=names.fold(person.name),
        sex=person.sex,
        role=person.role,
        language=person.language,
        county=person.county,
        date_joined=joined_at,
        registered_at=joined_at,
    )
    user.set_unusable_password()
    return user


def _employ(people, operators, now):
    today = timezone.localdate(now)
    rows = []
    for user, person in people:
        start = today - timedelta(days=person.since_days)
        end = None if person.left_days is None else today - timedelta(days=person.left_days)
        rows.append(_employment(operators[person.operator], user, person, start, end))
        if person.came_from:
            rows.append(_employment(operators[person.came_from], user, person, start - timedelta(days=500), start))
    StaffMember.objects.bulk_create(rows)


def _employment(operator, user, person, start, end):
    return StaffMember(operator=operator, person=user, role=person.role, started_on=start, ended_on=end)


def _train(people, course_key, lesson_total, now):
    course = outline.of(course_key, "en")
    facts = outline.facts_of(course_key)
    enrolments, certificates = [], []
    places = iter(status_places.draw(len(people)) if people else ())
    for user, person in people:
        if person.state == "begun":
            enrolments.append(_begun(user, person, course, lesson_total, now))
        elif person.state != "new":
            issued_at = _issued_at(person, facts.valid_months, now)
            enrolments.append(_completed(user, course_key, lesson_total, issued_at))
            certificates.append(_certificate(user, course_key, facts, issued_at, next(places)))
    Enrolment.objects.bulk_create(enrolments)
    Certificate.objects.bulk_create(certificates)
    kind, by = CertificateAct.Kind.ISSUED, issuing.PLATFORM
    CertificateAct.objects.bulk_create(
        CertificateAct(certificate=one, kind=kind, at=one.issued_at, by=by) for one in certificates
    )


def _issued_at(person, months, now):
    """Return when the certificate was issued, so that it is today in the state that was drawn."""
    if person.state == "trained":
        return now - timedelta(days=person.days)
    ends_in = person.days if person.state == "lapsing" else -person.days
    return now + timedelta(days=ends_in) - relativedelta(months=months)


def _begun(user, person, course, lesson_total, now):
    steps_done = int(person.done * lesson_total)
    return Enrolment(
        learner=user,
        course_key=course.key,
        started_at=now - timedelta(days=person.days + 10),
        last_at=now - timedelta(days=person.days),
        steps_done=steps_done,
        steps_total=lesson_total,
        module_number=1 + steps_done * len(course.modules) // lesson_total,
    )


def _completed(user, course_key, lesson_total, at):
    return Enrolment(
        learner=user,
        course_key=course_key,
        started_at=at - timedelta(days=12),
        last_at=at,
        steps_done=lesson_total,
        steps_total=lesson_total,
        module_number=1,
        completed_at=at,
    )


def _certificate(user, course_key, facts, issued_at, place):
    return issuing.build(
        {
            "learner": user,
            "course_key": course_key,
            "holder_name": user.full_name,
            "course_title_en": facts.titles["en"],
            "course_title_sw": facts.titles["sw"],
            "issuer": organisation().name,
            "issued_at": issued_at,
            "expires_at": issued_at + relativedelta(months=facts.valid_months),
            "status_index": place,
        }
    )
