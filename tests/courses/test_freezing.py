import pytest
from wagtail.models import Revision

from courses import freezing
from courses.models import ModulePage, Question, Quiz, QuizVersion
from tests import make


@pytest.fixture
def quiz(course):
    return Quiz.objects.get(slug="red-flags-1")


def test_a_quiz_that_did_not_change_keeps_its_version(quiz):
    assert freezing.freeze(quiz) == freezing.freeze(quiz)
    assert QuizVersion.objects.filter(quiz=quiz).count() == 1


def test_a_changed_word_makes_a_new_version_and_leaves_the_old_one(quiz):
    before = quiz.current_version
    Question.objects.filter(key="red-flags-1-1").update(text_sw="Swali jipya?")
    after = freezing.freeze(quiz)
    assert (after.number, QuizVersion.objects.get(pk=before.pk).content_hash) == (2, before.content_hash)
    assert after.content["questions"]["red-flags-1-1"]["text"]["sw"] == "Swali jipya?"


def test_going_back_to_the_old_words_goes_back_to_the_old_version(quiz):
    first = quiz.current_version
    Question.objects.filter(key="red-flags-1-1").update(text_en="Other?")
    freezing.freeze(quiz)
    Question.objects.filter(key="red-flags-1-1").update(text_en="Question red-flags-1-1?")
    assert freezing.freeze(quiz) == first


def test_the_version_holds_both_languages_and_a_reason_for_every_option(quiz):
    for question in quiz.current_version.content["questions"].values():
        assert set(question["text"]) == {"en", "sw"}
        assert all(option["why"]["en"] and option["why"]["sw"] for option in question["options"])


def test_publishing_a_question_freezes_the_quizzes_that_ask_it(quiz):
    question = Question.objects.get(key="red-flags-1-1")
    question.text_en = "Asked better?"
    question.save_revision().publish()
    quiz.refresh_from_db()
    assert quiz.current_version.content["questions"]["red-flags-1-1"]["text"]["en"] == "Asked better?"


def test_a_draft_of_a_question_changes_no_quiz(quiz):
    question = Question.objects.get(key="red-flags-1-1")
    question.text_en = "Half a thought"
    question.save_revision()
    assert Revision.objects.count()
    assert QuizVersion.objects.filter(quiz=quiz).count() == 1


def test_a_question_taken_back_is_drawn_no_more(course):
    topic = make.Topic.objects.get(slug="red-flags-1")
    drawing = make.make_quiz("drawing", topic=topic, count=2)
    Question.objects.get(key="red-flags-1-1").unpublish()
    drawing.refresh_from_db()
    assert "red-flags-1-1" not in drawing.current_version.content["questions"]


def test_a_quiz_whose_every_question_is_taken_back_keeps_its_last_version(quiz):
    before = quiz.current_version
    for question in Question.objects.filter(topic__slug="red-flags-1"):
        question.unpublish()
    ModulePage.objects.filter(quiz=quiz).first().save_revision().publish()
    quiz.refresh_from_db()
    assert quiz.current_version.number > before.number
    assert len(quiz.current_version.content["questions"]) == 1


def test_publishing_a_module_freezes_its_quiz(quiz):
    Question.objects.filter(key="red-flags-1-1").update(text_en="Other?")
    ModulePage.objects.filter(quiz=quiz).first().save_revision().publish()
    assert QuizVersion.objects.filter(quiz=quiz).count() == 2


def test_a_quiz_without_questions_is_refused(db):
    with pytest.raises(freezing.NothingToAsk):
        make.make_quiz("empty")


def test_the_hash_is_of_canonical_json():
    assert freezing.hash_of({"b": "ĩ", "a": [1]}) == freezing.hash_of({"a": [1], "b": "ĩ"})
    assert freezing.hash_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_a_question_chosen_twice_is_asked_once(course):
    question = Question.objects.get(key="red-flags-1-1")
    assert make.make_quiz("twice", fixed=[question, question]).current_version.content["fixed"] == [question.key]


def test_a_topic_that_was_deleted_does_not_stop_publishing(course):
    empty = make.Topic.objects.create(slug="empty", name_en="Empty", name_sw="Tupu")
    question = Question.objects.get(key="red-flags-1-1")
    make.make_quiz("drawing", fixed=[question], topic=empty, count=1)
    empty.delete()
    question.save_revision().publish()
    assert question.live


def test_a_question_moved_to_another_topic_leaves_the_quizzes_that_drew_it(topic_quiz):
    quiz, question = topic_quiz
    other = make.Topic.objects.create(slug="other", name_en="Other", name_sw="Nyingine")
    question.topic = other
    question.save_revision().publish()
    quiz.refresh_from_db()
    assert question.key not in quiz.current_version.content["questions"]


@pytest.fixture
def topic_quiz(db):
    topic = make.Topic.objects.create(slug="pool", name_en="Pool", name_sw="Kundi")
    questions = [make.make_question(f"pool-{n}", topic) for n in range(3)]
    return make.make_quiz("drawn", topic=topic, count=1), questions[0]
