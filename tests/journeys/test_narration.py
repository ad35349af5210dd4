"""A trainer records a card's words in the page editor; a learner listens to them."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from courses.models import Narration
from tests.courses.narrating.sounds import facts
from tests.journeys.conftest import fits_the_screen
from tests.journeys.test_manager_and_trainer import give_second_factor, lesson_page

pytestmark = pytest.mark.browser
WORDS = "Look at who speaks for whom, and who holds the tickets."
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture
def desk(chromium, programme, settings):
    """A trainer's desk with a microphone, signed in to the admin."""
    eshe = User.objects.get(username="eshe")
    eshe.set_password("a-good-long-password")
    eshe.save()
    path = settings.PLAYWRIGHT_CHROMIUM or "/usr/bin/chromium"
    browser = chromium.browser_type.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", *MICROPHONE])
    page = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=programme).new_page()
    page.set_default_timeout(15_000)
    page.goto("/admin/")
    page.locator("input[name=username]").fill("eshe")
    page.locator("input[name=password]").fill("a-good-long-password")
    page.locator("button[type=submit]").click()
    give_second_factor(page, eshe)
    yield page
    browser.close()


def record(page, seconds):
    page.locator("[data-part=record]").click()
    expect(page.locator("[data-part=time]")).to_have_text(f"0:0{seconds}", timeout=20_000)
    page.locator("[data-part=stop]").click()
    page.locator("[data-part=listen]").wait_for()


def test_a_trainer_records_in_the_editor_and_a_learner_listens(desk, open_phone):
    lesson = lesson_page("the-companion")
    desk.goto(f"/admin/pages/{lesson.pk}/edit/")
    desk.locator(".snippet-chooser button:has-text('Choose')").first.click()
    desk.locator("#tab-label-create").click()
    assert desk.locator("select[name=language]").input_value() == "en"
    record(desk, 2)
    assert desk.locator("narration-recorder input[type=file]").evaluate("input => input.files.length") == 1

    desk.locator("button:has-text('Save and use it')").click()
    desk.locator("text=Write down, word for word").wait_for()
    assert "still here" in desk.locator("[data-part=said]").inner_text()
    desk.locator("textarea[name=transcript]").fill(WORDS)
    desk.locator("button:has-text('Save and use it')").click()
    desk.locator(f".snippet-chooser >> text={WORDS}").wait_for()

    desk.locator("footer [data-w-dropdown-target=toggle], .footer [data-w-dropdown-target=toggle]").first.click()
    desk.locator("button[name=action-publish]").click()
    desk.wait_for_url("**/admin/pages/*/")

    kept = Narration.objects.get()
    stored = facts(kept.file.read())
    assert (stored["codec"], stored["channels"]) == ("opus", 1)
    assert stored["bits"] <= 24_000
    assert 1.5 < stored["seconds"] < 6

    reader = open_phone("en")
    reader.goto(lesson.get_url() + "?card=1")
    assert f"{kept.length} · {kept.kilobytes} kB" in reader.locator(".listen figcaption").inner_text()
    assert reader.locator(".listen audio").get_attribute("preload") == "none"
    assert reader.request.get(reader.locator(".listen audio").get_attribute("src")).ok
    assert fits_the_screen(reader)


def test_an_uploaded_sound_can_be_listened_to_in_its_own_form(desk):
    desk.goto("/admin/snippets/courses/narration/add/")
    record(desk, 1)
    desk.locator("[data-part=listen]").evaluate("player => player.play()")
    desk.wait_for_timeout(500)
    assert desk.locator("[data-part=listen]").evaluate("player => player.currentTime") > 0
    desk.locator("[data-part=again]").click()
    desk.locator("[data-part=stop]").wait_for()
