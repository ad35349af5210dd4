"""The learner's path for eyes, ears and thumbs of every kind: each page, in both languages, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from courses import attempts, outline
from courses.models import CoursePage, Quiz
from sample import people
from tests import make
from tests.conftest import sign_in
from tests.courses.narrating.test_listening import narrate, record
from tests.journeys.conftest import fits_the_screen

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every address of the learner's path; what stands in braces is filled in by `places`. Add new pages here.
VISITOR = ("", "courses/", "courses/red-flags/", "sign-in/", "helplines/", "privacy/", "verify/", "offline/")
LEARNER = (
    "me/",
    "me/data/",
    "me/certificates/",
    "me/certificates/{code}/",
    "courses/red-flags/",
    "courses/red-flags/{module}/",
    "courses/red-flags/{module}/{lesson}/?card=1",
    "courses/red-flags/{module}/{lesson}/?card=2",
    "learn/listen/{heard}/",
    "learn/listen/{silent}/",
    "learn/test/{course}/",
    "learn/quiz/{quiz}/",
    *(f"learn/paper/{{ticket}}/{number}/" for number in range(1, 8)),
    "learn/paper/{ticket}/review/",
    "learn/result/{handed_in}/",
    "learn/hand-in-file/",
    "offline/",
)
TITLE = "The companion"


@pytest.fixture
def places(programme):
    """A programme in which there is something on every page; what the braces of the addresses stand for."""
    amina = User.objects.get(phone=people.AMINA)
    key = CoursePage.objects.get(slug="red-flags", locale__language_code="en").translation_key
    quiz, other = Quiz.objects.filter(modules__isnull=False).order_by("slug").distinct()[:2]
    make.ask(quiz, rules={"time_limit": 60})
    done = attempts.start(amina, other)
    attempts.hand_in(amina, done.ticket)
    narrate(TITLE, record(1), record(1, transcript="And who holds the tickets."))
    steps = [step for step in outline.of(key, "en").steps if not step.is_quiz]
    heard = next(step for step in steps if step.title == TITLE)
    return {
        "module": "the-red-flags",
        "lesson": "the-companion",
        "course": key,
        "heard": heard.key,
        "silent": steps[0].key,
        "quiz": quiz.slug,
        "ticket": attempts.start(amina, Quiz.objects.get(pk=quiz.pk)).ticket,
        "handed_in": done.ticket,
        "code": make.make_certificate(amina, key).code,
    }


@pytest.fixture
def open_amina(open_phone, programme):
    """Return a function that opens a phone on which Amina has signed in."""

    def open_one(language="en", **options):
        page = open_phone(language, **options)
        client = sign_in(Client(), User.objects.get(phone=people.AMINA))
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": programme}])
        return page

    return open_one


def addresses(language, places):
    """Return the pages that are different for each language, as they stand in it."""
    slugs = {"module": "", "lesson": ""}
    known = outline.of(places["course"], language)
    step = known.step(places["heard"])
    slugs["module"], slugs["lesson"] = step.url.strip("/").split("/")[-2:]
    return [f"/{language}/{address.format(**(places | slugs))}" for address in LEARNER]


def look_at(page, address, rules=RULES):
    answer = page.goto(address)
    assert answer.status == 200, address
    found = Axe().run(page, options={"runOnly": rules})
    assert found.violations_count == 0, f"{address}\n{found.generate_report()}"


@pytest.mark.parametrize("language", ["en", "sw"])
def test_no_page_breaks_a_rule_of_access_or_the_edge_of_a_small_screen(open_amina, open_phone, places, language):
    options = {"javascript": True, "bypass_csp": True, "service_workers": "block"}
    for page, known in (
        (open_phone(language, **options), [f"/{language}/{address}" for address in VISITOR]),
        (open_amina(language, **options), addresses(language, places)),
    ):
        for address in known:
            look_at(page, address)
            # 320 is the narrowest phone; 180 is what a phone of 360 shows at 200 %.
            for width in (320, 180):
                page.set_viewport_size({"width": width, "height": 640})
                assert fits_the_screen(page), f"{address} is wider than {width}"
            page.set_viewport_size({"width": 360, "height": 640})


@pytest.mark.parametrize("language", ["en", "sw"])
def test_in_the_dark_every_word_can_be_read(open_amina, open_phone, places, language):
    """The scheme changes colours and nothing else."""
    options = {"javascript": True, "bypass_csp": True, "service_workers": "block", "color_scheme": "dark"}
    for page, known in (
        (open_phone(language, **options), [f"/{language}/{address}" for address in VISITOR]),
        (open_amina(language, **options), addresses(language, places)),
    ):
        for address in known:
            answer = page.goto(address)
            assert answer.status == 200, address
            found = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}})
            assert found.violations_count == 0, f"{address}\n{found.generate_report()}"


FOCUS = """() => [...Array(1)].map(() => document.activeElement).map(e =>
  e.matches(".skip") ? "skip" : e.matches(".lang") ? "language" : e.closest("header") ? "back" :
  e.matches("[name=option]") ? "answer" : e.matches("[name=later]") ? "later" : e.matches(".help") ? "help" :
  e.matches(".bar-bottom .button") ? "next" : e.closest("footer") ? "footer" : e.closest("main") ? "main" : "")[0]"""


def test_the_keyboard_goes_through_a_question_in_the_order_of_reading(open_amina, places):
    page = open_amina()
    page.goto(f"/en/learn/paper/{places['ticket']}/2/")
    order = []
    for _press in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop != (order or [""])[-1]:
            order.append(stop)
        if stop == "next":
            break
    assert order == ["skip", "back", "language", "answer", "later", "main", "footer", "help", "next"]


def test_what_happens_is_said_aloud(open_amina, places):
    """Notes of a script, and of a form that is not whole, stand where a screen reader hears them."""
    page = open_amina()
    page.goto(f"/en/learn/paper/{places['ticket']}/4/")
    assert page.locator("#no-network[role=alert]").count() == 1
    assert page.locator("#phone-notes[role=status]").count() == 1
    page.locator("select").first.select_option(index=1)
    with page.expect_navigation():
        page.locator(".bar-bottom .button").click()
    assert page.locator("[role=alert]#wrong").is_visible()


def test_without_a_network_what_was_chosen_stays_and_goes_when_it_is_back(open_amina, places):
    page = open_amina(javascript=True, service_workers="block")
    page.goto(f"/en/learn/paper/{places['ticket']}/1/")
    page.locator("input[value=a]").check()
    page.context.set_offline(True)
    page.locator(".bar-bottom .button").click()
    note = page.locator("#no-network")
    expect(note).to_be_visible()
    box, bar = note.bounding_box(), page.locator(".bar-bottom").bounding_box()
    assert box["y"] + box["height"] <= bar["y"]
    assert page.locator("input[value=a]").is_checked()
    page.context.set_offline(False)
    expect(note).to_be_hidden()
    with page.expect_navigation():
        page.locator(".bar-bottom .button").click()
    assert page.url.endswith("/2/")


def test_a_browser_that_is_wrong_about_the_network_sends_all_the_same(open_amina, places):
    page = open_amina(javascript=True, service_workers="block")
    page.add_init_script("Object.defineProperty(navigator, 'onLine', {get: () => false})")
    page.goto(f"/en/learn/paper/{places['ticket']}/1/")
    page.locator("input[value=a]").check()
    with page.expect_navigation():
        page.locator("button[name=later]").click()
    assert page.url.endswith("/2/")


def test_a_lesson_plays_from_start_to_end_by_itself(open_phone, places):
    page = open_phone(javascript=True, service_workers="block")
    page.goto(f"/en/learn/listen/{places['heard']}/")
    expect(page.locator("#follows")).to_be_visible()
    assert page.evaluate("[...document.querySelectorAll('audio')].map(e => e.readyState)") == [0, 0]
    page.locator("h1").click()
    page.evaluate("document.querySelector('audio').play()")
    expect(page.locator("audio").nth(1)).to_have_js_property("ended", True, timeout=15_000)
    assert page.evaluate("document.querySelectorAll('audio')[0].ended")
    assert page.evaluate("navigator.mediaSession.metadata.artist").endswith(TITLE)
    assert page.locator("article").nth(1).get_attribute("aria-current") == "true"


def test_only_one_card_is_heard_at_a_time(open_phone, places):
    page = open_phone(javascript=True, service_workers="block")
    page.goto(f"/en/learn/listen/{places['heard']}/")
    page.locator("h1").click()
    for number in (0, 1):
        page.evaluate("number => document.querySelectorAll('audio')[number].play()", number)
    expect(page.locator("audio").first).to_have_js_property("paused", True)
    assert not page.evaluate("document.querySelectorAll('audio')[1].paused")
