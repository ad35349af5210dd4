"""The spoken code: it changes, and only the server's clock counts."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from workshops import codes

SECRET = "0123456789abcdef0123456789abcdef"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_a_code_has_four_digits_and_holds_for_five_minutes():
    said = codes.code(SECRET, NOON)
    assert len(said) == 4
    assert said.isdecimal()
    assert codes.code(SECRET, NOON + timedelta(seconds=299)) == said
    assert codes.code(SECRET, NOON + timedelta(seconds=300)) != said


def test_the_code_before_is_accepted_for_who_types_slowly_and_the_one_before_that_is_not():
    said = codes.code(SECRET, NOON)
    assert codes.is_accepted(SECRET, said, NOON + timedelta(seconds=599))
    assert not codes.is_accepted(SECRET, said, NOON + timedelta(seconds=600))


def test_a_code_that_is_not_said_yet_is_refused():
    next_one = codes.code(SECRET, NOON + timedelta(seconds=300))
    assert not codes.is_accepted(SECRET, next_one, NOON + timedelta(seconds=299))


def test_the_trainer_sees_how_long_it_is_the_newest():
    assert codes.seconds_left(NOON) == 300
    assert codes.seconds_left(NOON + timedelta(seconds=299)) == 1


def test_each_workshop_has_its_own_code():
    said = {codes.code(f"{number:032}", NOON) for number in range(200)}
    assert len(said) > 190


def test_two_workshops_with_the_same_digits_are_both_found():
    first, second = SimpleNamespace(code_secret=SECRET), SimpleNamespace(code_secret=SECRET)
    stranger = SimpleNamespace(code_secret="f" * 32)
    found = codes.matching([first, second, stranger], codes.code(SECRET, NOON), NOON)
    assert found == [first, second]


def test_digits_of_another_script_or_none_are_no_code():
    assert not codes.is_accepted(SECRET, "", NOON)
    assert not codes.is_accepted(SECRET, "٠١٢٣", NOON)
