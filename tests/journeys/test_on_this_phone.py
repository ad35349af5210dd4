"""What the phone says of what is on it: both languages, data saved, what a trainer decided, and what is done here."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_taking import COURSE, PANEL, SHELF, amina, call, phone, rows, take
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser
__all__ = ["amina", "phone"]
THRIFTY = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"


def attempt_in(page, **state):
    """Keep an attempt of the first quiz of the course taken, in this state, as the server told it."""
    row = rows(page, "courses")[0]
    slug = next(iter(row["papers"]))
    attempt = {
        "ticket": row["papers"][slug]["ticket"],
        "learner": row["learner"],
        "course": row["course"],
        "quiz": slug,
        "title": f"Quiz {slug}",
        "version": row["papers"][slug]["version"],
        "language": "en",
        "paper": [],
        "questions": {},
        "answers": {},
        "startedAt": "2026-11-24T06:00:00.000Z",
        "handedInAt": "2026-11-24T06:10:00.000Z",
        "sentAt": page.evaluate("new Date().toISOString()"),
        "receipt": "4F7K",
    }
    call(page, "store", "put", "attempts", attempt | state)
    return f"/en/learn/quiz/{slug}/"


def test_both_languages_come_home_at_one_press(phone):
    phone.goto(COURSE)
    button = phone.get_by_role("button", name="Take it with me")
    one = button.inner_text()
    phone.locator(f"{PANEL} label:has([data-choice=both])").click()
    expect(button).not_to_have_text(one)
    button.click()
    expect(phone.locator("[data-part=says]")).to_contain_text("Ready", timeout=20_000)
    assert {row["language"] for row in rows(phone, "courses")} == {"en", "sw"}
    phone.context.set_offline(True)
    for bundle in rows(phone, "bundles"):
        phone.goto(bundle["url"])
        assert phone.locator("html").get_attribute("data-kept") in ("bundle", "copy")
        assert phone.locator("html").get_attribute("lang") == bundle["language"]


def test_where_data_is_saved_nothing_is_fetched_before_a_press(phone):
    asked = []
    phone.context.on("request", lambda request: asked.append(request.url) if "about.json" in request.url else None)
    phone.add_init_script(THRIFTY)
    phone.goto(COURSE)
    button = phone.get_by_role("button", name="how big is it?")
    expect(button).to_be_visible()
    assert not asked
    button.click()
    expect(phone.get_by_role("button", name="Take it with me (")).to_be_visible(timeout=20_000)
    assert len(asked) == 1


def test_what_a_trainer_decided_shows_on_the_phone_and_in_the_quiz(phone):
    take(phone)
    quiz = attempt_in(phone, state="held", words="The paper was altered")
    phone.goto(SHELF)
    expect(phone.locator("#on-this-phone .state.soon", has_text="not accepted yet")).to_have_text(
        "not accepted yet: The paper was altered; a trainer looks at it. Receipt 4F7K"
    )
    phone.context.set_offline(True)
    phone.goto(quiz)
    expect(phone.locator("#screen")).to_contain_text("Not accepted yet")
    expect(phone.locator("#screen")).to_contain_text("The paper was altered")

    attempt_in(phone, state="explained", words="Please take it again with me")
    phone.goto(quiz)
    expect(phone.locator("#screen")).to_contain_text("Not accepted. Your trainer says:")
    expect(phone.locator("#screen")).to_contain_text("Please take it again with me")
    phone.goto(SHELF)
    expect(phone.locator("#on-this-phone .state.no")).to_have_text(
        "not accepted. Your trainer says: Please take it again with me"
    )


def test_a_step_done_on_the_phone_says_done_only_where_the_server_says_begun(phone):
    take(phone)
    lesson = next(step for step in rows(phone, "bundles")[0]["steps"] if step["kind"] == "lesson")
    step = phone.locator(f"li[data-step='{lesson['key']}'] small")
    phone.goto(f"{lesson['url']}?card=1")
    phone.goto("/en/me/")
    until(
        phone, "async () => (await (await import('/static/js/store.js')).all('places')).every((place) => !place.unsent)"
    )
    phone.goto(lesson["module_url"])
    expect(step).to_contain_text("· begun")
    phone.context.route("**/hand-in/", lambda route: route.abort())
    phone.goto(f"{lesson['url']}?card={lesson['cards']}")
    phone.goto(lesson["module_url"])
    expect(step).to_contain_text("· done")
    expect(step).not_to_contain_text("begun")
