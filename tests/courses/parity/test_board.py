import pytest
from django.urls import reverse
from wagtail.models import Page

from courses.models import LessonPage, ModulePage, Question, Quiz, TranslationCheck
from courses.parity import board, checks, counts
from courses.parity.states import State
from tests import make
from tests.courses.parity.conftest import differ, lesson, reword, row_of, states_of, translate

BOARD = reverse("course_parity")
OK = [(State.UP_TO_DATE, "")]


def test_there_is_one_line_for_each_page_question_quiz_and_topic(course):
    kinds = [row.record.kind for row in board.rows()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"page": 8, "quiz": 2, "topic": 2, "question": 8}


def test_lines_stand_in_the_order_of_the_course_with_what_each_module_asks(course):
    titles = [row.module_title for row in board.rows() if row.course]
    assert list(dict.fromkeys(titles)) == ["", "Red flags module 1", "Red flags module 2"]
    first = [row.record.kind for row in board.rows() if row.module_title == "Red flags module 1"]
    assert first == ["page", "page", "page", "quiz", "topic", *["question"] * 4]


def test_what_is_in_no_course_stands_last(course):
    make.make_question("alone", make.Topic.objects.create(slug="alone", name_en="Alone", name_sw="Peke yake"))
    assert [(row.course, row.record.kind) for row in board.rows()][-2:] == [("bank", "topic"), ("bank", "question")]


def test_what_was_never_compared_says_so(course):
    assert states_of(Question.objects.first())[0] == (State.UNCHECKED, "")


def test_a_translation_with_the_words_of_the_source_is_none(course):
    english = lesson()
    LessonPage.objects.filter(translation_key=english.translation_key).update(title="Red flags")
    assert states_of(english)[0][0] == State.SAME


def test_what_matches_is_up_to_date(matched):
    assert states_of(lesson()) == OK
    assert counts.behind() == 0


def test_changed_english_leaves_the_kiswahili_behind(matched):
    reword(lesson(), "Other words.")
    assert states_of(lesson()) == [(State.CHANGED, "en")]
    assert counts.behind() == 1


def test_changed_kiswahili_leaves_the_english_behind(matched):
    reword(lesson("sw"), "Maneno mengine.")
    assert states_of(lesson()) == [(State.CHANGED, "sw")]


def test_a_mended_typo_does_not_hide_what_the_other_has_changed(matched):
    reword(lesson(), "Other words.")
    reword(lesson("sw"), "Maneno yaliyorekebishwa.")
    assert states_of(lesson()) == [(State.CHANGED, "en"), (State.CHANGED, "sw")]


def test_publishing_again_without_other_words_changes_nothing(matched):
    page = lesson()
    page.minutes = 9
    page.save_revision().publish()
    assert states_of(page) == OK


def test_a_draft_changes_nothing_until_it_is_published(matched):
    reword(lesson(), "Other words.", publish=False)
    assert states_of(lesson()) == OK


def test_a_question_whose_english_changed_says_so(matched):
    question = Question.objects.first()
    question.text_en = "Reworded?"
    question.save_revision().publish()
    assert states_of(question) == [(State.CHANGED, "en"), (State.REVIEW, "")]


def test_a_question_without_kiswahili_is_missing_there(matched):
    question = Question.objects.first()
    Question.objects.filter(pk=question.pk).update(
        text_sw="", options=Question._meta.get_field("options").to_python([])
    )
    assert states_of(question) == [(State.MISSING, "sw")]


def test_another_number_of_cards_is_shown(matched):
    page = lesson("sw")
    page.cards.append(("text", {"heading": "Nyingine", "drawing": "", "body": "", "narration": None}))
    page.save()
    assert states_of(page)[0] == (State.CARDS, "")


def test_unpublishing_leaves_the_other_behind(matched):
    lesson("sw").unpublish()
    assert states_of(lesson()) == [(State.DRAFT, "sw")]


def test_a_new_lesson_is_missing_then_a_draft_then_awaits_its_native_speaker(trainer, matched):
    module = ModulePage.objects.get(locale__language_code="en", slug="module-1")
    new = module.add_child(instance=LessonPage(title="New", slug="new", locale=module.locale, cards=lesson().cards))
    assert states_of(new) == [(State.MISSING, "sw")]
    draft = translate(trainer, new)
    assert states_of(new) == [(State.DRAFT, "sw")]
    draft.title = "Mpya"
    draft.save_revision().publish()
    assert states_of(new) == [(State.REVIEW, "")]


def test_english_that_changed_while_it_was_translated_is_noticed(trainer, matched):
    english, old = lesson(), lesson("sw")
    old.delete()
    draft = translate(trainer, english)
    reword(english, "Changed meanwhile.")
    reword(draft, "Maneno ya zamani.")
    assert (State.CHANGED, "en") in states_of(english)


def test_a_copy_published_as_it_is_is_not_taken_for_a_translation(trainer, matched):
    english = lesson()
    lesson("sw").delete()
    translate(trainer, english).save_revision().publish()
    assert states_of(english)[0][0] == State.SAME
    assert counts.behind() == 1


def test_marking_a_course_touches_nothing_that_was_compared(matched):
    reword(lesson(), "Other words.")
    make.make_course("Other", "other")
    assert checks.mark_all_matching(matched) == 0
    assert states_of(lesson()) == [(State.CHANGED, "en")]


def test_marking_one_course_leaves_another_alone(course):
    make.make_course("Other", "other")
    differ(LessonPage.objects.filter(locale__language_code="sw"))
    checks.mark_all_matching(course)
    marked = {row.course_title for row in board.rows() if row.record.check}
    assert marked == {"All courses", "Red flags"}


@pytest.mark.parametrize("lessons", [2, 20])
def test_the_board_costs_the_same_for_any_number_of_lessons(trainer, django_assert_num_queries, lessons):
    make.make_course("Long", "long", modules=1, lessons=lessons)
    trainer.get(BOARD)
    with django_assert_num_queries(8):
        rows = board.rows()
        assert [row.record.findings for row in rows]


def test_the_board_shows_lines_counts_and_filters(trainer, matched):
    reword(lesson(), "Other words.")
    whole = trainer.get(BOARD).content.decode()
    assert "1 leaves its other language behind" in whole
    assert "Lesson 1.1" in whole
    assert "Lesson 1.2" in whole
    some = trainer.get(BOARD, {"course": str(matched.translation_key), "state": "changed"}).content.decode()
    assert "Lesson 1.1" in some
    assert "Lesson 1.2" not in some
    assert "English changed since" in some


@pytest.mark.parametrize("query", ["?p=99", "?p=x", "?state=nonsense", "?course=nonsense&state=ok", "?course=bank"])
def test_any_query_is_answered(trainer, matched, query):
    assert trainer.get(BOARD + query).status_code == 200


def test_the_lines_of_a_course_that_is_only_kiswahili_are_there(course):
    Page.objects.get(pk=course.pk).specific.delete()
    rows = [row for row in board.rows() if row.record.kind == "page"]
    assert [states_of(row.record.any)[0] for row in rows[1:]] == [(State.MISSING, "en")] * 7


def test_a_quiz_and_a_topic_are_compared_too(matched):
    Quiz.objects.filter(slug="red-flags-1").update(title_sw="Jaribio lingine")
    assert states_of(Quiz.objects.get(slug="red-flags-1"))[0] == (State.CHANGED, "sw")
    assert row_of(Quiz.objects.get(slug="red-flags-1")).module_title == "Red flags module 1"
    assert TranslationCheck.objects.filter(key="topic:red-flags-1").exists()
