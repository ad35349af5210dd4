"""Saving a plan: all or nothing, as drafts."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from courses.exchange import applying, plan
from courses.exchange.applying import BankChanged, SomeRefused, apply
from courses.models import Question, Topic
from tests import make
from tests.conftest import sign_in
from tests.courses.exchange.samples import make_file, make_parsed


@pytest.fixture
def topic(db):
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


def planned(*questions):
    return plan.make(make_file(*questions), "flags")


def complete(name="q-1"):
    question = make_parsed(name)
    for texts in [question.text, *(texts for answer in question.answers for texts in (answer.text, answer.feedback))]:
        texts["sw"] = f"{texts['en']} (sw)"
    return question


def test_a_new_question_is_a_draft_with_a_revision(topic):
    (question,) = apply(planned(make_parsed()))
    saved = Question.objects.get()
    assert (saved.key, saved.live, saved.has_unpublished_changes) == ("q-1", False, True)
    assert saved.latest_revision_id
    assert question == saved
    assert ModelLogEntry.objects.filter(action="wagtail.create").count() == 1


def test_a_draft_opens_in_the_editor(topic, client):
    (question,) = apply(planned(make_parsed()))
    boss = make.make_user(full_name="Farida", is_staff=True, is_superuser=True)
    sign_in(client, boss, verified=True)
    answer = client.get(f"/admin/snippets/courses/question/edit/{question.pk}/")
    assert answer.status_code == 200
    assert "It is so." in answer.content.decode()


def test_publishing_is_for_complete_questions_only(topic):
    apply(planned(complete("whole"), make_parsed("half", text="Half?")), publish=True)
    assert list(Question.objects.filter(live=True).values_list("key", flat=True)) == ["whole"]
    apply(planned(complete("later")))
    assert not Question.objects.filter(key="later", live=True).exists()


def test_filling_a_draft_keeps_what_is_there(topic):
    apply(planned(make_parsed()))
    apply(planned(make_parsed(language="sw", text="Swali?")), publish=True)
    question = Question.objects.get()
    assert (question.text_en, question.text_sw, question.live) == ("Asked?", "Swali?", True)
    assert [option.id for option in question.options] == ["q-1-1", "q-1-2"]


def test_filling_a_published_question_leaves_what_learners_see(topic):
    apply(planned(complete()), publish=True)
    question = Question.objects.get()
    draft = question.get_latest_revision_as_object()
    draft.text_sw = ""
    draft.save_revision(clean=False)
    apply(planned(_kiswahili()))
    question.refresh_from_db()
    assert question.text_sw == "Asked? (sw)"
    assert question.get_latest_revision_as_object().text_sw == "Jipya?"


def _kiswahili():
    question = complete()
    return make_parsed(
        language="sw",
        text="Jipya?",
        answers=[type(a)({"sw": a.text["sw"]}, a.weight, {"sw": a.feedback["sw"]}) for a in question.answers],
    )


def test_nothing_is_saved_where_one_is_refused_unless_it_may_be_skipped(topic):
    both = planned(make_parsed(), make_parsed("essay", kind="essay"))
    with pytest.raises(SomeRefused):
        apply(both)
    assert not Question.objects.exists()
    apply(both, skip_refused=True)
    assert Question.objects.count() == 1


def test_a_plan_that_no_longer_holds_is_not_applied(topic):
    confirmed = planned(make_parsed(), make_parsed("q-2", text="Two?"))
    apply(planned(make_parsed("q-2", text="Other?")))
    with pytest.raises(BankChanged):
        apply(confirmed)
    assert Question.objects.count() == 1


def test_a_failure_half_way_saves_nothing(topic, monkeypatch):
    calls = []

    def fail_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError

    monkeypatch.setattr(applying, "log", fail_second)
    with pytest.raises(RuntimeError):
        apply(planned(make_parsed(), make_parsed("q-2", text="Two?")))
    assert not Question.objects.exists()


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_trainers_who_import_at_once_add_each_question_once():
    make.make_root()
    Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")
    plans = [planned(complete_as("one"), complete_as("two")) for _ in range(4)]
    barrier, changed = Barrier(4), []

    def confirm(plan):
        try:
            barrier.wait()
            apply(plan)
        except BankChanged:
            changed.append(plan)
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=[plan]) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(changed) == 3
    assert sorted(Question.objects.values_list("key", flat=True)) == ["one", "two"]


def test_publishing_many_freezes_each_quiz_once(topic):
    first = make.make_question("first", topic)
    quiz = make.make_quiz("drawn", topic=topic, count=1, fixed=[])
    apply(planned(*[complete_as(f"q-{number}") for number in range(5)]), publish=True)
    assert Question.objects.filter(live=True).count() == 6
    newest = quiz.versions.order_by("-number").first()
    assert (newest.number, set(newest.content["questions"])) == (2, {first.key, *(f"q-{n}" for n in range(5))})


def complete_as(name):
    question = complete(name)
    question.text = {language: f"{name}? {language}" for language in ("en", "sw")}
    return question
