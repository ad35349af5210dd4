import os
import re
import threading
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import sync_playwright
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses import outline
from courses.models import Quiz
from messaging.models import Message
from tests import make
from tests.journeys.own_phone import Phone, with_modules

# Playwright's own loop would make Django refuse database calls in the test's thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        path = settings.PLAYWRIGHT_CHROMIUM or "/usr/bin/chromium"
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture
def programme(transactional_db, live_server, settings):
    """The whole sample programme, served to a real browser. Returns its address."""
    settings.BASE_URL = live_server.url
    make.make_root()
    with disable_reference_index_auto_update():
        call_command("seed", stdout=StringIO())
    yield live_server.url
    wait_until_answered()


def wait_until_answered():
    """Wait for what the server still does for a phone that is gone: emptying the tables under it would fail."""
    for _try in range(100):
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            return
        time.sleep(0.1)


@pytest.fixture
def open_phone(chromium, programme):
    """Return a function that opens a phone of 360 x 640: (language, JavaScript on or off) -> page."""
    contexts = []

    def open_one(language="en", javascript=False, **options):
        context = chromium.new_context(
            viewport=PHONE, locale=language, java_script_enabled=javascript, base_url=programme, **options
        )
        contexts.append(context)
        with_modules(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def first_course(programme):
    return next(one for one in outline.every("en") if any(step.is_quiz for step in one.steps))


@pytest.fixture
def every_kind(first_course):
    """The course's first quiz, with one question of each kind."""
    slug = next(step.key for step in first_course.steps if step.is_quiz)
    return make.ask(Quiz.objects.get(slug=slug))


@pytest.fixture
def own_phone(chromium, programme, tmp_path):
    """Return a function that opens a phone with storage of its own, on which Amina has signed in."""
    opened = []

    def open_one(**options):
        path = settings.PLAYWRIGHT_CHROMIUM or "/usr/bin/chromium"
        options = {"viewport": PHONE} | options
        opened.append(Phone(chromium.browser_type, path, tmp_path / str(len(opened)), programme, options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.context.close()


def last_code(phone):
    """Return the sign-in code in the newest message to that number."""
    body = Message.objects.filter(recipient=phone).latest("pk").body
    return re.search(r"\b(\d{6})\b", body)[1]


def fits_the_screen(page):
    """Return whether nothing makes the page scroll sideways, once its styles are there."""
    page.wait_for_load_state()
    width = page.evaluate("document.documentElement.scrollWidth")
    return width <= page.viewport_size["width"]


def press_on(page):
    """Press the one button at the bottom of the screen, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(".bar-bottom .button").click()
