"""The codes: who may ask for one, how long one lives, and what wrong ones cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import sign_in
from accounts.models import PhoneDevice, User
from messaging.models import Message
from tests.accounts.conftest import PHONE, newest_code, wrong

pytestmark = pytest.mark.django_db


def ask(phone=PHONE, address="196.201.1.1", now=None):
    sign_in.request_code(phone, address, "en", now)


def put_earlier(count, ago, phone=PHONE):
    at = timezone.now() - ago
    Message.objects.bulk_create(
        Message(kind=sign_in.KIND, recipient=phone, body="", created_at=at) for _ in range(count)
    )


def test_the_code_goes_into_the_outbox_and_is_stored_nowhere_else():
    ask()
    message = Message.objects.get()
    device = PhoneDevice.objects.get()
    assert (message.kind, message.recipient, message.is_secret) == ("sign_in_code", PHONE, True)
    assert message.expires_at == device.valid_until
    assert newest_code() not in (device.token, device.used_by)
    assert len(device.token) == 16


def test_the_first_right_code_makes_the_person():
    ask()
    person = sign_in.check_code(PHONE, newest_code())
    assert (str(person.phone), person.is_registered, person.has_usable_password()) == (PHONE, False, False)
    assert PhoneDevice.objects.get().user == person


def test_a_person_who_is_known_is_found_again(amina):
    ask()
    assert sign_in.check_code(PHONE, newest_code()) == amina
    assert User.objects.count() == 1


def test_a_code_works_once():
    ask()
    code = newest_code()
    sign_in.check_code(PHONE, code)
    with pytest.raises(sign_in.WrongCode):
        sign_in.check_code(PHONE, code)


def test_a_double_tap_of_the_browser_that_used_the_code_changes_nothing():
    ask()
    code = newest_code()
    person = sign_in.check_code(PHONE, code, browser="one")
    assert sign_in.check_code(PHONE, code, browser="one") == person
    with pytest.raises(sign_in.WrongCode):
        sign_in.check_code(PHONE, code, browser="another")


def test_a_double_tap_long_after_counts_as_an_old_code(clock):
    ask()
    code = newest_code()
    sign_in.check_code(PHONE, code, browser="one")
    clock.move(minutes=5)
    with pytest.raises(sign_in.WrongCode):
        sign_in.check_code(PHONE, code, browser="one")


def test_a_code_lives_for_five_minutes(clock):
    ask()
    clock.move(minutes=5, seconds=-1)
    assert sign_in.check_code(PHONE, newest_code())


def test_at_five_minutes_a_code_is_dead(clock):
    ask()
    clock.move(minutes=5)
    with pytest.raises(sign_in.WrongCode):
        sign_in.check_code(PHONE, newest_code())


def test_a_new_code_ends_the_one_before(clock):
    ask()
    first = newest_code()
    clock.move(seconds=60)
    ask()
    if first != newest_code():
        with pytest.raises(sign_in.WrongCode):
            sign_in.check_code(PHONE, first)


def test_a_code_belongs_to_its_number():
    ask()
    ask("+254700000002")
    PhoneDevice.objects.filter(phone=PHONE).update(token=PhoneDevice.objects.get(phone="+254700000002").token)
    with pytest.raises(sign_in.WrongCode):
        sign_in.check_code(PHONE, newest_code("+254700000002"))


def test_a_number_that_never_asked_has_no_code():
    with pytest.raises(sign_in.WrongCode):
        sign_in.check_code(PHONE, "123456")


def test_wrong_codes_cost_longer_and_longer_waits(clock):
    ask()
    code = newest_code()
    for wait in (1, 2, 4):
        with pytest.raises(sign_in.WrongCode):
            sign_in.check_code(PHONE, wrong(code))
        with pytest.raises(sign_in.TooManyTries) as no:
            sign_in.check_code(PHONE, code)
        assert no.value.seconds == wait
        clock.move(seconds=wait - 0.01)
        with pytest.raises(sign_in.TooManyTries):
            sign_in.check_code(PHONE, code)
        clock.move(seconds=0.01)
    assert sign_in.check_code(PHONE, code)


def test_a_new_code_neither_forgives_a_guesser_nor_locks_the_owner_out(clock):
    ask()
    PhoneDevice.objects.update(throttling_failure_count=20, throttling_failure_timestamp=clock.now)
    clock.move(seconds=60)
    ask()
    PhoneDevice.objects.update(throttling_failure_timestamp=clock.now)
    with pytest.raises(sign_in.TooManyTries) as no:
        sign_in.check_code(PHONE, newest_code())
    assert no.value.seconds == 16


def test_another_code_may_be_asked_for_after_a_minute(clock):
    ask()
    clock.move(seconds=59)
    with pytest.raises(sign_in.JustSent) as no:
        ask()
    assert no.value.seconds == 1
    clock.move(seconds=1)
    ask()
    assert Message.objects.count() == 2


def test_one_number_gets_ten_codes_a_day():
    put_earlier(9, timedelta(hours=1))
    ask()
    assert Message.objects.count() == 10


def test_the_eleventh_code_of_a_day_is_refused_until_the_oldest_is_a_day_old(clock):
    put_earlier(10, timedelta(hours=23))
    with pytest.raises(sign_in.TooManyForNumber) as no:
        ask()
    assert no.value.seconds == 3600
    clock.move(hours=1)
    ask()


def test_the_codes_of_one_number_are_not_those_of_another():
    put_earlier(10, timedelta(hours=1), phone="+254700000002")
    ask()


def test_all_numbers_together_have_a_limit(settings, clock):
    settings.SIGN_IN_CODES_PER_DAY = 3
    put_earlier(2, timedelta(hours=23), phone="+254700000002")
    ask()
    with pytest.raises(sign_in.TooManyForEverybody) as no:
        ask("+254700000003")
    assert no.value.seconds == 3600


def test_other_messages_do_not_count(settings):
    settings.SIGN_IN_CODES_PER_DAY = 1
    Message.objects.create(kind="reminder", recipient=PHONE, body="")
    ask()


def test_one_address_has_a_generous_limit_an_hour(settings, clock):
    settings.SIGN_IN_CODES_PER_ADDRESS_PER_HOUR = 2
    ask("+254700000001")
    ask("+254700000002")
    with pytest.raises(sign_in.TooManyFromAddress) as no:
        ask("+254700000003")
    assert 0 < no.value.seconds <= 3600
    assert not PhoneDevice.objects.filter(phone="+254700000003").exists()
    ask("+254700000003", address="196.201.1.2")
    clock.move(seconds=no.value.seconds)
    ask("+254700000004")


def test_one_household_on_ipv6_is_one_address(settings):
    settings.SIGN_IN_CODES_PER_ADDRESS_PER_HOUR = 1
    ask("+254700000001", address="2c0f:fe38:1:2::1")
    with pytest.raises(sign_in.TooManyFromAddress):
        ask("+254700000002", address="2c0f:fe38:1:2:ffff::9")
    ask("+254700000002", address="2c0f:fe38:1:3::1")


def test_a_closed_account_stays_closed_to_a_right_code(amina):
    User.objects.update(is_active=False)
    ask()
    with pytest.raises(sign_in.AccountClosed):
        sign_in.check_code(PHONE, newest_code())


def test_a_number_that_changed_hands_is_its_new_persons(amina, clock):
    ask()
    sign_in.check_code(PHONE, newest_code())
    amina.phone = "+254700000009"
    amina.save()
    ask()
    assert sign_in.check_code(PHONE, newest_code()) != amina
    ask("+254700000009")
    assert sign_in.check_code("+254700000009", newest_code("+254700000009")) == amina


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_sms_is_one_part_of_the_gsm_alphabet(language):
    gsm = set(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
        "abcdefghijklmnopqrstuvwxyzäöñüà"
    )
    text = sign_in.message_text("123456", language)
    assert "123456" in text
    assert len(text) <= 160
    assert set(text) <= gsm


def test_numbers_that_never_sent_a_code_back_are_deleted_after_a_day(amina, clock):
    ask()
    sign_in.check_code(PHONE, newest_code())
    ask("+254700000007")
    assert sign_in.purge_unused_devices(clock.move(days=1)) == 0
    assert sign_in.purge_unused_devices(clock.move(seconds=1)) == 1
    assert PhoneDevice.objects.get().user == amina
