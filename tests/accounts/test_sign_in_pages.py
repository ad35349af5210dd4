import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import pending, sign_in
from accounts.models import User
from messaging.models import Message
from tests import make
from tests.accounts.conftest import PHONE, newest_code, wrong
from tests.conftest import sign_in as enter

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, WELCOME = "/en/sign-in/", "/en/sign-in/code/", "/en/sign-in/welcome/"


def ask(client, phone="0700 000 001", query=""):
    return client.post(SIGN_IN + query, {"phone": phone})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def words(response):
    """Return the page without what is different on every page."""
    return re.sub(r'name="(csrfmiddlewaretoken|code)" value="\w+"', "", response.content.decode())


def test_nobody_is_asked_for_a_password_or_an_e_mail(client):
    page = client.get(SIGN_IN).content.decode()
    assert 'type="password"' not in page
    assert 'type="email"' not in page
    assert 'type="tel"' in page


def test_the_whole_way_of_a_learner_who_is_known(client, amina):
    assert ask(client).url == CODE
    page = client.get(CODE).content.decode()
    assert "0700 000001" in page
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
    response = client.post(CODE, {"code": newest_code()})
    assert response.url == "/en/me/"
    assert is_signed_in(client)


def test_on_ones_own_phone_one_stays_signed_in_for_90_days(client, amina):
    ask(client)
    response = client.post(CODE, {"code": newest_code()})
    assert response.cookies["sessionid"]["max-age"] == 90 * 24 * 3600


def test_on_a_shared_phone_the_session_ends_with_the_browser(client, amina):
    ask(client)
    response = client.post(CODE, {"code": newest_code(), "is_shared": "on"})
    assert response.cookies["sessionid"]["max-age"] == ""
    assert client.session.get_expire_at_browser_close()


def test_a_number_that_is_known_and_one_that_is_not_look_the_same(amina):
    known, unknown = Client(), Client()
    for step in (
        lambda client, phone: ask(client, phone),
        lambda client, _phone: client.get(CODE),
        lambda client, phone: client.post(CODE, {"code": wrong(newest_code(phone))}),
        lambda client, phone: client.post(CODE, {"code": newest_code(phone)}),
        lambda client, _phone: client.post(CODE, {"again": "1"}),
        lambda client, phone: ask(client, phone),
    ):
        one, other = step(known, "+254700000001"), step(unknown, "+254799999999")
        assert one.status_code == other.status_code
        assert dict(one.headers).keys() == dict(other.headers).keys()
        assert words(one).replace("0700 000001", "N") == words(other).replace("0799 999999", "N")


def test_a_refused_number_looks_the_same_too(amina):
    at = timezone.now() - timedelta(hours=1)
    pages = []
    for phone in ("+254700000001", "+254799999999"):
        Message.objects.bulk_create(
            Message(kind=sign_in.KIND, recipient=phone, body="", created_at=at) for _ in range(10)
        )
        pages.append(words(ask(Client(), phone)).replace(phone, "N"))
    assert "23 hours" in pages[0]
    assert pages[0] == pages[1]


def test_a_stranger_costs_no_session(client, django_assert_num_queries):
    client.get(SIGN_IN)
    with django_assert_num_queries(0):
        client.get(SIGN_IN)
    ask(client)
    assert "sessionid" not in client.cookies


def test_a_number_that_can_not_be_read_is_explained_beside_the_field_and_kept(client):
    page = ask(client, phone="07123").content.decode()
    assert 'value="07123"' in page
    assert 'id="id_phone_error"' in page
    assert "id_phone_error" in re.search(r'<input type="tel"[^>]*aria-describedby="([^"]*)"', page)[1]


def test_asking_twice_sends_one_code_and_goes_on(client):
    ask(client)
    assert ask(client).url == CODE
    assert Message.objects.count() == 1
    assert "You can ask for a new code in" in client.get(CODE).content.decode()


def test_a_new_code_may_be_asked_for_after_a_minute(client, clock):
    ask(client)
    page = client.post(CODE, {"again": "1"}, follow=True).content.decode()
    assert "in 60 seconds" in page
    assert Message.objects.count() == 1
    clock.move(seconds=60)
    assert "on its way" in client.post(CODE, {"again": "1"}, follow=True).content.decode()
    assert Message.objects.count() == 2


def test_a_wrong_code_is_explained_and_the_wait_is_said(client):
    ask(client)
    assert "not the code" in client.post(CODE, {"code": wrong(newest_code())}).content.decode()
    assert "1 second," in client.post(CODE, {"code": newest_code()}).content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "typed", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} ", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"]
)
def test_a_code_may_be_typed_with_a_gap(client, amina, typed):
    ask(client)
    client.post(CODE, {"code": typed.format(newest_code())})
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_costs_no_try(client, typed):
    ask(client)
    client.post(CODE, {"code": typed})
    client.post(CODE, {"code": newest_code()})
    assert is_signed_in(client)


