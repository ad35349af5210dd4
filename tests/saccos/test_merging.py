"""The same person twice on staff lists, and at workshops."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import merging
from accounts.models import User
from saccos import history, joining, keeping
from saccos.models import Invitation, Management, Reminder, StaffMember
from saccos.models.managing import Right
from tests import make
from workshops.models import Participant, Workshop

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
A_DAY = timedelta(days=1)


@pytest.fixture
def twin(db):
    return make.make_user("+254700000011", "Amina Hasan", registered_at=None)


@pytest.fixture
def listed(pwani, twin):
    """The second entry's place on the list."""
    return make.make_staff(pwani, twin, started_on=TODAY - 30 * A_DAY, staff_number="P-7", stage="Mtwapa")


def rows():
    models = (StaffMember, Management, Reminder, Invitation, Participant)
    return [sorted(model.objects.values_list(), key=repr) for model in models]


def said(operator):
    return [history.sentence(act) for act in operator.acts.order_by("pk")]


def test_two_places_at_one_operator_become_one(member, listed, amina, twin, pwani, baraka):
    merging.merge(amina, twin, baraka, NOW)
    member.refresh_from_db()
    assert pwani.staff.current().get() == member
    assert (member.started_on, member.staff_number, member.stage) == (TODAY - 30 * A_DAY, "P-7", "Mtwapa")
    assert said(pwani) == ["Amina Hassan stood on the list twice: the two were put together."]
    assert keeping.wrong() == []


def test_undoing_restores_both_places(member, listed, amina, twin, pwani, baraka):
    before = rows()
    merging.undo(merging.merge(amina, twin, baraka, NOW), baraka, NOW + A_DAY)
    assert rows() == before
    assert keeping.wrong() == []


def test_a_past_place_is_sorted_by_its_own_person_s_name_again(amina, pwani, baraka):
    nameless = make.make_user("+254700000011", "", registered_at=None)
    past = make.make_staff(pwani, nameless, started_on=TODAY - 30 * A_DAY, ended_on=TODAY - A_DAY)
    before = rows()
    merging.undo(merging.merge(amina, nameless, baraka, NOW), baraka, NOW + A_DAY)
    past.refresh_from_db()
    assert past.person == nameless
    assert rows() == before
    assert past.sort_name == User.objects.get(pk=nameless.pk).search_name


def test_an_entry_kept_that_got_its_name_from_the_other_loses_it_in_its_past_too(amina, pwani, baraka):
    nameless = make.make_user("+254700000011", "", registered_at=None)
    past = make.make_staff(pwani, nameless, started_on=TODAY - 30 * A_DAY, ended_on=TODAY - A_DAY)
    merging.undo(merging.merge(nameless, amina, baraka, NOW), baraka, NOW + A_DAY)
    past.refresh_from_db()
    assert past.sort_name == User.objects.get(pk=nameless.pk).search_name != amina.search_name


def test_of_two_operators_the_later_one_holds(amina, twin, pwani, other):
    old = make.make_staff(other, amina, started_on=TODAY - 90 * A_DAY)
    new = make.make_staff(pwani, twin, started_on=TODAY - 9 * A_DAY)
    merging.merge(amina, twin, None, NOW)
    old.refresh_from_db()
    assert (joining.current_employment(amina), old.ended_on) == (new, TODAY)
    assert said(other) == ["Amina Hassan is now on another operator's list."]
    assert said(pwani) == []
    assert keeping.wrong() == []


def test_undoing_gives_each_operator_its_own_again(amina, twin, pwani, other):
    make.make_staff(other, amina, started_on=TODAY - 90 * A_DAY)
    make.make_staff(pwani, twin, started_on=TODAY - 9 * A_DAY)
    before = rows()
    merging.undo(merging.merge(amina, twin, None, NOW), None, NOW)
    assert rows() == before
    assert keeping.wrong() == []


