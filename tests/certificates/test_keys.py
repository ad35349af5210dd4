import json
import stat
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates import keys
from tests.courses.test_attempts import in_threads

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def folder(settings, tmp_path):
    settings.CERTIFICATE_KEYS_DIR = str(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def first(folder):
    return keys.create(NOW)[1]


def states(now):
    return {kid: key.state_at(int(now.timestamp())) for kid, key in keys.load().items()}


def test_the_first_run_in_development_makes_a_key_that_signs(folder):
    assert keys.load().current(timezone.now()).kid == 1
    assert keys.private(1).public_key() == keys.load()[1].public


def test_real_use_makes_none_by_itself_and_says_what_to_do(folder, settings):
    settings.DEVELOPMENT = False
    with pytest.raises(keys.NoKey, match="rotate_signing_key"):
        keys.load()
    assert not folder.exists()


def test_only_the_owner_may_read_the_private_half_and_the_public_file_does_not_hold_it(first, folder):
    assert stat.S_IMODE((folder / "1.pem").stat().st_mode) == 0o600
    assert '"d"' not in (folder / "keys.json").read_text()


@pytest.mark.races
def test_eight_first_runs_at_once_share_one_key(folder):
    assert len({key.public_numbers() for key in in_threads(8, lambda: keys.load()[1].public)}) == 1
    assert [path.name for path in folder.parent.iterdir() if not path.name.startswith(".")] == ["keys"]


def test_a_key_signs_from_the_first_second_of_its_window_to_the_last(first):
    key = keys.Key(1, first.public, nbf=100, exp=200)
    assert [key.issues_at(moment) for moment in (99, 100, 199, 200)] == [False, True, True, False]
    assert [key.state_at(moment) for moment in (99, 100, 199, 200)] == ["next", "current", "current", "past"]


def test_the_next_key_is_known_thirty_days_before_it_signs(first):
    with pytest.raises(ValueError, match="30 days"):
        keys.rotate(NOW, NOW + timedelta(days=30) - timedelta(seconds=1))
    made = keys.rotate(NOW, NOW + timedelta(days=30))
    assert (made.kid, states(NOW)) == (2, {1: "current", 2: "next"})
    assert states(NOW + timedelta(days=30)) == {1: "past", 2: "current"}
    assert keys.load().current(NOW + timedelta(days=29)).kid == 1
    assert keys.load().current(NOW + timedelta(days=30)).kid == 2


def test_one_next_key_waits_at_a_time(first):
    keys.rotate(NOW, NOW + timedelta(days=30))
    with pytest.raises(ValueError, match="waits already"):
        keys.rotate(NOW, NOW + timedelta(days=40))


def test_no_key_signs_where_none_is_in_its_window(first):
    with pytest.raises(keys.NoKey):
        keys.load().current(NOW - timedelta(seconds=1))


def test_a_compromised_key_signs_no_more_and_a_new_one_signs_at_once(first):
    keys.compromise(1, NOW + timedelta(days=1))
    assert states(NOW + timedelta(days=1)) == {1: "compromised", 2: "current"}
    assert keys.load().current(NOW + timedelta(days=1)).kid == 2


def test_where_the_next_key_waits_it_takes_over(first):
    keys.rotate(NOW, NOW + timedelta(days=30))
    keys.compromise(1, NOW + timedelta(days=1))
    assert states(NOW + timedelta(days=1)) == {1: "compromised", 2: "current"}
    assert sorted(keys.load()) == [1, 2]


def test_a_number_that_no_key_has_is_refused(first):
    with pytest.raises(ValueError, match="number 7"):
        keys.compromise(7, NOW)


def test_what_is_published_can_be_read_again_and_says_the_state(first):
    keys.rotate(NOW, NOW + timedelta(days=30))
    published = keys.load().as_jwks(NOW)
    assert [jwk["state"] for jwk in published["keys"]] == ["current", "next"]
    assert all({"kty", "crv", "x", "y", "kid", "alg", "use", "nbf"} <= jwk.keys() for jwk in published["keys"])
    assert keys.from_jwks(json.loads(json.dumps(published))) == dict(keys.load())


@pytest.mark.parametrize("document", [{}, {"keys": [{}]}, {"keys": None}, [], {"keys": [{"kid": "x"}]}])
def test_a_malformed_set_of_keys_is_refused(document):
    with pytest.raises(ValueError):  # noqa: PT011
        keys.from_jwks(document)


def test_a_private_half_that_was_taken_away_is_named(first, folder):
    (folder / "1.pem").unlink()
    with pytest.raises(keys.NoKey, match=r"1\.pem"):
        keys.private(1)


def rotate(**options):
    told = StringIO()
    call_command("rotate_signing_key", stdout=told, **options)
    return told.getvalue().splitlines()


def test_the_command_makes_the_first_key_then_the_next_one(folder, settings):
    settings.DEVELOPMENT = False
    assert ["key 1: current" in line for line in rotate()] == [True]
    (one, two) = rotate()
    assert "key 1: current" in one
    assert "key 2: next" in two


def test_the_command_fails_with_a_sentence(folder):
    keys.load()
    with pytest.raises(CommandError, match="30 days") as failure:
        rotate(days=29)
    assert failure.value.returncode == 1


@pytest.mark.django_db
def test_the_command_takes_a_compromised_key_out_of_use_and_signs_the_list_anew(folder):
    keys.load()
    assert [line.split(",")[0] for line in rotate(compromised=1)] == ["key 1: compromised", "key 2: current"]


def test_where_the_next_key_is_compromised_the_current_one_goes_on(first):
    keys.rotate(NOW, NOW + timedelta(days=30))
    keys.compromise(2, NOW + timedelta(days=29))
    assert states(NOW + timedelta(days=31)) == {1: "current", 2: "compromised"}
    made = keys.rotate(NOW + timedelta(days=29), NOW + timedelta(days=59))
    assert [keys.load().current(NOW + timedelta(days=days)).kid for days in (31, 58, 59)] == [1, 1, made.kid]


def test_what_an_interrupted_rotation_left_behind_stops_nobody(first, folder):
    (folder / "2.pem").touch()
    assert keys.rotate(NOW, NOW + timedelta(days=30)).kid == 3
    (folder / "4.pem").touch()
    keys.compromise(1, NOW)
    assert states(NOW) == {1: "compromised", 3: "current"}


def test_a_compromised_key_is_written_down_together_with_its_successor(first, folder, monkeypatch):
    written = []
    write = keys._write
    monkeypatch.setattr(keys, "_write", lambda folder, ring: written.append(write(folder, ring)))
    keys.compromise(1, NOW)
    assert len(written) == 1
    assert keys.load().current(NOW).kid == 2


def test_numbers_end_at_one_byte(first):
    with pytest.raises(ValueError, match="no number is left"):
        keys._free_number({255: first})
    assert keys._free_number({254: first}) == 255
