"""Planning workshops in the admin, whom to expect, and the figures for reports."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests import make
from tests.conftest import sign_in
from tests.make import make_workshop
from workshops import attending, expecting, planning
from workshops.models import Workshop
from workshops.testing import choosing, report, results

pytestmark = pytest.mark.django_db
Way = attending.Way


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Ali", username="farida", is_superuser=True)


def plan(course, **given):
    fields = {
        "title": "Likoni stage",
        "course_key": str(course.translation_key),
        "county": "001",
        "place": "Likoni Hall",
        "starts_at": "2026-12-01 09:00",
        "ends_at": "2026-12-01 16:00",
        "capacity": "40",
        "trainer": "",
        "cost": "",
        "funder": "",
        "notes": "",
        "invited-TOTAL_FORMS": "0",
        "invited-INITIAL_FORMS": "0",
    }
    return fields | given


def invite(*operators):
    rows = {"invited-TOTAL_FORMS": str(len(operators))}
    for place, operator in enumerate(operators):
        rows |= {f"invited-{place}-operator": operator.pk, f"invited-{place}-places": "10", f"invited-{place}-id": ""}
    return rows


def page_of(response):
    return " ".join(response.content.decode().split())


def test_a_trainer_plans_a_workshop_and_invites_operators(as_eshe, course, pwani, other, eshe):
    given = plan(course, trainer=eshe.pk, cost="120000", funder="GIZ", **invite(pwani, other))
    response = as_eshe.post(reverse("workshop:add"), given)
    workshop = Workshop.objects.get()
    assert response["Location"] == reverse("workshop:page", args=[workshop.pk])
    assert [(row.operator, row.places) for row in workshop.invited.order_by("pk")] == [(pwani, 10), (other, 10)]
    assert (workshop.trainer, workshop.cost, workshop.course_key) == (eshe, 120000, course.translation_key)
    assert timezone.localtime(workshop.starts_at).hour == 9


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_at": "2026-12-01 09:00"}, "The end must be after the beginning."),
        ({"capacity": "0"}, "There must be at least one place."),
        ({"cost": "-1"}, "A cost is never below nothing."),
        ({"course_key": "nothing"}, "Choose a published course."),
    ],
)
def test_a_plan_that_can_t_be_is_told_so_beside_the_field(as_eshe, course, wrong, said):
    page = page_of(as_eshe.post(reverse("workshop:add"), plan(course, **wrong)))
    assert said in page
    assert 'value="Likoni stage"' in page
    assert not Workshop.objects.exists()


def test_inviting_an_operator_twice_is_refused(as_eshe, course, pwani):
    response = as_eshe.post(reverse("workshop:add"), plan(course, **invite(pwani, pwani)))
    assert response.status_code == 200
    assert not Workshop.objects.exists()


def test_only_published_courses_are_offered(as_eshe, course):
    other = make.make_course("Old course", "old-course", modules=1, lessons=1)
    for page in (other, *other.get_translations()):
        page.unpublish()
    page = page_of(as_eshe.get(reverse("workshop:add")))
    assert str(course.translation_key) in page
    assert str(other.translation_key) not in page


def test_the_trainer_is_chosen_among_those_who_may_run_workshops(as_eshe, course, amina, farida):
    page = page_of(as_eshe.get(reverse("workshop:add")))
    assert "Eshe Mwakio" in page
    assert "Farida Ali" in page
    assert "Amina Hassan" not in page


# The list


def test_the_list_counts_and_filters(as_eshe, workshop, course, amina, pwani):
    attending.expect(workshop, [(amina, pwani)])
    make_workshop(course, title="Malindi", county="003", begins=timezone.now() + timedelta(days=40))
    index = reverse("workshop:index")
    assert "Malindi" not in page_of(as_eshe.get(f"{index}?county=001"))
    assert "Likoni stage" not in page_of(as_eshe.get(f"{index}?county=003"))
    month = timezone.localtime(workshop.starts_at).strftime("%Y-%m")
    assert "Malindi" not in page_of(as_eshe.get(f"{index}?month={month}"))
    assert "Malindi" in page_of(as_eshe.get(f"{index}?when=coming"))
    past = page_of(as_eshe.get(f"{index}?when=past"))
    assert "Malindi" not in past
    assert "Likoni stage" not in past
    assert "Malindi" in page_of(as_eshe.get(f"{index}?course_key={course.translation_key}"))


def test_the_list_costs_the_same_however_long(as_eshe, course, django_assert_max_num_queries):
    for number in range(40):
        make_workshop(course, title=f"Workshop {number}", begins=timezone.now() + timedelta(days=number))
    as_eshe.get(reverse("workshop:index"))
    with django_assert_max_num_queries(16):
        as_eshe.get(reverse("workshop:index"))


def test_the_page_shows_fifty_people_and_costs_the_same(as_eshe, workshop, django_assert_max_num_queries):
    attending.expect(workshop, [(make.make_user(full_name=f"Person {n:02}"), None) for n in range(60)])
    address = reverse("workshop:page", args=[workshop.pk])
    as_eshe.get(address)
    with django_assert_max_num_queries(20):
        page = page_of(as_eshe.get(address))
    assert "Person 49" in page
    assert "Person 50" not in page
    assert "Person 50" in page_of(as_eshe.get(f"{address}?page=2"))


@pytest.mark.parametrize("name", ["page", "expected", "sheet", "qr"])
def test_a_manager_has_no_business_there(client, workshop, baraka, name):
    sign_in(client, baraka, verified=True)
    assert client.get(reverse(f"workshop:{name}", args=[workshop.pk])).status_code == 302


def test_a_trainer_closes_a_workshop_and_opens_it_again(as_eshe, workshop):
    page, close = (reverse(f"workshop:{name}", args=[workshop.pk]) for name in ("page", "close"))
    assert "Close this workshop" in page_of(as_eshe.get(page))
    as_eshe.post(close)
    workshop.refresh_from_db()
    closed_at = workshop.closed_at
    as_eshe.post(close)
    workshop.refresh_from_db()
    assert workshop.closed_at == closed_at is not None
    assert "Open again" in page_of(as_eshe.get(page))
    as_eshe.post(close, {"open": "yes"})
    workshop.refresh_from_db()
    assert workshop.closed_at is None


def test_a_cost_is_written_as_people_do(as_eshe, workshop):
    Workshop.objects.update(cost=15000)
    assert "Cost: KES 15,000<" in page_of(as_eshe.get(reverse("workshop:page", args=[workshop.pk])))


# Whom we expect


def test_all_untrained_of_an_operator_are_expected_as_far_as_there_is_room(as_eshe, workshop, pwani, amina, course):
    make.make_staff(pwani, amina)
    make.make_certificate(amina, course.translation_key)
    for name in ("Zawadi Ali", "Bakari Omar", "Mercy Njoki"):
        make.make_staff(pwani, make.make_user(full_name=name))
    Workshop.objects.update(capacity=2)
    as_eshe.post(reverse("workshop:expected", args=[workshop.pk]), {"operator": pwani.pk, "do": "untrained"})
    assert [str(row.person) for row in workshop.participants.all()] == ["Bakari Omar", "Mercy Njoki"]
    assert {row.operator for row in workshop.participants.all()} == {pwani}


def test_where_no_place_is_left_no_button_promises_one(as_eshe, workshop, pwani, amina):
    make.make_staff(pwani, make.make_user(full_name="Zawadi Ali"))
    make.make_staff(pwani, make.make_user(full_name="Bakari Omar"))
    address = reverse("workshop:expected", args=[workshop.pk])
    assert "Expect all of them" in page_of(as_eshe.get(address))
    Workshop.objects.update(capacity=1)
    page = page_of(as_eshe.get(address))
    assert "Expect 1 of them" in page
    attending.expect(workshop, [(amina, pwani)])
    page = page_of(as_eshe.get(address))
    assert "There is room for" not in page
    assert "The one place is taken." in page
    assert 'value="untrained"' not in page
    assert f'href="{reverse("workshop:edit", args=[workshop.pk])}"' in page


def test_some_are_found_by_name_and_expected_one_by_one(as_eshe, workshop, pwani, amina):
    member = make.make_staff(pwani, amina)
    make.make_staff(pwani, make.make_user(full_name="Zawadi Ali"))
    address = reverse("workshop:expected", args=[workshop.pk])
    page = page_of(as_eshe.get(f"{address}?operator={pwani.pk}&q=amina"))
    assert "Amina Hassan" in page
    assert "Zawadi Ali" not in page
    as_eshe.post(address, {"operator": pwani.pk, "do": "add", "row": [member.pk]})
    assert workshop.participants.get().person == amina


def test_staff_of_an_operator_that_was_not_invited_can_t_be_expected(as_eshe, workshop, other, amina):
    member = make.make_staff(other, amina)
    address = reverse("workshop:expected", args=[workshop.pk])
    assert "Amina" not in page_of(as_eshe.get(f"{address}?operator={other.pk}"))
    as_eshe.post(address, {"operator": other.pk, "do": "add", "row": [member.pk]})
    assert not workshop.participants.exists()


def test_who_is_ticked_is_taken_off_the_list(as_eshe, workshop, pwani, amina):
    attending.expect(workshop, [(amina, pwani)])
    row = workshop.participants.get()
    as_eshe.post(reverse("workshop:expected", args=[workshop.pk]), {"do": "forget", "row": [row.pk, "x"]})
    assert not workshop.participants.exists()


def test_finding_staff_costs_the_same_however_many(as_eshe, workshop, pwani, django_assert_max_num_queries):
    for number in range(60):
        make.make_staff(pwani, make.make_user(full_name=f"Person {number}"))
    address = reverse("workshop:expected", args=[workshop.pk])
    as_eshe.get(address)
    with django_assert_max_num_queries(20):
        as_eshe.get(address)
    assert len(expecting.staff(workshop, pwani)[: expecting.MOST_SHOWN]) == 50


# Choosing operators


def test_an_operator_is_found_among_many_by_part_of_its_name(as_eshe, pwani, other):
    page = page_of(as_eshe.get("/admin/invited_chooser/results/?q=mawimbi"))
    assert other.name in page
    assert pwani.name not in page


def test_who_may_not_plan_may_not_look_up_operators(client, pwani, farida):
    editor = make.make_user(full_name="Editor", username="editor")
    sign_in(client, editor, verified=True)
    assert client.get("/admin/invited_chooser/").status_code == 302


# Reports


@pytest.fixture
def reported(workshop, amina, pwani, course):
    """Amina came and has completed the course; another came and has only begun it; a third was only expected."""
    begun, absent = make.make_user(full_name="Begun One"), make.make_user(full_name="Absent One")
    attending.expect(workshop, [(one, pwani) for one in (amina, begun, absent)])
    for person in (amina, begun):
        attending.come_by_oneself(workshop, person, Way.QR, timezone.now())
    for person in (amina, begun, absent):
        make.make_enrolment(person, course, completed=person != begun)
    Workshop.objects.update(cost=120000, funder="=GIZ()")
    workshop.invited.update(places=12)
    return workshop


def completed():
    return planning.with_results(Workshop.objects.all()).get().completed


def test_the_figures_count_who_came_and_has_completed_the_course(reported):
    found = planning.with_results(Workshop.objects.all()).get()
    figures = (found.operators, found.places_given, found.on_list, found.came, found.completed)
    assert figures == (1, 12, 3, 2, 1)


def test_another_course_does_not_count(reported, amina):
    amina.enrolments.update(course_key=uuid4())
    assert completed() == 0


def test_who_had_completed_the_course_before_counts_too(reported, amina):
    amina.enrolments.update(completed_at=reported.starts_at - timedelta(days=30))
    assert completed() == 1


def test_a_certificate_that_was_taken_back_does_not_undo_the_completion(reported, amina, course):
    make.make_certificate(amina, course.translation_key, revoked_at=timezone.now())
    assert completed() == 1


@pytest.mark.parametrize(("has_completed", "number"), [(True, 1), (False, 0)])
def test_page_results_report_and_file_count_the_same(as_eshe, reported, amina, has_completed, number):
    if not has_completed:
        amina.enrolments.update(completed_at=None)
    known = choosing.course_of(reported)
    assert completed() == len(results.of(reported, known).completed) == report.of(reported, known).completed == number
    page = page_of(as_eshe.get(reverse("workshop:page", args=[reported.pk])))
    assert f'<dt>Completed the course</dt><dd class="w-h1">{number}</dd>' in page
    (row,) = exported(as_eshe)
    assert row["Completed the course"] == str(number)


def exported(browser, **asked):
    response = browser.get(reverse("workshop:index"), {"export": "csv", **asked})
    return list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode().removeprefix("\ufeff"))))


def test_workshops_are_exported_as_csv(as_eshe, reported):
    (row,) = exported(as_eshe)
    assert (row["Workshop"], row["Course"], row["Came"]) == ("Likoni stage", "Red flags", "2")
    assert row["Cost (KES)"] == "120000.0"
    assert row["Funder"] == "'=GIZ()"


def test_workshops_are_exported_as_xlsx_as_the_list_shows_them(as_eshe, reported, course):
    make_workshop(course, title="Malindi", county="003")
    response = as_eshe.get(reverse("workshop:index"), {"export": "xlsx", "county": "001"})
    assert response["Content-Disposition"] == 'attachment; filename="workshops.xlsx"'
    rows = list(load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)
    assert [row[0] for row in rows] == ["Workshop", "Likoni stage"]


def test_what_is_searched_for_is_exported_in_the_order_of_the_list(as_eshe, workshop, course):
    for title in ("Malindi one", "Malindi two"):
        make_workshop(course, title=title)
    found = exported(as_eshe, q="malindi", ordering="title")
    assert [row["Workshop"] for row in found] == ["Malindi one", "Malindi two"]


def test_the_list_offers_both_files_as_it_is_filtered(as_eshe, workshop):
    page = page_of(as_eshe.get(reverse("workshop:index"), {"county": "001"}))
    assert "?county=001&amp;export=csv" in page
    assert "?county=001&amp;export=xlsx" in page


def test_the_export_costs_the_same_however_long(as_eshe, course, django_assert_max_num_queries):
    for number in range(60):
        make_workshop(course, title=f"Workshop {number}")
    exported(as_eshe)
    with django_assert_max_num_queries(10):
        assert len(exported(as_eshe)) == 60


def test_another_kind_of_file_is_just_the_list(as_eshe, workshop):
    assert "Likoni stage" in page_of(as_eshe.get(reverse("workshop:index"), {"export": "exe"}))
