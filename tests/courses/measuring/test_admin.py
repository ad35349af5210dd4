import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from courses.analysis import allowance
from courses.measuring import analysing
from courses.models import Analysis, CourseIndexPage, PrePostTest
from sample import groups
from tests import make
from tests.conftest import sign_in
from tests.courses.measuring.conftest import take_both

pytestmark = pytest.mark.django_db
TYPED = {"topic-flags": "1", "topic-law": "2", "follow_up": "2"}


@pytest.fixture
def eshe(client, course):
    """A trainer, signed in."""
    groups.load(CourseIndexPage.objects.all())
    person = make.make_user(full_name="Eshe Mwakio", username="eshe")
    person.groups.add(Group.objects.get(name="Trainers"))
    sign_in(client, person, verified=True)
    return client


def forms_page(course):
    return f"/admin/courses/test/{course.translation_key}/"


def report_page(course):
    return f"/admin/reports/gain/{course.translation_key}/"


def text(response):
    return response.content.decode()


def crowd(course, number):
    for place in range(number):
        take_both(make.make_user(full_name=f"Person {place}"), course, before=1, after=2 + place % 2)


def test_the_menu_and_the_course_s_page_lead_there(eshe, course):
    assert "/admin/reports/gain/" in text(eshe.get("/admin/"))
    assert forms_page(course) in text(eshe.get(f"/admin/pages/{course.pk}/"))


def test_each_course_stands_in_the_list_with_its_test(eshe, course, test):
    make.make_course("Another", "another", modules=1, lessons=1)
    page = text(eshe.get("/admin/reports/gain/"))
    assert page.count("Make the forms") == 1
    assert page.count(report_page(course)) == 1


def test_the_list_costs_the_same_for_many_courses(eshe, course, django_assert_num_queries):
    eshe.get("/admin/reports/gain/")
    with CaptureQueriesContext(connection) as few:
        eshe.get("/admin/reports/gain/")
    for number in range(3):
        make.make_course(f"C{number}", f"c{number}", modules=1, lessons=1)
    with django_assert_num_queries(len(few)):
        eshe.get("/admin/reports/gain/")


def test_the_course_s_own_topics_are_suggested(eshe, course, topics):
    page = text(eshe.get(forms_page(course)))
    assert page.index("Topic 1") < page.index("About flags")
    assert 'name="topic-red-flags-1" value="2"' in page
    assert 'name="topic-flags" value="0"' in page


def test_both_forms_are_shown_and_nothing_is_saved(eshe, course, topics):
    page = text(eshe.get(forms_page(course), TYPED))
    assert page.count("Question law-") >= 4
    assert "Make both forms" in page
    assert not PrePostTest.objects.exists()


def test_what_was_shown_is_made_and_can_be_opened_and_closed(eshe, course, topics):
    assert eshe.post(forms_page(course), TYPED).status_code == 302
    test = PrePostTest.objects.get()
    assert (len(test.form_a.parts), len(test.follow_up.parts), test.is_open) == (3, 2, False)
    for answer, is_open in (("yes", True), ("yes", True), ("no", False)):
        eshe.post(forms_page(course), {"open": answer})
        assert PrePostTest.objects.get().is_open is is_open


def test_twice_pressed_makes_one_test(eshe, course, topics):
    for _press in range(2):
        eshe.post(forms_page(course), TYPED)
    assert PrePostTest.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"topic-law": "99"}, {"topic-law": "x"}, {"follow_up": "-1"}, {"topic-law": "0", "topic-flags": ""}]
)
def test_what_can_not_be_made_is_explained(eshe, course, topics, wrong):
    for send in (eshe.get, eshe.post):
        response = send(forms_page(course), TYPED | wrong)
        assert response.status_code == 200
        assert "error" in text(response)
    assert not PrePostTest.objects.exists()


def test_a_test_that_was_taken_can_not_be_made_anew(eshe, course, test):
    crowd(course, 1)
    assert "can&#x27;t change any more" in text(eshe.get(forms_page(course))).replace("can't", "can&#x27;t")
    before = test.form_a.current_version_id
    assert eshe.post(forms_page(course), TYPED | {"topic-law": "1"}).status_code == 200
    test.refresh_from_db()
    assert test.form_a.current_version_id == before


def test_the_report_says_the_gain_with_n_and_its_interval(eshe, course, test):
    crowd(course, 6)
    assert "Nothing has been worked out yet" in text(eshe.get(report_page(course)))
    eshe.post(report_page(course))
    page = text(eshe.get(report_page(course)))
    for words in ("From 33 % to 83 % right", "n = 6", "95 % interval", "few people", "<svg", "By operator"):
        assert words in page


def test_the_report_reads_what_is_stored(eshe, course, test, django_assert_max_num_queries):
    crowd(course, 5)
    analysing.analyse(test)
    eshe.get(report_page(course))
    with django_assert_max_num_queries(17):
        eshe.get(report_page(course))


def test_of_four_people_the_report_shows_no_figure(eshe, course, test):
    crowd(course, 4)
    eshe.post(report_page(course))
    page = text(eshe.get(report_page(course)))
    assert "Fewer than five people" in page
    assert '<svg class="gain-chart"' not in page


def test_the_export_holds_the_same_figures_in_both_formats(eshe, course, test):
    crowd(course, 5)
    assert eshe.get(report_page(course) + "gains.csv").status_code == 404, "nothing is worked out yet"
    analysing.analyse(test)
    lines = eshe.get(report_page(course) + "gains.csv").getvalue().decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Everybody,Everybody,5,33.33,80.0,46.67,")
    book = load_workbook(io.BytesIO(b"".join(eshe.get(report_page(course) + "gains.xlsx").streaming_content)))
    assert [cell.value for cell in book.active[2]][2:6] == [5, 33.33, 80, 46.67]
    assert eshe.get(report_page(course) + "gains.pdf").status_code == 404


def test_more_than_a_trainer_can_wait_for_is_left_to_the_timer(eshe, course, test, monkeypatch):
    monkeypatch.setattr(allowance, "MOST_AT_ONCE", 15)
    crowd(course, 5)
    assert "tonight" in text(eshe.post(report_page(course), follow=True))
    assert not Analysis.objects.exists()


def test_who_has_no_right_is_sent_away_and_nothing_happens(client, course, test):
    person = make.make_user(full_name="Nobody Known", username="nobody")
    groups.load(CourseIndexPage.objects.all())
    Group.objects.get(name="Trainers").permissions.remove(
        *Group.objects.get(name="Trainers").permissions.filter(codename__endswith="preposttest")
    )
    person.groups.add(Group.objects.get(name="Trainers"))
    sign_in(client, person, verified=True)
    for address in ("/admin/reports/gain/", report_page(course), report_page(course) + "gains.csv", forms_page(course)):
        assert client.get(address).status_code == 302
    client.post(forms_page(course), {"open": "no"})
    client.post(report_page(course))
    assert PrePostTest.objects.get().is_open
    assert not Analysis.objects.filter(subject="gain").exists()
    assert User.objects.filter(pk=person.pk).exists()
