"""A question that is asked can't be taken away."""

import pytest
from django.urls import reverse

from courses.models import LessonPage, Question
from tests import make


def address(name, question):
    return reverse(f"wagtailsnippets_courses_question:{name}", args=[question.pk])


def bulk(*questions):
    ids = "&".join(f"id={question.pk}" for question in questions)
    return reverse("wagtail_bulk_action", args=["courses", "question", "delete"]) + f"?{ids}"


@pytest.fixture
def asked(topic):
    question = make.make_question("asked", topic)
    make.make_quiz("asking", fixed=[question])
    return question


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_question_in_a_quiz_is_not_deleted_and_the_quiz_is_named(trainer, asked, method):
    answer = getattr(trainer, method)(address("delete", asked), follow=True)
    assert "Quiz asking" in answer.content.decode()
    assert "be deleted" in answer.content.decode()
    assert Question.objects.filter(key="asked").exists()


def test_nor_among_others(trainer, asked, topic):
    free = make.make_question("free", topic)
    trainer.post(bulk(asked, free), {"next": "/admin/"})
    assert Question.objects.count() == 2


def test_free_ones_are_deleted_together(trainer, topic):
    trainer.post(bulk(*(make.make_question(f"free-{n}", topic) for n in range(2))), {"next": "/admin/"})
    assert not Question.objects.exists()


def test_a_question_that_may_be_drawn_is_deleted_after_a_warning(trainer, topic):
    first, *_others = [make.make_question(f"q-{n}", topic) for n in range(3)]
    make.make_quiz("drawing", topic=topic, count=2)
    assert "may be drawn in “Quiz drawing”" in trainer.get(address("delete", first)).content.decode()
    trainer.post(address("delete", first))
    assert Question.objects.count() == 2


def test_a_quiz_keeps_as_many_as_it_draws(trainer, topic):
    first, _second = [make.make_question(f"q-{n}", topic) for n in range(2)]
    make.make_quiz("drawing", topic=topic, count=2)
    assert "only 1 would be left" in trainer.post(address("delete", first), follow=True).content.decode()
    trainer.post(address("unpublish", first))
    assert Question.objects.filter(live=True).count() == 2


def test_a_question_practised_in_a_lesson_is_not_deleted(trainer, topic):
    make.make_course(modules=1, lessons=1)
    question = make.make_question("practised", topic)
    lesson = LessonPage.objects.first()
    lesson.cards = LessonPage._meta.get_field("cards").to_python(
        [{"type": "practice", "value": {"question": question.pk}}]
    )
    lesson.save()
    assert "it is practised in" in trainer.post(address("delete", question), follow=True).content.decode()
    assert Question.objects.filter(pk=question.pk).exists()


@pytest.mark.parametrize(("is_critical", "stays"), [(True, True), (False, False)])
def test_a_critical_question_in_a_live_quiz_is_not_taken_back(trainer, topic, is_critical, stays):
    question = make.make_question("one", topic, critical=is_critical)
    make.make_quiz("asking", fixed=[question, make.make_question("two", topic)])
    trainer.post(address("unpublish", question))
    question.refresh_from_db()
    assert question.live is stays
