import threading

import pytest
from django.db import connection
from django.utils import timezone

from courses import attempts, freezing, outline, recording
from courses.models import Attempt, Enrolment, OpenAttempt, Question, Quiz, QuizVersion
from tests import make


@pytest.fixture
def quiz(course):
    return Quiz.objects.get(slug="red-flags-1")


def answer_all(opened, wrong=()):
    """Answer every question right (option a), but for those named."""
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["b" if item.question in wrong else "a"])


def sit(learner, quiz, wrong=()):
    opened = attempts.start(learner, quiz)
    answer_all(opened, wrong)
    return attempts.hand_in(learner, opened.ticket)


def test_all_right_passes_and_is_kept_with_what_it_was_judged_by(amina, quiz):
    attempt = sit(amina, quiz)
    assert (attempt.right, attempt.asked, attempt.pass_mark, attempt.is_pass) == (4, 4, 80, True)


def test_starting_twice_gives_the_same_paper(amina, quiz):
    assert attempts.start(amina, quiz).ticket == attempts.start(amina, quiz).ticket


def test_handing_in_twice_records_one_attempt(amina, quiz):
    opened = attempts.start(amina, quiz)
    assert attempts.hand_in(amina, opened.ticket) == attempts.hand_in(amina, opened.ticket)
    assert Attempt.objects.count() == 1


def test_nobody_hands_in_the_paper_of_another(amina, chausiku, quiz):
    opened = attempts.start(amina, quiz)
    with pytest.raises(OpenAttempt.DoesNotExist):
        attempts.hand_in(chausiku, opened.ticket)


def test_an_option_that_is_not_on_the_paper_is_refused(amina, quiz):
    opened = attempts.start(amina, quiz)
    question = attempts.paper_of(opened)[0].question
    with pytest.raises(attempts.NotOnPaper):
        attempts.answer(opened, question, ["z"])
    with pytest.raises(attempts.NotOnPaper):
        attempts.answer(opened, "another-question", ["a"])


def test_an_answer_may_be_changed_until_it_is_handed_in(amina, quiz):
    opened = attempts.start(amina, quiz)
    answer_all(opened, wrong=["red-flags-1-critical"])
    attempts.answer(opened, "red-flags-1-critical", ["a"])
    assert attempts.hand_in(amina, opened.ticket).is_pass


def test_a_missed_critical_question_is_all_that_the_retake_asks(amina, course):
    quiz = _long_quiz()
    failed = sit(amina, quiz, wrong=["long-critical"])
    assert (failed.right, failed.asked, failed.is_pass) == (5, 6, False)
    again = attempts.start(amina, quiz)
    assert [item.question for item in attempts.paper_of(again)] == ["long-critical"]
    answer_all(again)
    assert attempts.hand_in(amina, again.ticket).is_pass


def test_a_mark_too_low_asks_the_whole_quiz_again(amina, quiz):
    sit(amina, quiz, wrong=["red-flags-1-1", "red-flags-1-critical"])
    assert len(attempts.paper_of(attempts.start(amina, quiz))) == 4


def test_a_quiz_published_anew_asks_the_whole_quiz_again(amina, course):
    quiz = _long_quiz()
    sit(amina, quiz, wrong=["long-critical"])
    Question.objects.filter(key="long-1").update(text_en="Put better?")
    freezing.freeze(quiz)
    assert len(attempts.paper_of(attempts.start(amina, Quiz.objects.get(pk=quiz.pk)))) == 6


def test_an_open_attempt_is_marked_against_the_version_it_began_on(amina, quiz):
    opened = attempts.start(amina, quiz)
    question = Question.objects.get(key="red-flags-1-1")
    for option in question.options:
        option.value["is_right"] = option.id == "b"
    question.save()
    freezing.freeze(quiz)
    answer_all(opened)
    assert attempts.hand_in(amina, opened.ticket).is_pass


def test_passing_every_quiz_and_reading_every_lesson_completes_the_course(amina, course):
    make.read_lessons(amina, course)
    sit(amina, Quiz.objects.get(slug="red-flags-1"))
    assert Enrolment.objects.get(learner=amina).completed_at is None
    sit(amina, Quiz.objects.get(slug="red-flags-2"))
    enrolment = Enrolment.objects.get(learner=amina)
    assert enrolment.completed_at is not None
    assert enrolment.steps_done == enrolment.steps_total == 6


def test_a_failed_attempt_after_a_pass_takes_nothing_away(amina, quiz):
    sit(amina, quiz)
    sit(amina, quiz, wrong=["red-flags-1-critical"])
    assert Attempt.objects.filter(is_pass=True).count() == 1


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_eight_tabs_handing_in_at_once_record_one_attempt(course):
    amina = make.make_user()
    opened = attempts.start(amina, Quiz.objects.get(slug="red-flags-1"))
    answer_all(opened)
    receipts = in_threads(8, lambda: attempts.hand_in(amina, opened.ticket).receipt)
    assert len(receipts) == 8
    assert len(set(receipts)) == 1
    assert Attempt.objects.count() == 1


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_eight_tabs_starting_at_once_open_one_paper(course):
    amina = make.make_user()
    quiz = Quiz.objects.get(slug="red-flags-1")
    tickets = in_threads(8, lambda: attempts.start(amina, quiz).ticket)
    assert len(tickets) == 8
    assert len(set(tickets)) == 1


def in_threads(number, act):
    """Return what each of several simultaneous calls returned; one that failed is missing."""
    results, start = [], threading.Barrier(number)

    def run():
        try:
            start.wait()
            results.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _long_quiz():
    topic = make.Topic.objects.create(slug="long", name_en="Long", name_sw="Ndefu")
    critical = make.make_question("long-critical", topic, critical=True)
    rest = [make.make_question(f"long-{n}", topic) for n in range(1, 6)]
    return make.make_quiz("long", fixed=[critical, *rest])


def test_a_version_never_changes(quiz):
    version = QuizVersion.objects.get(quiz=quiz)
    with pytest.raises(TypeError):
        version.save()


def test_the_receipt_is_the_same_whenever_it_is_asked_for():
    assert attempts.receipt_for("0" * 32) == attempts.receipt_for("0" * 32)
    assert len(attempts.receipt_for(f"{timezone.now().timestamp()}")) == 4


def test_a_critical_question_missed_again_is_all_that_the_next_retake_asks(amina, course):
    quiz = _long_quiz()
    sit(amina, quiz, wrong=["long-critical"])
    again = sit(amina, quiz, wrong=["long-critical"])
    assert not again.is_pass
    third = attempts.start(amina, quiz)
    assert [item.question for item in attempts.paper_of(third)] == ["long-critical"]
    answer_all(third)
    assert attempts.hand_in(amina, third.ticket).is_pass


def test_a_learner_who_took_a_quiz_again_can_be_deleted(amina, quiz):
    sit(amina, quiz, wrong=["red-flags-1-critical", "red-flags-1-1"])
    sit(amina, quiz)
    amina.delete()
    assert not Attempt.objects.exists()


def test_a_quiz_taken_back_no_longer_stands_in_the_way(amina, course, django_capture_on_commit_callbacks):
    make.read_lessons(amina, course)
    sit(amina, Quiz.objects.get(slug="red-flags-1"))
    with django_capture_on_commit_callbacks(execute=True):
        Quiz.objects.get(slug="red-flags-2").unpublish()
    known = outline.of(course.translation_key, "en")
    assert recording.refresh(amina, known).completed_at is not None
