"""The case team in a browser: a report is opened by the passphrase, answered, and locked again."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from incidents import files, team
from incidents.models import Case, Entry
from messaging.dev_views import code_of
from tests import make
from tests.conftest import sign_in
from tests.incidents.conftest import PASSPHRASE, gathoni, hamisi, juma, reported, reports_folder
from tests.journeys.conftest import PHONE, fits_the_screen, wait_until_answered

pytestmark = pytest.mark.browser
__all__ = ["gathoni", "hamisi", "juma", "reports_folder"]
PHOTO = files.Stripped("photo-1.jpg", "image/jpeg", b"\xff\xd8 of a lorry")
SAID = {"what": "Mtoto kwenye lori", "county": "001", "language": "sw"}


@pytest.fixture
def open_desk(chromium, transactional_db, live_server, gathoni, settings):
    """Return a function that opens a browser in which Gathoni has signed in: (language, JavaScript) -> page."""
    settings.BASE_URL = live_server.url
    make.make_site()
    contexts = []

    def open_one(language="en", javascript=False, **options):
        options = {"viewport": PHONE, "java_script_enabled": javascript, "base_url": live_server.url} | options
        context = chromium.new_context(**options)
        contexts.append(context)
        session = sign_in(Client(), gathoni.user, verified=True).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"/{language}/cases/")
        return page

    yield open_one
    for context in contexts:
        context.close()
    wait_until_answered()


def unlock(page):
    page.locator("#id_passphrase").fill(PASSPHRASE)
    page.locator("form .button").first.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_report_is_opened_answered_and_locked(open_desk, language, javascript):
    receipt, case = reported(SAID, attached=[PHOTO])
    desk = open_desk(language, javascript)
    desk.locator(".cases a").click()
    unlock(desk)
    expect(desk.locator(".entry.report")).to_contain_text("Mtoto kwenye lori")
    with desk.expect_download() as download:
        desk.locator(".files a").click()
    assert download.value.suggested_filename == "photo-1.jpg"
    assert fits_the_screen(desk)
    desk.locator("[name=reply-text]").fill("Asante. Tumewaita polisi.")
    desk.locator("button[value=reply]").click()
    expect(desk.locator(".entry.reply")).to_contain_text("Tumewaita polisi")
    desk.locator(".bar-bottom button").click()
    desk.goto(f"/{language}/cases/{case.number}/")
    expect(desk.locator("#id_passphrase")).to_be_visible()
    desk.goto(f"/{language}/report/follow/")
    desk.locator("#id_receipt").fill(receipt)
    desk.locator("form .button").first.click()
    expect(desk.locator(".reply")).to_contain_text("Tumewaita polisi")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_fits_a_phone_and_can_be_read_by_all(open_desk, hamisi, juma, colours):
    team.begin(juma, PASSPHRASE, timezone.now())
    _receipt, case = reported(SAID, attached=[PHOTO])
    reported({"what": "Other"}, "other", urgency=1)
    desk = open_desk(javascript=True, color_scheme=colours)
    desk.goto("/en/cases/unlock/")
    assert not Axe().run(desk).response["violations"]
    unlock(desk)
    own, keys = f"/en/cases/{case.number}/", "/en/cases/team/"
    cases = ("/en/cases/", "/en/cases/?choose=1", own, own + "export/", own + "log/")
    team_s = [keys + part for part in ("", "key/", "passphrase/", "passphrase/old/", f"{juma.pk}/key/")]
    for address in (*cases, *team_s):
        desk.goto(address)
        assert fits_the_screen(desk), address
        found = Axe().run(desk).response["violations"]
        assert not found, (address, [(one["id"], one["nodes"][0]["html"]) for one in found])


def test_a_file_that_is_not_given_out_leaves_nothing_on_the_computer(open_desk):
    _receipt, case = reported(SAID, attached=[files.Locked(1, b"x" * 100, team.current_key().pk)])
    desk = open_desk(javascript=True)
    desk.goto(f"/en/cases/unlock/?next=/en/cases/{case.number}/")
    unlock(desk)
    saved = []
    desk.on("download", lambda one: saved.append(one))
    desk.locator(".files a").click()
    expect(desk.locator(".notes")).to_contain_text("can't be opened")
    assert not saved


def test_left_alone_for_twenty_minutes_a_case_is_gone_from_the_screen(open_desk):
    _receipt, case = reported(SAID)
    desk = open_desk(javascript=True)
    desk.goto(f"/en/cases/unlock/?next=/en/cases/{case.number}/")
    desk.clock.install()
    unlock(desk)
    expect(desk.locator(".entry.report")).to_be_visible()
    desk.clock.fast_forward("19:00")
    desk.locator("[name=reply-text]").fill("Tuko")
    desk.clock.fast_forward("19:00")
    expect(desk.locator(".entry.report")).to_be_visible()
    desk.locator("[name=reply-text]").fill("")
    desk.clock.fast_forward("20:05")
    expect(desk).to_have_url(re.compile(r"/en/cases/unlock/\?next=/en/cases/"))


def test_what_stood_typed_then_comes_back_after_the_passphrase_and_was_not_sent(open_desk):
    _receipt, case = reported(SAID)
    desk = open_desk(javascript=True)
    desk.goto(f"/en/cases/unlock/?next=/en/cases/{case.number}/")
    desk.clock.install()
    unlock(desk)
    desk.locator("[name=reply-text]").fill("Tuko njiani")
    desk.locator("details.choice summary").first.click()
    desk.locator("[name=note-text]").fill("Piga simu kesho")
    desk.clock.fast_forward("20:05")
    expect(desk.locator("#id_passphrase")).to_be_visible()
    assert "Mtoto" not in desk.content()
    assert "njiani" not in desk.locator("body").inner_text()
    unlock(desk)
    expect(desk.locator("[name=reply-text]")).to_have_value("Tuko njiani")
    expect(desk.locator("[name=note-text]")).to_be_visible()
    expect(desk.locator("[name=note-text]")).to_have_value("Piga simu kesho")
    assert Entry.objects.count() == 1
    desk.locator("button[value=reply]").click()
    expect(desk.locator(".entry.reply")).to_contain_text("Tuko njiani")


def test_a_reply_after_twelve_hours_goes_on_by_the_code(open_desk, gathoni):
    _receipt, case = reported(SAID)
    desk = open_desk()
    desk.goto(f"/en/cases/unlock/?next=/en/cases/{case.number}/")
    unlock(desk)
    desk.locator("[name=reply-text]").fill("Tuko njiani")
    session = SessionStore(next(one["value"] for one in desk.context.cookies() if one["name"] == "sessionid"))
    session["second_factor_until"] = 0
    session.save()
    desk.locator("button[value=reply]").click()
    assert fits_the_screen(desk)
    expect(desk.locator("main")).not_to_contain_text("njiani")
    desk.locator("[name=second_factor-code]").fill(code_of(gathoni.user.totpdevice_set.get()))
    desk.locator(".bar-bottom .button").last.click()
    expect(desk.locator(".entry.reply")).to_contain_text("Tuko njiani")


def test_without_javascript_the_page_leaves_by_itself_too(open_desk):
    _receipt, case = reported(SAID)
    desk = open_desk()
    desk.goto(f"/en/cases/unlock/?next=/en/cases/{case.number}/")
    unlock(desk)
    refresh = desk.locator("meta[http-equiv=refresh]").get_attribute("content")
    assert refresh == f"1200;url=/en/cases/unlock/?next=/en/cases/{case.number}/"


def test_what_was_typed_into_a_page_that_was_locked_meanwhile_is_sent_after_the_passphrase(open_desk, gathoni):
    _receipt, case = reported(SAID)
    desk = open_desk()
    desk.goto(f"/en/cases/unlock/?next=/en/cases/{case.number}/")
    unlock(desk)
    desk.locator("[name=reply-text]").fill("Tuko njiani")
    gathoni.unlocked.all().delete()
    desk.locator("button[value=reply]").click()
    assert not Entry.objects.filter(kind="reply").exists()
    unlock(desk)
    expect(desk.locator(".entry.reply")).to_contain_text("Tuko njiani")
    assert Case.objects.get().state == "open"
