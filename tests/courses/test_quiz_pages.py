import re

import pytest
from django.utils import timezone

from certificates.models import Certificate
from courses import attempts, freezing
from courses.models import Attempt, Enrolment, OpenAttempt, Quiz
from tests import make
from tests.conftest import sign_in

QUIZ = "/en/learn/quiz/red-flags-1/"


@pytest.fixture
def learner(client, amina, course):
    return sign_in(client, amina)


def begin(client, address=QUIZ):
    """Start the quiz and return the address of its first question, without the number."""
    return client.post(address).url.removesuffix("1/")


def take(client, choose=lambda question: "a", address=QUIZ):
    """Answer every question through the pages and hand in; return the result page's answer."""
    paper = begin(client, address)
    opened = OpenAttempt.objects.get()
    for number, item in enumerate(attempts.paper_of(opened), start=1):
        client.post(f"{paper}{number}/", {"option": choose(item.question)})
    return client.post(f"{paper}review/", follow=True)


def test_the_whole_road_of_a_quiz(learner):
    page = take(learner).content.decode()
    assert "You passed" in page
    assert "4 of 4 right" in page


def test_the_result_says_for_each_question_what_was_right_and_why(learner):
    page = take(learner, lambda question: "b").content.decode()
    assert "Because of a." in page
    assert "Because of b." in page
    assert "Because of c." not in page


def test_a_missed_critical_question_sends_back_to_its_lesson(learner):
    page = take(learner, lambda question: "b" if "critical" in question else "a").content.decode()
    assert "Not passed yet" in page
    assert "/en/courses/red-flags/module-1/lesson-1/?card=1&amp;quiz=red-flags-1" in page


def test_the_lesson_read_again_leads_back_to_the_quiz(learner):
    take(learner, lambda question: "b" if "critical" in question else "a")
    lesson = "/en/courses/red-flags/module-1/lesson-1/"
    assert 'href="?card=2&amp;quiz=red-flags-1"' in learner.get(f"{lesson}?card=1&quiz=red-flags-1").content.decode()
    assert f'href="{QUIZ}"' in learner.get(f"{lesson}?card=2&quiz=red-flags-1").content.decode()


def test_a_quiz_that_is_not_the_course_s_leads_nowhere(learner):
    page = learner.get("/en/courses/red-flags/module-1/lesson-1/?card=1&quiz=made-up").content.decode()
    assert "made-up" not in page


def test_no_answer_is_asked_for_again_beside_the_question(learner):
    paper = begin(learner)
    answer = learner.post(f"{paper}1/")
    assert answer.status_code == 422
    assert "Choose an answer" in answer.content.decode()


def test_later_leaves_a_question_open_and_the_review_says_so(learner):
    paper = begin(learner)
    assert learner.post(f"{paper}1/", {"later": "1"}).url == f"{paper}2/"
    assert "4 questions have no answer yet" in learner.get(f"{paper}review/").content.decode()


def test_the_review_leads_to_what_is_left_and_then_hands_in(learner):
    paper = begin(learner)
    total = len(attempts.paper_of(OpenAttempt.objects.get()))
    for number in range(1, total):
        learner.post(f"{paper}{number}/", {"option": "a"})
    page = learner.get(f"{paper}review/").content.decode()
    assert f'class="button" href="{paper}{total}/?from_review">Answer what is left' in page
    assert "Hand in as it is" in page
    learner.post(f"{paper}{total}/", {"option": "a"})
    page = learner.get(f"{paper}review/").content.decode()
    assert '<button class="button">Hand in</button>' in page
    assert "what is left" not in page


def test_the_lane_marks_what_is_answered_and_not_what_was_left(learner):
    second = learner.post(f"{begin(learner)}1/", {"later": "1"}).url
    third = learner.post(second, {"option": "a"}).url
    lane = re.search(r'<ol class="lane".*?</ol>', learner.get(third).content.decode())[0]
    assert re.findall(r"<li(?: class=\"(\w+)\")?>", lane)[:3] == ["", "done", "here"]


def test_an_answer_is_still_there_after_the_phone_died(learner):
    paper = begin(learner)
    learner.post(f"{paper}1/", {"option": "a"})
    resumed = begin(learner)
    assert resumed == paper
    assert re.search(r'value="a" checked', learner.get(f"{paper}1/").content.decode())


def test_the_same_paper_stands_in_the_other_language(learner):
    paper = begin(learner)
    english = learner.get(f"{paper}1/").content.decode()
    kiswahili = learner.get(f"{paper}1/".replace("/en/", "/sw/")).content.decode()
    keys = re.compile(r'name="option" value="(\w)"')
    assert keys.findall(english) == keys.findall(kiswahili)
    assert "Swali red-flags-1" in kiswahili


def test_the_paper_gives_no_answer_away(learner):
    paper = begin(learner)
    page = learner.get(f"{paper}1/").content.decode()
    assert "Because of" not in page
    assert "is_right" not in page


def test_handing_in_again_shows_the_same_result(learner):
    first = take(learner)
    again = learner.post(first.request["PATH_INFO"].replace("result", "paper") + "review/", follow=True)
    assert again.status_code == 200
    assert Attempt.objects.count() == 1


def test_a_paper_handed_in_leads_to_its_result(learner):
    result = take(learner).request["PATH_INFO"]
    assert learner.get(result.replace("result", "paper") + "1/").url == result


