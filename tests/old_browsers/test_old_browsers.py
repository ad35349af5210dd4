"""The learner's path in the browsers of old phones, with the platform's scripts, and with those scripts broken."""

import json

import pytest

from courses.models import Attempt, LessonPage, OpenAttempt
from tests.courses.narrating.test_listening import narrate, record
from tests.journeys.conftest import last_code
from tests.old_browsers import fetch

pytestmark = pytest.mark.browser
NEXT = ".bar-bottom .button"
AMINA = "+254700000001"
FIRST = "/{}/courses/red-flags/module-1/lesson-1/"
# What stands side by side on a page: none of it may touch.
APART = {
    "/en/courses/red-flags/": ".top > a > *, .rows a > *",
    "/en/courses/red-flags/module-1/": ".rows a > *",
    "/en/courses/red-flags/module-1/lesson-1/": ".lane > li",
    "/en/courses/red-flags/module-1/lesson-1/?card=2": ".pick > *",
}
NEAREST = """(selector => {
  const apart = [...document.querySelectorAll(selector)].filter(e => e.nextElementSibling).map(e =>
    e.nextElementSibling.getBoundingClientRect().left - e.getBoundingClientRect().right)
  return apart.length ? Math.min(...apart) : -1
})(%s)"""
# Everything that a script may lean on throws, and so do two scripts of the page itself.
BROKEN = """
for (const name of ["fetch", "indexedDB", "caches", "localStorage", "crypto"])
  Object.defineProperty(window, name, {get() { throw new Error("broken " + name) }})
Object.defineProperty(navigator, "serviceWorker", {get() { throw new Error("broken worker") }})
Object.defineProperty(document, "cookie", {get() { throw new Error("broken cookie") }})
window.addEventListener("load", () => { throw new Error("broken page") })
document.addEventListener("submit", () => { throw new Error("broken form") }, true)
"""


def sign_in(phone, language="en"):
    phone.goto(f"/{language}/sign-in/")
    phone.fill("input[name=phone]", AMINA)
    phone.press(NEXT)
    phone.fill("input[name=code]", last_code(AMINA))
    phone.press(NEXT)
    assert phone.url.endswith(f"/{language}/me/")


def fits(phone):
    assert phone.run("document.documentElement.scrollWidth") <= 360, phone.url
    assert phone.run("getComputedStyle(document.querySelector('.bar-bottom')).position") == "fixed"


def read_a_lesson(phone, language="en"):
    phone.goto(FIRST.format(language))
    assert phone.text("h1").startswith("Lesson 1.1")
    fits(phone)
    phone.press(NEXT)


def answer_practice(phone):
    phone.tap("input[value=a]")
    phone.press("button[name=check]")
    assert phone.has("#answer.card.go .verdict.safe")
    fits(phone)


def right_values():
    """Return what the selects of the question that has no answer yet should hold."""
    opened = OpenAttempt.objects.get()
    if "ordering" not in opened.answers:
        return ["a=1", "b=2", "c=3"]
    options = opened.version.content["questions"]["matching"]["options"]
    return [f"{option['key']}={option['match']}" for option in options]


def select_all(phone):
    for value in right_values():
        select = phone.run(f"document.querySelector('option[value={json.dumps(value)}]').parentNode.id")
        phone.fill(f"#{select}", value)


def tap_spots(phone):
    """Two of the three markers in the picture, and not the innocent one."""
    for number in (1, 2):
        phone.tap(f"label.marker[for=spot-{number}] span")
    assert phone.run("[...document.querySelectorAll('[name=option]')].map(e => e.checked)") == [True, True, False]


def take_the_quiz(phone, language="en", look=fits):
    phone.goto(f"/{language}/learn/quiz/red-flags-1/")
    look(phone)
    phone.press(NEXT)
    steps = (
        lambda: phone.tap("[value=a]"),
        lambda: [phone.tap(f"[value={value}]") for value in "ab"],
        lambda: phone.tap("[value=a]"),
        lambda: select_all(phone),
        lambda: select_all(phone),
        lambda: tap_spots(phone),
    )
    for step in steps:
        look(phone)
        step()
        phone.press(NEXT)
    for action in ("look", "report"):
        look(phone)
        phone.press(f"button[value={action}]")
    phone.press(NEXT)
    look(phone)
    phone.press(NEXT)
    look(phone)
    assert "/learn/result/" in phone.url
    assert Attempt.objects.get().right == 7


@pytest.mark.parametrize("name", fetch.NAMES)
def test_the_whole_path_with_the_scripts(open_browser, road, name):
    phone = open_browser(name)
    sign_in(phone)
    read_a_lesson(phone)
    answer_practice(phone)
    take_the_quiz(phone)
    assert phone.text("h1") == "You passed"
    phone.goto("/en/me/")
    fits(phone)
    assert not phone.errors


@pytest.mark.parametrize("name", ["chromium64", "firefox"])
def test_broken_scripts_block_no_form_and_no_link(open_browser, road, name):
    phone = open_browser(name, BROKEN)
    sign_in(phone, "sw")
    read_a_lesson(phone, "sw")
    answer_practice(phone)
    take_the_quiz(phone, "sw")
    assert any("broken" in error for error in phone.errors)


def test_without_modules_a_form_waits_for_the_network(open_browser, road):
    """The plain script, which these browsers leave alone for they know modules, alone on the page."""
    phone = open_browser("chromium64", "Object.defineProperty(navigator, 'onLine', {get: () => window.isOn !== false})")
    sign_in(phone)
    phone.wire.ask("Network.setBlockedURLs", urls=["*/js/page.js*"])
    phone.goto("/en/learn/quiz/red-flags-1/")
    scripts = "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.includes('plain'))"
    assert phone.run(scripts) == []
    phone.run(
        "new Promise(done => { const s = document.createElement('script'); s.onload = () => done(1);"
        " s.src = document.querySelector('script[nomodule]').src; document.head.appendChild(s) })"
    )
    phone.run("window.isOn = false")
    phone.tap(NEXT)
    assert phone.run("!document.getElementById('no-network').hidden")
    phone.run("window.isOn = true")
    phone.press(NEXT)
    assert "/learn/paper/" in phone.url


@pytest.mark.parametrize("name", fetch.NAMES)
def test_a_lesson_plays_from_start_to_end(open_browser, road, name):
    narrate("Lesson 1.2", record(1), record(1))
    lesson = LessonPage.objects.get(title="Lesson 1.2")
    phone = open_browser(name)
    phone.goto(f"/en/learn/listen/{lesson.translation_key}/")
    fits(phone)
    phone.run("document.querySelector('audio').play().then(() => 1)")
    phone.wait_until("document.querySelectorAll('audio')[1].ended")
    assert not phone.errors


@pytest.mark.parametrize("name", ["chromium64", "chromium83"])
def test_without_new_css_things_keep_apart(open_browser, road, name):
    """No gap between the children of a flex box before Chromium 84: margins have to do it."""
    phone = open_browser(name)
    sign_in(phone)
    for address, beside in APART.items():
        phone.goto(address)
        assert phone.run(NEAREST % json.dumps(beside)) >= 6, address
