"""The pages on which a trainer asks, types in, counts, records and prints."""

from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from certificates.models import Certificate, PrintJob
from courses.models import Quiz
from tests import make
from tests.conftest import sign_in
from tests.make import make_workshop
from tests.workshops import papers
from workshops.models import HandsCount, Participant, Sheet, WorkshopTest
from workshops.testing import choosing, hands, printed, recording, results
from workshops.testing.result_views import _title


def address(name, workshop, *more):
    return reverse(f"workshop_{name}", args=[workshop.pk, *more])


def words_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def asked(workshop):
    return papers.ask_course(workshop)


# Choosing and printing.


def test_a_trainer_chooses_what_is_asked(as_eshe, workshop):
    response = as_eshe.post(address("tests", workshop), {"way-red-flags-1": "paper", "way-red-flags-2": "phones"})
    assert response.status_code == 302
    assert dict(workshop.tests.values_list("quiz__slug", "way")) == {"red-flags-1": "paper", "red-flags-2": "phones"}


def test_what_can_t_be_asked_is_said_beside_it_and_the_rest_is_not_lost(as_eshe, workshop):
    make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=("single", "scenario"))
    response = as_eshe.post(address("tests", workshop), {"way-red-flags-1": "hands", "way-red-flags-2": "paper"})
    assert response.status_code == 422
    said = words_of(response)
    assert "Some of its questions can&#x27;t be answered by raising a hand." in said
    assert '<option value="paper" selected>' in said
    assert '<option value="hands" selected>' in said


def test_a_way_that_does_not_exist_is_none(as_eshe, workshop):
    as_eshe.post(address("tests", workshop), {"way-red-flags-1": "smoke", "way-none": "paper"})
    assert not WorkshopTest.objects.exists()


def test_a_workshop_whose_course_is_not_published_says_so(as_eshe, workshop):
    workshop.course_key = "00000000-0000-4000-8000-000000000000"
    workshop.save()
    assert "is not published" in words_of(as_eshe.get(address("tests", workshop)))


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_papers_are_printed_in_each_language(as_eshe, workshop, asked, language):
    response = as_eshe.get(address("papers", workshop, language))
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(response.content)) as pdf:
        assert len(pdf.pages) == 4


def test_one_paper_alone_can_be_printed_and_an_unknown_language_can_t(as_eshe, workshop, asked):
    assert as_eshe.get(address("paper", workshop, asked[0].pk, "en")).status_code == 200
    assert as_eshe.get(address("paper", workshop, asked[0].pk, "fr")).status_code == 404


def test_a_long_paper_goes_on_over_as_many_pages_as_it_needs(workshop):
    topic = make.Topic.objects.create(slug="long", name_en="L", name_sw="L")
    quiz = make.make_quiz("long", fixed=[make.make_question(f"long-{n}", topic) for n in range(30)])
    test = WorkshopTest.objects.create(
        workshop=workshop, occasion="course", quiz=quiz, version=quiz.current_version, ticket="0" * 32
    )
    with pikepdf.open(BytesIO(printed.draw([test], "en"))) as pdf:
        assert len(pdf.pages) >= 2 + 3


def test_the_paper_is_the_same_each_time(workshop, asked):
    assert printed.draw(asked, "en") == printed.draw(asked, "en")


def test_a_paper_does_not_say_which_answers_are_right_or_critical(workshop, asked):
    before = printed.draw(asked, "en")
    for test in asked:
        for question in test.version.content["questions"].values():
            question["critical"] = not question["critical"]
            for option in question["options"]:
                option["right"] = not option["right"]
    assert printed.draw(asked, "en") == before


# Typing in.


def test_letters_typed_are_kept_and_nothing_is_marked_yet(as_eshe, workshop, asked, amina):
    participant = papers.came(workshop, amina)
    as_eshe.post(address("typing", workshop, asked[0].pk), {f"sheet-{participant.pk}": " a b  c a"})
    assert Sheet.objects.get().typed == "A B C A"
    assert not amina.attempts.exists()


def test_a_line_that_can_t_be_read_is_kept_and_said_beside_its_field(as_eshe, workshop, asked, amina, chausiku):
    wrong, fine = papers.came(workshop, amina), papers.came(workshop, chausiku)
    posted = {f"sheet-{wrong.pk}": "A B", f"sheet-{fine.pk}": "ABCA"}
    response = as_eshe.post(address("typing", workshop, asked[0].pk), posted)
    assert response.status_code == 422
    said = words_of(response)
    assert "There are 2 answers, but the paper has 4 questions." in said
    assert 'value="A B"' in said
    assert set(Sheet.objects.values_list("typed", flat=True)) == {"A B", "ABCA"}


def test_an_emptied_line_is_forgotten(as_eshe, workshop, asked, amina):
    participant = papers.came(workshop, amina)
    papers.typed(asked[0], participant)
    as_eshe.post(address("typing", workshop, asked[0].pk), {f"sheet-{participant.pk}": " "})
    assert not Sheet.objects.exists()


