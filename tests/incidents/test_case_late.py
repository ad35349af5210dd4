"""What an officer typed is not lost where the second factor has run out, the key was locked, or the page left alone."""

import re
from html import unescape

import pytest
from django.test import Client

from incidents.models import Entry
from messaging.dev_views import code_of
from tests.conftest import make_authenticator, sign_in
from tests.incidents.conftest import PASSPHRASE
from tests.incidents.test_secrecy import nothing_in_clear

__all__ = ["nothing_in_clear"]
TYPED = {"do": "reply", "reply-text": "Jibu la siri, refu sana", "reply-waits": "on", "reply-token": "r1"}
LEFT = {
    "do": "draft",
    "reply-text": "Jibu la siri",
    "reply-waits": "on",
    "refer-text": "Makubaliano",
    "change-state": "closed",
}


def of(case):
    return f"/en/cases/{case.number}/"


def fields(answer):
    """Return the hidden fields of the page, as a browser would send them again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {unescape(name): unescape(value) for name, value in found if name != "next"}


@pytest.fixture
def device(gathoni):
    return make_authenticator(gathoni.user)


@pytest.fixture
def late(client, gathoni, device):
    """Return Gathoni's browser after 12 hours: signed in, the second factor to be given again, the key locked."""
    return sign_in(client, gathoni.user)


def replies():
    return Entry.objects.filter(kind="reply").count()


def test_a_reply_that_comes_after_twelve_hours_is_sent_after_code_and_passphrase(late, case, device, nothing_in_clear):
    asked = late.post(of(case), TYPED)
    assert fields(asked)["reply-text"] == TYPED["reply-text"]
    nothing_in_clear()
    locked = late.post(of(case), fields(asked) | {"second_factor-code": code_of(device)})
    assert "id_passphrase" in locked.content.decode()
    assert "second_factor-code" not in fields(locked)
    assert replies() == 0
    nothing_in_clear()
    assert late.post(of(case), fields(locked) | {"passphrase": PASSPHRASE}).status_code == 302
    assert replies() == 1
    case.refresh_from_db()
    assert case.state == "waiting"
    nothing_in_clear()


def test_with_the_key_still_unlocked_the_code_is_enough(desk, case, device):
    session = desk.session
    session["second_factor_until"] = 0
    session.save()
    asked = desk.post(of(case), TYPED)
    for _press in range(2):
        answer = desk.post(of(case), fields(asked) | {"second_factor-code": code_of(device)})
        assert answer.status_code == 302
    assert replies() == 1


def test_who_is_no_officer_gets_no_page_to_type_a_code_into(client, case, amina):
    make_authenticator(amina)
    assert sign_in(client, amina).post(of(case), TYPED).status_code == 404


def test_another_site_can_not_have_us_ask_for_a_code(gathoni, case, device):
    foreign = sign_in(Client(enforce_csrf_checks=True), gathoni.user)
    answer = foreign.post(of(case), TYPED)
    assert answer.status_code == 403
    assert "Jibu" not in answer.content.decode()


def test_a_passphrase_that_was_typed_is_not_written_into_the_page(late, case, nothing_in_clear):
    new = {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    for address in ("/en/cases/unlock/", "/en/cases/team/passphrase/", of(case)):
        assert PASSPHRASE not in late.post(address, TYPED | new).content.decode()
    nothing_in_clear()


@pytest.mark.parametrize("is_unlocked", [True, False])
def test_a_page_left_alone_asks_for_the_passphrase_and_brings_back_what_was_typed(
    desk, case, is_unlocked, nothing_in_clear
):
    if not is_unlocked:
        desk.post("/en/cases/lock/")
    asked = desk.post(of(case), LEFT)
    assert "id_passphrase" in asked.content.decode()
    assert "Mtoto kwenye lori" not in asked.content.decode()
    nothing_in_clear()
    page = desk.post(of(case), fields(asked) | {"passphrase": PASSPHRASE}).content.decode()
    assert re.search(r'name="reply-text"[^>]*>\s*Jibu la siri</textarea>', page)
    assert re.search(r'name="refer-text"[^>]*>\s*Makubaliano</textarea>', page)
    assert re.search(r'<input type="checkbox" name="reply-waits"[^>]* checked', page)
    assert '<option value="closed" selected>' in page
    assert page.count('class="choice" open') == 1
    nothing_in_clear()


def test_what_was_brought_back_was_neither_sent_nor_saved(desk, case):
    asked = desk.post(of(case), LEFT)
    desk.post(of(case), fields(asked) | {"passphrase": PASSPHRASE})
    case.refresh_from_db()
    assert (case.entries.count(), case.state) == (1, "new")


def test_a_wrong_passphrase_keeps_it_too(desk, case):
    asked = desk.post(of(case), LEFT)
    again = desk.post(of(case), fields(asked) | {"passphrase": "wrong"})
    assert fields(again)["reply-text"] == "Jibu la siri"


def test_what_was_brought_back_is_then_sent_as_it_stands(desk, case):
    page = desk.post(of(case), LEFT | {"passphrase": PASSPHRASE}).content.decode()
    token = re.search(r'name="reply-token" value="([^"]+)"', page)[1]
    desk.post(of(case), {"do": "reply", "reply-text": "Jibu la siri", "reply-token": token})
    assert replies() == 1
