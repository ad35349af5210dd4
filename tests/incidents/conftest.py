"""The case team: Gathoni and Hamisi open cases, each by an own passphrase; Juma was appointed, and has not begun."""

import pytest
from django.utils import timezone

from incidents import team
from incidents.models import Officer
from tests import make

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
