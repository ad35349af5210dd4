"""How much paper a certificate takes, said before anything is printed."""

from io import BytesIO

import pikepdf
from django.urls import reverse

from courses.models import Quiz
from tests.workshops import papers
from workshops.testing import papers_needed, printed


def test_it_is_as_many_pages_as_are_printed(workshop):
    before = papers_needed.for_certificate(workshop)
    tests = papers.ask_course(workshop)
    needed = papers_needed.for_certificate(workshop)
    printed_pages = len(pikepdf.open(BytesIO(printed.draw(tests, "en"))).pages)
    assert (needed.quizzes, needed.pages, needed.places) == (2, printed_pages, 30)
    assert needed.all_pages == 30 * printed_pages
    assert before == needed


def test_the_pre_test_is_not_for_the_certificate(workshop, course):
    papers.make_measured(course)
    assert papers_needed.for_certificate(workshop).quizzes == 2


def test_without_a_published_quiz_nothing_is_said(workshop):
    Quiz.objects.update(current_version=None)
    assert papers_needed.for_certificate(workshop) is None


def test_the_plan_and_the_tests_say_it(as_eshe, workshop):
    pages = papers_needed.for_certificate(workshop).pages
    for name in ("workshop:page", "workshop_tests"):
        text = as_eshe.get(reverse(name, args=[workshop.pk])).content.decode()
        assert f"takes 2 quizzes for each person: {pages} pages." in text
        assert f"For 30 places that is {30 * pages} pages to print." in text
