from datetime import timedelta

import pytest
from django.utils import timezone

from certificates import erasing, issuing, renewing, revoking
from courses import outline, recording
from saccos import joining, keeping
from saccos.models import OperatorFigures, StaffMember
from saccos.models.staff import State
from tests import make

SECOND = timedelta(seconds=1)


@pytest.fixture
def member(pwani, amina):
    return make.make_staff(pwani, amina)


def kept(operator):
    row = OperatorFigures.objects.get(operator=operator)
    return {
        name: getattr(row, name) for name in ("lapsing", "trained", "in_progress", "not_started") if getattr(row, name)
    }


def test_who_joins_is_counted(pwani, member):
    assert (kept(pwani), pwani.figures.total, keeping.wrong()) == ({"not_started": 1}, 1, [])


def test_the_first_lesson_moves_them(pwani, member, course):
    known = outline.of(course.translation_key, "en")
    recording.see_card(member.person, known, known.steps[0], 1)
    assert kept(pwani) == {"in_progress": 1}


def test_a_certificate_moves_them_and_a_revoked_one_back(pwani, member, course):
    certificate = issuing.issue(make.make_enrolment(member.person, course))
    assert kept(pwani) == {"trained": 1}
    revoking.revoke(certificate, "fraud", "Farida", timezone.now())
    assert (kept(pwani), keeping.wrong()) == ({"in_progress": 1}, [])


def test_a_corrected_name_keeps_them_trained(pwani, member, course):
    certificate = issuing.issue(make.make_enrolment(member.person, course))
    renewing.replace(certificate, "Amina Hassan Ali", "Farida", timezone.now())
    assert kept(pwani) == {"trained": 1}


def test_an_erased_holder_is_trained_no_more(pwani, member, course):
    issuing.issue(make.make_enrolment(member.person, course))
    erasing.erase(member.person, "Farida", timezone.now())
    assert kept(pwani) == {"in_progress": 1}


def test_who_leaves_is_counted_no_more_and_who_comes_back_is(pwani, member):
    joining.leave(member, timezone.localdate())
    assert (kept(pwani), keeping.wrong()) == ({}, [])
    joining.come_back(member, timezone.localdate())
    assert (kept(pwani), keeping.wrong()) == ({"not_started": 1}, [])


def test_who_moves_is_counted_at_the_new_operator(pwani, member, other):
    joining.employ(member.person, other, "driver", timezone.now())
    assert (kept(pwani), kept(other), keeping.wrong()) == ({}, {"not_started": 1}, [])


def test_an_old_copy_that_is_saved_does_no_harm(pwani, member):
    stale = StaffMember.objects.get(pk=member.pk)
    StaffMember.objects.filter(pk=member.pk).update(counted_as=State.NOT_STARTED)
    stale.counted_as = ""
    stale.role = "driver"
    stale.save()
    assert (kept(pwani), keeping.wrong()) == ({"not_started": 1}, [])


def test_a_new_name_is_in_the_lists(pwani, member):
    member.person.full_name = "Zawadi Hassan"
    member.person.save()
    member.refresh_from_db()
    assert member.sort_name == "zawadi hassan"


@pytest.mark.parametrize(
    ("ends_in", "field"),
    [
        (timedelta(days=30) + SECOND, "trained"),
        (timedelta(days=30), "lapsing"),
        (SECOND, "lapsing"),
        (timedelta(0), "in_progress"),
    ],
)
def test_time_alone_moves_people(pwani, member, course, ends_in, field):
    certificate = issuing.issue(make.make_enrolment(member.person, course))
    now = certificate.expires_at - ends_in
    keeping.pass_time(now)
    assert (kept(pwani), keeping.passed_at(), keeping.wrong()) == ({field: 1}, now, [])


def test_passing_time_says_how_many_it_moved_and_does_it_once(pwani, member, course):
    certificate = issuing.issue(make.make_enrolment(member.person, course))
    assert keeping.pass_time(certificate.expires_at) == 1
    assert keeping.pass_time(certificate.expires_at) == 0


def test_a_recount_finds_what_was_written_behind_our_back(pwani, member, other):
    OperatorFigures.objects.filter(operator=pwani).update(trained=7)
    StaffMember.objects.bulk_create(
        [StaffMember(operator=other, person=make.make_user(full_name="Juma Ali"), role="driver")]
    )
    assert keeping.wrong() == sorted([pwani.pk, other.pk])
    keeping.recount(None, timezone.now())
    assert (kept(pwani), kept(other), keeping.wrong()) == ({"not_started": 1}, {"not_started": 1}, [])


def test_a_damaged_figure_keeps_nobody_from_leaving(pwani, member):
    OperatorFigures.objects.filter(operator=pwani).update(not_started=0)
    joining.leave(member, timezone.localdate())
    assert kept(pwani) == {}


def test_a_row_about_to_go_is_taken_out(pwani, member):
    keeping.forget(member)
    member.delete()
    assert (kept(pwani), keeping.wrong()) == ({}, [])


def test_somebody_on_no_staff_costs_one_query(amina, django_assert_num_queries):
    with django_assert_num_queries(1):
        keeping.settle_person(amina.pk, timezone.now())


def test_who_left_keeps_the_copies_of_that_day(pwani, member, course):
    joining.leave(member, timezone.localdate())
    issuing.issue(make.make_enrolment(member.person, course))
    member.refresh_from_db()
    member.save()
    member.refresh_from_db()
    assert (member.trained_until, member.has_begun) == (None, False)


def test_an_erased_person_is_counted_no_more(pwani, member):
    member.person.delete()
    assert (kept(pwani), keeping.wrong()) == ({}, [])


def test_an_erased_operator_leaves_no_figures(pwani, member, other):
    OperatorFigures.objects.filter(operator=pwani).delete()
    pwani.delete()
    assert not StaffMember.objects.exists()
    assert keeping.wrong() == []