@pytest.mark.parametrize("part", ["1/", "review/"])
def test_the_paper_of_another_is_not_found(client, learner, chausiku, part):
    paper = begin(learner)
    sign_in(client, chausiku)
    assert client.get(paper + part, follow=True).status_code == 404
    assert client.post(paper + part, {"option": "a"}, follow=True).status_code == 404


def test_the_result_of_another_is_not_found(client, learner, chausiku):
    result = take(learner).request["PATH_INFO"]
    assert sign_in(client, chausiku).get(result).status_code == 404


def test_a_question_beyond_the_paper_is_not_found(learner):
    paper = begin(learner)
    assert learner.get(f"{paper}5/").status_code == 404
    assert learner.get(f"{paper}0/").status_code == 404


def test_an_option_made_up_is_refused_beside_the_question(learner):
    paper = begin(learner)
    assert learner.post(f"{paper}1/", {"option": "made-up"}).status_code == 422


def test_an_unknown_quiz_is_not_found(learner):
    assert learner.get("/en/learn/quiz/none/").status_code == 404


def test_a_quiz_of_no_course_is_not_found(learner):
    topic = make.Topic.objects.create(slug="stray", name_en="Stray", name_sw="Pweke")
    make.make_quiz("stray", fixed=[make.make_question("stray-1", topic)])
    assert learner.get("/en/learn/quiz/stray/").status_code == 404


def test_finishing_the_course_issues_the_certificate(learner, amina, course):
    make.read_lessons(amina, course)
    take(learner)
    page = take(learner, address="/en/learn/quiz/red-flags-2/").content.decode()
    assert "your certificate is ready" in page
    assert Certificate.objects.get().learner == amina


def test_a_refresher_s_quiz_opens_only_after_the_course_it_refreshes(learner, amina, course):
    make.make_course(title="Refresher", slug="refresher", modules=1, refreshes=course)
    address = "/en/learn/quiz/refresher-1/"
    assert "opens when you have finished" in learner.get(address).content.decode()
    learner.post(address)
    assert not OpenAttempt.objects.exists()
    enrolment = make.make_enrolment(amina, course, completed=False)
    assert learner.post(address).status_code == 200
    enrolment.completed_at = timezone.now()
    enrolment.save()
    assert learner.post(address).status_code == 302


def test_in_order_a_quiz_opens_when_the_modules_before_it_are_done(client, amina, db):
    make.make_course(slug="strict", enforce_order=True)
    sign_in(client, amina).post("/en/learn/quiz/strict-2/")
    assert not OpenAttempt.objects.exists()


def test_my_training_carries_on_where_i_was(learner, amina, course):
    learner.get("/en/courses/red-flags/module-1/lesson-1/?card=1")
    page = learner.get("/en/me/").content.decode()
    assert 'href="/en/courses/red-flags/module-1/lesson-1/"' in page
    assert Enrolment.objects.count() == 1


def test_my_training_costs_the_same_with_many_courses(learner, course, django_assert_max_num_queries):
    for n in range(3):
        make.make_course(title=f"More {n}", slug=f"more-{n}", modules=1)
    learner.get("/en/me/")
    with django_assert_max_num_queries(8):
        learner.get("/en/me/")


def test_a_quiz_question_takes_few_queries(learner, django_assert_max_num_queries):
    paper = begin(learner)
    learner.get(f"{paper}1/")
    with django_assert_max_num_queries(6):
        learner.get(f"{paper}1/")


def test_every_quiz_has_a_version(course):
    assert not Quiz.objects.filter(current_version=None).exists()


def test_answering_what_another_tab_handed_in_leads_to_the_result(learner, monkeypatch):
    paper = begin(learner)

    def handed_in_meanwhile(opened, *args):
        raise OpenAttempt.DoesNotExist

    monkeypatch.setattr(attempts, "answer", handed_in_meanwhile)
    assert "/learn/result/" in learner.post(f"{paper}1/", {"option": "a"}).url


@pytest.mark.parametrize("address", ["paper/%00/1/", "paper/%00/review/", "result/%00/"])
def test_an_address_with_a_sign_that_no_ticket_has_is_not_found(learner, address):
    assert learner.get(f"/en/learn/{address}").status_code == 404


def test_the_quiz_page_says_how_few_questions_a_retake_asks(learner, amina):
    topic = make.Topic.objects.get(slug="red-flags-1")
    Quiz.objects.filter(slug="red-flags-1").update(pass_mark=70)
    freezing.freeze(Quiz.objects.get(slug="red-flags-1"))
    assert "4 questions" in learner.get(QUIZ).content.decode()
    take(learner, lambda question: "b" if "critical" in question else "a")
    assert topic.questions.filter(is_critical=True).count() == 1
    page = learner.get(QUIZ).content.decode()
    assert "1 question<" in page.replace("</span>", "<")
    assert "on each screen" not in page


def test_a_closed_refresher_leads_to_the_course_that_comes_first(learner, course):
    make.make_course(title="Refresher", slug="refresher", modules=1, refreshes=course)
    page = learner.get("/en/learn/quiz/refresher-1/").content.decode()
    assert f'<a class="button" href="{course.url}">' in page


def test_a_failed_result_shows_first_what_was_not_right(learner):
    page = take(learner, lambda question: "b" if question.endswith(("critical", "-3")) else "a").content.decode()
    assert re.findall(r'<article class="card (\w+)"', page) == ["flagged", "flagged", "go", "go"]
    assert len(re.findall(r'id="answer-\d"', page)) == 4
