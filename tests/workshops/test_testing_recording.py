"""Recording a workshop: lessons taught, and sheets that become attempts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import merging
from certificates.models import Certificate
from courses import attempts, freezing, on_paper, outline, recording
from courses.measuring import analysing, occasions
from courses.models import Allowance, Attempt, Enrolment, LessonProgress, Quiz, Sitting
from saccos import keeping
from tests import make
from tests.make import make_workshop
from tests.workshops import papers
from workshops.models import Sheet
from workshops.testing import choosing
from workshops.testing import recording as taking

NOW = timezone.now


def record(workshop):
    return taking.record(workshop, NOW())


def with_pass_mark(slug, percent):
    quiz = Quiz.objects.get(slug=slug)
    quiz.pass_mark = percent
    quiz.save()
    freezing.freeze(quiz)


@pytest.fixture
def asked(workshop):
    return papers.ask_course(workshop)


def passes_all(asked, participant):
    for test in asked:
        papers.typed(test, participant)


def test_who_comes_and_passes_every_paper_gets_a_certificate(workshop, asked, amina):
    passes_all(asked, papers.came(workshop, amina))
    done = record(workshop)
    assert (done.credited, done.recorded) == (1, 2)
    assert Certificate.objects.get().learner == amina
    assert {attempt.way for attempt in amina.attempts.all()} == {"paper"}


def test_somebody_without_a_phone_gets_one_too(workshop, asked):
    mzee = papers.without_phone()
    passes_all(asked, papers.came(workshop, mzee))
    record(workshop)
    assert Certificate.objects.get().holder_name == "Mzee Ali"


def test_recording_twice_is_recording_once(workshop, asked, amina):
    passes_all(asked, papers.came(workshop, amina))
    record(workshop)
    again = record(workshop)
    assert (again.credited, again.recorded, again.left) == (0, 0, 0)
    assert Attempt.objects.count() == 2
    assert Certificate.objects.count() == 1


def test_exactly_the_pass_mark_passes_and_one_below_does_not(workshop, amina, chausiku):
    with_pass_mark("red-flags-1", 75)
    test = papers.ask_course(workshop)[0]
    keys = papers.keys_of(test)
    papers.typed(test, papers.came(workshop, amina), wrong=keys[-1:])
    papers.typed(test, papers.came(workshop, chausiku), wrong=keys[-2:])
    record(workshop)
    assert amina.attempts.get().is_pass
    assert not chausiku.attempts.get().is_pass


def test_a_critical_question_wrong_on_paper_fails(workshop, amina):
    with_pass_mark("red-flags-1", 75)
    test = papers.ask_course(workshop)[0]
    critical = papers.keys_of(test)[0]
    papers.typed(test, papers.came(workshop, amina), wrong=[critical])
    record(workshop)
    attempt = amina.attempts.get()
    assert not attempt.is_pass
    assert attempt.critical_missed == [critical]


def test_after_a_paper_failed_by_it_the_phone_asks_that_question_alone(workshop, amina):
    with_pass_mark("red-flags-1", 75)
    test = papers.ask_course(workshop)[0]
    critical = papers.keys_of(test)[0]
    papers.typed(test, papers.came(workshop, amina), wrong=[critical])
    record(workshop)
    opened = attempts.start(amina, test.quiz)
    assert [item.question for item in attempts.paper_of(opened)] == [critical]


def test_a_sheet_is_marked_as_the_same_answers_on_a_phone_are(workshop, asked, amina):
    test = asked[0]
    papers.typed(test, papers.came(workshop, amina), wrong=papers.keys_of(test)[-1:])
    record(workshop)
    attempt = amina.attempts.get()
    mark = attempts.mark_of(attempt)
    assert (attempt.right, attempt.asked, attempt.points) == (mark.right, mark.asked, mark.points) == (3, 4, 3 * 2520)


def test_lessons_count_as_read_for_who_came_and_for_nobody_else(workshop, amina, chausiku):
    papers.came(workshop, amina)
    papers.came(workshop, chausiku, came_at=None)
    record(workshop)
    assert LessonProgress.objects.filter(learner=amina, finished_at__isnull=False).count() == 4
    assert not LessonProgress.objects.filter(learner=chausiku).exists()
    assert not Certificate.objects.exists()


def test_a_lesson_begun_is_finished_and_one_finished_is_left_alone(workshop, course, amina):
    known = outline.of(course.translation_key, "en")
    first, second = [step for step in known.steps if not step.is_quiz][:2]
    earlier = NOW() - timedelta(days=9)
    recording.see_card(amina, known, first, first.cards, earlier)
    recording.see_card(amina, known, second, 1, earlier)
    papers.came(workshop, amina)
    record(workshop)
    rows = {str(row.lesson_key): row for row in LessonProgress.objects.filter(learner=amina)}
    assert rows[first.key].finished_at == earlier
    assert rows[second.key].finished_at > earlier
    assert rows[second.key].started_at == earlier
    assert Enrolment.objects.get(learner=amina).steps_done == 4


def test_who_passed_on_their_phone_before_gets_no_second_certificate(workshop, asked, course, amina):
    make.read_lessons(amina, course)
    for test in asked:
        opened = attempts.start(amina, test.quiz)
        for item in attempts.paper_of(opened):
            attempts.answer(opened, item.question, ["a"])
        attempts.hand_in(amina, opened.ticket)
    passes_all(asked, papers.came(workshop, amina))
    record(workshop)
    assert Certificate.objects.count() == 1
    assert Attempt.objects.filter(learner=amina).count() == 4


def test_a_sheet_typed_wrong_is_corrected_by_one_more_attempt_that_follows_it(workshop, asked, amina):
    test = asked[0]
    sheet = papers.typed(test, papers.came(workshop, amina), wrong=papers.keys_of(test))
    record(workshop)
    Sheet.objects.filter(pk=sheet.pk).update(typed=papers.right(test))
    assert record(workshop).recorded == 1
    first, second = amina.attempts.order_by("pk")
    assert (first.is_pass, second.is_pass) == (False, True)
    assert second.follows == first
    sheet.refresh_from_db()
    assert sheet.attempt == second


def test_corrected_and_corrected_back_makes_a_third(workshop, asked, amina):
    test = asked[0]
    sheet = papers.typed(test, papers.came(workshop, amina))
    record(workshop)
    for wrong in (papers.keys_of(test), ()):
        Sheet.objects.filter(pk=sheet.pk).update(typed=papers.right(test, wrong=wrong))
        record(workshop)
    assert [attempt.is_pass for attempt in amina.attempts.order_by("pk")] == [True, False, True]


def test_a_correction_costs_the_learner_no_attempt(workshop, amina):
    Quiz.objects.filter(slug="red-flags-1").update(attempts_allowed=1)
    test = papers.ask_course(workshop)[0]
    sheet = papers.typed(test, papers.came(workshop, amina), wrong=papers.keys_of(test))
    record(workshop)
    assert not Allowance.objects.exists()
    Sheet.objects.filter(pk=sheet.pk).update(typed=papers.right(test))
    record(workshop)
    assert Allowance.objects.get().extra_attempts == 1


def test_a_paper_counts_even_where_all_attempts_were_used_on_the_phone(workshop, amina):
    Quiz.objects.filter(slug="red-flags-1").update(attempts_allowed=1)
    test = papers.ask_course(workshop)[0]
    opened = attempts.start(amina, test.quiz)
    attempts.hand_in(amina, opened.ticket)
    papers.typed(test, papers.came(workshop, amina))
    record(workshop)
    assert amina.attempts.get(way="paper").is_pass


def test_a_sheet_that_can_t_be_read_is_left_out_and_the_others_are_recorded(workshop, asked, amina, chausiku):
    papers.typed(asked[0], papers.came(workshop, amina), "A B")
    papers.typed(asked[0], papers.came(workshop, chausiku))
    assert record(workshop).recorded == 1
    assert not amina.attempts.exists()


def test_what_does_not_fit_into_the_time_is_left_for_the_next_press(workshop, asked):
    people = [papers.came(workshop) for _n in range(3)]
    for participant in people:
        passes_all(asked, participant)
    done = taking.record(workshop, NOW(), seconds=-1)
    assert (done.credited, done.left) == (0, 3)
    assert record(workshop).credited == 3


def test_the_figures_of_the_operator_keep_up(workshop, asked, pwani, amina):
    make.make_staff(pwani, amina)
    passes_all(asked, papers.came(workshop, amina))
    record(workshop)
    assert keeping.wrong() == []
    pwani.figures.refresh_from_db()
    assert pwani.figures.trained == 1


def test_a_refresher_waits_for_the_full_course(course, eshe, amina, chausiku):
    refresher = make.make_course("Refresher", "refresher", modules=1)
    refresher.refreshes = course
    refresher.save()
    outline.page_cache.forget_now()
    workshop = make_workshop(refresher, trainer=eshe)
    tests = papers.ask_course(workshop)
    make.make_enrolment(amina, course)
    for person in (amina, chausiku):
        passes_all(tests, papers.came(workshop, person))
    done = record(workshop)
    assert [one.person for one in done.too_early] == [chausiku]
    assert amina.attempts.count() == 1
    assert not chausiku.attempts.exists()


# Pre-test and post-test.


@pytest.fixture
def measured(course):
    return papers.make_measured(course)


@pytest.fixture
def both(workshop, measured):
    choosing.choose(workshop, {"pre": "paper", "post": "paper"})
    return {test.occasion: test for test in papers.tests_of(workshop)}


def test_both_papers_are_joined_to_the_learner_s_sittings(workshop, both, amina):
    participant = papers.came(workshop, amina)
    papers.typed(both["pre"], participant, wrong=papers.keys_of(both["pre"]))
    papers.typed(both["post"], participant)
    record(workshop)
    by_ticket = {attempt.ticket: attempt.right for attempt in amina.attempts.all()}
    assert {sat.occasion: by_ticket[sat.ticket] for sat in amina.sittings.all()} == {"pre": 0, "post": 2}


def test_a_pre_test_typed_in_after_the_course_was_completed_still_counts(workshop, measured, course, amina):
    choosing.choose(workshop, {"pre": "paper", "post": "paper", "red-flags-1": "paper", "red-flags-2": "paper"})
    tests = {(test.occasion, test.quiz.slug): test for test in papers.tests_of(workshop)}
    participant = papers.came(workshop, amina)
    for (occasion, _slug), test in tests.items():
        if occasion == "course":
            papers.typed(test, participant)
    record(workshop)
    assert Enrolment.objects.get(learner=amina).completed_at
    for (occasion, _slug), test in tests.items():
        if occasion != "course":
            papers.typed(test, participant)
    record(workshop)
    rows, _newest = analysing._rows(measured)
    assert len(analysing._pairs(measured, rows)) == 1


def test_who_took_the_pre_test_on_their_phone_is_not_counted_twice(workshop, both, measured, course, amina):
    offer = occasions.Offer(measured, "pre", both["pre"].quiz)
    sat = occasions.start(amina, offer)
    attempts.hand_in(amina, sat.ticket)
    sheet = papers.typed(both["pre"], papers.came(workshop, amina))
    done = record(workshop)
    assert [one.person for one in done.taken_already] == [amina]
    assert amina.attempts.count() == 1
    sheet.refresh_from_db()
    assert sheet.attempt is None


def test_who_had_the_same_form_before_on_their_phone_is_not_counted_again(workshop, both, measured, amina):
    sat = occasions.start(amina, occasions.Offer(measured, "pre", both["post"].quiz))
    attempts.hand_in(amina, sat.ticket)
    papers.typed(both["post"], papers.came(workshop, amina))
    assert record(workshop).taken_already
    assert amina.attempts.count() == 1


def test_a_test_begun_on_the_phone_and_left_gives_way_to_the_paper(workshop, both, measured, amina):
    occasions.start(amina, occasions.Offer(measured, "pre", both["pre"].quiz))
    papers.typed(both["pre"], papers.came(workshop, amina))
    record(workshop)
    assert Sitting.objects.get(learner=amina).ticket == amina.attempts.get().ticket


def test_a_corrected_form_is_the_one_that_counts(workshop, both, amina):
    sheet = papers.typed(both["pre"], papers.came(workshop, amina), wrong=papers.keys_of(both["pre"]))
    record(workshop)
    Sheet.objects.filter(pk=sheet.pk).update(typed=papers.right(both["pre"]))
    record(workshop)
    last = amina.attempts.order_by("pk").last()
    assert last.right == 2
    assert Sitting.objects.get(learner=amina).ticket == last.ticket


def test_a_paper_takes_no_answer_that_it_does_not_offer(workshop, asked, amina):
    paper = choosing.paper_of(asked[0])
    written = on_paper.Written(amina, paper, {papers.keys_of(asked[0])[0]: ["none"]}, NOW(), 1)
    with pytest.raises(attempts.NotOnPaper):
        on_paper.hand_in(written, NOW())


def test_papers_typed_in_later_count_as_of_the_workshop_s_day(course, eshe, amina):
    begins = NOW() - timedelta(days=7)
    workshop = make_workshop(course, trainer=eshe, begins=begins, hours=6)
    test = papers.ask_course(workshop)[0]
    papers.typed(test, papers.came(workshop, amina))
    record(workshop)
    assert amina.attempts.get().handed_in_at == begins + timedelta(hours=6)


def test_one_person_costs_as_many_queries_as_the_next(workshop, asked):
    def queries(people):
        for _number in range(people):
            passes_all(asked, papers.came(workshop))
        with CaptureQueriesContext(connection) as found:
            record(workshop)
        return len(found)

    queries(1)
    one, three = queries(1), queries(3)
    assert (three - one) / 2 <= 110


def test_a_person_merged_afterwards_keeps_attempt_and_certificate(workshop, asked, amina):
    twin = papers.without_phone("Amina Hasan")
    passes_all(asked, papers.came(workshop, twin))
    record(workshop)
    merging.merge(amina, twin, None, NOW())
    again = record(workshop)
    assert (again.recorded, Certificate.objects.get().learner) == (0, amina)
    assert amina.attempts.count() == 2


def test_of_a_person_on_the_list_twice_only_the_entry_kept_is_recorded(workshop, asked, amina):
    twin = papers.without_phone("Amina Hasan")
    for person in (amina, twin):
        passes_all(asked, papers.came(workshop, person))
    merging.merge(amina, twin, None, NOW())
    record(workshop)
    assert set(Attempt.objects.values_list("learner", flat=True)) == {amina.pk}
    assert Attempt.objects.count() == 2