def test_an_emptied_line_that_is_recorded_is_not(as_eshe, workshop, asked, amina):
    participant = papers.came(workshop, amina)
    papers.typed(asked[0], participant)
    as_eshe.post(address("tests", workshop), {"record": "yes"})
    response = as_eshe.post(address("typing", workshop, asked[0].pk), {f"sheet-{participant.pk}": ""})
    assert response.status_code == 422
    assert Sheet.objects.get().typed


def test_twenty_people_stand_on_a_page_and_saving_leads_on(as_eshe, workshop, asked):
    people = [papers.came(workshop) for _n in range(21)]
    here = address("typing", workshop, asked[0].pk)
    assert words_of(as_eshe.get(here)).count('name="sheet-') == 20
    response = as_eshe.post(here, {f"sheet-{people[0].pk}": "A A A A", "next": "yes"})
    assert response["Location"] == f"{here}?p=2"
    assert words_of(as_eshe.get(response["Location"])).count('name="sheet-') == 1


def test_only_who_came_has_a_line(as_eshe, workshop, asked, amina):
    papers.came(workshop, amina, came_at=None)
    assert "Nobody is noted as there yet" in words_of(as_eshe.get(address("typing", workshop, asked[0].pk)))


def test_the_sheet_of_another_workshop_s_participant_is_not_taken(as_eshe, course, workshop, asked, amina):
    stranger = papers.came(make_workshop(course), amina)
    papers.came(workshop)
    as_eshe.post(address("typing", workshop, asked[0].pk), {f"sheet-{stranger.pk}": "A A A A"})
    assert not Sheet.objects.exists()


def test_a_very_long_line_or_an_odd_sign_breaks_nothing(as_eshe, workshop, asked, amina):
    participant = papers.came(workshop, amina)
    response = as_eshe.post(address("typing", workshop, asked[0].pk), {f"sheet-{participant.pk}": "A\0ß " * 400})
    assert response.status_code == 422
    assert len(Sheet.objects.get().typed) <= 400


# Hands.


@pytest.fixture
def by_hands(workshop):
    choosing.choose(workshop, {"red-flags-1": "hands"})
    return papers.tests_of(workshop)[0]


def counted(test, right, wrong, present):
    found = {hands.PRESENT_FIELD: str(present)}
    for question in hands.questions(test):
        for option in question.options:
            found[option.field] = str(right if option.is_right else wrong)
    return found


def test_hands_become_shares_of_the_people_there(as_eshe, workshop, by_hands):
    as_eshe.post(address("hands", workshop, by_hands.pk), counted(by_hands, right=12, wrong=4, present=20))
    assert hands.percent_right(by_hands) == 60
    assert "60 %" in words_of(as_eshe.get(address("hands", workshop, by_hands.pk)))


def test_the_tests_page_says_that_hands_were_counted(as_eshe, workshop, by_hands):
    assert "counted," not in words_of(as_eshe.get(address("tests", workshop)))
    as_eshe.post(address("hands", workshop, by_hands.pk), counted(by_hands, right=12, wrong=4, present=20))
    assert "counted, 20 people there" in words_of(as_eshe.get(address("tests", workshop)))


def test_as_many_hands_as_people_are_taken_and_one_more_is_not(as_eshe, workshop, by_hands):
    here = address("hands", workshop, by_hands.pk)
    assert as_eshe.post(here, counted(by_hands, right=12, wrong=4, present=20)).status_code == 302
    response = as_eshe.post(here, counted(by_hands, right=13, wrong=4, present=20))
    assert response.status_code == 422
    assert "21 hands, but 20 people" in words_of(response)
    assert hands.percent_right(by_hands) == 60


@pytest.mark.parametrize("typed", ["many", "-1", "2001", "1e3", "٣", "9" * 30])
def test_a_count_that_is_none_is_said_beside_its_field(as_eshe, workshop, by_hands, typed):
    response = as_eshe.post(address("hands", workshop, by_hands.pk), {hands.PRESENT_FIELD: typed})
    assert response.status_code == 422
    assert "Type a whole number" in words_of(response)


def test_hands_without_people_ask_how_many_were_there(as_eshe, workshop, by_hands):
    posted = counted(by_hands, right=1, wrong=0, present="")
    assert "How many people were there?" in words_of(as_eshe.post(address("hands", workshop, by_hands.pk), posted))
    assert not HandsCount.objects.exists()


def test_hands_are_nobody_s_attempt(as_eshe, workshop, by_hands, amina):
    papers.came(workshop, amina)
    as_eshe.post(address("hands", workshop, by_hands.pk), counted(by_hands, right=5, wrong=0, present=5))
    as_eshe.post(address("tests", workshop), {"record": "yes"})
    assert not amina.attempts.exists()


# Recording and results.


