import re

import pytest

from courses.models import Attempt, Question, Quiz, TopicBox, WeeklyQuestions
from home import page_cache
from tests import make
from tests.conftest import sign_in
from tests.courses.refreshing.conftest import PAGE, complete, text
from tests.courses.test_practice import answer

pytestmark = pytest.mark.django_db


@pytest.fixture(params=make.KINDS)
def asked(request, amina, course):
    """A course whose one critical question is of this kind."""
    return ask_only(request.param)


def ask_only(kind):
    """Let the courses' quizzes ask one critical question, of this kind."""
    Question.objects.filter(is_critical=True).update(is_critical=False)
    topic = make.Topic.objects.get(slug="red-flags-1")
    lesson = Question.objects.get(key="red-flags-1-1").lesson
    question = make.make_question_of(kind, f"only-{kind}", topic, is_critical=True, lesson=lesson)
    quiz = Quiz.objects.get(slug="red-flags-1")
    quiz.parts.append(("question", question))
    quiz.save()
    page_cache.forget_now()
    return question


def form_in(page):
    return re.search(r'name="form" value="(\w+)"', page)[1]


def filled_in(client, question, is_right):
    """Return what the form of the question that is asked now sends."""
    form = [("form", form_in(text(client.get(PAGE)))), *answer(question, is_right)]
    fields = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields


def in_short(question):
    box = TopicBox.objects.get(topic=question.topic)
    return box.question_key, box.asked, box.right, box.box


@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_kind_is_asked_without_a_word_of_what_is_right(certified, asked, language):
    page = text(certified.get(PAGE.replace("en", language, 1)))
    assert f"{'Question' if language == 'en' else 'Swali'} {asked.key}?" in page
    assert page.count("<h1") == 1
    for secret in ("why a", "Why of", "verdict", "follows", "done-mark", "of none="):
        assert secret not in page


@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_kind_is_answered_right_and_explained_after_a_redirect(certified, asked, language):
    address = PAGE.replace("en", language, 1)
    sent = certified.post(address, filled_in(certified, asked, is_right=True))
    assert (sent.status_code, sent.url) == (302, f"{address}#answer")
    page = text(certified.get(address))
    assert "verdict safe" in page
    assert f"{'Why of' if language == 'en' else 'Sababu ya'} {asked.key}." in page
    assert "Lesson 1.1" not in page
    assert in_short(asked) == (asked.key, 1, 1, 2)


def test_every_kind_is_answered_wrong_and_leads_back_to_its_lesson(certified, asked):
    certified.post(PAGE, filled_in(certified, asked, is_right=False))
    page = text(certified.get(PAGE))
    assert "Not right yet" in page
    assert f"Why of {asked.key}." in page
    assert 'href="/en/courses/red-flags/module-1/lesson-1/?card=1"' in page
    assert in_short(asked) == (asked.key, 1, 0, 1)


def test_every_kind_sent_twice_counts_once(certified, asked):
    fields = filled_in(certified, asked, is_right=True)
    for _click in range(2):
        assert certified.post(PAGE, fields).url == f"{PAGE}#answer"
    assert in_short(asked) == (asked.key, 1, 1, 2)


def test_every_kind_left_empty_is_asked_for_beside_the_question(certified, asked):
    sent = certified.post(PAGE, {"form": form_in(text(certified.get(PAGE))), "check": "1"})
    assert sent.status_code == 422
    assert 'role="alert"' in text(sent)
    assert "Later to come back" not in text(sent)
    assert not TopicBox.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"option": "zzz"},
        {"option": ["a=b=c", "\x00"]},
        {"action": "nothing", "step": "0"},
        {"action": "report", "path": ["nowhere"], "step": "1"},
        {"action": "report", "path": ["look"] * 60, "step": "60"},
        {"do": "dance"},
        {"form": "x" * 3000},
    ],
)
def test_whatever_is_sent_nothing_breaks_and_nothing_is_recorded(certified, asked, fields):
    form = {"form": form_in(text(certified.get(PAGE)))}
    assert certified.post(PAGE, form | fields).status_code in (302, 422)
    assert not TopicBox.objects.exists()


def test_half_of_an_answer_stands_when_it_is_asked_for_again(certified, course):
    question = ask_only("ordering")
    form = form_in(text(certified.get(PAGE)))
    page = text(certified.post(PAGE, {"form": form, "check": "1", "option": ["a=1", "b=2", ""]}))
    assert page.count(" selected") == 2
    assert f"Question {question.key}?" in page


def test_a_story_goes_on_scene_by_scene_without_javascript(certified, course):
    ask_only("scenario")
    form = form_in(text(certified.get(PAGE)))
    on = certified.post(PAGE, {"form": form, "action": "look", "step": "0"})
    assert on.url == f"{PAGE}?path=look#now"
    page = text(certified.get(on.url))
    assert 'name="path" value="look"' in page
    assert "What you did:" in page
    assert not TopicBox.objects.exists()
    end = certified.post(PAGE, {"form": form, "path": "look", "action": "report", "step": "1"})
    assert end.url == f"{PAGE}#answer"
    assert TopicBox.objects.get().answer == ["look", "report"]


