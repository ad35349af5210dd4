from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from courses import grading, spreadsheets
from courses.measuring import analysing, chart, groupings, report
from courses.measuring.analysing import Pair, Taken, result_of
from courses.models import Analysis, Attempt
from saccos.models import Operator
from tests import make
from tests.courses.measuring.conftest import NOON, complete, take, take_both

pytestmark = pytest.mark.django_db


def pairs_of(people, before=40, after=70, later=None, first=True):
    return [
        Pair(person.pk, first, Taken(before + n, {"law": 50}), Taken(after + 2 * n, {"law": 90}), later)
        for n, person in enumerate(people)
    ]


def crowd(number, **fields):
    return [make.make_user(full_name=f"Person {n}", **fields) for n in range(number)]


def groups(result, by):
    return {group["key"]: group.get("n") for group in result["by"][by]}


def test_the_gain_is_counted_from_what_was_handed_in(course, test):
    for learner in crowd(6):
        take_both(learner, course, before=1, after=3)
    whole = analysing.analyse(test).result["all"]
    assert (whole["n"], whole["before"], whole["after"]) == (6, pytest.approx(100 / 3), 100)
    assert whole["gain"] == pytest.approx(200 / 3)
    assert whole["low"] == whole["high"] == pytest.approx(200 / 3)


def test_marks_are_told_apart_by_topic(course, test):
    """The questions are answered in the order of their keys, so the one of flags comes first."""
    for learner in crowd(5):
        take_both(learner, course, before=1, after=3)
    topics = {topic["key"]: topic for topic in analysing.analyse(test).result["topics"]}
    assert (topics["flags"]["before"], topics["flags"]["after"]) == (100, 100)
    assert (topics["law"]["before"], topics["law"]["after"]) == (0, 100)


