"""The case team: Gathoni and Hamisi open cases, each by an own passphrase; Juma was appointed, and has not begun."""

import pytest
from django.utils import timezone

from incidents import receipts, taking, team
from incidents.models import Case, Officer
from tests import make
from tests.conftest import sign_in

PASSPHRASE = "kobe anatembea polepole sana"


@pytest.fixture(autouse=True)
def reports_folder(settings, tmp_path):
    settings.REPORTS_ROOT = tmp_path / "reports"


@pytest.fixture
def gathoni(db):
    """Return the first officer: the team's key came with hers."""
    officer = Officer.objects.create(user=make.make_user("+254700000051", "Gathoni Case"))
    officer.private = team.begin(officer, PASSPHRASE, timezone.now())
    officer.refresh_from_db()
    return officer


@pytest.fixture
def hamisi(gathoni):
    """Return an officer to whom Gathoni gave the team's key."""
    officer = Officer.objects.create(user=make.make_user("+254700000052", "Hamisi Case"))
    officer.private = team.begin(officer, PASSPHRASE + " leo", timezone.now())
    officer.refresh_from_db()
    team.share(gathoni, gathoni.private, officer, timezone.now())
    return officer


@pytest.fixture
def juma(db):
    return Officer.objects.create(user=make.make_user("+254700000053", "Juma Case"))


@pytest.fixture
def desk(client, gathoni):
    """Return Gathoni's browser, past her second factor, her key unlocked."""
    return at_desk(client, gathoni)


def at_desk(client, officer, passphrase=PASSPHRASE):
    sign_in(client, officer.user, verified=True)
    client.post("/en/cases/unlock/", {"passphrase": passphrase})
    return client


def reported(said=None, token="t1", attached=(), **fields):  # noqa: S107 - a form's token is no password
    """Take in a report; return its receipt and its case."""
    said = said or {"what": "Mtoto kwenye lori", "county": "001", "language": "sw"}
    receipt = taking.take(taking.Sent(said, token, list(attached)), timezone.now(), **fields)
    return receipt, Case.objects.get(receipt_hash=receipts.derive(receipt).hash)


@pytest.fixture
def case(gathoni):
    return reported()[1]
