"""The officer's phone in old Chromiums: prepared, and checking with the network cut."""

import pytest

from tests import make
from tests.journeys.relay import Relay
from tests.journeys.roadside import BAND, READY, forged, issued, place_of, revoke
from tests.old_browsers import fetch

pytestmark = pytest.mark.browser


@pytest.fixture
def wire(transactional_db, live_server, settings):
    """The wire to the platform: the browser's own ways to cut it leave its workers a network."""
    relay = Relay(live_server.thread.port)
    settings.BASE_URL = relay.url
    make.make_root()
    yield relay
    relay.cut()


def checked(phone, place):
    """Return (state, word) of what is shown for what the camera read."""
    phone.goto(place)
    phone.wait_until(f"document.querySelector('{BAND}')")
    return phone.run(f"document.querySelector('{BAND}').dataset.state"), phone.text(f"{BAND} strong")


@pytest.mark.parametrize("old", fetch.CHROMIUMS, ids=lambda old: old.name)
def test_valid_revoked_and_forged_are_told_apart_without_a_network(wire, open_browser, old):
    good, bad = issued(), issued("Otieno Ochieng", "+254700000032")
    revoke(bad)
    phone = open_browser(old.name)
    phone.base = wire.url
    phone.goto("/en/verify/")
    phone.tap("#prepare")
    phone.wait_until(f"document.querySelector('{READY}')")
    wire.cut()
    assert checked(phone, place_of(good)) == ("valid", "VALID")
    assert phone.text(".holder") == good.holder_name
    assert checked(phone, place_of(bad)) == ("revoked", "REVOKED")
    assert checked(phone, forged(good)) == ("not_genuine", "NOT GENUINE")
    assert not [error for error in phone.errors if "ERR_INTERNET_DISCONNECTED" not in error]
