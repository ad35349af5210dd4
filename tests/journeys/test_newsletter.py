"""Joining the newsletter and leaving it, on a phone, with the mails' own links."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from messaging.models import Message
from newsletter.models import Subscriber
from tests import make
from tests.journeys.conftest import PHONE, fits_the_screen, wait_until_answered

pytestmark = pytest.mark.browser


@pytest.fixture
def open_page(chromium, transactional_db, live_server, settings):
    """Return a function that opens a page of a phone: (language, JavaScript on or off) -> page."""
    settings.BASE_URL = live_server.url
    make.make_root()
    make.make_site()
    contexts = []

    def open_one(language, javascript):
        context = chromium.new_context(
            viewport=PHONE, locale=language, java_script_enabled=javascript, base_url=live_server.url
        )
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    wait_until_answered()


def link(kind):
    return re.search(rf"http\S+/newsletter/{kind}/\S+", Message.objects.latest("pk").body)[0]


def press(page):
    page.locator(".bar-bottom button").click()
    page.wait_for_load_state()


@pytest.mark.parametrize(("language", "javascript"), [("en", False), ("sw", False), ("sw", True)])
def test_amina_joins_and_leaves(open_page, language, javascript):
    page = open_page(language, javascript)
    page.goto(f"/{language}/newsletter/")
    assert fits_the_screen(page)
    page.fill("[name=email]", "amina@")
    press(page)
    assert page.locator("#id_email_error").is_visible()
    page.fill("[name=email]", "Amina@example.org")
    press(page)
    page.goto(link("confirm"))
    press(page)
    assert Subscriber.objects.confirmed().get().language == language
    page.goto(link("leave"))
    press(page)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_and_mails_are_fit_for_everybody(open_page, scheme):
    page = open_page("en", True)
    page.emulate_media(color_scheme=scheme)
    page.goto("/en/newsletter/")
    page.fill("[name=email]", "amina@")
    press(page)
    found = [Axe().run(page)]
    page.fill("[name=email]", "amina@example.org")
    press(page)
    confirm, leave, html = link("confirm"), link("leave"), Message.objects.get().html
    for address in (None, confirm, leave):
        if address:
            page.goto(address)
        found.append(Axe().run(page))
    page.goto("about:blank")  # Else the site's own policy would hold for the mail too.
    page.set_content(html)
    assert fits_the_screen(page)
    # A mail is shown within the page of a mail program, which has the landmarks.
    whole_pages = {name: {"enabled": False} for name in ("region", "landmark-one-main")}
    found.append(Axe().run(page, options={"rules": whole_pages}))
    assert [one.generate_report() for one in found if one.violations_count] == []