def test_record_says_what_it_will_do_and_then_what_it_did(as_eshe, workshop, asked, amina):
    participant = papers.came(workshop, amina)
    for test in asked:
        papers.typed(test, participant)
    said = words_of(as_eshe.get(address("tests", workshop)))
    assert "count as read for 1 person who came" in said
    assert "2 sheets become attempts" in said
    after = words_of(as_eshe.post(address("tests", workshop), {"record": "yes"}, follow=True))
    assert "count as read for 1 person, and 2 sheets became attempts" in after
    assert "Everything is recorded." in after


def test_the_results_say_who_passed_and_why_the_others_did_not(as_eshe, workshop, asked, amina, chausiku):
    for test in asked:
        papers.typed(test, papers_of(workshop, amina, 1))
    papers.typed(asked[0], papers_of(workshop, chausiku, 2), wrong=papers.keys_of(asked[0])[-1:])
    as_eshe.post(address("tests", workshop), {"record": "yes"})
    said = words_of(as_eshe.get(address("results", workshop)))
    assert "1 of 2 people who came have completed the course." in said
    assert "Quiz red-flags-1: 75 %, and 80 % are needed" in said
    assert "Quiz red-flags-2: not taken" in said
    assert Certificate.objects.get().spelled_code in said


def papers_of(workshop, person, number):
    found = Participant.objects.filter(workshop=workshop, person=person).first()
    return found or papers.came(workshop, person, number)


def test_all_certificates_are_one_job_with_the_workshop_s_name_and_day(as_eshe, workshop, asked):
    for _number in range(3):
        participant = papers.came(workshop)
        for test in asked:
            papers.typed(test, participant)
    as_eshe.post(address("tests", workshop), {"record": "yes"})
    response = as_eshe.post(address("results", workshop), {"form": "cards"})
    job = PrintJob.objects.get()
    assert job.total == 3
    assert job.title.startswith("Likoni stage 20")
    assert "3 certificates are in it" in words_of(as_eshe.get(response["Location"]))
    file = as_eshe.get(reverse("workshop_print_file", args=[workshop.pk, job.token]))
    assert file["Content-Type"] == "application/pdf"


def test_a_certificate_from_before_the_workshop_is_not_printed_again(as_eshe, workshop, asked, course, amina):
    make.make_certificate(amina, course.translation_key)
    papers.came(workshop, amina)
    assert results.certificates(workshop, choosing.course_of(workshop)).count() == 0
    assert "from before" in words_of(as_eshe.get(address("results", workshop)))


def test_nothing_to_print_makes_no_job(as_eshe, workshop, asked):
    papers.came(workshop)
    assert as_eshe.post(address("results", workshop), {"form": "cards"}).status_code == 200
    assert not PrintJob.objects.exists()


def test_a_job_of_another_trainer_is_not_to_be_found(as_eshe, workshop):
    job = PrintJob.objects.create(form="cards", title=_title(workshop), codes=["X"], made_by=None)
    assert as_eshe.get(reverse("workshop_print_job", args=[workshop.pk, job.token])).status_code != 200


# Who may, and how many queries.


@pytest.mark.parametrize("name", ["tests", "results", "report", "report_csv", "report_donors"])
def test_who_may_not_run_workshops_is_sent_away(client, workshop, amina, name):
    office = make.make_user(full_name="Office Worker", username="office")
    for person in (amina, office):
        assert sign_in(client, person, verified=True).get(address(name, workshop)).status_code == 302
    assert User.objects.filter(username="office").exists()


def many(workshop, asked, number):
    for _n in range(number):
        participant = papers.came(workshop)
        for test in asked:
            papers.typed(test, participant)
    recording.record(workshop, workshop.ends_at)


@pytest.mark.parametrize("name", ["tests", "results", "report"])
def test_the_queries_of_a_page_do_not_grow_with_the_people(as_eshe, workshop, asked, name):
    def queries():
        as_eshe.get(address(name, workshop))
        with CaptureQueriesContext(connection) as found:
            assert as_eshe.get(address(name, workshop)).status_code == 200
        return len(found)

    many(workshop, asked, 2)
    before = queries()
    many(workshop, asked, 6)
    assert queries() == before
    assert before <= 45


def test_a_sheet_that_can_t_be_read_is_said_and_not_called_not_taken(as_eshe, workshop, asked, amina):
    there = papers.came(workshop, amina)
    papers.typed(asked[0], there, "Z Z Z Z Z Z Z")
    papers.typed(asked[1], there)
    found = results.of(workshop, choosing.course_of(workshop)).rows[0].missing
    assert [words.rpartition(": ")[2] for words in found] == ["typed in, to be put right", "typed in, not recorded yet"]
    said = words_of(as_eshe.post(address("tests", workshop), {"record": "yes"}, follow=True))
    assert "1 sheet can&#x27;t be read and was left out" in said
    assert "typed in, to be put right" in words_of(as_eshe.get(address("results", workshop)))


def test_where_every_sheet_can_be_read_none_is_said_to_be_left_out(as_eshe, workshop, asked, amina):
    papers.typed(asked[0], papers.came(workshop, amina))
    assert "left out" not in words_of(as_eshe.post(address("tests", workshop), {"record": "yes"}, follow=True))
