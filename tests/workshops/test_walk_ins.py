"""Who came to a workshop for an operator and is not on its list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from saccos import joining, moving
from saccos.models import Management, StaffMember
from tests import make
from tests.conftest import sign_in
from workshops import attending, walk_ins
from workshops.models import Participant
from workshops.people import Said

NOW = timezone.now()
DAY = timedelta(days=1)
ADDRESS = "/en/manage/pwani-shuttle/workshops/"


@pytest.fixture
def come(workshop, eshe):
    """Have somebody come by the trainer's word."""

    def come(name, phone=None, operator=None, at=NOW, where=workshop):
        said = Said(name, phone, operator, "driver")
        return attending.come_by_trainer(where, said, Participant.Way.TRAINER, at, eshe)

    return come


@pytest.fixture
def as_baraka(client, baraka):
    return sign_in(client, baraka, verified=True)


def names(operator):
    return [str(row.person) for row in walk_ins.waiting(operator)]


def test_who_named_the_operator_is_shown_to_it_alone(come, pwani, other):
    come("Jabali Mwero", None, pwani)
    come("Kadzo Tsuma", "+254711000001", other)
    come("Lewa Baya", "+254711000002")
    assert (names(pwani), names(other)) == (["Jabali Mwero"], ["Kadzo Tsuma"])


def test_who_is_expected_and_did_not_come_is_not(workshop, pwani, amina):
    attending.expect(workshop, [(amina, pwani)])
    assert names(pwani) == []


def test_one_press_takes_them_and_a_second_changes_nothing(come, pwani, baraka):
    row = come("Jabali Mwero", None, pwani)
    member = walk_ins.take(pwani, row.person_id, baraka, NOW)
    assert (member.person, member.operator, member.role) == (row.person, pwani, "driver")
    assert walk_ins.take(pwani, row.person_id, baraka, NOW) is None
    assert (names(pwani), StaffMember.objects.count()) == ([], 1)


def test_nobody_else_can_be_taken(come, pwani, other, baraka, amina):
    row = come("Kadzo Tsuma", None, other)
    assert [walk_ins.take(pwani, pk, baraka, NOW) for pk in (row.person_id, amina.pk, 0)] == [None] * 3
    assert not StaffMember.objects.exists()


def test_somebody_on_another_list_is_told_and_may_say_no(come, pwani, other, baraka):
    person = make.make_user("+254711000003", "Mapenzi Karisa")
    before = make.make_staff(other, person, started_on=timezone.localdate(NOW - 9 * DAY))
    come("Mapenzi Karisa", "+254711000003", pwani)
    assert walk_ins.waiting(pwani).get().is_elsewhere
    member = walk_ins.take(pwani, person.pk, baraka, NOW)
    assert Message.objects.get().kind == moving.KIND
    moving.refuse(member.move, NOW)
    before.refresh_from_db()
    assert (before.ended_on, names(pwani)) == (None, [])


def test_somebody_on_another_list_whom_no_phone_reaches_stays_there(come, pwani, other, baraka):
    row = come("Nyevu Charo", None, pwani)
    joining.employ(row.person, other, "driver", NOW)
    with pytest.raises(walk_ins.NoWord):
        walk_ins.take(pwani, row.person_id, baraka, NOW)
    assert joining.current_employment(row.person).operator == other


def test_who_began_elsewhere_since_is_theirs_no_more(come, pwani, other):
    row = come("Nyevu Charo", None, pwani)
    joining.employ(row.person, other, "driver", NOW + DAY)
    assert names(pwani) == []


def test_the_last_word_counts(come, course, pwani, other):
    later = make.make_workshop(course, [pwani, other], NOW + DAY)
    come("Jabali Mwero", "+254711000004", pwani)
    come("Jabali Mwero", "+254711000004", other, NOW + DAY, later)
    assert (names(pwani), names(other)) == ([], ["Jabali Mwero"])


