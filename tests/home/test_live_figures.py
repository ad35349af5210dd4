"""Figures for the public: counted by the rooms above, and silent about few people."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.template import engines
from django.utils import timezone, translation

from home import live_figures, page_cache
from places.hiding import FEWEST
from saccos import keeping
from saccos.models import Operator
from tests import make

pytestmark = pytest.mark.django_db
COMPLETED, CERTIFIED = "people completed a course", "people hold a valid certificate"
OPERATORS, COUNTIES = "operators mapped", "counties reached"
EVERY = (COMPLETED, CERTIFIED, OPERATORS, COUNTIES)
Engagement = Operator.Engagement


def shown():
    """Return the figures as they are counted now, by their label."""
    page_cache.forget_now()
    return {figure.label: figure.value for figure in live_figures.figures()} or dict.fromkeys(EVERY)


def complete(people, course=None, completed=True):
    course = course or SimpleNamespace(translation_key=uuid4())
    for person in people:
        make.make_enrolment(person, course, completed)


def certify(people, **fields):
    return [make.make_certificate(person, uuid4(), **fields) for person in people]


def some(number):
    return [make.make_user() for _ in range(number)]


def map_operators(number, counties=47, **fields):
    fields.setdefault("engagement", Engagement.MAPPED)
    return [
        make.make_operator(f"Sacco {n}", f"sacco-{n}", county=f"{1 + n % counties:03}", **fields) for n in range(number)
    ]


def test_nothing_is_told_of_four_people_and_of_five_it_is():
    complete(some(FEWEST - 1))
    assert shown()[COMPLETED] is None
    complete(some(1))
    assert shown()[COMPLETED] == FEWEST


def test_a_hidden_figure_is_not_even_kept():
    complete(some(FEWEST - 1))
    shown()
    assert page_cache.remember("live-figures", dict)["completed"] is None


def test_who_completed_two_courses_is_one_person_and_who_only_began_is_none():
    people = some(FEWEST)
    complete(people)
    complete(people)
    complete(some(1), completed=False)
    assert shown()[COMPLETED] == FEWEST


def test_certified_are_people_whose_certificate_holds_now():
    people = some(FEWEST)
    certify(people)
    certify(people)
    certify(some(1), revoked_at=timezone.now())
    certify(some(1), issued_at=timezone.now() - timedelta(days=800))
    assert shown()[CERTIFIED] == FEWEST


def test_a_certificate_counts_until_its_last_moment():
    people = some(FEWEST)
    certify(people[1:])
    certify(people[:1], expires_at=timezone.now() + timedelta(minutes=1))
    assert shown()[CERTIFIED] == FEWEST
    people[0].certificates.update(expires_at=timezone.now())
    assert shown()[CERTIFIED] is None


def test_operators_count_from_the_day_they_are_mapped():
    last = map_operators(FEWEST)[-1]
    assert shown()[OPERATORS] == FEWEST
    Operator.objects.filter(pk=last.pk).update(engagement=Engagement.CONTACTED)
    assert shown()[OPERATORS] is None


def test_an_operator_that_was_merged_into_another_counts_no_more():
    first, *_others, last = map_operators(FEWEST)
    Operator.objects.filter(pk=last.pk).update(merged_into=first)
    assert shown()[OPERATORS] is None


def test_a_county_counts_once_for_whatever_is_mapped_in_it():
    map_operators(2 * FEWEST, counties=FEWEST)
    assert shown()[COUNTIES] == FEWEST


@pytest.mark.parametrize("days_left", [10, 400])
def test_a_county_counts_where_staff_are_trained_though_no_operator_is_mapped(days_left):
    *_mapped, last = map_operators(FEWEST)
    Operator.objects.filter(pk=last.pk).update(engagement=Engagement.IDENTIFIED)
    assert shown()[COUNTIES] is None
    member = make.make_staff(last)
    certify([member.person], expires_at=timezone.now() + timedelta(days=days_left))
    keeping.settle(member, timezone.now())
    assert shown()[COUNTIES] == FEWEST


def test_a_platform_of_which_there_is_nothing_to_tell_has_no_figures():
    complete(some(FEWEST - 1))
    assert live_figures.figures() == []


def test_figures_come_in_their_order_and_in_the_reader_s_language():
    complete(some(FEWEST))
    with translation.override("sw"):
        labels = [figure.label for figure in live_figures.figures()]
        assert labels == [translation.gettext(label) for label in EVERY]


def test_counting_takes_a_query_for_each_figure_once_an_hour(django_assert_num_queries):
    with django_assert_num_queries(4):
        live_figures.figures()
    with django_assert_num_queries(0):
        live_figures.figures()
    assert caches["pages"].default_timeout <= 3600


def test_a_page_takes_them_by_the_tag():
    source = "{% load home_tags %}{% live_figures as figures %}{% for f in figures %}{{ f.value }},{% endfor %}"
    complete(some(FEWEST))
    page_cache.forget_now()
    assert engines["django"].from_string(source).render() == f"{FEWEST},None,None,None,"


def home_with_figures(client):
    home = make.make_site()["en"]
    home.body = [("live_figures", {"heading": "Counted today"})]
    home.save_revision().publish()
    page_cache.forget_now()
    return client.get("/en/").content.decode()


def test_the_home_page_shows_them_and_says_in_words_which_are_hidden(client):
    complete(some(FEWEST))
    page = home_with_figures(client)
    assert "<h2>Counted today</h2>" in page
    assert f"<li><b>{FEWEST}</b> people completed a course</li>" in page
    assert '<b class="few">fewer than 5</b> people hold a valid certificate' in page


def test_the_home_page_of_a_new_platform_leaves_them_out(client):
    assert "Counted today" not in home_with_figures(client)
