"""A workshop's report: figures, cost, and what donors may see."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from tests import make
from tests.workshops import papers
from workshops.testing import choosing, recording, report, results


@pytest.fixture
def asked(workshop, course):
    workshop.cost, workshop.funder = Decimal("84500"), "European Union"
    workshop.save()
    papers.make_measured(course)
    choosing.choose(workshop, {"pre": "paper", "post": "paper", "red-flags-1": "paper", "red-flags-2": "paper"})
    return papers.tests_of(workshop)


def guests(workshop, asked, number, passing=True, **fields):
    for _n in range(number):
        participant = papers.came(workshop, **fields)
        for test in asked:
            if test.occasion == "pre":
                papers.typed(test, participant, wrong=papers.keys_of(test)[:1])
            elif test.occasion == "post" or passing:
                papers.typed(test, participant)
    recording.record(workshop, timezone.now())


def of(workshop):
    return report.of(workshop, choosing.course_of(workshop))


def rows(as_eshe, workshop, name):
    response = as_eshe.get(reverse(f"workshop_{name}", args=[workshop.pk]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return {row[0]: row[1:] for row in csv.reader(StringIO(text)) if row}


def test_the_report_counts_who_came_and_passed_and_what_each_cost(workshop, asked, pwani):
    guests(workshop, asked, 3, operator=pwani)
    guests(workshop, asked, 1, passing=False)
    papers.came(workshop, came_at=None, operator=pwani)
    found = of(workshop)
    assert (found.invited, found.listed, found.came, found.completed, found.certificates) == (1, 5, 4, 3, 3)
    assert found.cost_each == Decimal("21125.00")
    assert found.cost_each_trained == Decimal("28166.67")
    assert [(group.name, group.listed, group.came, group.completed) for group in found.operators] == [
        ("", 1, 1, 0),
        (pwani.name, 4, 3, 3),
    ]


def test_the_report_counts_the_certificates_that_the_results_page_prints(workshop, course, amina):
    papers.came(workshop, amina)
    for period in (1, 2):
        make.make_certificate(amina, course.translation_key, issued_at=workshop.starts_at, period=period)
    assert of(workshop).certificates == results.certificates(workshop, choosing.course_of(workshop)).count() == 2


def test_the_gain_is_that_of_who_took_both(workshop, asked):
    guests(workshop, asked, 4)
    alone = papers.came(workshop)
    papers.typed(next(test for test in asked if test.occasion == "post"), alone)
    recording.record(workshop, timezone.now())
    found = of(workshop)
    assert (found.before.mean, found.after.mean) == (50, 100)
    assert (found.after.n, found.gain.n, found.gain.gain) == (5, 4, 50)


def test_without_a_cost_or_anybody_there_is_no_cost_for_each(workshop):
    found = of(workshop)
    assert found.cost_each is None
    workshop.cost = 100
    assert of(workshop).cost_each is None


def test_our_own_file_holds_every_figure(as_eshe, workshop, asked, pwani):
    guests(workshop, asked, 4, operator=pwani)
    found = rows(as_eshe, workshop, "report_csv")
    assert found["Came"] == ["4"]
    assert found["Funder"] == ["European Union"]
    assert found[pwani.name] == ["4", "4", "4"]
    assert found["Cost for each who came (KES)"] == ["21125.00"]


def test_donors_see_nothing_about_four_people(as_eshe, workshop, asked, pwani):
    guests(workshop, asked, 4, operator=pwani)
    found = rows(as_eshe, workshop, "report_donors")
    hidden = ["fewer than 5"]
    for name in ("On the list", "Came", "Completed the course", "Cost for each who came (KES)"):
        assert found[name] == hidden, name
    assert found["Pre-test, percent right"] == hidden
    assert found[pwani.name] == hidden * 3


def test_donors_see_five(as_eshe, workshop, asked, pwani):
    guests(workshop, asked, 5, operator=pwani)
    found = rows(as_eshe, workshop, "report_donors")
    assert found["Came"] == ["5"]
    assert found["Completed the course"] == ["5"]
    assert found["Pre-test, percent right"] == ["50.0", "5"]
    assert found[pwani.name] == ["5", "5", "5"]


def test_the_few_who_did_not_pass_can_t_be_had_by_subtraction(as_eshe, workshop, asked, pwani):
    guests(workshop, asked, 6, operator=pwani)
    guests(workshop, asked, 1, passing=False, operator=pwani)
    found = rows(as_eshe, workshop, "report_donors")
    assert found["Came"] == ["7"]
    assert found["Completed the course"] == ["fewer than 5"]
    assert found[pwani.name] == ["fewer than 5"] * 3


def test_a_small_group_can_t_be_had_from_the_total(as_eshe, workshop, asked, pwani, other):
    guests(workshop, asked, 6, operator=pwani)
    guests(workshop, asked, 1, operator=other)
    found = rows(as_eshe, workshop, "report_donors")
    assert found["Came"] == ["7"]
    assert found[pwani.name] == ["fewer than 5"] * 3


def test_a_funder_that_looks_like_a_formula_is_not_run(as_eshe, workshop, asked):
    workshop.funder = "=cmd()"
    workshop.save()
    assert rows(as_eshe, workshop, "report_csv")["Funder"] == ["'=cmd()"]


def test_the_page_shows_cost_and_funder(as_eshe, workshop, asked):
    guests(workshop, asked, 1)
    said = as_eshe.get(reverse("workshop_report", args=[workshop.pk])).content.decode()
    assert "European Union" in said
    assert "84,500" in said
    assert "84500.00" not in said


def test_nothing_is_written_as_0_and_the_day_as_people_write_it(as_eshe, workshop, course):
    said = " ".join(as_eshe.get(reverse("workshop_report", args=[workshop.pk])).content.decode().split())
    assert '<th scope="row">On the list</th><td><b>0</b>' in said
    assert '<th scope="row">Funder</th><td><b>–</b>' in said
    assert f"<b>{format_date(timezone.localtime(workshop.starts_at), 'j F Y')}</b>" in said


@pytest.mark.parametrize(
    ("amount", "written"),
    [(None, ""), ("0", "0"), ("999.50", "999.50"), ("1000.00", "1,000"), ("1234567.89", "1,234,567.89")],
)
def test_money_is_written_with_commas_and_cents_only_where_there_are_any(amount, written):
    assert report.money_in_words(amount and Decimal(amount)) == written


def test_roles_are_named(workshop, asked):
    papers.came(workshop, make.make_user(full_name="D", role="driver"))
    papers.came(workshop, make.make_user(full_name="N", role=""))
    assert [row[0] for row in report.roles(of(workshop), for_donors=False)] == ["Not said", "Driver"]
