"""A course taken home: what is shown, what is sent when the network is back, and what survives a broken download."""

import json

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from courses import grading, papers
from courses.models import Attempt, HeldAttempt, LessonProgress, Ticket
from sample import people
from tests.conftest import sign_in
from tests.journeys.conftest import fits_the_screen
from tests.journeys.own_phone import attempts_of_amina
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser
COURSE = "/en/courses/red-flags/"
SHELF = "/en/offline/"
PANEL = "[data-take]:not([hidden])"
CALL = "async ([module, name, ...given]) => (await import(`/static/js/${module}.js`))[name](...given)"


@pytest.fixture
def amina(programme):
    return User.objects.get(phone=people.AMINA)


@pytest.fixture
def phone(open_phone, programme, amina):
    """Amina's phone, signed in, with the app's worker in charge. `bypass_csp` is for the tests' own scripts."""
    page = open_phone("en", javascript=True, bypass_csp=True)
    become(page, amina, programme)
    return page


def become(page, person, address):
    """Let the page's browser be signed in as this person."""
    client = sign_in(Client(), person)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page.context.set_offline(False)
    page.goto("/en/me/")
    until(page, "navigator.serviceWorker.controller && document.cookie.includes('learner')")
    until(page, "async () => (await indexedDB.databases()).length")


def call(page, module, name, *given):
    return page.evaluate(CALL, [module, name, *given])


def take(page):
    page.goto(COURSE)
    page.get_by_role("button", name="Take it with me").click()
    expect(page.locator(PANEL)).to_contain_text("On this phone", timeout=20_000)
    expect(page.locator("[data-part=says]")).to_contain_text("Ready")
    until(page, "async () => !!(await caches.match('/en/offline/quiz/', { ignoreVary: true }))")


def rows(page, store):
    return call(page, "store", "all", store)


def made_attempt(page):
    """Answer a paper of the course taken as the phone would, all right, and hand it in. Returns its ticket."""
    row = next(row for row in rows(page, "courses") if row["language"] == "en")
    slug = next(iter(row["papers"]))
    ticket = Ticket.objects.get(ticket=row["papers"][slug]["ticket"])
    content = ticket.version.content
    items = papers.draw(content, ticket.ticket, None)
    attempt = {
        "ticket": ticket.ticket,
        "learner": row["learner"],
        "name": row["name"],
        "course": row["course"],
        "quiz": slug,
        "title": f"Quiz {slug}",
        "version": row["papers"][slug]["version"],
        "language": "en",
        "paper": [{"question": item.question} for item in items],
        "questions": {},
        "answers": {item.question: list(grading.right_answer(content["questions"][item.question])) for item in items},
        "state": "begun",
        "startedAt": "2026-11-24T06:00:00.000Z",
    }
    call(page, "store", "put", "attempts", attempt)
    call(page, "sending", "handIn", attempt)
    return ticket.ticket


def test_a_course_comes_home_is_read_in_flight_mode_and_its_progress_is_sent(phone, amina):
    take(phone)
    assert "kB · refreshed" in phone.locator(f"{PANEL} .state").first.inner_text()
    assert fits_the_screen(phone)
    phone.context.set_offline(True)
    bundle = rows(phone, "bundles")[0]
    lesson = next(step for step in bundle["steps"] if step["kind"] == "lesson")
    for card in range(1, lesson["cards"] + 1):
        phone.goto(f"{lesson['url']}?card={card}")
        assert phone.locator("html").get_attribute("data-kept") == "bundle"
    assert not LessonProgress.objects.filter(learner=amina, lesson_key=lesson["key"]).exists()
    phone.context.set_offline(False)
    phone.goto("/en/me/")
    until(
        phone, "async () => (await (await import('/static/js/store.js')).all('places')).every((place) => !place.unsent)"
    )
    read = LessonProgress.objects.get(learner=amina, lesson_key=lesson["key"])
    assert (read.card, read.finished_at is not None) == (lesson["cards"], True)


def test_the_course_goes_again_and_unsent_work_stays(phone):
    take(phone)
    phone.context.set_offline(True)
    ticket = made_attempt(phone)
    phone.goto(SHELF)
    expect(phone.locator("#on-this-phone")).to_contain_text("saved on this phone")
    phone.get_by_role("button", name="Take away").click()
    expect(phone.locator(PANEL)).to_contain_text("not sent yet")
    phone.get_by_role("button", name="Take the lessons away").click()
    expect(phone.locator("[data-take] [data-part=says]")).to_contain_text("Taken away")
    assert rows(phone, "courses") == rows(phone, "bundles") == []
    assert [row["ticket"] for row in rows(phone, "attempts")] == [ticket]


def test_a_download_that_breaks_off_leaves_nothing_that_looks_whole_and_is_repeated(phone):
    phone.goto(COURSE)
    phone.route("**/bundle-*.json", lambda route: route.abort())
    phone.get_by_role("button", name="Take it with me").click()
    expect(phone.locator("[data-part=says]")).to_contain_text("The network broke off")
    assert rows(phone, "courses") == []
    phone.unroute("**/bundle-*.json")
    phone.route("**/en/me/certificates/", lambda route: route.abort())
    phone.get_by_role("button", name="Take it with me").click()
    until(phone, "async () => (await (await import('/static/js/store.js')).all('bundles')).length")
    expect(phone.locator("[data-part=says]")).to_contain_text("The network broke off")
    assert (len(rows(phone, "courses")), len(rows(phone, "bundles"))) == (0, 1)
    phone.unroute("**/en/me/certificates/")
    take(phone)
    assert len(rows(phone, "courses")) == 1


