"""The pages of a quiz that asks every kind of question: its forms, the review, the result."""

import re

import pytest
from django.template.loader import render_to_string
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses import attempts, freezing, grading
from courses.models import Attempt, CoursePage, OpenAttempt, Question, Quiz, QuizVersion
from tests import make
from tests.conftest import sign_in
from tests.courses.test_attempts import in_threads

QUIZ = "/en/learn/quiz/red-flags-1/"
NUMBERS = {kind: number for number, kind in enumerate(make.KINDS, start=1)}


@pytest.fixture
def quiz(course):
    return make.ask(Quiz.objects.get(slug="red-flags-1"))


@pytest.fixture
def learner(client, amina, quiz):
    return sign_in(client, amina)


@pytest.fixture
def pages(learner):
    """The address of each kind's question, once the quiz has been started."""
    return begin(learner)


def begin(client):
    paper = client.post(QUIZ).url.removesuffix("1/")
    return {kind: f"{paper}{number}/" for kind, number in NUMBERS.items()} | {"review": f"{paper}review/"}


def kept(kind):
    return OpenAttempt.objects.get().answers.get(kind.replace("_", "-"))


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def right_sides(kind="matching"):
    opened = OpenAttempt.objects.get()
    return grading.right_answer(opened.version.content["questions"][kind])


def post_right(client, pages):
    """Answer every question right, through its form."""
    for kind in ("single", "true_false"):
        client.post(pages[kind], {"option": "a"})
    for kind in ("multiple", "spots"):
        client.post(pages[kind], {"option": ["b", "a"]})
    client.post(pages["ordering"], {"option": ["a=1", "b=2", "c=3"]})
    client.post(pages["matching"], {"option": right_sides()})
    client.post(pages["scenario"], {"action": "look", "step": "0"})
    client.post(pages["scenario"], {"action": "report", "step": "1"})


def hand_in(client, pages):
    return client.post(pages["review"], follow=True)


def test_a_quiz_of_every_kind_is_taken_and_passed(learner, pages):
    post_right(learner, pages)
    page = text_of(hand_in(learner, pages))
    assert "You passed" in page
    assert "7 of 7 right" in page
    assert "You saw 3 of 3 red flags" in page
    assert "You left innocent travellers in peace" in page


@pytest.mark.parametrize("kind", make.KINDS)
def test_no_answer_is_asked_for_again_beside_the_field(learner, pages, kind):
    answer = learner.post(pages[kind])
    assert answer.status_code == 422
    assert 'aria-describedby="wrong"' in answer.content.decode()
    assert "press Later" in text_of(answer)


@pytest.mark.parametrize("kind", make.KINDS)
def test_a_question_gives_nothing_away(learner, pages, kind):
    page = learner.get(pages[kind]).content.decode()
    for secret in ("why ", "Why of", "Sababu", "follows", "outcome"):
        assert secret not in page


@pytest.mark.parametrize("kind", make.KINDS)
def test_a_question_takes_as_few_queries_whatever_its_kind(learner, pages, kind, django_assert_num_queries):
    learner.get(pages[kind])
    with django_assert_num_queries(4):
        learner.get(pages[kind])


@pytest.mark.parametrize("kind", make.KINDS)
def test_later_leaves_a_question_as_it_is(learner, pages, kind):
    following = "review/" if kind == "scenario" else f"{NUMBERS[kind] + 1}/"
    assert learner.post(pages[kind], {"later": "1"}).url.endswith(following)
    assert kept(kind) is None


