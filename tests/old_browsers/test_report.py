"""Reporting in old Chromiums: sent at once, and sealed on the phone where the network is cut."""

import json

import pytest

from incidents.models import Case
from tests import make
from tests.incidents.conftest import gathoni, reports_folder
from tests.journeys.relay import Relay
from tests.journeys.test_report_offline import opened
from tests.old_browsers import fetch

pytestmark = pytest.mark.browser
__all__ = ["gathoni", "reports_folder"]
WORDS = "Mtoto kwenye lori, Mtwapa"


@pytest.fixture
def wire(live_server, settings, gathoni):
    """The wire to the platform, which can be cut."""
    make.make_site()
    relay = Relay(live_server.thread.port)
    settings.BASE_URL = relay.url
    yield relay
    relay.cut()


@pytest.mark.parametrize("old", fetch.CHROMIUMS, ids=lambda old: old.name)
def test_without_a_network_a_report_waits_sealed(wire, open_browser, old, gathoni):
    phone = open_browser(old.name)
    phone.base = wire.url
    phone.goto("/sw/report/")
    phone.fill("#id_what", WORDS)
    phone.tap("#id_stage")
    phone.wait_until("window.sealedBox")
    wire.cut()
    phone.tap("#report .button")
    phone.wait_until("!document.getElementById('waiting').hidden")
    (row,) = json.loads(phone.run("localStorage.getItem('kept-forms')"))
    assert opened(row, gathoni) == {"what": WORDS, "language": "sw"}
    assert phone.run("document.getElementById('id_what').value") == ""


@pytest.mark.parametrize("old", fetch.CHROMIUMS, ids=lambda old: old.name)
def test_a_report_is_sent_at_once_and_one_leaves_by_the_button(wire, open_browser, old, settings):
    settings.QUICK_EXIT_URL = f"{wire.url}/healthz"
    phone = open_browser(old.name)
    phone.base = wire.url
    phone.goto("/en/report/")
    phone.fill("#id_what", WORDS)
    phone.tap("#report .button")
    phone.wait_until("document.getElementById('received')")
    assert len(phone.text(".receipt")) == 19
    assert Case.objects.count() == 1
    assert not phone.errors
    phone.press("#leave")
    assert phone.url.endswith("/healthz")
