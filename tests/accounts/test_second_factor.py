"""The second factor: what counts as one, how it is set up, given, recovered and lost."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.access import second_factor_required
from accounts.models import PhoneDevice, SecurityEvent
from messaging.dev_views import code_of
from tests.accounts.conftest import wrong
from tests.conftest import make_authenticator, sign_in

pytestmark = pytest.mark.django_db
FACTOR, SET_UP, CODES = "/en/second-factor/", "/en/second-factor/set-up/", "/en/second-factor/recovery-codes/"
NEXT = "?next=/en/manage/pwani/"


@pytest.fixture
def device(baraka):
    return make_authenticator(baraka)


@pytest.fixture(autouse=True)
def _time_stands(monkeypatch):
    """Keep a code from turning old between reading and typing it."""
    frozen = time.time()
    monkeypatch.setattr(time, "time", lambda: frozen)


def events(person):
    return list(person.security_events.values_list("kind", flat=True).order_by("pk"))


def is_verified(client):
    """Return whether the next page would let this browser in."""
    return client.get(FACTOR).status_code == 302


@second_factor_required
def people(request):
    return HttpResponse("the people")


def test_the_code_of_the_app_opens_the_page_that_was_asked_for(client, baraka, device):
    sign_in(client, baraka)
    assert client.get(FACTOR + NEXT).status_code == 200
    response = client.post(FACTOR, {"code": code_of(device), "next": "/en/manage/pwani/"})
    assert response.url == "/en/manage/pwani/"
    assert is_verified(client)


def test_the_app_may_show_the_code_with_a_gap(client, baraka, device):
    code = code_of(device)
    sign_in(client, baraka).post(FACTOR, {"code": f"{code[:3]} {code[3:]}"})
    assert is_verified(client)


def test_a_wrong_code_opens_nothing_and_asks_for_a_wait(client, baraka, device):
    sign_in(client, baraka)
    assert "not right" in client.post(FACTOR, {"code": wrong(code_of(device))}).content.decode()
    assert "1 second," in client.post(FACTOR, {"code": code_of(device)}).content.decode()
    assert not is_verified(client)


def test_a_code_of_the_app_works_once(client, baraka, device):
    code = code_of(device)
    second_factor.check(baraka, code)
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(baraka, code)


def test_somebody_elses_code_is_wrong(baraka, daudi, device):
    make_authenticator(daudi)
    TOTPDevice.objects.filter(user=daudi).update(key="00" * 20)
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(daudi, code_of(device))


def test_the_second_factor_holds_for_12_hours(client, baraka, clock):
    sign_in(client, baraka, verified=True)
    clock.move(hours=12, seconds=-1)
    assert is_verified(client)
    clock.move(seconds=1)
    assert not is_verified(client)


def test_the_phone_is_never_a_second_factor(client, baraka):
    phone = PhoneDevice.objects.create(phone=baraka.phone, user=baraka, name="phone")
    sign_in(client, baraka)
    session = client.session
    second_factor.mark_verified(session, phone)
    session.save()
    assert client.get(FACTOR).url == SET_UP
    assert second_factor.needs_enrolment(baraka)


def test_a_device_of_somebody_else_in_the_session_does_not_count(client, baraka, daudi, device):
    sign_in(client, baraka)
    session = client.session
    second_factor.mark_verified(session, make_authenticator(daudi))
    session.save()
    assert not is_verified(client)


def test_the_page_of_a_manager_opens_to_nobody_without(client, rf, baraka, device):
    request = sign_in(client, baraka).get(FACTOR).wsgi_request
    assert people(request).url == "/en/second-factor/?next=/en/second-factor/"
    request = sign_in(client, baraka, verified=True).get(FACTOR).wsgi_request
    assert people(request).content == b"the people"


@pytest.mark.parametrize("path", [FACTOR, SET_UP, CODES])
def test_strangers_sign_in_first(client, path):
    assert client.get(path).url == f"/en/sign-in/?next={path}"


# Setting up


def start(client, person):
    """Open the set-up page; return the secret that it shows, as hexadecimal digits."""
    sign_in(client, person).get(SET_UP)
    return client.session["second_factor_key"]


def code_for(key):
    return code_of(TOTPDevice(key=key))


def test_who_has_none_is_led_to_set_one_up(client, baraka):
    assert sign_in(client, baraka).get(FACTOR + NEXT).url == SET_UP + "?next=%2Fen%2Fmanage%2Fpwani%2F"


def test_setting_up_shows_a_picture_and_the_key_in_groups_of_four(client, baraka):
    key = start(client, baraka)
    page = client.get(SET_UP).content.decode()
    assert '<svg class="qr"' in page
    assert second_factor.spell_key(key) in page
    assert len(second_factor.spell_key(key).split()) == 8
    assert not TOTPDevice.objects.exists()


def test_a_right_code_sets_it_up_and_shows_ten_recovery_codes_once(client, baraka):
    key = start(client, baraka)
    response = client.post(SET_UP, {"code": code_for(key), "next": "/en/manage/pwani/"})
    assert response.url == CODES + "?next=%2Fen%2Fmanage%2Fpwani%2F"
    assert is_verified(client)
    page = client.get(response.url).content.decode()
    assert page.count('class="code"') == 10
    assert "/en/manage/pwani/" in page
    assert 'class="code"' not in client.get(CODES).content.decode()
    assert events(baraka) == ["enrolled", "recovery_codes_made"]


def test_a_wrong_code_sets_up_nothing(client, baraka):
    key = start(client, baraka)
    assert "not right" in client.post(SET_UP, {"code": wrong(code_for(key))}).content.decode()
    assert not TOTPDevice.objects.exists()
    assert client.session["second_factor_key"] == key


def test_the_code_that_set_it_up_does_not_work_again(client, baraka):
    key = start(client, baraka)
    client.post(SET_UP, {"code": code_for(key)})
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(baraka, code_for(key))


def test_confirming_twice_leaves_one_device_and_one_set_of_codes(baraka):
    key = second_factor.new_key()
    first, codes = second_factor.enrol(baraka, key, code_for(key))
    second, no_codes = second_factor.enrol(baraka, key, code_for(key))
    assert (first, len(codes), no_codes) == (second, 10, [])
    assert StaticToken.objects.count() == 10


@pytest.mark.parametrize("send", ["get", "post"])
def test_who_has_one_can_not_set_up_another_without_giving_it(client, baraka, device, send):
    sign_in(client, baraka)
    assert getattr(client, send)(SET_UP, {"code": "123456"}).url == FACTOR
    assert "second_factor_key" not in client.session


def test_a_new_phone_takes_the_place_of_the_one_before(client, baraka, device):
    sign_in(client, baraka, verified=True).get(SET_UP)
    client.post(SET_UP, {"code": code_for(client.session["second_factor_key"])})
    assert not TOTPDevice.objects.filter(pk=device.pk).exists()
    assert is_verified(client)


# Recovery codes


def test_a_recovery_code_lets_in_once_however_it_is_typed(client, baraka, device):
    code = second_factor.make_recovery_codes(baraka)[3]
    sign_in(client, baraka)
    client.post(FACTOR, {"code": f" {code.upper().replace('-', ' ')} "})
    assert is_verified(client)
    assert second_factor.recovery_codes_left(baraka) == 9
    assert events(baraka) == ["recovery_codes_made", "recovery_code_used"]
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(baraka, code)


def test_wrong_recovery_codes_are_slowed_down_too(baraka, device):
    code = second_factor.make_recovery_codes(baraka)[0]
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(baraka, "aaaaa-aaaaa")
    with pytest.raises(second_factor.TooSoon):
        second_factor.check(baraka, code)
    assert second_factor.check(baraka, code_of(device))


def test_recovery_codes_are_not_kept_readable(baraka):
    codes = second_factor.make_recovery_codes(baraka)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}


def test_new_codes_end_those_from_before(client, baraka, device):
    old = second_factor.make_recovery_codes(baraka)[0]
    sign_in(client, baraka, verified=True)
    page = client.post(CODES, follow=True).content.decode()
    assert page.count('class="code"') == 10
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(baraka, old)


def test_codes_are_made_only_past_the_second_factor(client, baraka, device):
    sign_in(client, baraka)
    assert client.get(CODES).url == f"{FACTOR}?next={CODES}"
    assert "second_factor-code" in client.post(CODES).content.decode()
    assert not StaticDevice.objects.exists()


# The way back


def test_a_reset_takes_devices_and_sessions_and_goes_on_record(client, baraka, farida, device):
    second_factor.make_recovery_codes(baraka)
    sign_in(client, baraka, verified=True)
    second_factor.reset(baraka, by=farida, reason="Phone stolen, met in person")
    assert second_factor.needs_enrolment(baraka)
    assert second_factor.recovery_codes_left(baraka) == 0
    assert client.get(FACTOR).url.startswith("/en/sign-in/")
    event = SecurityEvent.objects.get(kind="reset")
    assert (event.user, event.actor, event.reason) == (baraka, "farida Farida Noor", "Phone stolen, met in person")


def test_nobody_resets_their_own(farida):
    make_authenticator(farida)
    with pytest.raises(second_factor.OwnReset):
        second_factor.reset(farida, by=farida, reason="Mine")
    assert not second_factor.needs_enrolment(farida)


@pytest.mark.parametrize("who", ["eshe", "0700 000 002"])
def test_the_command_finds_people_by_user_name_or_number(eshe, baraka, who, capsys):
    for person in (eshe, baraka):
        make_authenticator(person)
    call_command("reset_second_factor", who, reason="Phone lost")
    assert TOTPDevice.objects.count() == 1
    assert SecurityEvent.objects.get().actor == "command line"


@pytest.mark.parametrize(("who", "reason"), [("nobody", "Phone lost"), ("0799999999", "Phone lost"), ("eshe", " ")])
def test_the_command_needs_a_person_and_a_reason(eshe, who, reason):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", who, reason=reason)
