"""What the programme should do next with each operator, and what of it stands on the admin's front panel."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from saccos.models import Management, Operator, OperatorFigures
from saccos.programme import attention, stepping
from saccos.programme.stepping import Need
from tests import make

STEPS = "/admin/operators/next-steps/"
NOW = datetime(2026, 3, 10, 22, 30, tzinfo=timezone.get_default_timezone())
TODAY = date(2026, 3, 10)
Engagement = Operator.Engagement


def needs(operator, now=NOW):
    """Return the needs whose list has the operator."""
    everybody = Operator.objects.standing()
    found = {need for need in Need if operator in stepping.needing(need, everybody, now)}
    assert found == {need for need, number in stepping.counts(everybody, now).items() if number}
    return found


@pytest.mark.parametrize(
    ("step", "days", "expected"),
    [
        ("Call", -1, {Need.OVERDUE}),
        ("Call", 0, {Need.DUE}),
        ("", 14, {Need.DUE}),
        ("Call", 15, set()),
        ("Call", None, {Need.NO_DATE}),
        ("", None, {Need.NO_STEP}),
    ],
)
def test_a_step_is_overdue_due_or_missing(pwani, step, days, expected):
    day = None if days is None else TODAY + timedelta(days=days)
    Operator.objects.update(next_step=step, next_step_on=day)
    assert needs(pwani) == expected


def with_staff(operator, number=1):
    OperatorFigures.objects.update_or_create(operator=operator, defaults={"not_started": number})
    Operator.objects.update(next_step_on=TODAY + timedelta(days=99))


def test_managers_stay_away_after_thirty_days_and_only_where_there_is_staff(pwani, baraka, daudi):
    seen_at = NOW - timedelta(days=30)
    type(baraka).objects.filter(pk=baraka.pk).update(last_login=seen_at)
    with_staff(pwani)
    assert needs(pwani) == set()
    assert needs(pwani, NOW + timedelta(seconds=1)) == {Need.AWAY}
    Management.objects.create(operator=pwani, user=daudi)
    type(daudi).objects.filter(pk=daudi.pk).update(last_login=NOW)
    assert needs(pwani, NOW + timedelta(seconds=1)) == set()
    with_staff(pwani, 0)
    assert needs(pwani, NOW + timedelta(days=60)) == set()


def test_a_manager_who_never_signed_in_stays_away(pwani):
    with_staff(pwani)
    assert needs(pwani) == {Need.AWAY}


def test_staff_without_any_manager_is_told(db):
    alone = make.make_operator("Alone", "alone")
    with_staff(alone)
    assert needs(alone) == {Need.NO_MANAGER}


def test_who_was_merged_away_needs_nothing(pwani):
    Operator.objects.update(next_step_on=TODAY + timedelta(days=99))
    make.make_operator("Twin", "twin", merged_into=pwani)
    assert needs(pwani) == set()


@pytest.mark.parametrize(("days", "since"), [(1, "short"), (30, "short"), (31, "longer"), (90, "longer"), (91, "long")])
def test_who_stands_still_is_counted_by_engagement_and_for_how_long(pwani, days, since):
    Operator.objects.update(engagement=Engagement.MAPPED, next_step_on=TODAY - timedelta(days=days))
    table = stepping.stalled(Operator.objects.standing(), NOW)
    assert {name: number for name, number in table[Engagement.MAPPED].items() if number} == {since: 1}
    assert sum(sum(row.values()) for row in table.values()) == 1


def test_without_a_date_it_counts_from_the_last_change(pwani):
    Operator.objects.update(created_at=NOW - timedelta(days=100))
    everybody = Operator.objects.standing()
    assert stepping.stalled(everybody, NOW)[Engagement.IDENTIFIED]["long"] == 1
    pwani.refresh_from_db()
    revision = pwani.save_revision()
    type(revision).objects.update(created_at=NOW - timedelta(days=31))
    assert stepping.stalled(everybody, NOW)[Engagement.IDENTIFIED]["longer"] == 1
    assert stepping.days_still(stepping.needing(Need.NO_STEP, everybody, NOW).get(), TODAY) == 31


def test_the_page_opens_at_the_first_list_that_has_any(as_farida, pwani):
    response = as_farida.get(STEPS)
    assert response.context["need"] == Need.NO_STEP
    assert "Pwani Shuttle Sacco" in response.content.decode()


def test_filters_narrow_lists_and_counts(as_farida, pwani):
    make.make_operator("Far", "far", county="047")
    response = as_farida.get(f"{STEPS}?county=047&need=no-step")
    assert [operator.name for operator, _days in response.context["rows"]] == ["Far"]
    assert (Need.NO_STEP, 1, "county=047&need=no-step") in response.context["needs"]


def test_a_list_that_is_none_is_left_out_with_a_word(as_farida, pwani):
    assert "“soon” is no list of this page" in as_farida.get(f"{STEPS}?need=soon").content.decode()


def test_the_front_panel_counts_in_one_query(farida, pwani, django_assert_num_queries):
    today = timezone.localdate()
    for place, days in enumerate((-1, -9, 3, None)):
        day = None if days is None else today + timedelta(days=days)
        make.make_operator(f"S{place}", f"s{place}", next_step="Call", next_step_on=day)
    with django_assert_num_queries(1):
        lines = [(line.number, line.url) for line in attention.lines(farida)]
    assert lines == [(2, f"{STEPS}?need=overdue"), (1, f"{STEPS}?need=due"), (2, f"{STEPS}?need=no-step")]


def test_the_front_panel_says_nothing_to_who_may_not_see_operators(amina):
    assert list(attention.lines(amina)) == []
