from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import guessing as accounts_guessing
from certificates import guessing, verify_page
from tests.make import make_certificate

UNKNOWN = "/v/7KQ2M9XWTD"
NOON = datetime(2026, 3, 9, 12, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _limits(settings, monkeypatch):
    settings.VERIFY_MISSES_PER_ADDRESS = 8
    settings.VERIFY_MISSES_OVERALL = 20
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    verify_page._shell_of_minute.cache_clear()


def miss(client, times, address="10.0.0.1"):
    return [client.get(UNKNOWN, REMOTE_ADDR=address).status_code for _ in range(times)]


def test_whoever_misses_too_often_waits_and_is_told_how_long(client, db):
    assert miss(client, 9) == [404] * 8 + [429]
    response = client.get(UNKNOWN, REMOTE_ADDR="10.0.0.1")
    assert response.headers["Retry-After"] == "570"
    assert "Wait 10 minutes" in response.content.decode()


def test_the_wait_hides_real_certificates_too_or_guessing_would_go_on(client, amina):
    certificate = make_certificate(amina, uuid4())
    miss(client, 8)
    assert client.get(f"/v/{certificate.code}", REMOTE_ADDR="10.0.0.1").status_code == 429
    assert client.get(f"/v/{certificate.code}", REMOTE_ADDR="10.0.0.2").status_code == 200


def test_an_officer_who_checks_real_certificates_is_never_counted(client, amina):
    certificate = make_certificate(amina, uuid4())
    seen = {client.get(f"/v/{certificate.code}", REMOTE_ADDR="10.0.0.1").status_code for _ in range(30)}
    assert seen == {200}


def test_the_wait_is_over_when_the_window_is(client, db, monkeypatch):
    miss(client, 8)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=569))
    assert miss(client, 1) == [429]
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=570))
    assert miss(client, 1) == [404]


def test_while_many_addresses_guess_each_may_miss_less_often(client, db):
    for number in range(4):
        miss(client, 5, f"10.0.1.{number}")
    assert miss(client, 6, "10.0.2.1") == [404] * guessing.ALLOWED_WHILE_MANY_GUESS + [429]


def test_one_household_on_the_new_internet_is_one_address(client, db):
    miss(client, 8, "2001:db8::1")
    assert miss(client, 1, "2001:db8::2") == [429]
    assert miss(client, 1, "2001:db8:1::2") == [404]


def test_a_counter_that_the_cache_has_dropped_is_no_fault(client, db, monkeypatch):
    monkeypatch.setattr(accounts_guessing.cache, "add", lambda *args, **kwargs: False)
    assert miss(client, 1) == [404]


def test_a_slip_in_the_form_is_not_a_guess(client, db):
    for _ in range(9):
        client.get("/en/verify/?code=7KQ2", REMOTE_ADDR="10.0.0.1")
    assert miss(client, 1) == [404]