def test_two_in_one_place_are_named_and_keep_what_was_chosen(learner, pages):
    answer = learner.post(pages["ordering"], {"option": ["a=1", "b=1", "c=3"]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Two have the same place" in page
    assert page.count('aria-invalid="true"') == 2
    for value in ("a=1", "b=1", "c=3"):
        assert f'value="{value}" selected' in page
    assert kept("ordering") is None


def test_a_whole_order_is_kept_and_shown_again(learner, pages):
    learner.post(pages["ordering"], {"option": ["a=2", "b=1", "c=3"]})
    assert kept("ordering") == ["b", "a", "c"]
    assert 'value="b=1" selected' in learner.get(pages["ordering"]).content.decode()
    assert "1. text b · 2. text a · 3. text c" in text_of(learner.get(pages["review"]))


def test_later_says_when_an_unfinished_order_is_not_kept(learner, pages):
    answer = learner.post(pages["ordering"], {"option": ["a=1"], "later": "1"}, follow=True)
    assert "can't be kept" in text_of(answer).replace("&#x27;", "'")


def test_pairs_made_are_kept_by_later_and_are_not_finished(learner, pages):
    pair = right_sides()[0]
    learner.post(pages["matching"], {"option": [pair, ""], "later": "1"})
    assert kept("matching") == [pair]
    review = text_of(learner.get(pages["review"]))
    assert "text a – match of a · not finished yet" in review
    assert "7 questions have no answer yet" in review


def test_the_pairs_of_a_form_do_not_say_what_belongs_together(learner, pages):
    page = learner.get(pages["matching"]).content.decode()
    assert len(set(re.findall(r'value="a=(\w+)"', page))) == 3
    assert re.findall(r'value="a=(\w+)"', page) == re.findall(r'value="b=(\w+)"', page)


def test_each_spot_has_a_marker_on_the_picture_and_a_line_in_the_list(learner, pages):
    page = learner.get(pages["spots"]).content.decode()
    assert "<svg" in page
    for number, place in ((1, 'x="20%" y="30%"'), (2, 'x="60%" y="40%"'), (3, 'x="80%" y="80%"')):
        assert page.count(f'for="spot-{number}"') == 1
        assert page.count(f'id="spot-{number}"') == 1
        assert place in page
    assert "style=" not in page


def test_a_photo_with_spots_says_what_it_shows_in_the_language_of_the_page(learner, quiz, settings):
    image = get_image_model().objects.create(title="Stage", file=get_test_image_file(size=(900, 600)))
    question = Question.objects.get(key="spots")
    question.drawing, question.picture = "", image
    question.picture_alt_en, question.picture_alt_sw = "A stage at noon", "Stendi mchana"
    question.save()
    freezing.freeze(quiz)
    address = begin(learner)["spots"]
    page = learner.get(address).content.decode()
    assert 'alt="A stage at noon"' in page
    assert ".avif" in page
    assert 'alt="Stendi mchana"' in learner.get(address.replace("/en/", "/sw/")).content.decode()


def test_a_photo_that_is_gone_leaves_the_list(learner, quiz):
    version = quiz.current_version
    version.content["questions"]["spots"]["picture"] = {"image": 999, "alt": {"en": "x", "sw": "x"}}
    QuizVersion.objects.filter(pk=version.pk).update(content=version.content)
    assert 'id="spot-1"' in learner.get(begin(learner)["spots"]).content.decode()


def test_an_action_shows_what_follows_and_the_next_scene(learner, pages):
    answer = learner.post(pages["scenario"], {"action": "look", "step": "0"})
    assert answer.url == f"{pages['scenario']}#now"
    page = text_of(learner.get(pages["scenario"]))
    for words in ("text look", "follows look", "text road", "text report"):
        assert words in page
    assert "text accuse" not in page


def test_an_end_says_kindly_how_it_ended_and_leads_on(learner, pages):
    learner.post(pages["scenario"], {"action": "accuse", "step": "0"})
    answer = learner.get(pages["scenario"])
    assert "Somebody could be harmed" in text_of(answer)
    assert 'name="action"' not in answer.content.decode()
    assert learner.post(pages["scenario"]).url == pages["review"]


@pytest.mark.parametrize("again", ["look", "accuse"])
def test_the_back_button_changes_nothing_in_a_story(learner, pages, again):
    learner.post(pages["scenario"], {"action": "look", "step": "0"})
    answer = learner.post(pages["scenario"], {"action": again, "step": "0"}, follow=True)
    assert answer.status_code == 200
    assert "text road" in text_of(answer)
    assert kept("scenario") == ["look"]


def test_a_story_that_another_tab_carried_on_stands_as_it_is(learner, pages, monkeypatch):
    def done_meanwhile(*args):
        raise attempts.NotOnPaper

    monkeypatch.setattr(attempts, "answer", done_meanwhile)
    answer = learner.post(pages["scenario"], {"action": "look", "step": "0"})
    assert (answer.status_code, answer.url) == (302, pages["scenario"])


def test_a_story_left_for_later_goes_on_where_it_was_in_the_other_language(learner, pages):
    learner.post(pages["scenario"], {"action": "look", "step": "0"})
    learner.post(pages["scenario"], {"later": "1"})
    assert "text look · not finished yet" in text_of(learner.get(pages["review"]))
    page = text_of(learner.get(pages["scenario"].replace("/en/", "/sw/")))
    assert "text road (sw)" in page


def test_from_the_review_a_story_leads_back_to_the_review(learner, pages):
    answer = learner.post(pages["scenario"], {"action": "accuse", "step": "0", "review": "1"})
    assert answer.url == f"{pages['scenario']}?from_review#now"
    assert learner.post(answer.url, {"review": "1"}).url == pages["review"]


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_a_double_submit_takes_an_action_once(client, course):
    make.ask(Quiz.objects.get(slug="red-flags-1"))
    amina = make.make_user()
    address = begin(sign_in(client, amina))["scenario"]
    phones = [sign_in(type(client)(), amina) for _phone in range(4)]
    codes = in_threads(4, lambda: phones.pop().post(address, {"action": "look", "step": "0"}).status_code)
    assert codes == [302] * 4
    assert kept("scenario") == ["look"]


def test_a_second_phone_carries_on_where_the_first_one_died(learner, client, amina, pages):
    learner.post(pages["multiple"], {"option": ["a", "c"]})
    learner.post(pages["scenario"], {"action": "look", "step": "0"})
    second = sign_in(type(client)(), amina)
    assert begin(second) == pages
    assert second.get(pages["multiple"]).content.decode().count(" checked") == 2
    assert "text road" in text_of(second.get(pages["scenario"]))


def result_with(client, pages, **given):
    """Hand in with everything right but for what is given, and return the result's words."""
    post_right(client, pages)
    opened = OpenAttempt.objects.get()
    opened.answers.update({kind.replace("_", "-"): answer for kind, answer in given.items()})
    opened.save()
    return text_of(hand_in(client, pages))


def test_the_result_shows_the_right_order_beside_one_s_own(learner, pages):
    page = result_with(learner, pages, ordering=["b", "a", "c"])
    assert "Your order 1. text b 2. text a 3. text c The right order text a text b text c" in page
    assert "Why of ordering." in page


def test_the_result_shows_the_right_pairs(learner, pages):
    wrong = right_sides()[1].partition("=")[2]
    page = result_with(learner, pages, matching=[f"a={wrong}", f"b={wrong}"])
    assert "text a – match of a Your answer: match of b" in page
    assert "text b – match of b" in page


def test_the_result_says_of_each_spot_what_it_was(learner, pages):
    page = result_with(learner, pages, spots=["a", "c"])
    assert "1. text a A red flag, and you saw it. why a" in page
    assert "2. text b A red flag that you left out. why b" in page
    assert "3. text c Innocent. You took it for a red flag. why c" in page


def test_the_result_of_a_scenario_shows_the_path_and_the_safe_way(learner, pages):
    page = result_with(learner, pages, scenario=["accuse"])
    assert "text stage What you did: text accuse follows accuse" in page
    assert "The way that was safe text look follows look text report follows report" in page


def test_one_red_flag_is_counted_as_one():
    mark = {"flags": 1, "seen": 0, "innocents": 0}
    assert "You saw 0 of 1 red flag." in " ".join(render_to_string("courses/alarms.html", {"mark": mark}).split())


def test_misses_and_false_alarms_are_told_apart(learner, pages):
    page = result_with(learner, pages, spots=["a", "c"])
    assert "You saw 2 of 3 red flags." in page
    assert "1 innocent traveller would have been harmed or reported. Look again at: question 6" in page


def test_a_limit_that_stood_in_the_way_is_named(learner, quiz, course):
    CoursePage.objects.update(most_misses=0, most_false_alarms=10)
    Quiz.objects.filter(pk=quiz.pk).update(pass_mark=80)
    freezing.freeze(quiz)
    page = result_with(learner, begin(learner), spots=["a", "c"])
    assert not Attempt.objects.get().is_pass
    assert "The mark is enough, but something else stands in the way" in page
    assert "To pass, none may be left out" in page
    assert "To pass, at most 10 % of the innocent may be harmed." in page


def test_part_marks_are_told_in_percent_and_never_rounded_up(client, amina, course):
    learner = sign_in(client, amina)
    make.ask(Quiz.objects.get(slug="red-flags-1"), ("ordering", "multiple", "single"), part_marks=True)
    paper = learner.post(QUIZ).url.removesuffix("1/")
    learner.post(f"{paper}1/", {"option": ["b=1", "c=2", "a=3"]})
    learner.post(f"{paper}2/", {"option": ["a", "b"]})
    learner.post(f"{paper}3/", {"option": "b"})
    page = text_of(learner.post(f"{paper}review/", follow=True))
    assert "Mark: 50 %. 1 of 3 fully right." in page
    assert "Partly right: 50 % of its mark" in page


def strip_to_the_first_format(version):
    """Turn a version into what the first release kept of single, multiple and true or false questions."""
    content = version.content | {"format": 1}
    for name in ("purpose", "retake", "shuffle", "limits"):
        content.pop(name)
    for question in content["questions"].values():
        for name in ("part_marks", "why", "picture", "narration"):
            question.pop(name)
        for option in question["options"]:
            option.pop("weight")
    QuizVersion.objects.filter(pk=version.pk).update(content=content)


def test_a_version_of_the_first_format_is_still_asked_and_marked(client, amina, course):
    learner = sign_in(client, amina)
    quiz = make.ask(Quiz.objects.get(slug="red-flags-1"), ("single", "multiple", "true_false"))
    strip_to_the_first_format(quiz.current_version)
    paper = learner.post(QUIZ).url.removesuffix("1/")
    for number, item in enumerate(attempts.paper_of(OpenAttempt.objects.get()), start=1):
        assert learner.get(f"{paper}{number}/").status_code == 200
        learner.post(f"{paper}{number}/", {"option": ["a", "b"] if item.question == "multiple" else "a"})
    page = text_of(learner.post(f"{paper}review/", follow=True))
    assert "3 of 3 right" in page
    assert "You passed" in page


def test_a_form_that_measures_shows_the_mark_and_neither_answers_nor_a_verdict(client, amina, course):
    quiz = make.ask(Quiz.objects.get(slug="red-flags-2"), rules={"purpose": Quiz.Purpose.MEASURE})
    opened = attempts.start(amina, quiz)
    attempts.answer(opened, "single", ["a"])
    attempts.hand_in(amina, opened.ticket)
    page = text_of(sign_in(client, amina).get(f"/en/learn/result/{opened.ticket}/"))
    assert "Thank you" in page
    assert "1 of 7 right" in page
    for word in ("passed", "Your answers", "text a", "why a"):
        assert word not in page


def test_a_picture_whose_file_is_lost_stops_nobody(learner, quiz):
    image = get_image_model().objects.create(title="Stage", file=get_test_image_file())
    image.file.storage.delete(image.file.name)
    version = quiz.current_version
    version.content["questions"]["single"]["picture"] = {"image": image.pk, "alt": {"en": "x", "sw": "x"}}
    QuizVersion.objects.filter(pk=version.pk).update(content=version.content)
    assert learner.get(begin(learner)["single"]).status_code == 200
