"""A whole course finished on the phone without a network, and its practice answered there."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import User
from certificates.models import Certificate
from courses import grading
from courses.models import Attempt, Quiz
from sample import people
from tests import make
from tests.journeys.own_phone import NEXT, go_on, tap
from tests.journeys.test_kinds import RULES

pytestmark = pytest.mark.browser


def test_a_whole_course_is_finished_in_flight_mode(own_phone, first_course):
    """Every card is read and every quiz taken without a network; then the certificate is there, once."""
    one = own_phone(has_touch=True)
    one.take(first_course.key, "en")
    one.context.set_offline(True)
    page = one.page
    keys = {}
    for step in first_course.steps:
        if step.is_quiz:
            keys |= Quiz.objects.get(slug=step.key).current_version.content["questions"]
    for step in first_course.steps:
        if step.is_quiz:
            take_whole_quiz(page, step.url, keys)
        else:
            for card in range(1, step.cards + 1):
                page.goto(f"{step.url}?card={card}")
                assert page.locator("h1").count() == 1
    one.context.set_offline(False)
    page.goto("/en/me/")
    amina = User.objects.get(phone=people.AMINA)
    page.wait_for_timeout(3000)
    passed = Attempt.objects.filter(learner=amina, is_pass=True).values_list("quiz__slug", flat=True)
    assert set(passed) == {step.key for step in first_course.steps if step.is_quiz}
    assert Certificate.objects.filter(learner=amina, course_key=first_course.key).count() == 1


def take_whole_quiz(page, address, keys):
    page.goto(address)
    page.wait_for_selector("#screen .rows")
    go_on(page)
    total = int(page.locator(".where").inner_text().split()[-1])
    for _number in range(total):
        text = page.locator("#screen h1").inner_text()
        question = next(one for one in keys.values() if one["text"]["en"] == text)
        answer_rightly(page, question)
        go_on(page)
    tap(page, NEXT)
    page.wait_for_selector("text=Not sent yet")


def answer_rightly(page, question):
    right = grading.right_answer(question)
    if question["kind"] == "scenario":
        for action in right:
            tap(page, f"button[value='{action}']")
            page.wait_for_selector(".taken:focus")
    elif question["kind"] in ("ordering", "matching"):
        values = [f"{key}={place}" for place, key in enumerate(right, 1)] if question["kind"] == "ordering" else right
        for value in values:
            page.locator(f"select:has(option[value='{value}'])").select_option(value)
    else:
        for key in right:
            tap(page, f"label:has([value='{key}'])")


PRACTICE = "practice-here"


def practise(course, kind):
    """Put a practice question of this kind on the first card of the course's first lesson, in both languages."""
    topic = make.Topic.objects.first()
    question = make.make_question_of(kind, f"{PRACTICE}-{kind}", topic)
    step = next(step for step in course.steps if not step.is_quiz)
    block = make.LessonPage._meta.get_field("cards").stream_block
    for lesson in make.LessonPage.objects.filter(translation_key=step.key):
        raw = [dict(card) for card in lesson.cards.raw_data]
        raw[0] = {"type": "practice", "value": {"question": question.pk}}
        lesson.cards = block.to_python(raw)
        lesson.save_revision().publish()
    return f"{step.url}?card=1", question


@pytest.mark.parametrize("kind", make.KINDS)
def test_practice_is_answered_at_once_without_a_network(own_phone, first_course, every_kind, kind):
    address, question = practise(first_course, kind)
    one = own_phone(has_touch=True)
    one.take(first_course.key, "en")
    one.context.set_offline(True)
    page = one.page
    page.goto(address)
    page.wait_for_timeout(400)
    if kind != "scenario":
        tap(page, "[name=check]")
        page.wait_for_selector("#wrong >> text=Choose an answer first.")
    practise_wrongly(page, kind)
    page.wait_for_selector("#answer:focus >> text=Not right yet")
    assert f"Why of {question.key}." in page.locator("#answer").inner_text()
    told = {"ordering": "The right order", "matching": "text a", "scenario": "The way that was safe"}
    assert told.get(kind, "why a") in page.locator("#answer").inner_text()
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.url.endswith(address)


def practise_wrongly(page, kind):
    if kind == "scenario":
        return tap(page, "button[value=accuse]")
    if kind in ("ordering", "matching"):
        for select in page.locator("select").all():
            number = int(select.get_attribute("id").partition("-")[2])
            values = select.locator("option").evaluate_all("options => options.map(option => option.value)")
            wrong = {"a": "3", "b": "2", "c": "1"}
            value = next(one for one in values if one.startswith(tuple("abc")) and one[0] in wrong)
            chosen = f"{value[0]}={wrong[value[0]]}" if kind == "ordering" else values[number]
            select.select_option(chosen)
        return tap(page, "[name=check]")
    box = "c" if kind in ("multiple", "spots") else "b"
    tap(page, f"label.pick:has([value={box}])")
    return tap(page, "[name=check]")


def test_a_question_that_a_quiz_asks_says_that_it_needs_a_network(own_phone, first_course, every_kind):
    address, question = practise(first_course, "single")
    every_kind.parts = Quiz._meta.get_field("parts").to_python([{"type": "question", "value": question.pk}])
    every_kind.save()
    make.freezing.freeze(every_kind)
    one = own_phone(has_touch=True)
    one.take(first_course.key, "en")
    one.context.set_offline(True)
    one.page.goto(address)
    tap(one.page, "label:has([value=a])")
    one.page.wait_for_timeout(400)
    tap(one.page, "[name=check]")
    one.page.wait_for_selector("#wrong >> text=This one needs a network")
