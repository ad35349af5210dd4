"""From the first SMS code to a certificate that a stranger can check, on real content, as one story."""

import io
import re

import pypdfium2
import pytest
import zxingcpp

from courses import attempts
from courses.models import Attempt, OpenAttempt
from tests.journeys.conftest import fits_the_screen, last_code

pytestmark = pytest.mark.browser
NEW_PHONE = "0712 345 678"


def sign_up(page, language):
    """Sign in for the first time, with a number typed as people type it, and tell who one is."""
    page.goto(f"/{language}/sign-in/")
    page.locator("input[name=phone]").fill(NEW_PHONE)
    page.locator("main form button").first.click()
    page.locator("input[name=code]").fill(last_code("+254712345678"))
    page.locator("main form button").first.click()
    page.locator("input[name=full_name]").fill("Wanjikũ Ng'ang'a")
    page.locator("[name=role]").first.select_option("conductor")
    for box in page.locator("input[type=checkbox][required]").all():
        box.check()
    page.locator("main form button").first.click()
    assert page.url.endswith(f"/{language}/me/")


def read_every_lesson(page, language):
    """Press the one button at the bottom until a quiz begins, answer it, and so on to the end of the course."""
    page.goto(f"/{language}/courses/red-flags/")
    page.locator(".bar-bottom .button").click()
    cards = 0
    while (
        "/result/" not in page.url
        or page.locator(".bar-bottom a.button").get_attribute("href").find("certificates") < 0
    ):
        assert fits_the_screen(page)
        if "/learn/quiz/" in page.url:
            answer_quiz(page)
        page.locator(".bar-bottom .button").click()
        cards += 1
        assert cards < 400
    return cards


def answer_quiz(page):
    page.locator(".bar-bottom .button").click()
    opened = OpenAttempt.objects.latest("pk")
    for item in attempts.paper_of(opened):
        question = opened.version.content["questions"][item.question]
        for option in question["options"]:
            if option["right"]:
                page.locator(f"input[value='{option['key']}']").check()
        page.locator(".bar-bottom .button").click()
    page.locator(".bar-bottom .button").click()
    assert "/learn/result/" in page.url


@pytest.mark.parametrize(("language", "javascript"), [("en", False), ("sw", True)])
def test_from_the_first_code_to_a_certificate_that_anyone_can_check(open_phone, language, javascript):
    page = open_phone(language, javascript)
    sign_up(page, language)
    read_every_lesson(page, language)
    assert Attempt.objects.filter(is_pass=True).count() == 6

    page.goto(f"/{language}/me/certificates/")
    page.locator("main a[href*='/me/certificates/']").first.click()
    pdf = page.request.get(page.locator("a[href$='/pdf/']").get_attribute("href"))
    address = read_qr(pdf.body())
    assert re.fullmatch(r"HTTP://[^/]+/V/[0-9A-Z]{10}", address)

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
    page.locator(".bar-bottom .button").click()
    page.locator(".bar-bottom .button").click()
    page.locator("a.lang").click()
    assert "card=3" in page.url
    page.goto("/sw/courses/red-flags/the-red-flags/the-companion/")
    assert page.locator(".where").first.inner_text().find("3") > 0
    assert page.locator("html").get_attribute("lang") == "sw"
