"""Publishing: by a workflow, several together, two at once, and never by halves."""

from threading import Barrier, Thread

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowContentType, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses import freezing
from courses.models import Question, Quiz, QuizVersion, Topic
from tests import make


@pytest.fixture
def workflow(eshe):
    """A colleague has to agree before anything is published; trainers may agree."""
    found = Workflow.objects.create(name="A second pair of eyes")
    task = GroupApprovalTask.objects.create(name="Read by a colleague")
    task.groups.add(eshe.groups.get())
    WorkflowTask.objects.create(workflow=found, task=task, sort_order=0)
    for model in (Question, Quiz):
        WorkflowContentType.objects.create(content_type=ContentType.objects.get_for_model(model), workflow=found)
    return found


def question_form(question, **changes):
    options = [(block.block_type, dict(block.value), block.id) for block in question.options]
    fields = ("key", "kind", "text_en", "text_sw", "why_en", "why_sw", "native_review")
    values = {name: getattr(question, name) for name in fields} | {"topic": question.topic_id}
    stream = streamfield([(kind, _ticked(value)) for kind, value, _id in options])
    return nested_form_data(values | {"options": stream} | changes)


def _ticked(value):
    right = value.pop("is_right")
    value.pop("weight")
    return value | ({"is_right": "on"} if right else {})


def test_a_question_is_handed_in_and_published_by_the_one_who_agrees(trainer, workflow, topic):
    question = make.make_question("one", topic)
    edit = reverse("wagtailsnippets_courses_question:edit", args=[question.pk])
    trainer.post(edit, question_form(question, text_en="Better?", **{"action-submit": "1"}))
    question.refresh_from_db()
    assert question.text_en == "Question one?"
    approving = reverse(
        "wagtailsnippets_courses_question:workflow_action",
        args=[question.pk, "approve", question.current_workflow_task_state.pk],
    )
    trainer.post(approving)
    question.refresh_from_db()
    assert question.text_en == "Better?"


def test_what_is_no_longer_complete_is_not_agreed_to(trainer, workflow, topic, eshe):
    question = make.make_question("one", topic)
    question.save_revision(user=eshe)
    workflow.start(question, eshe)
    question.text_sw = ""
    question.save_revision(clean=False)
    approving = reverse(
        "wagtailsnippets_courses_question:workflow_action",
        args=[question.pk, "approve", question.current_workflow_task_state.pk],
    )
    assert "The draft is not complete" in trainer.post(approving, follow=True).content.decode()
    question.refresh_from_db()
    assert question.text_sw == "Swali one?"


def test_an_unfinished_question_is_not_handed_in(trainer, workflow, topic):
    question = make.make_question("one", topic)
    edit = reverse("wagtailsnippets_courses_question:edit", args=[question.pk])
    answer = trainer.post(edit, question_form(question, text_sw="", **{"action-submit": "1"}))
    assert "text_sw" in answer.context["form"].errors


def test_a_quiz_can_be_handed_in_too(trainer, workflow, topic):
    quiz = make.make_quiz("one", fixed=[make.make_question("q", topic)])
    page = trainer.get(reverse("wagtailsnippets_courses_quiz:edit", args=[quiz.pk])).content.decode()
    assert "action-submit" in page


def test_many_published_together_freeze_each_quiz_once(topic, monkeypatch):
    questions = [make.make_question(f"q-{n}", topic) for n in range(4)]
    make.make_quiz("fixed", fixed=questions)
    make.make_quiz("drawing", topic=topic, count=2)
    frozen = []
    monkeypatch.setattr(freezing, "freeze", lambda quiz: frozen.append(quiz.slug))
    with freezing.once(), freezing.once():
        for question in questions:
            question.save_revision().publish()
        assert frozen == []
    assert sorted(frozen) == ["drawing", "fixed"]


def test_what_fails_freezes_nothing(topic):
    question = make.make_question("one", topic)
    make.make_quiz("fixed", fixed=[question])
    question.text_en = "Changed?"

    def publish_and_fail():
        with freezing.once():
            question.save_revision().publish()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_and_fail()
    assert QuizVersion.objects.count() == 1


def test_a_question_whose_quiz_can_not_be_frozen_is_not_published_by_halves(topic, monkeypatch):
    question = make.make_question("one", topic)
    make.make_quiz("fixed", fixed=[question])

    def fail(quiz):
        raise RuntimeError

    monkeypatch.setattr(freezing, "freeze", fail)
    question.text_en = "Changed?"
    revision = question.save_revision()
    with pytest.raises(RuntimeError):
        revision.publish()
    question.refresh_from_db()
    assert question.text_en == "Question one?"


def test_a_draft_of_a_quiz_does_not_bring_an_old_version_back(topic):
    question = make.make_question("one", topic)
    quiz = make.make_quiz("fixed", fixed=[question])
    draft = quiz.save_revision()
    question.text_en = "Changed?"
    question.save_revision().publish()
    newest = Quiz.objects.get().current_version_id
    assert Revision.objects.get(pk=draft.pk).as_object().current_version_id == newest


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_question_and_quiz_published_at_once_end_in_the_words_published_last():
    make.make_site()
    topic = Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")
    questions = [make.make_question(f"q-{n}", topic) for n in range(4)]
    quiz = make.make_quiz("fixed", fixed=questions)
    barrier, failures = Barrier(8), []

    def publish(revision):
        try:
            barrier.wait()
            revision.publish()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)
        finally:
            connection.close()

    revisions = []
    for number, question in enumerate(questions):
        question.text_en = f"Changed {number}?"
        revisions.append(question.save_revision())
    for number in range(4):
        quiz.title_en = f"Title {number}"
        revisions.append(quiz.save_revision())
    threads = [Thread(target=publish, args=[revision]) for revision in revisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    quiz = Quiz.objects.get()
    words = {key: question["text"]["en"] for key, question in quiz.current_version.content["questions"].items()}
    assert words == {f"q-{n}": f"Changed {n}?" for n in range(4)}
    assert quiz.current_version.content["title"]["en"] == quiz.title_en
    numbers = list(quiz.versions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
