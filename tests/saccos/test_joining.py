from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from saccos import invitations, joining
from saccos.models import StaffMember
from tests import make

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def test_joining_makes_a_member_from_today(amina, pwani, invitation):
    member = joining.join(amina, invitation, "driver", NOW)
    assert (member.operator, member.person, member.role) == (pwani, amina, "driver")
    assert (member.started_on, member.ended_on) == (TODAY, None)


def test_joining_again_changes_nothing(amina, invitation):
    first = joining.join(amina, invitation, "driver", NOW)
    again = joining.join(amina, invitation, "clerk", NOW + timedelta(days=1))
    assert (again, again.role, StaffMember.objects.count()) == (first, "driver", 1)


def test_joining_ends_the_time_at_another_operator(amina, other, invitation):
    before = make.make_staff(other, amina, started_on=TODAY - timedelta(days=90))
    joining.join(amina, invitation, "driver", NOW)
    before.refresh_from_db()
    assert before.ended_on == TODAY
    assert joining.current_employment(amina).operator == invitation.operator


def test_two_moves_in_one_day_are_both_on_record(amina, other, daudi, invitation):
    joining.join(amina, invitation, "driver", NOW)
    joining.join(amina, invitations.open_for(other, daudi), "driver", NOW)
    joining.join(amina, invitation, "driver", NOW)
    assert amina.employments.count() == 3
    assert amina.employments.current().get().operator == invitation.operator


def test_a_closed_link_takes_nobody_on(amina, pwani, baraka, invitation):
    invitations.replace(pwani, invitation.token, baraka, NOW)
    with pytest.raises(joining.LinkClosed):
        joining.join(amina, invitation, "driver", NOW)
    assert not amina.employments.exists()


def test_a_refused_move_leaves_the_old_place_as_it_was(amina, other, pwani, baraka, invitation):
    make.make_staff(other, amina)
    invitations.replace(pwani, invitation.token, baraka, NOW)
    with pytest.raises(joining.LinkClosed):
        joining.join(amina, invitation, "driver", NOW)
    assert joining.current_employment(amina).operator == other


def test_leaving_ends_that_day(member):
    joining.leave(member, member.started_on)
    assert member.ended_on == member.started_on
    assert not StaffMember.objects.current().exists()


def test_leaving_twice_keeps_the_first_date(member):
    StaffMember.objects.update(started_on=TODAY - timedelta(days=9))
    member.refresh_from_db()
    joining.leave(member, TODAY - timedelta(days=5))
    joining.leave(member, TODAY)
    assert member.ended_on == TODAY - timedelta(days=5)


def test_nobody_leaves_before_they_came(member):
    joining.leave(member, member.started_on - timedelta(days=1))
    assert member.ended_on == member.started_on


def left(member, days):
    member.started_on = TODAY - timedelta(days=100)
    member.ended_on = TODAY - timedelta(days=days)
    member.save()
    return member


def test_a_leaving_is_undone_up_to_thirty_days_later(member):
    joining.come_back(left(member, days=30), TODAY)
    assert joining.current_employment(member.person) == member


def test_after_thirty_days_they_join_again_themselves(member):
    with pytest.raises(joining.TooLate):
        joining.come_back(left(member, days=31), TODAY)
    assert joining.current_employment(member.person) is None


def test_who_joined_elsewhere_since_is_not_taken_back(member, other):
    make.make_staff(other, left(member, days=2).person)
    with pytest.raises(joining.JoinedSince):
        joining.come_back(member, TODAY)
    assert joining.current_employment(member.person).operator == other


def test_coming_back_when_one_never_left_changes_nothing(member):
    joining.come_back(member, TODAY)
    assert joining.current_employment(member.person) == member


def race(*actions):
    """Do the actions at one moment, each on a connection of its own; return the exceptions they raised."""
    barrier, raised = Barrier(len(actions)), []

    def run(action):
        try:
            barrier.wait()
            action()
        except Exception as error:  # noqa: BLE001 - the test looks at whatever it was
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_taps_at_one_moment_make_one_member():
    person, operator = make.make_user(), make.make_operator()
    invitation = invitations.open_for(operator, None)
    raised = race(*[lambda: joining.join(person, invitation, "driver", NOW)] * 2)
    assert (raised, StaffMember.objects.count()) == ([], 1)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_joining_two_operators_at_one_moment_ends_at_one_of_them():
    person = make.make_user()
    links = [invitations.open_for(make.make_operator(name, name.lower()), None) for name in ("Mtwapa", "Ukunda")]
    raised = race(*[lambda link=link: joining.join(person, link, "driver", NOW) for link in links])
    assert raised == []
    assert (person.employments.count(), person.employments.current().count()) == (2, 1)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_managers_asking_at_one_moment_get_one_link():
    operator, tokens = make.make_operator(), set()
    raised = race(*[lambda: tokens.add(invitations.open_for(operator, None).token)] * 2)
    assert (raised, len(tokens)) == ([], 1)
