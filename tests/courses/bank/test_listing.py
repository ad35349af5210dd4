"""The list of the bank: found in both languages, and where each question is used."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.bank import usage
from courses.models import Analysis, Question, QuestionComment
from tests import make

LIST = reverse("wagtailsnippets_courses_question:list")


@pytest.fixture
def three(topic):
    first, second, third = (make.make_question(f"q-{n}", topic, critical=n == 1) for n in range(3))
    Question.objects.filter(pk=first.pk).update(text_en="Whose papers are these?", text_sw="Karatasi hizi ni za nani?")
    for question in Question.objects.all():
        question.save()
    return first, second, third


def found(trainer, **filters):
    return {question.key for question in trainer.get(LIST, filters).context["object_list"]}


@pytest.mark.parametrize("typed", ["papers", "karatasi", "q-0"])
def test_a_question_is_found_in_either_language_or_by_its_key(trainer, three, typed):
    assert found(trainer, q=typed) == {"q-0"}


def test_filters_hold_beside_a_search(trainer, three):
    assert found(trainer, is_critical="true") == {"q-1"}
    assert found(trainer, q="question", is_critical="true") == {"q-1"}
    assert found(trainer, kind="multiple") == set()
    assert found(trainer, live="true") == {"q-0", "q-1", "q-2"}


def test_questions_that_lack_a_language_anywhere_are_found(trainer, three):
    _first, second, third = Question.objects.order_by("pk")
    second.options[1].value["why_sw"] = ""
    second.save()
    third.text_en = ""
    third.save()
    assert found(trainer, languages="sw") == {"q-1"}
    assert found(trainer, languages="en") == {"q-2"}
    assert found(trainer, languages="complete") == {"q-0"}
    assert "Kiswahili missing" in trainer.get(LIST).content.decode()


@pytest.mark.parametrize("kind", ["ordering", "matching", "spots", "scenario"])
def test_a_whole_question_of_each_kind_lacks_no_language(trainer, topic, kind):
    make.make_question_of(kind, "one", topic)
    assert found(trainer, languages="complete") == {"one"}


def test_usage_counts_quizzes_and_the_answers_analysed(trainer, topic, three):
    make.make_quiz("fixed", fixed=[three[0]])
    make.make_quiz("drawing", topic=topic, count=2)
    assert usage.of_one(three[0]).answers is None
    assert "in 2 quizzes<" in trainer.get(LIST).content.decode()
    for slug, n in (("fixed", 400), ("drawing", 12)):
        Analysis.objects.create(subject="quiz", key=slug, result={"questions": {"q-0": {"n": n}}})
    assert "in 2 quizzes, 412 answers" in trainer.get(LIST).content.decode()


def test_the_list_leads_to_the_question_files_for_whoever_may_use_them(trainer, client, eshe):
    ways = [f'href="{reverse(name)}"' for name in ("question_import", "question_export")]
    page = trainer.get(LIST).content.decode()
    assert all(way in page for way in ways)
    for group in eshe.groups.all():
        group.permissions.remove(*group.permissions.filter(codename="change_question"))
    page = client.get(LIST).content.decode()
    assert not any(way in page for way in ways)


def test_the_usage_page_names_quizzes_and_versions(trainer, topic, three):
    make.make_quiz("fixed", fixed=[three[0]])
    page = trainer.get(reverse("wagtailsnippets_courses_question:usage", args=[three[0].pk])).content.decode()
    assert "Quiz fixed" in page
    assert "asked of everybody" in page


def test_the_list_costs_the_same_for_five_and_for_fifty(trainer, topic):
    counts = []
    for number in (5, 50):
        questions = [make.make_question(f"many-{n}", topic) for n in range(Question.objects.count(), number)]
        make.make_quiz(f"quiz-{number}", fixed=questions[:3], topic=topic, count=1)
        trainer.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            trainer.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_comments_that_wait_are_found(trainer, three, eshe):
    QuestionComment.objects.create(question=three[2], author=eshe, text="Too long?")
    assert found(trainer, comments="waiting") == {"q-2"}