def test_part_marks_count_as_parts(course, test, amina):
    take_both(amina, course, before=0, after=1)
    Attempt.objects.update(points=grading.FULL * 3 // 2)
    (pair,) = analysing._pairs(test, analysing._rows(test)[0])
    assert pair.before.percent == 50


def test_a_pre_test_handed_in_after_the_course_is_none(course, test):
    people = crowd(6)
    for learner in people:
        take_both(learner, course, before=1, after=3)
    complete(people[0], course, NOON - timedelta(minutes=1))
    assert analysing.analyse(test).result["all"]["n"] == 5


def test_who_took_only_one_of_the_two_counts_nowhere(course, test, amina):
    for learner in crowd(5):
        take_both(learner, course, before=1, after=2)
    take(amina, course, 3)
    assert analysing.analyse(test).result["all"]["n"] == 5


def test_of_four_people_nothing_is_stored(course, test):
    for learner in crowd(4):
        take_both(learner, course, before=1, after=3)
    result = analysing.analyse(test).result
    assert (result["all"], result["follow_up"]) == (None, None)
    assert all("n" not in topic for topic in result["topics"])
    assert all("n" not in group for breakdown in result["by"].values() for group in breakdown)


def test_each_breakdown_hides_a_small_group_and_the_one_that_would_give_it_away(db):
    people = crowd(12, role="driver") + crowd(6, role="clerk") + crowd(3, role="stage")
    result = result_of(pairs_of(people), User.objects.all())
    assert groups(result, "role") == {"driver": 12, "clerk": None, "stage": None}
    assert all(set(group) == {"key"} for group in result["by"]["role"][1:]), "a hidden group has no figure at all"


def test_people_are_put_together_by_county_language_and_operator(db):
    people = crowd(5, county="001", language="sw") + crowd(6)
    operator = make.make_operator()
    for person in people[:6]:
        make.make_staff(operator, person)
    result = result_of(pairs_of(people), User.objects.all())
    assert groups(result, "county") == {"": 6, "001": 5}
    assert groups(result, "language") == {"en": 6, "sw": 5}
    assert groups(result, "operator") == {operator.name: 6, "": 5}
    assert groupings.name_of("county", "001") == "Mombasa"
    assert groupings.name_of("operator", "") == "No operator"


def test_who_has_left_an_operator_counts_for_it_no_more(db):
    people = crowd(5)
    operator = make.make_operator()
    for person in people:
        make.make_staff(operator, person, ended_on="2126-01-01")
    assert groups(result_of(pairs_of(people), User.objects.all()), "operator") == {"": 5}


def test_the_two_halves_are_told_apart(db):
    people = crowd(12)
    pairs = pairs_of(people[:6]) + pairs_of(people[6:], after=60, first=False)
    halves = {half["key"]: half["gain"] for half in result_of(pairs, User.objects.all())["first_form"]}
    assert halves == {"a": 32.5, "b": 22.5}


def test_the_follow_up_says_what_stayed(db):
    pairs = pairs_of(crowd(5), before=40, after=80, later=70)
    later = result_of(pairs, User.objects.all())["follow_up"]
    assert (later["n"], later["before"], later["after"], later["later"]) == (5, 42, 84, 70)
    assert (later["change"], later["kept"]) == (-14, 28)


@pytest.mark.parametrize(("with_later", "is_shown"), [(4, False), (5, True), (6, False), (9, False), (10, True)])
def test_the_follow_up_is_hidden_where_it_would_tell_of_few(db, with_later, is_shown):
    people = crowd(10)
    pairs = pairs_of(people[:with_later], later=70) + pairs_of(people[with_later:])
    assert (result_of(pairs, User.objects.all())["follow_up"] is not None) is is_shown


def test_worked_out_twice_there_is_one_result_and_it_knows_when_it_is_old(course, test, amina):
    analysing.analyse(test)
    found = analysing.analyse(test)
    assert Analysis.objects.get() == analysing.stored(test) == found
    assert not analysing.is_stale(test, found)
    take(amina, course, 2)
    assert analysing.is_stale(test, found)


def test_the_report_has_a_row_for_each_group_and_says_what_is_hidden(db):
    people = crowd(31, role="driver") + crowd(5, role="clerk")
    found = {section.heading: section for section in report.sections(result_of(pairs_of(people), User.objects.all()))}
    rows = {row.name: row for row in found["By role"].rows}
    assert (rows["Driver"].n, rows["Driver"].is_thin, rows["Ticket clerk"].is_thin) == (31, False, True)
    assert found["By role"].has_thin
    assert not found["By role"].has_hidden


def test_the_export_has_figures_as_numbers_and_no_formula(db):
    Operator.objects.create(name="=1+1", slug="bad", kind="bus_sacco", county="001")
    people = crowd(5)
    for person in people:
        make.make_staff(Operator.objects.get(), person)
    rows = list(report.table(result_of(pairs_of(people), User.objects.all())))
    (bad,) = [row for row in rows if row[0] == "By operator"]
    assert "By operator,'=1+1," in "".join(spreadsheets.to_csv(rows))
    assert bad[2:6] == [5, 42, 74, 32]
    assert {len(row) for row in rows} == {10}


def test_the_chart_keeps_within_the_picture(db):
    rows = [report.Row("Long " * 20, 6, 90, 99, 9, 4, -200, 300), report.Row("hidden")]
    drawn = chart.draw(rows)
    (bar,) = drawn.bars
    assert (bar.low, bar.high) == (chart.LABELS, chart.WIDTH - 24)
    assert bar.name.endswith("…")
    assert chart.draw([report.Row("hidden")]) is None


def test_a_group_without_an_interval_has_its_two_circles(db):
    (bar,) = chart.draw([report.Row("One", 1, 0, 100, 100)]).bars
    assert bar.interval is None
    assert (bar.before, bar.after) == (chart.LABELS, chart.WIDTH - 24)


def test_the_command_works_out_every_course_or_one(course, test):
    said = StringIO()
    call_command("analyse_gains", stdout=said)
    call_command("analyse_gains", "red-flags", stdout=said)
    assert said.getvalue().count("red-flags: too few people to show") == 2
    with pytest.raises(CommandError):
        call_command("analyse_gains", "none")


def test_the_number_of_queries_does_not_grow_with_the_people(course, test, django_assert_num_queries):
    for learner in crowd(5):
        take_both(learner, course, before=1, after=2)
    analysing.analyse(test)
    with CaptureQueriesContext(connection) as few:
        analysing.analyse(test)
    for learner in crowd(4, role="driver"):
        take_both(learner, course, before=1, after=2)
    with django_assert_num_queries(len(few)):
        analysing.analyse(test)
