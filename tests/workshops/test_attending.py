"""Who is expected and who came, by whose word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from tests import make
from workshops import attending
from workshops.models import Participant
from workshops.people import Said

pytestmark = pytest.mark.django_db
Way = Participant.Way


@pytest.fixture
def now():
    return timezone.now()


def test_who_is_signed_in_is_recorded_once_with_the_operator_they_work_for(workshop, pwani, amina, now):
    make.make_staff(pwani, amina)
    first = attending.come_by_oneself(workshop, amina, Way.QR, now)
    again = attending.come_by_oneself(workshop, amina, Way.CODE, now + timedelta(minutes=5))
    assert (again.pk, again.number, again.operator) == (first.pk, 1, pwani)
    again.refresh_from_db()
    assert (again.came_at, again.way) == (now, Way.QR)


def test_the_same_sending_twice_makes_one_person(workshop, now):
    rows = [attending.come_by_oneself(workshop, Said("Juma Ali"), Way.QR, now, "self-1") for _time in range(2)]
    assert rows[0] == rows[1]
    assert User.objects.filter(full_name="Juma Ali").count() == 1


def test_an_expected_person_keeps_their_number(workshop, pwani, amina, now):
    chausiku = make.make_user(full_name="Chausiku Njeri")
    attending.expect(workshop, [(chausiku, pwani), (amina, pwani)])
    assert attending.come_by_oneself(workshop, amina, Way.QR, now).number == 2
    assert attending.come_by_oneself(workshop, Said("New One"), Way.QR, now).number == 3


def test_expecting_twice_adds_nobody(workshop, pwani, amina):
    assert attending.expect(workshop, [(amina, pwani)]) == 1
    assert attending.expect(workshop, [(amina, pwani), (amina, pwani)]) == 0


@pytest.mark.parametrize(
    ("moved", "is_open"),
    [
        (timedelta(hours=-2), True),
        (timedelta(hours=-2, seconds=-1), False),
        (timedelta(hours=12), True),
        (timedelta(hours=12, seconds=1), False),
    ],
)
def test_from_two_hours_before_to_six_hours_after(workshop, amina, moved, is_open):
    """It lasts six hours."""
    moment = workshop.starts_at + moved
    assert workshop.is_open(moment) == is_open
    assert type(workshop).objects.open_at(moment).exists() == is_open
    if is_open:
        assert attending.come_by_oneself(workshop, amina, Way.QR, moment).came_at == moment
    else:
        with pytest.raises(attending.NotNow):
            attending.come_by_oneself(workshop, amina, Way.QR, moment)


def test_the_trainer_may_tick_on_any_day(workshop, eshe, now):
    late = now + timedelta(days=3)
    row = attending.come_by_trainer(workshop, Said("Juma Ali"), Way.TRAINER, late, eshe)
    assert (row.came_at, row.noted_by) == (late, eshe)


def test_twice_as_many_as_there_are_places_get_in_and_then_only_by_the_trainer(workshop, amina, eshe, now):
    workshop.capacity = 1
    workshop.save()
    attending.come_by_oneself(workshop, Said("First One"), Way.QR, now)
    attending.come_by_oneself(workshop, Said("Second One"), Way.QR, now)
    with pytest.raises(attending.Full):
        attending.come_by_oneself(workshop, Said("Third One"), Way.QR, now)
    assert not User.objects.filter(full_name="Third One").exists()
    assert attending.come_by_trainer(workshop, Said("Third One"), Way.TRAINER, now, eshe).number == 3


def test_who_is_on_the_list_gets_in_however_full_it_is(workshop, pwani, amina, now):
    workshop.capacity = 1
    workshop.save()
    attending.expect(workshop, [(amina, pwani)])
    for number in range(2):
        attending.come_by_oneself(workshop, Said(f"Other {number}"), Way.QR, now)
    assert attending.come_by_oneself(workshop, amina, Way.QR, now).number == 1


def test_who_was_taken_off_does_not_come_back_by_themselves(workshop, amina, eshe, now):
    row = attending.come_by_oneself(workshop, amina, Way.QR, now)
    assert attending.note_away(row, eshe)
    with pytest.raises(attending.TakenOff):
        attending.come_by_oneself(workshop, amina, Way.QR, now)
    row.refresh_from_db()
    assert attending.note_came(row, Way.TRAINER, now, eshe).came_at == now


def test_a_tick_taken_away_holds_only_against_the_tick_that_was_seen(workshop, amina, eshe, now):
    row = attending.come_by_oneself(workshop, amina, Way.QR, now)
    assert not attending.note_away(row, eshe, saw=now - timedelta(minutes=1))
    assert attending.note_away(row, eshe, saw=now)


def test_forgetting_takes_off_who_was_only_expected(workshop, pwani, amina, now):
    chausiku = make.make_user(full_name="Chausiku Njeri")
    attending.expect(workshop, [(chausiku, pwani), (amina, pwani)])
    attending.come_by_oneself(workshop, amina, Way.QR, now)
    rows = list(workshop.participants.values_list("pk", flat=True))
    assert attending.forget(workshop, rows) == 1
    assert [row.person for row in workshop.participants.all()] == [amina]


def test_attending_employs_nobody(workshop, pwani, now):
    row = attending.come_by_oneself(workshop, Said("Juma Ali", operator=pwani, role="driver"), Way.QR, now)
    assert row.operator == pwani
    assert not pwani.staff.exists()


def test_a_row_of_the_paper_is_kept_where_it_is_free(workshop, eshe, now):
    seventeen = attending.come_by_trainer(workshop, Said("Juma Ali"), Way.PAPER, now, eshe, number=17)
    taken = attending.come_by_trainer(workshop, Said("Ali Juma Omar"), Way.PAPER, now, eshe, number=17)
    assert (seventeen.number, taken.number) == (17, 18)
