"""What the trainer's phone sends, perhaps late and perhaps twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from tests import make
from workshops import attending, register
from workshops.models import Participant, Workshop

pytestmark = pytest.mark.django_db
ADD = {
    "mark": "a1",
    "do": "add",
    "full_name": "Juma Ali",
    "phone": "",
    "operator": "other",
    "role": "driver",
    "age": 0,
}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def row(workshop, amina, pwani):
    attending.expect(workshop, [(amina, pwani)])
    return workshop.participants.get()


@pytest.fixture
def take(workshop, eshe, now):
    """Return a function that hands in entries as Eshe's phone sends them now."""
    return lambda *entries: register.take(workshop, list(entries), eshe, now)


def test_a_tick_is_kept_at_the_time_it_was_made(take, row, now, eshe):
    assert take({"mark": "t1", "do": "here", "row": row.pk, "age": 60}) == [{"mark": "t1", "is": "kept", "row": row.pk}]
    row.refresh_from_db()
    assert row.came_at == now - timedelta(seconds=60)
    assert (row.way, row.noted_by) == (Participant.Way.TRAINER, eshe)


@pytest.mark.parametrize("age", [10**12, "60", None, True, float("nan"), -5])
def test_an_age_that_makes_no_sense_stays_between_the_doors_opening_and_now(take, row, workshop, now, age):
    take({"mark": "t1", "do": "here", "row": row.pk, "age": age})
    row.refresh_from_db()
    assert workshop.opens_at <= row.came_at <= now


def test_a_person_sent_twice_is_one(take, workshop):
    first, second = take(ADD), take(ADD)
    assert first == second
    assert workshop.participants.count() == 1
    assert User.objects.filter(full_name="Juma Ali").count() == 1


def test_two_phones_that_add_one_person_make_one(take, workshop):
    take(ADD)
    take(ADD | {"mark": "b1", "full_name": "JUMA ALI"})
    assert workshop.participants.count() == 1


def test_what_another_phone_ticked_meanwhile_is_not_taken_away(take, row, now):
    take({"mark": "t1", "do": "here", "row": row.pk, "age": 60})
    take({"mark": "u1", "do": "away", "row": row.pk, "saw": (now - timedelta(hours=1)).isoformat()})
    row.refresh_from_db()
    assert row.came_at
    take({"mark": "u2", "do": "away", "row": row.pk, "saw": row.came_at.isoformat()})
    row.refresh_from_db()
    assert row.came_at is None


def test_the_first_tick_stays(take, row, now):
    take({"mark": "t1", "do": "here", "row": row.pk, "age": 60}, {"mark": "t2", "do": "here", "row": row.pk, "age": 0})
    row.refresh_from_db()
    assert row.came_at == now - timedelta(seconds=60)


def test_what_is_wrong_is_answered_row_by_row_and_the_others_are_kept(take, workshop):
    wrong, right = take(ADD | {"phone": "12", "mark": "x"}, ADD)
    assert wrong["is"] == "refused"
    assert list(wrong["why"]) == ["phone"]
    assert right["is"] == "kept"
    assert workshop.participants.count() == 1


@pytest.mark.parametrize("pk", [0, -1, 10**30, "1", None, True, 999_999])
def test_a_row_that_is_not_on_this_list_is_refused(take, row, pk):
    (answer,) = take({"mark": "t1", "do": "here", "row": pk, "age": 0})
    assert answer["is"] == "refused"


def test_a_row_of_another_workshop_is_refused(take, row, course):
    workshop = Workshop.objects.create(
        title="Other",
        county="001",
        place="Hall",
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(hours=1),
        course_key=course.translation_key,
    )
    theirs = workshop.participants.create(person=make.make_user(), number=1)
    (answer,) = take({"mark": "t1", "do": "here", "row": theirs.pk, "age": 0})
    assert answer["is"] == "refused"
    theirs.refresh_from_db()
    assert theirs.came_at is None


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        "x",
        [1],
        [{}],
        [{"mark": ""}],
        [{"mark": "m" * 41}],
        [{"mark": "m", "do": "fly"}],
        [{"mark": 1}],
        [ADD | {"mark": "a\0"}],
        [ADD | {"mark": "\ud800"}],
    ],
)
def test_what_no_phone_of_ours_sends_is_no_sending(workshop, eshe, now, sent):
    with pytest.raises(register.NotASending):
        register.take(workshop, sent, eshe, now)


def test_more_than_a_hundred_at_once_are_too_many(workshop, eshe, now):
    with pytest.raises(register.NotASending):
        register.take(workshop, [ADD] * 101, eshe, now)


@pytest.mark.parametrize("name", ["full_name", "phone", "operator", "role"])
@pytest.mark.parametrize("value", [None, 5, [], {}, "\0", "x" * 5000])
def test_no_value_of_a_field_breaks_it(take, name, value):
    (answer,) = take(ADD | {name: value})
    assert answer["is"] in ("kept", "refused")


def test_what_is_shown_holds_the_code_and_the_list(workshop, row, now):
    shown = register.shown(workshop, now)
    assert len(shown["code"]) == 4
    assert (shown["here"], shown["places"]) == (0, 30)
    assert shown["rows"][0]["name"] == "Amina Hassan"


@pytest.mark.parametrize("people", [1, 40])
def test_showing_costs_the_same_however_long_the_list(workshop, now, people, django_assert_num_queries):
    attending.expect(workshop, [(make.make_user(full_name=f"Person {n}"), None) for n in range(people)])
    with django_assert_num_queries(1):
        register.shown(workshop, now)
