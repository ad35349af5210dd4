"""A form that comes after the 12 hours: carried on in the page that asks for the code, and written nowhere."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from accounts import second_factor
from accounts.access import second_factor_required
from lms import urls
from messaging.dev_views import code_of
from tests.accounts.conftest import wrong
from tests.conftest import make_authenticator, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
HERE, CODE = "/here/?a=1", "second_factor-code"
TYPED = {"text": 'Siri ya <Amina> & "Chausiku"', "tick": ["a", "b"], "do": "reply", "code": "42"}
done = []
handler404 = urls.handler404


@second_factor_required
def here(request):
    if request.method == "POST":
        done.append((dict(request.POST.lists()), dict(request.GET.items())))
    return HttpResponse("done")


urlpatterns = [
    path("here/", here),
    path("exempt/", csrf_exempt(here)),
    *urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.fixture
def device(baraka):
    return make_authenticator(baraka)


@pytest.fixture
def late(client, baraka, device):
    """Return the browser of somebody whose second factor has run out."""
    return sign_in(client, baraka)


def fields(answer):
    """Return the hidden fields of the page, as a browser would send them again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    sent = {}
    for name, value in found:
        sent.setdefault(unescape(name), []).append(unescape(value))
    return sent


def test_what_was_typed_is_done_once_the_code_is_right(late, device):
    asked = late.post(HERE, TYPED)
    assert "What you typed is kept" in asked.content.decode()
    assert not done
    answer = late.post(HERE, fields(asked) | {CODE: code_of(device)})
    assert answer.content == b"done"
    ((posted, got),) = done
    posted.pop("csrfmiddlewaretoken", None)
    assert posted == {name: value if isinstance(value, list) else [value] for name, value in TYPED.items()}
    assert got == {"a": "1"}


def test_from_then_on_it_is_not_asked_for(late, device):
    late.post(HERE, {"x": "y", CODE: code_of(device)})
    assert late.get(HERE).content == b"done"


def test_a_wrong_code_loses_nothing(late, device):
    asked = late.post(HERE, fields(late.post(HERE, TYPED)) | {CODE: wrong(code_of(device))})
    page = asked.content.decode()
    assert "That code is not right" in page
    assert fields(asked)["text"] == [TYPED["text"]]
    assert not done


def test_wrong_codes_cost_a_wait_here_too(late, device):
    for _try in range(3):
        asked = late.post(HERE, TYPED | {CODE: wrong(code_of(device))})
    assert "second" in asked.content.decode()
    assert "That code is not right" not in asked.content.decode()
    late.post(HERE, TYPED | {CODE: code_of(device)})
    assert not done


def test_the_button_pressed_twice_hands_the_code_to_nobody(late, device):
    code = code_of(device)
    for _press in range(2):
        late.post(HERE, {"x": "y", CODE: code})
    assert [posted for posted, _got in done] == [{"x": ["y"]}] * 2


def test_a_recovery_code_does_it_too(late, baraka):
    code = second_factor.make_recovery_codes(baraka)[0]
    assert late.post(HERE, {"x": "y", CODE: code}).content == b"done"


def test_nothing_of_it_is_written_anywhere(late, caplog):
    caplog.set_level("DEBUG")
    asked = late.post(HERE, TYPED)
    assert "no-store" in asked["Cache-Control"]
    assert "Siri" not in "".join(repr(one.get_decoded()) for one in Session.objects.all())
    assert "Siri" not in caplog.text
    assert not any("Siri" in str(cookie) for cookie in asked.cookies.values())


@pytest.mark.parametrize("name", ["password", "passphrase", "password-new_password1"])
def test_a_password_is_not_written_into_the_page(late, name):
    asked = late.post(HERE, {name: "kobe anatembea", "text": "x"})
    assert "kobe" not in asked.content.decode()
    assert fields(asked)["text"] == ["x"]


def test_files_are_left_and_the_page_says_so_until_the_code_is_right(late, device):
    asked = late.post(HERE, {"text": "x", "file": SimpleUploadedFile("a.csv", b"1,2")})
    assert "Files are not kept" in asked.content.decode()
    again = late.post(HERE, fields(asked) | {CODE: wrong(code_of(device))})
    assert "Files are not kept" in again.content.decode()
    assert "Files are not kept" not in late.post(HERE, TYPED).content.decode()


def test_what_a_script_sends_is_sent_on_to_the_code_as_before(late):
    assert late.post(HERE, TYPED, headers={"Accept": "*/*"}).status_code == 302
    assert late.post(HERE, {"a": 1}, content_type="application/json").status_code == 302
    assert late.get(HERE).status_code == 302


def test_who_has_no_authenticator_yet_is_led_to_setting_it_up(client, baraka):
    sign_in(client, baraka)
    answer = client.post(HERE, TYPED)
    assert answer.url.startswith("/en/second-factor/?next=")


def test_who_is_not_signed_in_is_sent_to_sign_in(client):
    assert client.post(HERE, TYPED).url.startswith("/en/sign-in/")


@pytest.mark.parametrize("address", ["/here/", "/exempt/", "/admin/"])
def test_another_site_puts_nothing_into_our_page(baraka, device, address, farida):
    person = farida if address == "/admin/" else baraka
    if person == farida:
        make_authenticator(farida)
    foreign = sign_in(Client(enforce_csrf_checks=True), person)
    answer = foreign.post(address, {"do": "delete-everything"})
    assert "delete-everything" not in answer.content.decode()
    assert answer.status_code in (302, 403)
    assert not done


def test_with_our_own_token_it_goes_on_where_tokens_are_checked(baraka, device):
    browser = sign_in(Client(enforce_csrf_checks=True), baraka)
    page = browser.get("/en/second-factor/")
    token = fields(page)["csrfmiddlewaretoken"][0]
    asked = browser.post(HERE, {"x": "y", "csrfmiddlewaretoken": token})
    assert browser.post(HERE, fields(asked) | {CODE: code_of(device)}).content == b"done"


def test_a_page_of_the_administration_goes_on_too(client, farida):
    device = make_authenticator(farida)
    sign_in(client, farida)
    asked = client.post("/admin/account/", {"name_email-first_name": "Farida", "x": "Siri"})
    assert fields(asked)["x"] == ["Siri"]
    answer = client.post("/admin/account/", fields(asked) | {CODE: code_of(device)})
    assert "second_factor-code" not in answer.content.decode()
    assert client.get("/admin/account/").status_code == 200


def test_a_script_of_the_administration_is_turned_away_as_before(client, farida):
    make_authenticator(farida)
    sign_in(client, farida)
    answer = client.post("/admin/account/", TYPED, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 403
