import json
import re
from collections import Counter
from datetime import timedelta
from io import StringIO

from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Count
from django.test import TestCase
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from courses.models import CoursePage, LessonPage, PrePostTest, Question, Quiz
from courses.models.measures import Sitting
from courses.parity import board
from courses.parity.states import State
from home.models import Helpline
from incidents import cases, notifying, receipts, sealing, taking
from incidents.casework import counting
from incidents.models import Case, Officer
from messaging.models import Message
from newsletter.models import Issue, Subscriber
from places.native_review import NativeReview
from saccos import reports
from saccos.inviting import personal
from saccos.models import Operator, Seal, StaffMember
from saccos.models.managing import Right
from saccos.operators import matching
from saccos.seals import giving
from sample import people
from tests import make
from tests.workshops import papers
from workshops import planning
from workshops.models import Participant, Workshop
from workshops.testing import recording


def seed(**options):
    out = StringIO()
    call_command("seed", stdout=out, **options)
    return out.getvalue()


def counts():
    """Return how many rows each table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


def blocks_of(kind):
    """Return the values of one kind of card in the English lessons."""
    lessons = LessonPage.objects.filter(locale__language_code="en")
    return [card.value for lesson in lessons for card in lesson.cards if card.block_type == kind]


class SeedTests(TestCase):
    """Read-only stories about one loaded programme: loading it takes seconds."""

    @classmethod
    def setUpTestData(cls):
        make.make_root()
        cls.printed = seed()

    def test_the_course_is_whole(self):
        english = CoursePage.objects.get(slug="red-flags", locale__language_code="en")
        lessons = LessonPage.objects.descendant_of(english)
        assert english.get_children().count() >= 6
        assert lessons.count() >= 24
        assert len(blocks_of("red_flag")) == 30
        scenarios = [card for lesson in lessons for card in lesson.cards if card.block_type == "scenario"]
        assert len(scenarios) >= 10
        assert sum(card.value["false_alarm"] for card in scenarios) >= 2

    def test_the_bank_is_whole(self):
        bank = Question.objects.exclude(topic__slug="refresher")
        assert (bank.count(), bank.filter(is_critical=True).count() >= 8) == (75, True)
        assert Question.objects.filter(topic__slug="refresher").count() == 12
        assert Quiz.objects.exclude(current_version=None).filter(purpose="graded").count() == 7

    def test_every_page_stands_in_both_languages_with_as_many_cards(self):
        for english in LessonPage.objects.filter(locale__language_code="en"):
            kiswahili = english.get_translations().get().specific
            assert [card.block_type for card in kiswahili.cards] == [card.block_type for card in english.cards]
            assert kiswahili.native_review == NativeReview.AWAITING

    def test_every_question_waits_for_its_native_speaker_and_is_taught_in_a_lesson(self):
        assert set(Question.objects.values_list("native_review", flat=True)) == {NativeReview.AWAITING}
        assert not Question.objects.filter(lesson=None).exists()

    def test_practice_closes_lessons_with_questions_of_several_kinds_and_none_critical(self):
        asked = [card["question"] for card in blocks_of("practice")]
        assert len(asked) >= 6
        assert len({question.kind for question in asked}) >= 4
        assert not any(question.is_critical for question in asked)

    def test_quizzes_are_short_and_frozen_once_with_the_limits_of_their_course(self):
        for quiz in Quiz.objects.filter(purpose="graded").exclude(slug="refresher"):
            content = quiz.current_version.content
            assert 5 <= len(content["fixed"]) + sum(draw["count"] for draw in content["draws"]) <= 7
            assert content["limits"] == {"misses": 50, "false_alarms": 50}
            assert quiz.current_version.number == 1

    def test_every_quiz_asks_for_what_its_module_fixes_a_picture_and_scenarios_among_them(self):
        fixed = [
            quiz.current_version.content["questions"][key]["kind"]
            for quiz in Quiz.objects.all()
            for key in quiz.current_version.content["fixed"]
        ]
        assert (fixed.count("spots"), fixed.count("scenario")) == (1, 2)

    def test_the_course_can_be_taken_wholly_on_paper(self):
        workshop = make.make_workshop(CoursePage.objects.get(slug="red-flags", locale__language_code="en"))
        participant = papers.came(workshop, papers.without_phone())
        tests = papers.ask_course(workshop)
        assert len(tests) == 6
        for test in tests:
            papers.typed(test, participant)
        recording.record(workshop, timezone.now(), seconds=60)
        assert participant.person.attempts.filter(is_pass=True).count() == 6
        assert Certificate.objects.filter(learner=participant.person).exists()

    def test_only_confirmed_helplines_are_shown(self):
        shown = {part.value for line in Helpline.objects.shown() for part in line.numbers}
        assert shown == {"999", "112", "911", "116", "0800 722 203", "0709 570 000", "1195"}

    def test_operators_and_staff_are_as_many_as_the_programme_says(self):
        kinds = dict(Operator.objects.values_list("kind").annotate(number=Count("pk")))
        assert kinds == {"matatu_sacco": 5, "bus_sacco": 10, "truck_company": 15, "bus_company": 1}
        assert StaffMember.objects.current().count() >= 400

    def test_running_it_twice_changes_nothing(self):
        before = counts()
        seed()
        assert counts() == before

    def test_what_the_course_teaches_is_measured_by_two_forms_that_differ(self):
        test = PrePostTest.objects.get()
        forms = [set(quiz.current_version.content["fixed"]) for quiz in (test.form_a, test.form_b)]
        assert test.is_open
        assert [len(form) for form in forms] == [5, 5]
        assert not forms[0] & forms[1]

    def test_what_an_editor_opens_is_what_is_published(self):
        question = Question.objects.exclude(lesson=None).first()
        assert question.get_latest_revision_as_object().lesson_id == question.lesson_id
        assert not Question.objects.filter(has_unpublished_changes=True).exists()
        lesson = LessonPage.objects.first()
        assert lesson.get_latest_revision_as_object().cards.get_prep_value() == lesson.cards.get_prep_value()
        assert not LessonPage.objects.filter(has_unpublished_changes=True).exists()

    def test_both_languages_of_all_that_is_loaded_are_known_to_match(self):
        found = board.counts(board.rows())
        assert found[State.UNCHECKED] == found[State.CHANGED] == found[State.MISSING] == 0

    def test_passwords_are_printed_once(self):
        password = re.search(r"user name eshe, password (\S+),", self.printed)[1]
        assert authenticate(username="eshe", password=password)
        assert password not in seed()

    def test_the_case_officer_opens_what_is_reported_with_the_printed_passphrase(self):
        passphrase = re.search(r"passphrase “(.+)”", self.printed)[1]
        officer = Officer.objects.get()
        taking.take(taking.Sent({"what": "A locked door"}, "form"), timezone.now())
        case = Case.objects.latest("pk")
        key = cases.private_key(case, officer, sealing.unlock(officer.locked_key, passphrase))
        assert sealing.open_said(key, case.entries.get().box) == {"what": "A locked door"}

    def test_the_printed_receipt_leads_to_an_answer(self):
        receipt = receipts.cleaned(re.search(r"has answered: (.+)", self.printed)[1])
        case = taking.find(receipts.derive(receipt))
        assert (case.state, case.has_news) == (Case.State.WAITING, False)
        assert list(case.entries.values_list("kind", flat=True)) == ["report", "note", "reply"]

    def test_the_inbox_has_a_new_report_and_the_programme_s_table_hides_small_figures(self):
        assert Case.objects.filter(state=Case.State.NEW, urgency=Case.Urgency.SOON).count() == 1
        counted = counting.counts_of(timezone.localdate())
        assert counted.hidden
        assert any(cell not in counted.hidden for cell, number in counted.cells.items() if number)

    def test_a_workshop_is_over_with_all_that_came_of_it(self):
        workshop = planning.with_results(Workshop.objects.past(timezone.now())).get()
        assert (workshop.on_list, workshop.came, workshop.completed) == (16, 14, 13)
        assert (workshop.cost, workshop.funder) == (48_500, "Sample donor")
        came = workshop.participants.came()
        assert set(came.values_list("way", flat=True)) == set(Participant.Way)
        assert came.filter(person__phone=None).count() == 1
        assert (
            Certificate.objects.filter(learner__in=came.values("person"), issued_at__gte=workshop.starts_at).count()
            == 13
        )
        sat = Sitting.objects.filter(learner__in=came.values("person"))
        assert Counter(sat.values_list("occasion", flat=True)) == {"pre": 14, "post": 13}

    def test_a_workshop_is_to_come_and_the_untrained_are_expected(self):
        workshop = Workshop.objects.coming(timezone.now()).get()
        assert workshop.starts_at - timezone.now() < timedelta(days=6)
        assert workshop.participants.filter(person__phone=people.AMINA, came_at=None).exists()
        assert 0 < workshop.participants.count() <= workshop.capacity

    def test_baraka_s_minute_shows_each_state(self):
        found = reports.figures(Operator.objects.get(slug="pwani-shuttle"), timezone.now())
        assert min(found.lapsing, found.ran_out, found.not_started, found.in_progress - found.ran_out) >= 2

    def test_operators_that_are_trained_have_a_seal_that_holds(self):
        now = timezone.now()
        seals = Seal.objects.select_related("operator")
        assert {seal.operator.slug for seal in seals} == {"pwani-shuttle", "upepo-wa-diani"}
        assert all(giving.holds(seal, reports.figures(seal.operator, now), now) for seal in seals)

    def test_two_operators_look_alike(self):
        (pair,) = matching.pairs(matching.entries())
        assert set(Operator.objects.filter(pk__in=[pair.one, pair.other]).values_list("slug", flat=True)) == {
            *("upepo-wa-ziwa", "upepo-ziwa-bus"),
        }

    def test_the_lists_invitations_and_managers_of_pwani_are_there_to_look_at(self):
        pwani = Operator.objects.get(slug="pwani-shuttle")
        assert Counter(pwani.rosters.values_list("phase", flat=True)) == {"saved": 1, "ready": 1}
        ready = pwani.rosters.get(phase="ready")
        assert set(ready.counts) >= {"new", "here", "twice", "looks-like", "moves", "wrong"}
        assert set(pwani.managements.values_list("right", flat=True)) == {Right.OWN, Right.VIEW}
        assert pwani.manager_invitations.filter(accepted_at=None).count() == 1
        steps = personal.numbers(pwani)
        assert (steps[personal.Step.NOT_OPENED], steps[personal.Step.OPENED]) == (2, 1)
        assert pwani.reminders.values("at").distinct().count() == 2

    def test_what_the_sample_wrote_for_days_that_are_past_is_not_sent_today(self):
        waiting = Message.objects.filter(state=Message.State.QUEUED)
        assert set(waiting.values_list("kind", flat=True)) <= {notifying.KIND}

    def test_one_newsletter_was_sent_and_one_is_a_draft(self):
        assert Counter(Issue.objects.values_list("state", flat=True)) == {"sent": 1, "draft": 1}
        assert Issue.objects.get(state="sent").addressed == Subscriber.objects.confirmed().count() == 5
        invented = all(
            email.endswith((".example", "@example.org")) for email in Subscriber.objects.values_list("email", flat=True)
        )
        assert invented

    def test_no_text_of_one_language_stands_in_the_other(self):
        for question in Question.objects.all():
            assert question.text_en != question.text_sw
        assert "“" in json.dumps([str(value) for value in blocks_of("red_flag")], ensure_ascii=False)


def test_without_people_only_what_is_published_is_loaded(db):
    make.make_root()
    seed(no_people=True)
    assert not User.objects.exists()
    assert CoursePage.objects.count() == 4


def test_a_course_that_was_renamed_or_taken_away_is_left_as_it_is(db):
    make.make_root()
    seed(no_people=True)
    renamed = CoursePage.objects.get(slug="red-flags", locale__language_code="en")
    renamed.slug = "signs"
    renamed.save_revision().publish()
    CoursePage.objects.get(slug="refresher", locale__language_code="en").delete()
    before = counts()
    seed()
    assert CoursePage.objects.filter(locale__language_code="en").count() == 1
    assert counts()["courses.Question"] == before["courses.Question"]