def test_a_story_whose_address_tells_its_end_begins_again(certified, course):
    ask_only("scenario")
    page = text(certified.get(f"{PAGE}?path=look&path=report"))
    assert "text stage" in page
    assert 'name="path"' not in page


def test_a_form_about_a_question_that_was_rewritten_is_not_recorded(certified, course):
    question = ask_only("single")
    fields = filled_in(certified, question, is_right=True)
    Question.objects.filter(pk=question.pk).update(text_en="Put better?")
    assert certified.post(PAGE, fields).url == PAGE
    page = text(certified.get(PAGE))
    assert "This one is asked now." in page
    assert "Put better?" in page
    assert not TopicBox.objects.exists()


def test_a_form_about_a_question_that_was_taken_back_leads_to_another(certified, course, topics):
    fields = {"form": form_in(text(certified.get(PAGE))), "check": "1", "option": "a"}
    Question.objects.filter(key="red-flags-1-critical").update(live=False)
    page_cache.forget_now()
    assert certified.post(PAGE, fields).url == PAGE
    assert "Question red-flags-2-critical?" in text(certified.get(PAGE))
    assert not TopicBox.objects.exists()


def test_a_form_kept_open_from_the_week_before_is_not_recorded(certified, amina, course):
    question = ask_only("single")
    fields = filled_in(certified, question, is_right=False)
    certified.post(PAGE, fields)
    WeeklyQuestions.objects.update(not_before=None)
    TopicBox.objects.update(due_on="2026-01-01")
    assert certified.post(PAGE, fields).url == PAGE
    assert in_short(question) == (question.key, 1, 0, 1)


def test_an_answer_to_a_question_rewritten_since_is_not_explained_by_the_new_words(certified, course):
    question = ask_only("ordering")
    certified.post(PAGE, filled_in(certified, question, is_right=True))
    Question.objects.filter(pk=question.pk).update(kind="single", options="[]")
    page = text(certified.get(PAGE))
    assert "has been rewritten since" in page
    assert "verdict safe" in page


def test_an_answer_to_a_question_taken_back_since_keeps_its_verdict(certified, course):
    question = ask_only("single")
    certified.post(PAGE, filled_in(certified, question, is_right=False))
    Question.objects.filter(pk=question.pk).update(live=False)
    page = text(certified.get(PAGE))
    assert "Not right yet" in page
    assert f"Question {question.key}?" not in page


def test_another_learner_s_form_does_nothing_to_mine(client, certified, amina, chausiku, course):
    question = ask_only("single")
    complete(chausiku, course)
    mine = filled_in(certified, question, is_right=False)
    sign_in(client, chausiku)
    client.post(PAGE, mine)
    assert not TopicBox.objects.filter(learner=amina).exists()


def test_before_the_course_is_complete_the_page_says_when_it_begins(client, amina, course):
    sign_in(client, amina)
    assert "When you have finished the full course" in text(client.get(PAGE))
    assert client.post(PAGE, {"check": "1", "option": "a"}).status_code == 302
    assert not TopicBox.objects.exists()


def test_between_questions_the_page_names_the_day_of_the_next(certified, amina, course):
    make.Enrolment.objects.update(completed_at="2026-11-30T09:00:00Z")
    assert "The next question comes on Monday 7 December 2026." in text(certified.get(PAGE))


def test_not_this_week_names_the_day_and_twice_is_the_same(certified, course):
    for _click in range(2):
        assert certified.post(PAGE, {"do": "put_off"}).url == PAGE
    page = text(certified.get(PAGE))
    assert "The next question comes on" in page
    assert 'name="form"' not in page


def test_no_more_and_again(certified, course):
    for _click in range(2):
        certified.post(PAGE, {"do": "stop"})
    page = text(certified.get(PAGE))
    assert "You get no weekly questions." in page
    assert "The next question" not in page
    assert "weekly question" not in text(certified.get("/en/")).lower()
    for _click in range(2):
        certified.post(PAGE, {"do": "resume"})
    assert 'name="form"' in text(certified.get(PAGE))


def test_it_counts_for_nothing(certified, course):
    question = ask_only("single")
    certified.post(PAGE, filled_in(certified, question, is_right=True))
    assert not Attempt.objects.exists()


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client, course):
    assert client.get(PAGE).url == f"/en/sign-in/?next={PAGE}"
    assert client.post(PAGE, {"do": "stop"}).status_code == 302
    assert not WeeklyQuestions.objects.exists()


def test_asking_and_answering_cost_few_queries(certified, course, django_assert_max_num_queries):
    question = ask_only("single")
    fields = filled_in(certified, question, is_right=True)
    with django_assert_max_num_queries(10):
        certified.get(PAGE)
    with django_assert_max_num_queries(18):
        certified.post(PAGE, fields)
    with django_assert_max_num_queries(9):
        certified.get(PAGE)
