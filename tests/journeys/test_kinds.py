"""A quiz of every kind of question on a phone without JavaScript: by keyboard alone, and by touch."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from accounts.models import User
from courses.models import OpenAttempt, Quiz
from sample import people
from tests import make
from tests.conftest import sign_in
from tests.journeys.conftest import fits_the_screen
from tests.journeys.own_phone import attempts_of_amina

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def quiz(programme):
    found = Quiz.objects.filter(modules__isnull=False).order_by("slug").first()
    return make.ask(found, rules={"time_limit": 60})


@pytest.fixture
def open_signed_in(open_phone, programme):
    """Return a function that opens a phone on which Amina has signed in."""

    def open_one(**options):
        page = open_phone(**options)
        client = sign_in(Client(), User.objects.get(phone=people.AMINA))
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": programme}])
        return page

    return open_one


def tab_to(page, selector):
    """Press Tab until an element that fits has the focus, and see that nothing covers it."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(IS_IN_SIGHT), f"{selector} is covered on {page.url}"
            return
    raise AssertionError(f"{selector} is out of the keyboard's reach on {page.url}")


IS_IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect()
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  return document.activeElement.contains(top) || top?.closest("label")?.contains(document.activeElement)
}"""


def press(page, selector):
    """Reach a button by Tab and press it by Enter."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_by_keys(page):
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")


def tick_by_keys(page):
    for value in ("a", "b"):
        tab_to(page, f"input[value={value}]")
        page.keyboard.press("Space")


def select_by_keys(page):
    """Choose for each select the value that is right, by the arrow keys."""
    for value in right_values():
        left = value.partition("=")[0]
        tab_to(page, f"select:has(option[value^='{left}='])")
        for _press in range(6):
            if page.evaluate("document.activeElement.value") != value:
                page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == value


def right_values():
    """Return what the selects of the question that has no answer yet should hold."""
    opened = OpenAttempt.objects.get()
    if "ordering" not in opened.answers:
        return ["a=1", "b=2", "c=3"]
    options = opened.version.content["questions"]["matching"]["options"]
    return [f"{option['key']}={option['match']}" for option in options]


NEXT = ".bar-bottom .button"


def take_by_keyboard(page, look):
    press(page, NEXT)
    steps = (choose_by_keys, tick_by_keys, choose_by_keys, select_by_keys, select_by_keys, tick_by_keys)
    for answer in steps:
        look(page)
        answer(page)
        press(page, NEXT)
    for action in ("look", "report"):
        look(page)
        press(page, f"button[value={action}]")
    look(page)
    press(page, NEXT)
    look(page)
    press(page, NEXT)


def tap(page, selector):
    page.locator(selector).first.tap()


def go_on(page, selector=NEXT):
    with page.expect_navigation():
        tap(page, selector)


def take_by_touch(page, look):
    go_on(page)
    for targets in (("[value=a]",), ("[value=a]", "[value=b]"), ("[value=a]",)):
        look(page)
        for target in targets:
            tap(page, f"label:has({target})")
        go_on(page)
    for _kind in ("ordering", "matching"):
        look(page)
        for value in right_values():
            page.locator(f"select:has(option[value='{value}'])").select_option(value)
        go_on(page)
    look(page)
    for number in (1, 2):
        tap(page, f"label.marker[for=spot-{number}]")
    assert [box.is_checked() for box in page.locator("[name=option]").all()] == [True, True, False]
    go_on(page)
    for action in ("look", "report"):
        look(page)
        go_on(page, f"button[value={action}]")
    go_on(page)
    look(page)
    go_on(page)


def fits(page):
    assert fits_the_screen(page)


@pytest.mark.parametrize(("take", "touch"), [(take_by_keyboard, False), (take_by_touch, True)])
def test_a_quiz_of_every_kind_is_passed_without_javascript(open_signed_in, quiz, take, touch):
    page = open_signed_in(has_touch=touch)
    page.goto(f"/en/learn/quiz/{quiz.slug}/")
    take(page, fits)
    assert "/learn/result/" in page.url
    assert page.locator("h1").inner_text().strip() == "You passed"
    assert attempts_of_amina().get().right == 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_quiz_breaks_a_rule_of_access(open_signed_in, quiz, scheme):
    page = open_signed_in(has_touch=True, javascript=True, color_scheme=scheme, bypass_csp=True)
    page.goto(f"/en/learn/quiz/{quiz.slug}/")

    def look(page):
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    look(page)
    take_by_touch(page, look)
    look(page)


def test_every_marker_is_large_enough_for_a_thumb_and_shows_its_state(open_signed_in, quiz):
    page = open_signed_in(has_touch=True)
    page.goto(f"/en/learn/quiz/{quiz.slug}/")
    go_on(page)
    page.goto(page.url.replace("/1/", "/6/"))
    for marker in page.locator("label.marker").all():
        box = marker.bounding_box()
        assert (round(box["width"]), round(box["height"])) == (48, 48)
        before = marker.locator("span").evaluate("mark => getComputedStyle(mark).borderRadius")
        marker.tap()
        assert marker.locator("span").evaluate("mark => getComputedStyle(mark).borderRadius") != before