def test_a_full_phone_says_so_and_takes_nothing(phone, programme):
    phone.goto(COURSE)
    browser = phone.context.new_cdp_session(phone)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": programme, "quotaSize": 200_000})
    phone.get_by_role("button", name="Take it with me").click()
    expect(phone.locator("[data-part=says]")).to_contain_text("not enough room")
    assert rows(phone, "courses") == []


def test_two_learners_on_one_phone_neither_see_nor_send_each_others(phone, programme, amina):
    before = Attempt.objects.count()
    take(phone)
    phone.context.set_offline(True)
    made_attempt(phone)
    chausiku = User.objects.get(phone="+254700000003")
    become(phone, chausiku, programme)
    phone.goto(SHELF)
    expect(phone.locator("#on-this-phone")).to_contain_text("No course is on this phone yet")
    shown = phone.locator("#on-this-phone").inner_text()
    assert "Amina" not in shown
    assert "Somebody else's courses and work" in shown
    assert call(phone, "sending", "send", True)["sent"] == 0
    assert (Attempt.objects.count(), HeldAttempt.objects.count()) == (before, 0)
    become(phone, amina, programme)
    phone.goto(SHELF)
    expect(phone.locator("#on-this-phone")).to_contain_text("received, receipt")
    assert (Attempt.objects.count(), attempts_of_amina().count()) == (before + 1, 1)


def test_a_lost_answer_is_asked_for_again_and_gives_the_same_receipt(phone, amina):
    take(phone)
    lost = []

    def lose(route):
        lost.append(route.fetch().json())
        route.abort()

    phone.route("**/learn/hand-in/", lose, times=1)
    made_attempt(phone)
    phone.wait_for_timeout(2000)
    assert lost[0]["attempts"][0]["state"] == "received"
    phone.goto(SHELF)
    phone.get_by_role("button", name="Send now").or_(phone.locator("text=received, receipt")).first.wait_for()
    call(phone, "sending", "send", True)
    (row,) = rows(phone, "attempts")
    assert (row["state"], row["receipt"]) == ("received", attempts_of_amina().get().receipt)
    assert row["receipt"] == lost[0]["attempts"][0]["receipt"]


def test_a_state_never_goes_back_and_two_senders_do_no_harm(phone, amina):
    take(phone)
    phone.context.set_offline(True)
    ticket = made_attempt(phone)
    (before,) = rows(phone, "attempts")
    phone.context.set_offline(False)
    phone.evaluate(
        "async () => { const { send } = await import('/static/js/sending.js'); await Promise.all([send(), send()]) }"
    )
    call(phone, "sending", "handIn", {**before, "state": "begun"})
    (row,) = rows(phone, "attempts")
    assert (row["ticket"], row["state"]) == (ticket, "received")
    assert attempts_of_amina().count() == 1


def test_storage_that_was_wiped_doubles_nothing_and_the_course_is_taken_again(phone, programme, amina):
    take(phone)
    made_attempt(phone)
    until(phone, "async () => (await (await import('/static/js/store.js')).all('attempts'))[0].receipt")
    browser = phone.context.new_cdp_session(phone)
    browser.send("Storage.clearDataForOrigin", {"origin": programme, "storageTypes": "indexeddb,cache_storage"})
    become(phone, amina, programme)
    take(phone)
    assert (len(rows(phone, "courses")), attempts_of_amina().count()) == (1, 1)


def test_a_signed_out_phone_shows_nothing_and_keeps_what_waits(phone, amina):
    take(phone)
    phone.context.set_offline(True)
    made_attempt(phone)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.goto(SHELF)
    expect(phone.locator("#on-this-phone")).to_contain_text("Nobody is signed in")
    assert "Amina" not in phone.locator("#on-this-phone").inner_text()
    assert rows(phone, "attempts")[0]["state"] == "waiting"


def test_what_waits_is_saved_as_a_file_that_holds_the_attempt(phone, amina):
    take(phone)
    phone.context.set_offline(True)
    ticket = made_attempt(phone)
    phone.goto(SHELF)
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="Save as a file").click()
    file = json.loads(saved.value.path().read_text())
    assert saved.value.suggested_filename == f"safari-salama-{ticket[:4].upper()}.json"
    assert (file["format"], file["attempts"][0]["ticket"]) == ("safari-salama-attempt", ticket)
    assert fits_the_screen(phone)


def test_a_paper_begun_here_is_kept_when_the_course_is_refreshed(phone, amina):
    take(phone)
    (row,) = rows(phone, "courses")
    slug = next(iter(row["papers"]))
    own = row["papers"][slug]["ticket"]
    held = {
        "ticket": own,
        "learner": row["learner"],
        "course": row["course"],
        "quiz": slug,
        "state": "begun",
        "paper": [],
    }
    call(phone, "store", "put", "attempts", held)
    Ticket.objects.filter(ticket=own).delete()
    call(phone, "taking", "renewAll")
    (row,) = rows(phone, "courses")
    assert row["papers"][slug]["ticket"] == own
    call(phone, "store", "put", "attempts", {**held, "state": "received"})
    call(phone, "taking", "renewAll")
    (row,) = rows(phone, "courses")
    assert row["papers"][slug]["ticket"] not in ("", own)
