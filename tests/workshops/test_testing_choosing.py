"""Which quizzes a workshop asks, and how."""

import pytest

from courses import freezing
from courses.models import Quiz
from tests import make
from tests.workshops import papers
from workshops.models import WorkshopTest
from workshops.testing import choosing
from workshops.testing.choosing import CannotAsk


def refused(workshop, **ways):
    with pytest.raises(CannotAsk) as problem:
        choosing.choose(workshop, ways)
    return problem.value.problems


def test_a_workshop_can_ask_the_quizzes_of_its_course_and_both_tests(workshop, course):
    papers.make_measured(course)
    names = [one.name for one in choosing.choices(workshop)]
    assert names == ["pre", "red-flags-1", "red-flags-2", "post"]


def test_before_and_after_ask_different_forms(workshop, course):
    papers.make_measured(course)
    choosing.choose(workshop, {"pre": "paper", "post": "paper"})
    asked = dict(workshop.tests.values_list("occasion", "quiz__slug"))
    assert {asked["pre"], asked["post"]} == {"form-a", "form-b"}


def test_the_form_that_comes_first_falls_anew_for_each_workshop(workshop, course):
    measured = papers.make_measured(course)
    first = set()
    for number in range(40):
        workshop.token = f"token{number}"
        first.add(choosing.forms_of(workshop, measured)[0].slug)
    assert first == {"form-a", "form-b"}


def test_choosing_twice_keeps_the_paper(workshop):
    before = papers.ask_course(workshop)
    assert papers.ask_course(workshop) == before
    assert {test.ticket for test in before} == {test.ticket for test in papers.tests_of(workshop)}


def test_the_questions_stay_those_of_the_day_it_was_chosen(workshop):
    test = papers.ask_course(workshop)[0]
    quiz = test.quiz
    quiz.pass_mark = 50
    quiz.save()
    freezing.freeze(quiz)
    papers.ask_course(workshop)
    test.refresh_from_db()
    assert test.version.content["pass_mark"] == 80


@pytest.mark.parametrize("kind", make.KINDS)
def test_every_kind_of_question_can_be_asked_on_paper(workshop, kind):
    make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=(kind,))
    choosing.choose(workshop, {"red-flags-1": "paper"})
    assert workshop.tests.get().way == "paper"


def test_by_hands_a_quiz_that_may_draw_another_kind_draws_a_paper_without_it(db):
    topic = make.Topic.objects.create(slug="drawn", name_en="D", name_sw="D")
    for kind in ("single", "multiple", "scenario"):
        make.make_question_of(kind, f"drawn-{kind}", topic)
    quiz = make.make_quiz("drawn", topic=topic, count=2)
    assert choosing.why_not_on("hands", quiz) == ""
    ticket = choosing._ticket_by_hands(quiz.current_version.content)
    kinds = {item.question for item in choosing.papers.draw(quiz.current_version.content, ticket)}
    assert kinds == {"drawn-single", "drawn-multiple"}


@pytest.mark.parametrize("way", ["paper", "hands"])
def test_a_quiz_that_is_not_published_can_t_be_asked(workshop, way):
    quiz = Quiz.objects.get(slug="red-flags-1")
    quiz.current_version = None
    assert "not published" in choosing.why_not_on(way, quiz)


def test_an_order_can_t_be_shown_by_hands(workshop):
    make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=("single", "ordering"))
    assert "raising a hand" in refused(workshop, **{"red-flags-1": "hands"})["red-flags-1"]


def test_a_closed_test_can_t_be_taken_on_phones(workshop, course):
    measured = papers.make_measured(course)
    measured.is_open = False
    measured.save()
    assert "closed" in refused(workshop, pre="phones", post="phones")["pre"]


def test_one_on_paper_and_the_other_on_phones_might_be_the_same_form_so_it_is_refused(workshop, course):
    papers.make_measured(course)
    assert "same way" in refused(workshop, pre="paper", post="phones")["post"]


def test_nothing_changes_where_one_of_them_is_refused(workshop, course):
    papers.make_measured(course)
    refused(workshop, pre="paper", post="phones", **{"red-flags-1": "paper"})
    assert not WorkshopTest.objects.exists()


def test_a_test_with_sheets_typed_in_keeps_its_way(workshop):
    test = papers.ask_course(workshop)[0]
    papers.typed(test, papers.came(workshop))
    assert "typed in" in refused(workshop, **{"red-flags-2": "paper"})["red-flags-1"]
    assert WorkshopTest.objects.filter(pk=test.pk).exists()


def test_a_test_can_be_taken_back_before(workshop):
    papers.ask_course(workshop)
    choosing.choose(workshop, {"red-flags-2": "hands"})
    assert [(test.quiz.slug, test.way) for test in workshop.tests.all()] == [("red-flags-2", "hands")]
