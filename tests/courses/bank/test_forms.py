"""Writing a question: its kind first, then only what belongs to it."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses import attempts
from courses.bank.kinds import RULES
from courses.models import Question
from tests import make
from tests.conftest import sign_in

ADD = reverse("wagtailsnippets_courses_question:add")
LIST = reverse("wagtailsnippets_courses_question:list")


def form(topic, kind, options, **changes):
    return nested_form_data(
        {
            "key": "new-one",
            "topic": topic.pk,
            "kind": kind,
            "text_en": "What do you do?",
            "text_sw": "Unafanya nini?",
            "native_review": "awaiting",
            "options": streamfield(options),
        }
        | changes
    )


def item(text, **changes):
    return ("item", {"text_en": text, "text_sw": f"{text} sw"} | changes)


STEPS = [item("Look"), item("Ask"), item("Report")]


def edit(question):
    return reverse("wagtailsnippets_courses_question:edit", args=[question.pk])


def test_the_kind_is_asked_first(trainer):
    page = trainer.get(ADD).content.decode()
    assert all(f'href="?kind={kind}"' in page for kind in RULES)
    assert "w-editor-form" not in page


@pytest.mark.parametrize("kind", RULES)
def test_only_the_answers_of_the_kind_are_offered(trainer, kind):
    answer = trainer.get(ADD, {"kind": kind})
    offered = answer.context["form"].fields["options"].widget.block_def.child_blocks
    assert list(offered) == [RULES[kind].block]
    assert answer.status_code == 200


@pytest.mark.parametrize(("kind", "shown", "hidden"), [
    ("single", [], ["part_marks", "is_innocent"]),
    ("multiple", ["part_marks"], ["is_innocent"]),
    ("scenario", ["is_innocent"], ["part_marks"]),
])  # fmt: skip
def test_fields_that_do_not_matter_for_a_kind_are_not_shown(trainer, kind, shown, hidden):
    fields = trainer.get(ADD, {"kind": kind}).context["form"].fields
    assert set(shown) <= set(fields)
    assert not set(hidden) & set(fields)


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_answers_of_another_kind_are_refused_even_in_a_draft(trainer, topic, action):
    data = form(topic, "single", STEPS, **action)
    answer = trainer.post(ADD, data)
    assert "is made of options only. Remove the steps to put in order." in answer.content.decode()
    assert not Question.objects.exists()


def test_a_question_of_steps_is_published_and_its_explanation_is_needed(trainer, topic):
    refused = trainer.post(ADD, form(topic, "ordering", STEPS, **{"action-publish": "1"}))
    assert refused.context["form"].errors.keys() == {"why_en", "why_sw"}
    whole = {"why_en": "So.", "why_sw": "Hivyo.", "action-publish": "1"}
    trainer.post(ADD, form(topic, "ordering", STEPS, **whole))
    assert Question.objects.get().live


def test_a_draft_is_kept_with_almost_nothing_typed(trainer, topic):
    trainer.post(ADD, form(topic, "spots", [], text_en="", text_sw=""))
    assert Question.objects.get().kind == "spots"


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_ten_thousand_characters_are_refused_beside_the_field(trainer, topic, action):
    answer = trainer.post(ADD, form(topic, "ordering", STEPS, text_en="x" * 10_000, **action))
    assert "at most 500 characters" in answer.content.decode()
    assert not Question.objects.exists()


def test_the_kind_does_not_change(trainer, topic):
    question = make.make_question_of("ordering", "one", topic)
    answer = trainer.post(edit(question), form(topic, "single", STEPS, key="one", why_en="So.", why_sw="Hivyo."))
    question.refresh_from_db()
    assert question.kind == "ordering"
    assert "kind" in answer.context["form"].errors


def test_fields_that_are_not_shown_keep_their_value(trainer, topic):
    question = make.make_question_of("ordering", "one", topic, is_innocent=True)
    data = form(topic, "ordering", STEPS, key="one", why_en="New.", why_sw="Mpya.", **{"action-publish": "1"})
    trainer.post(edit(question), data)
    question.refresh_from_db()
    assert (question.why_en, question.is_innocent) == ("New.", True)


@pytest.mark.parametrize("kind", RULES)
def test_each_kind_opens_in_the_editor(trainer, topic, kind):
    assert trainer.get(edit(make.make_question_of(kind, "one", topic))).status_code == 200


def test_a_copy_has_a_key_of_its_own_and_is_a_draft(trainer, topic):
    question = make.make_question_of("ordering", "one", topic)
    copying = reverse("wagtailsnippets_courses_question:copy", args=[question.pk])
    fields = trainer.get(copying).context["form"]
    assert fields["key"].value() != "one"
    trainer.post(copying, form(topic, "ordering", STEPS, key=fields["key"].value()))
    assert Question.objects.exclude(key="one").get().live is False
    assert Question.objects.get(key="one").live


@pytest.mark.parametrize(("asked", "answered"), [
    ("drawing=night-coach", "<svg"), ("drawing=../../etc", ""), ("picture=99999", ""), ("picture=x", ""), ("", ""),
])  # fmt: skip
def test_the_picture_to_click_is_shown_or_nothing(trainer, asked, answered):
    found = trainer.get(reverse("wagtailsnippets_courses_question:picture") + f"?{asked}")
    assert found.status_code == 200
    assert answered in found.content.decode()


@pytest.mark.parametrize("kind", RULES)
def test_the_learner_s_page_shows_scripts_as_text(client, topic, amina, kind):
    question = make.make_question_of(kind, "one", topic)
    question.text_en = "<script>alert(1)</script>"
    for block in question.options:
        block.value["text_en"] = f"<img src={block.id} onerror=alert(2)>"
    question.save()
    opened = attempts.start(amina, make.make_quiz("hostile", fixed=[question]))
    sign_in(client, amina)
    page = client.get(f"/en/learn/paper/{opened.ticket}/1/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "onerror=alert(2)&gt;" in page
    assert "<img src=" not in page


def test_characters_that_nobody_sees_never_get_in(trainer, topic):
    steps = [item("Look\x0baround", text_sw="An\x08galia"), *STEPS[1:]]
    trainer.post(ADD, form(topic, "ordering", steps, text_en="Bad\x0btext \x08here"))
    saved = Question.objects.get(key="new-one").get_latest_revision_as_object()
    assert saved.text_en == "Bad text here"
    assert (saved.options[0].value["text_en"], saved.options[0].value["text_sw"]) == ("Look around", "Angalia")
    assert "\x08" not in str(saved.latest_revision.content)


def test_a_search_for_what_no_text_can_hold_is_no_error(trainer):
    for query in ("q=%00", "topic=%00", "kind=%00", "languages=%00", "ordering=%00", "p=%00", "comments=%00"):
        assert trainer.get(f"{LIST}?{query}").status_code == 200
