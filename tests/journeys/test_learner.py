"""From the first SMS code to a certificate that a stranger can check, on real content, as one story."""

import io
import re

import pypdfium2
import pytest
import zxingcpp

from accounts.models import User
from courses import attempts, grading, outline, recording
from courses.models import Attempt, CoursePage, OpenAttempt, Quiz
from tests.journeys.conftest import fits_the_screen, last_code, press_on

pytestmark = pytest.mark.browser
NEW_PHONE = "0712 345 678"


def sign_up(page, language):
    """Sign in for the first time, with a number typed as people type it, and tell who one is."""
    page.goto(f"/{language}/sign-in/")
    page.locator("input[name=phone]").fill(NEW_PHONE)
    press_on(page)
    page.locator("input[name=code]").fill(last_code("+254712345678"))
    press_on(page)
    page.locator("input[name=full_name]").fill("Wanjikũ Ng'ang'a")
    page.locator("input[name=role][value=conductor]").check()
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    press_on(page)
    assert page.url.endswith(f"/{language}/me/")


def follow_the_button(page, language):
    """Press the one button at the bottom, answering each quiz on the way, until it leads to the certificate."""
    page.goto(f"/{language}/courses/red-flags/")
    for _page in range(300):
        press_on(page)
        assert fits_the_screen(page)
        if "/learn/quiz/" in page.url:
            answer_quiz(page)
            if "/me/certificates/" in page.locator(".bar-bottom a.button").get_attribute("href"):
                return
    raise AssertionError(page.url)


def answer_quiz(page):
    press_on(page)
    opened = OpenAttempt.objects.latest("pk")
    for item in attempts.paper_of(opened):
        question = opened.version.content["questions"][item.question]
        give(page, question["kind"], grading.right_answer(question))
        press_on(page)
    press_on(page)
    assert "/learn/result/" in page.url


def give(page, kind, answer):
    """Answer a question as a person does: tick, choose from lists, or act in one scene after another."""
    for place, key in enumerate(answer, start=1):
        if kind == "scenario":
            with page.expect_navigation():
                page.locator(f"button[value='{key}']").click()
        elif kind in ("ordering", "matching"):
            value = f"{key}={place}" if kind == "ordering" else key
            page.locator(f"select:has(option[value='{value}'])").select_option(value)
        else:
            page.locator(f"input[value='{key}']").check()


def skip_to_the_last_module():
    """Put the learner where one module is left: the whole road has been walked in the other language."""
    learner = User.objects.get(phone="+254712345678")
    course = outline.of(CoursePage.objects.get(slug="red-flags", locale__language_code="en").translation_key, "en")
    for module in course.modules[:-1]:
        for step in module.steps:
            if step.is_quiz:
                pass_quiz(learner, Quiz.objects.get(slug=step.key))
            else:
                recording.see_card(learner, course, step, step.cards)


def pass_quiz(learner, quiz):
    opened = attempts.start(learner, quiz)
    for item in attempts.paper_of(opened):
        answer = grading.right_answer(opened.version.content["questions"][item.question])
        attempts.answer(opened, item.question, answer)
    attempts.hand_in(learner, opened.ticket)


@pytest.mark.parametrize(("language", "javascript"), [("en", False), ("sw", True)])
def test_from_the_first_code_to_a_certificate_that_anyone_can_check(open_phone, language, javascript):
    page = open_phone(language, javascript)
    sign_up(page, language)
    if language == "sw":
        skip_to_the_last_module()
    follow_the_button(page, language)
    assert Attempt.objects.filter(learner__phone="+254712345678", is_pass=True).count() == 6

    page.goto(f"/{language}/me/certificates/")
    page.locator("main a[href*='/me/certificates/']").first.click()
    pdf = page.request.get(page.locator("a[href$='/pdf/']").get_attribute("href"))
    address = read_qr(pdf.body())
    assert re.fullmatch(r"HTTP://[^/]+/V/[0-9A-Z]{10}#\d+", address)

    officer = open_phone(language, javascript=False)
    officer.goto("/v/" + address.rsplit("/", 1)[1])
    assert "Wanjikũ Ng'ang'a" in officer.locator("main, body").first.inner_text()
    assert officer.locator(".band strong").inner_text() == {"en": "VALID", "sw": "HALALI"}[language]


def read_qr(pdf):
    """Return what a QR reader finds in the PDF, rendered to pixels."""
    picture = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text


def test_a_lesson_is_carried_on_at_the_same_card_in_the_other_language(open_phone):
    page = open_phone("en")
    sign_up(page, "en")
    page.goto("/en/courses/red-flags/the-red-flags/the-companion/")
    press_on(page)
    press_on(page)
    page.locator("a.lang").click()
    assert "card=3" in page.url
    page.goto("/sw/courses/red-flags/the-red-flags/the-companion/")
    assert page.locator(".where").first.inner_text().find("3") > 0
    assert page.locator("html").get_attribute("lang") == "sw"
