"""What colleagues say about a question."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from courses.models import QuestionComment
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def question(topic):
    return make.make_question("one", topic)


@pytest.fixture
def page(question):
    return reverse("wagtailsnippets_courses_question:comments", args=[question.pk])


def closing(comment):
    return reverse("wagtailsnippets_courses_question:resolve", args=[comment.question_id, comment.pk])


def test_a_comment_is_kept_once_with_its_author(trainer, page, eshe):
    for _twice in range(2):
        trainer.post(page, {"text": "Is <b>this</b> fair?"})
    comment = QuestionComment.objects.get()
    assert comment.author == eshe
    shown = trainer.get(page).content.decode()
    assert "Eshe Mwakio" in shown
    assert "&lt;b&gt;this" in shown


def test_an_empty_comment_is_refused_beside_its_field(trainer, page):
    assert "This field is required" in trainer.post(page, {"text": " "}).content.decode()
    assert not QuestionComment.objects.exists()


def test_a_comment_is_resolved_once_and_opened_again(trainer, page, question, eshe):
    comment = QuestionComment.objects.create(question=question, author=None, text="Hm.")
    for _twice in range(2):
        trainer.post(closing(comment), {"resolve": "1"})
    comment.refresh_from_db()
    assert comment.resolved_by == eshe
    for _twice in range(2):
        trainer.post(closing(comment), {"reopen": "1"})
    comment.refresh_from_db()
    assert comment.resolved_at is None
    assert trainer.get(page).status_code == 200


def test_those_that_wait_are_counted_in_the_header_and_on_the_front_page(trainer, question, eshe):
    for text in ("One.", "Two."):
        QuestionComment.objects.create(question=question, author=eshe, text=text)
    edit = trainer.get(reverse("wagtailsnippets_courses_question:edit", args=[question.pk])).content.decode()
    assert "Comments (2)" in edit
    assert "comments wait for an answer" in trainer.get("/admin/").content.decode()


def test_a_stranger_to_comments_neither_reads_nor_writes_them(client, page, question):
    editor = make.make_user(full_name="Gakii", username="gakii")
    rights = Permission.objects.filter(codename__in=["access_admin", "change_question"])
    editor.user_permissions.add(*rights)
    sign_in(client, editor, verified=True)
    comment = QuestionComment.objects.create(question=question, author=None, text="Hm.")
    assert client.get(page).status_code == 302
    client.post(page, {"text": "Sneaked in"})
    client.post(closing(comment), {"resolve": "1"})
    assert not QuestionComment.objects.filter(text="Sneaked in").exists()
    assert not QuestionComment.objects.exclude(resolved_at=None).exists()