def test_at_two_workshops_they_are_one(come, course, pwani):
    later = make.make_workshop(course, [pwani], NOW + DAY)
    come("Jabali Mwero", "+254711000004", pwani)
    come("Jabali Mwero", "+254711000004", pwani, NOW + DAY, later)
    assert names(pwani) == ["Jabali Mwero"]


@pytest.mark.parametrize(("days", "is_shown"), [(-1, True), (0, False), (1, False)])
def test_who_left_the_list_that_day_or_since_is_not_shown_again(come, pwani, days, is_shown):
    person = make.make_user("+254711000005", "Pendo Kazungu")
    day = timezone.localdate(NOW)
    make.make_staff(pwani, person, started_on=day - 9 * DAY, ended_on=day + days * DAY)
    come("Pendo Kazungu", "+254711000005", pwani)
    assert bool(names(pwani)) is is_shown


def test_not_ours_holds_until_they_come_for_it_again(come, course, pwani):
    row = come("Jabali Mwero", "+254711000004", pwani)
    assert walk_ins.set_aside(pwani, row.person_id, NOW)
    assert not walk_ins.set_aside(pwani, row.person_id, NOW)
    assert names(pwani) == []
    come("Jabali Mwero", "+254711000004", pwani, NOW + DAY, make.make_workshop(course, [pwani], NOW + DAY))
    assert names(pwani) == ["Jabali Mwero"]


def test_the_managers_first_page_leads_to_them_and_the_page_takes_them(as_baraka, come, pwani):
    home = reverse("saccos:dashboard", args=["pwani-shuttle"])
    assert ADDRESS not in as_baraka.get(home).content.decode()
    rows = [come("Jabali Mwero", None, pwani), come("Kadzo Tsuma", None, pwani)]
    text = as_baraka.get(home).content.decode()
    assert "2 people came to a workshop for you and are not on your list" in text
    assert f'href="{ADDRESS}"' in text
    assert "Take 2 people on the list" in as_baraka.get(ADDRESS).content.decode()
    both = {"person": [row.person_id for row in rows], "do": "take"}
    for _press in range(2):
        text = as_baraka.post(ADDRESS, both, follow=True).content.decode()
        assert "Nobody: everybody who came to a workshop for you is on your list." in text
    assert pwani.staff.current().count() == 2


def test_what_stands_in_the_way_is_said_and_the_others_are_taken(as_baraka, come, pwani, other):
    stuck, free = come("Nyevu Charo", None, pwani), come("Jabali Mwero", None, pwani)
    joining.employ(stuck.person, other, "driver", NOW)
    posted = {"person": [stuck.person_id, free.person_id, "x", "9" * 30], "do": "take"}
    text = as_baraka.post(ADDRESS, posted, follow=True).content.decode()
    assert "no phone reaches them. Ask the programme." in text
    assert "1 person is now on your list." in text


def test_who_is_not_theirs_is_set_aside_and_can_still_be_taken(as_baraka, come, pwani):
    row = come("Jabali Mwero", None, pwani)
    text = as_baraka.post(ADDRESS, {"person": row.person_id, "do": "aside"}, follow=True).content.decode()
    assert "You said: not ours" in text
    as_baraka.post(ADDRESS, {"person": row.person_id, "do": "take"})
    assert pwani.staff.current().get().person == row.person


def test_a_viewer_looks_only(as_baraka, come, pwani):
    Management.objects.update(right="1-view")
    row = come("Jabali Mwero", None, pwani)
    text = as_baraka.get(ADDRESS).content.decode()
    assert "Jabali Mwero" in text
    assert "Take in" not in text
    assert as_baraka.post(ADDRESS, {"person": row.person_id, "do": "take"}).status_code == 403
    assert not StaffMember.objects.exists()


def test_the_page_costs_the_same_with_many(as_baraka, come, pwani, django_assert_num_queries):
    come("Jabali A", None, pwani)
    as_baraka.get(ADDRESS)
    with django_assert_num_queries(7):
        as_baraka.get(ADDRESS)
    for letter in "BCDEFGH":
        come(f"Jabali {letter}", None, pwani)
    with django_assert_num_queries(7):
        as_baraka.get(ADDRESS)
