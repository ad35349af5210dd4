import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.models import LessonPage, ModulePage, Question, Topic, TranslationCheck
from courses.parity import counts
from courses.parity.states import State
from tests.courses.parity.conftest import lesson, reword, states_of

ADD_QUESTION = reverse("wagtailsnippets_courses_question:add")
BEHIND = "not alike"


def module(language="en"):
    return ModulePage.objects.get(locale__language_code=language, slug="module-1")


def edit(client, page, lead, publish=True):
    data = {
        "title": page.title,
        "slug": page.slug,
        "lead": lead,
        "native_review": page.native_review,
        "quiz": page.quiz_id,
        "comments": inline_formset([]),
    }
    action = {"action-publish": "Publish"} if publish else {}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data | action))
    assert answer.status_code == 302
    return said(answer)


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_publishing_other_english_says_that_the_kiswahili_is_behind(trainer, matched):
    told = edit(trainer, module(), "About something else.")
    assert BEHIND in told
    assert "English changed since" in told
    assert reverse("course_parity_pair", args=["page", module().translation_key]) in told
    assert counts.behind() == 1


def test_publishing_the_same_words_says_nothing(trainer, matched):
    assert BEHIND not in edit(trainer, module(), module().lead)


def test_saving_a_draft_says_nothing(trainer, matched):
    assert BEHIND not in edit(trainer, module(), "About something else.", publish=False)


def test_publishing_a_page_without_kiswahili_says_that_it_is_missing(trainer, matched):
    module("sw").delete()
    assert "Kiswahili missing" in edit(trainer, module(), module().lead)


def test_publishing_beside_a_draft_says_that_it_is_not_published(trainer, matched):
    module("sw").unpublish()
    assert "Kiswahili not published" in edit(trainer, module(), module().lead)


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_taking_one_language_away_says_that_the_other_stays(trainer, matched, action):
    answer = trainer.post(reverse(f"wagtailadmin_pages:{action}", args=[lesson("sw").pk]))
    assert "in the other language only" in said(answer)


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_taking_the_second_language_away_says_nothing(trainer, matched, action):
    lesson().unpublish()
    answer = trainer.post(reverse(f"wagtailadmin_pages:{action}", args=[lesson("sw").pk]))
    assert "in the other language only" not in said(answer)


def bulk(client, action, pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = "&".join(f"id={page.pk}" for page in pages)
    return said(client.post(f"{address}?{query}&next=/admin/"))


def test_publishing_many_at_once_says_how_many_leave_the_other_behind(trainer, matched):
    pages = [lesson("en", f"lesson-{n}", f"module-{m}") for m in (1, 2) for n in (1, 2)]
    for page in pages[:3]:
        reword(page, "Other words.", publish=False)
    told = bulk(trainer, "publish", pages)
    assert "3 of these leave their other language behind." in told
    assert reverse("course_parity") in told


def test_unpublishing_one_by_bulk_names_it(trainer, matched):
    assert "Kiswahili not published" in bulk(trainer, "unpublish", [lesson("sw")])


def question_data(**changes):
    right = {"text_en": "Call", "text_sw": "Piga", "why_en": "Because.", "why_sw": "Kwa sababu.", "is_right": "on"}
    wrong = {"text_en": "Film", "text_sw": "Rekodi", "why_en": "No.", "why_sw": "Hapana."}
    options = [("option", right), ("option", wrong)]
    return nested_form_data(
        {
            "key": "fresh",
            "topic": Topic.objects.first().pk,
            "kind": "single",
            "text_en": "What do you do?",
            "text_sw": "Unafanya nini?",
            "why_en": "You save a life.",
            "why_sw": "Unaokoa maisha.",
            "native_review": "done",
            "options": streamfield(options),
        }
        | changes
    )


def test_a_question_published_at_once_in_both_languages_matches(trainer, matched):
    answer = trainer.post(ADD_QUESTION, question_data(**{"action-publish": "Publish"}))
    assert BEHIND not in said(answer)
    assert states_of(Question.objects.get(key="fresh")) == [(State.UP_TO_DATE, "")]


def test_a_question_that_was_a_draft_first_matches_when_it_is_published(trainer, matched):
    trainer.post(ADD_QUESTION, question_data(text_sw=""))
    question = Question.objects.get(key="fresh")
    assert states_of(question) == [(State.DRAFT, "en"), (State.DRAFT, "sw")]
    trainer.post(
        reverse("wagtailsnippets_courses_question:edit", args=[question.pk]),
        question_data(**{"action-publish": "Publish"}),
    )
    assert states_of(question) == [(State.UP_TO_DATE, "")]


def test_rewording_a_question_in_one_language_says_so(trainer, matched):
    trainer.post(ADD_QUESTION, question_data(**{"action-publish": "Publish"}))
    question = Question.objects.get(key="fresh")
    answer = trainer.post(
        reverse("wagtailsnippets_courses_question:edit", args=[question.pk]),
        question_data(text_en="What would you do?", **{"action-publish": "Publish"}),
    )
    assert "English changed since" in said(answer)
    assert states_of(question) == [(State.CHANGED, "en")]


def test_a_question_made_again_under_an_old_key_begins_anew(trainer, matched):
    TranslationCheck.objects.create(key="fresh", language="sw", source_digest="old", target_digest="old")
    trainer.post(ADD_QUESTION, question_data(**{"action-publish": "Publish"}))
    assert states_of(Question.objects.get(key="fresh")) == [(State.UP_TO_DATE, "")]


def test_a_scheduled_publication_shows_on_the_board(matched):
    page = reword(lesson(), "Other words.", publish=False)
    page.get_latest_revision().publish()
    assert states_of(page) == [(State.CHANGED, "en")]


def test_the_front_panel_counts_what_is_behind(trainer, matched):
    reword(lesson(), "Other words.")
    panel = trainer.get("/admin/").content.decode()
    assert "<b>1</b> leaves its other language behind" in panel


def test_a_lesson_made_by_hand_in_kiswahili_alone_is_shown(matched):
    kiswahili = Locale.objects.get(language_code="sw")
    alone = LessonPage(title="Peke yake", slug="peke", locale=kiswahili, cards=lesson("sw").cards)
    module("sw").add_child(instance=alone)
    assert states_of(alone) == [(State.MISSING, "en")]
