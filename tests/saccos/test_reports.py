from datetime import timedelta

import pytest
from django.utils import timezone

from saccos import reports
from tests import make

NOW = timezone.now()
SECOND = timedelta(seconds=1)


@pytest.fixture
def member(pwani, amina):
    return make.make_staff(pwani, amina)


def certify(person, course, expires_at, **fields):
    return make.make_certificate(
        person, course.translation_key, issued_at=NOW - timedelta(days=600), expires_at=expires_at, **fields
    )


def seen(operator):
    return reports.staff_with_state(operator, NOW).get()


def state(operator):
    return seen(operator).state


def test_who_has_a_certificate_is_trained(pwani, member, course):
    certificate = certify(member.person, course, NOW + timedelta(days=200))
    assert (state(pwani), seen(pwani).lapses_at) == ("trained", certificate.expires_at)


def test_a_certificate_that_ends_this_moment_no_longer_counts(pwani, member, course):
    certify(member.person, course, NOW)
    assert (state(pwani), seen(pwani).ran_out_at) == ("not-started", NOW)


def test_a_certificate_that_ends_in_a_second_still_counts(pwani, member, course):
    certify(member.person, course, NOW + SECOND)
    assert state(pwani) == "lapsing"


def test_thirty_days_to_go_is_lapsing(pwani, member, course):
    certify(member.person, course, NOW + timedelta(days=30))
    assert state(pwani) == "lapsing"


def test_thirty_days_and_a_second_to_go_is_not(pwani, member, course):
    certify(member.person, course, NOW + timedelta(days=30) + SECOND)
    assert state(pwani) == "trained"


def test_a_revoked_certificate_does_not_count(pwani, member, course):
    certify(member.person, course, NOW + timedelta(days=200), revoked_at=NOW - SECOND)
    assert state(pwani) == "not-started"


def test_a_replaced_certificate_counts_by_its_replacement(pwani, member, course):
    old = certify(member.person, course, NOW + timedelta(days=200), period=2)
    old.replaced_by = certify(member.person, course, NOW + timedelta(days=10))
    old.save()
    assert (state(pwani), seen(pwani).lapses_at) == ("lapsing", old.replaced_by.expires_at)


def test_of_two_certificates_the_last_to_end_decides(pwani, member, course):
    other = make.make_course(title="Refresher", slug="refresher")
    certify(member.person, course, NOW + timedelta(days=5))
    certify(member.person, other, NOW + timedelta(days=400))
    assert state(pwani) == "trained"


def test_an_expired_one_beside_a_valid_one_takes_nothing_away(pwani, member, course):
    other = make.make_course(title="Refresher", slug="refresher")
    certify(member.person, course, NOW - timedelta(days=5))
    certify(member.person, other, NOW + timedelta(days=400))
    assert (state(pwani), reports.figures(pwani, NOW).trained) == ("trained", 1)


def test_who_has_begun_is_in_progress_at_their_module(pwani, member, course):
    enrolment = make.make_enrolment(member.person, course, completed=False)
    enrolment.module_number = 2
    enrolment.save()
    assert (state(pwani), seen(pwani).stopped_at) == ("in-progress", 2)


def test_they_stopped_at_the_course_they_opened_last(pwani, member, course):
    other = make.make_course(title="Refresher", slug="refresher")
    make.make_enrolment(member.person, course, completed=False)
    latest = make.make_enrolment(member.person, other, completed=False)
    latest.module_number, latest.last_at = 3, NOW + timedelta(hours=1)
    latest.save()
    assert seen(pwani).stopped_at == 3


def test_who_finished_and_lost_the_certificate_stopped_nowhere(pwani, member, course):
    make.make_enrolment(member.person, course)
    certify(member.person, course, NOW + timedelta(days=200), revoked_at=NOW)
    assert (state(pwani), seen(pwani).stopped_at) == ("in-progress", None)


def test_who_has_opened_nothing_has_not_started(pwani, member):
    assert state(pwani) == "not-started"


@pytest.fixture
def crew(pwani, course):
    """Two trained (one of them lapsing, in 30 days), two begun (one ran out), one new, one who left trained."""
    crew = {name: make.make_staff(pwani) for name in ("trained", "lapsing", "begun", "ran_out", "new", "left")}
    for name, days in (("trained", 90), ("lapsing", 30), ("ran_out", -3), ("left", 90)):
        certify(crew[name].person, course, NOW + timedelta(days=days))
    for name in ("trained", "lapsing", "begun", "ran_out", "left"):
        make.make_enrolment(crew[name].person, course, completed=name != "begun")
    crew["left"].ended_on = timezone.localdate()
    crew["left"].save()
    return crew


def test_the_figures_count_current_staff_once_each(pwani, crew, django_assert_num_queries):
    with django_assert_num_queries(1):
        figures = reports.figures(pwani, NOW)
    assert figures == reports.Figures(total=5, trained=2, lapsing=1, in_progress=2, ran_out=1)
    assert (figures.not_yet, figures.not_started, figures.to_act_on) == (3, 1, 4)


def test_each_list_is_as_long_as_its_figure(pwani, crew):
    figures = reports.figures(pwani, NOW)
    people = reports.staff_with_state(pwani, NOW)
    for name in reports.StaffList:
        assert people.filter(reports.in_list(name, NOW)).count() == figures.of(name), name


def test_to_act_on_takes_the_kinds_in_turn_and_the_most_pressing_first(pwani, crew, course):
    sooner = make.make_staff(pwani)
    certify(sooner.person, course, NOW + timedelta(days=1))
    longer = make.make_staff(pwani, started_on=timezone.localdate() - timedelta(days=400))
    people = list(reports.to_act_on(pwani, NOW))
    assert people == [sooner, crew["ran_out"], crew["begun"], longer, crew["lapsing"], crew["new"]]


def test_the_trained_are_not_to_act_on(pwani, crew):
    assert crew["trained"] not in reports.to_act_on(pwani, NOW)


def test_the_bar_shows_everybody_once():
    bar = reports.Figures(total=58, trained=41, lapsing=4, in_progress=6).bar
    assert [(part["name"], part["start"], part["width"]) for part in bar] == [
        ("go", 0, 37),
        ("wait", 37, 4),
        ("begun", 41, 6),
        ("rest", 47, 11),
    ]


def test_the_bar_leaves_out_what_is_nobody():
    assert [part["name"] for part in reports.Figures(total=3, trained=3, lapsing=0, in_progress=0).bar] == ["go"]


def test_another_operators_staff_count_elsewhere(pwani, crew, daudi):
    other = make.make_operator("Other", "other", manager=daudi)
    assert reports.figures(other, NOW).total == 0
