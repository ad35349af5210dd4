"""Reporting in old Chromiums: sent at once, and sealed on the phone where the network is cut."""

import json
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from incidents.casework import reading
from incidents.models import Attachment, Case
from tests import make
from tests.incidents.conftest import gathoni, reports_folder
from tests.incidents.papers import photo, sound
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


def choose(phone, *paths):
    document = phone.wire.ask("DOM.getDocument")["root"]["nodeId"]
    node = phone.wire.ask("DOM.querySelector", nodeId=document, selector="#id_files")["nodeId"]
    phone.wire.ask("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])


def set_network(phone, is_there):
    phone.wire.ask(
        "Network.emulateNetworkConditions", offline=not is_there, latency=0, downloadThroughput=-1, uploadThroughput=-1
    )


@pytest.mark.parametrize("old", fetch.CHROMIUMS, ids=lambda old: old.name)
def test_a_photo_and_a_sound_wait_with_it_and_are_sent(wire, open_browser, old, gathoni, tmp_path):
    (tmp_path / "IMG.jpg").write_bytes(photo(size=(400, 200), turned=6))
    (tmp_path / "memo.ogg").write_bytes(sound())
    phone = open_browser(old.name)
    phone.base = wire.url
    phone.goto("/sw/report/")
    phone.fill("#id_what", WORDS)
    choose(phone, tmp_path / "IMG.jpg", tmp_path / "memo.ogg")
    phone.tap("#id_stage")
    phone.wait_until("window.sealedBox && window.keptFiles")
    set_network(phone, False)
    phone.tap("#report .button")
    phone.wait_until("!document.getElementById('waiting').hidden")
    assert "2" in phone.text("#waiting-files")
    set_network(phone, True)
    phone.tap("#waiting-send")
    phone.wait_until("!document.getElementById('came').hidden")
    phone.tap("#came-show")
    assert len(phone.text("#came-receipts")) == 19
    got = [reading.download(one, gathoni, gathoni.private, timezone.now()) for one in Attachment.objects.all()]
    assert [about.name for about, _data in got] == ["photo-1.jpg", "sound-2.ogg"]
    assert Image.open(BytesIO(got[0][1])).size == (200, 400)
    assert phone.run("localStorage.length") == 0