def test_who_went_elsewhere_since_keeps_that_place(amina, twin, pwani, other):
    make.make_staff(other, amina, started_on=TODAY - 90 * A_DAY)
    make.make_staff(pwani, twin, started_on=TODAY - 9 * A_DAY)
    done = merging.merge(amina, twin, None, NOW)
    third = make.make_operator("Ukunda Express", "ukunda-express")
    joining.employ(amina, third, "driver", NOW)
    merging.undo(done, None, NOW)
    assert joining.current_employment(amina).operator == third
    assert keeping.wrong() == []


def test_what_was_learned_under_both_counts_on_the_list(member, twin, amina, pwani, course):
    make.make_certificate(twin, course.translation_key)
    merging.merge(amina, twin, None, NOW)
    member.refresh_from_db()
    assert member.trained_until is not None
    assert (pwani.figures.trained, pwani.figures.total) == (1, 1)
    assert keeping.wrong() == []


def test_the_slip_in_somebodys_hand_leads_to_the_place_that_is_kept(member, listed, amina, twin, pwani):
    slip = Invitation.objects.create(operator=pwani, member=listed)
    before = rows()
    done = merging.merge(amina, twin, None, NOW)
    slip.refresh_from_db()
    assert (slip.member, slip.closed_at) == (member, None)
    merging.undo(done, None, NOW)
    assert rows() == before


def test_a_second_slip_is_closed(member, listed, amina, twin, pwani):
    slip = Invitation.objects.create(operator=pwani, member=listed)
    Invitation.objects.create(operator=pwani, member=member)
    merging.merge(amina, twin, None, NOW)
    slip.refresh_from_db()
    assert slip.closed_at == NOW


def test_a_manager_under_two_entries_keeps_the_larger_right(amina, twin, pwani, other):
    Management.objects.create(operator=pwani, user=amina, right=Right.VIEW)
    Management.objects.create(operator=pwani, user=twin, right=Right.OWN)
    Management.objects.create(operator=other, user=twin, right=Right.MANAGE)
    before = rows()
    done = merging.merge(amina, twin, None, NOW)
    assert sorted(amina.managements.values_list("right", flat=True)) == [Right.MANAGE, Right.OWN]
    assert not twin.managements.exists()
    merging.undo(done, None, NOW)
    assert rows() == before


def test_reminders_count_for_the_one_person(amina, twin, pwani):
    Reminder.objects.create(person=twin, operator=pwani)
    merging.merge(amina, twin, None, NOW)
    assert amina.reminders.count() == 1


def test_a_place_set_aside_does_not_come_back(member, listed, amina, twin):
    merging.merge(amina, twin, None, NOW)
    listed.refresh_from_db()
    with pytest.raises(joining.JoinedSince):
        joining.come_back(listed, TODAY)


@pytest.fixture
def workshop(course):
    return Workshop.objects.create(
        title="Mombasa",
        county="001",
        place="Hall",
        starts_at=NOW,
        ends_at=NOW + A_DAY,
        course_key=course.translation_key,
    )


def test_who_was_expected_twice_at_a_workshop_was_there_if_either_was(workshop, amina, twin):
    Participant.objects.create(workshop=workshop, person=amina, number=1)
    came = Participant.objects.create(workshop=workshop, person=twin, number=2, came_at=NOW, way="paper")
    before = rows()
    done = merging.merge(amina, twin, None, NOW)
    assert Participant.objects.get(person=amina) == came
    merging.undo(done, None, NOW)
    assert rows() == before


def test_who_was_noted_twice_is_counted_once(workshop, amina, twin):
    for number, person in enumerate([amina, twin], 1):
        Participant.objects.create(workshop=workshop, person=person, number=number, came_at=NOW, way="paper")
    before = rows()
    done = merging.merge(amina, twin, None, NOW)
    assert Participant.objects.came().get().person == amina
    merging.undo(done, None, NOW)
    assert rows() == before
