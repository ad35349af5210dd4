import os
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import sync_playwright
from wagtail.signal_handlers import disable_reference_index_auto_update

from messaging.models import Message
from tests import make

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
    return live_server.url


@pytest.fixture
def open_phone(chromium, programme):
    """Return a function that opens a phone of 360 x 640: (language, JavaScript on or off) -> page."""
    contexts = []

    def open_one(language="en", javascript=False, **options):
        context = chromium.new_context(
            viewport=PHONE, locale=language, java_script_enabled=javascript, base_url=programme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


def last_code(phone):
    """Return the sign-in code in the newest message to that number."""
    body = Message.objects.filter(recipient=phone).latest("pk").body
    return re.search(r"\b(\d{6})\b", body)[1]


def fits_the_screen(page):
    """Return whether nothing makes the page scroll sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return width <= page.viewport_size["width"]


def press_on(page):
    """Press the one button at the bottom of the screen, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(".bar-bottom .button").click()