def test_a_double_tap_signs_in(amina):
    client = Client()
    ask(client)
    awaited = client.cookies[pending.COOKIE].value
    code = newest_code()
    client.post(CODE, {"code": code})
    second = Client()
    second.cookies[pending.COOKIE] = awaited
    second.post(CODE, {"code": code})
    assert is_signed_in(second)


def test_another_browser_can_not_use_the_code_again(client, amina):
    ask(client)
    code = newest_code()
    client.post(CODE, {"code": code})
    stranger = Client()
    ask(stranger)
    stranger.post(CODE, {"code": code})
    assert not is_signed_in(stranger)


def test_without_a_number_the_code_page_asks_for_it(client):
    response = client.get(CODE + "?next=/en/join/abc/", follow=True)
    assert response.redirect_chain[0][0] == SIGN_IN + "?next=%2Fen%2Fjoin%2Fabc%2F"
    assert "Type your number again" in response.content.decode()


def test_a_number_in_a_forged_cookie_does_not_count(client):
    client.cookies[pending.COOKIE] = f"{PHONE} browser"
    assert client.get(CODE).url == SIGN_IN


def test_where_one_was_going_is_carried_through_every_step(client):
    make.make_notice()
    query = "?next=%2Fen%2Fjoin%2Fabc%2F"
    assert 'name="next" value="/en/join/abc/"' in client.get(SIGN_IN + query).content.decode()
    assert ask(client, query=query).url == CODE + query
    assert 'name="next" value="/en/join/abc/"' in client.get(CODE + query).content.decode()
    assert client.post(CODE, {"code": newest_code(), "next": "/en/join/abc/"}).url == WELCOME + query


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil"])
def test_an_address_elsewhere_is_not_followed(client, amina, elsewhere):
    ask(client)
    assert client.post(CODE, {"code": newest_code(), "next": elsewhere}).url == "/en/me/"


def test_who_is_signed_in_goes_on(client, amina):
    enter(client, amina)
    assert client.get(SIGN_IN + "?next=/en/helplines/").url == "/en/helplines/"
    assert client.get(CODE).url == "/en/me/"


def test_a_closed_account_is_told_so(client, amina):
    User.objects.update(is_active=False)
    ask(client)
    assert "closed" in client.post(CODE, {"code": newest_code()}).content.decode()
    assert not is_signed_in(client)


def test_the_message_speaks_the_language_of_the_page(client):
    client.post("/sw/sign-in/", {"phone": "0700000001"})
    assert Message.objects.get().body == sign_in.message_text(newest_code(), "sw")


def test_behind_our_proxy_the_visitors_own_address_counts(client, settings):
    settings.SIGN_IN_CODES_PER_ADDRESS_PER_HOUR = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in (1, 2):
        client.post(SIGN_IN, {"phone": f"070000000{n}"}, headers={"x-forwarded-for": f"1.2.3.4, 196.201.1.{n}"})
    assert Message.objects.count() == 2


def test_without_a_proxy_a_visitor_can_not_choose_an_address(client, settings):
    settings.SIGN_IN_CODES_PER_ADDRESS_PER_HOUR = 1
    for n in (1, 2):
        client.post(SIGN_IN, {"phone": f"070000000{n}"}, headers={"x-forwarded-for": f"196.201.1.{n}"})
    assert Message.objects.count() == 1


def test_signing_out_asks_first_and_twice_is_harmless(client, amina):
    enter(client, amina)
    assert client.get("/en/sign-out/").status_code == 200
    assert is_signed_in(client)
    for _ in range(2):
        assert client.post("/en/sign-out/").url == "/en/"
        assert not is_signed_in(client)


@pytest.mark.parametrize("path", [SIGN_IN, CODE, WELCOME, "/en/me/data/"])
def test_no_step_is_kept_in_a_cache(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("word", ["foo", "home", "//evil.example/", "javascript:alert(1)"])
def test_a_next_that_is_no_address_of_ours_is_left_out(client, amina, word):
    enter(client, amina)
    assert client.get("/en/sign-in/", {"next": word}).url == "/en/me/"


def test_who_kept_the_old_phone_is_signed_out_when_the_number_changes(client, amina):
    enter(client, amina)
    amina.phone = "+254711000999"
    amina.save()
    assert client.get("/en/me/").status_code == 302
