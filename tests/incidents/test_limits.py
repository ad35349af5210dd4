"""How often one place may send: much for words, which are little work, and nothing that tells the address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from incidents import limits

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def waits(what):
    return limits.seconds_to_wait(what, "10.0.0.1", NOW)


@pytest.mark.parametrize(("what", "most"), [(limits.FILES, 2), (limits.WORDS, 50)])
def test_words_may_come_twenty_five_times_as_often_as_files(settings, what, most):
    settings.REPORTS_PER_ADDRESS_PER_HOUR = 2
    for _one in range(most - 1):
        limits.note(what, "10.0.0.1", NOW)
    assert waits(what) == 0
    limits.note(what, "10.0.0.1", NOW)
    assert waits(what) == 30 * 60


def test_files_that_came_too_often_stop_no_words(settings):
    settings.REPORTS_PER_ADDRESS_PER_HOUR = 1
    limits.note(limits.FILES, "10.0.0.1", NOW)
    assert waits(limits.FILES)
    assert not waits(limits.WORDS)


def test_the_key_is_made_of_two_that_are_kept_apart(settings):
    before = limits._hashed("10.0.0.1", NOW)
    settings.SECRET_KEY = "another"
    assert limits._hashed("10.0.0.1", NOW) != before


def test_the_key_goes_with_its_day(monkeypatch):
    kept = {}
    monkeypatch.setattr(cache, "get_or_set", lambda name, make, timeout: kept.update({name: timeout}) or make())
    limits._hashed("10.0.0.1", NOW)
    limits._hashed("10.0.0.1", NOW + timedelta(minutes=30))
    assert sorted(kept.values()) == [30 * 60, 24 * 3600]
