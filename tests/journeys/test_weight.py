"""What the budgets count is what travels: weighed again by a real browser, from a production server."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.browser
KB = 1024


@pytest.fixture(scope="module")
def weighed():
    command = [sys.executable, "-m", "tests.journeys.weighing"]
    run = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", ["lesson", "quiz"])
def test_a_browser_is_sent_what_the_budget_counts(weighed, name):
    counted, seen = weighed[name]["weighed"], weighed[name]["seen"]
    assert {"page", "css/site.css", "js/page.js"} <= set(seen) <= set(counted)
    for what, bytes in seen.items():
        # The server adds a date and a line of status.
        assert abs(bytes - counted[what]) < max(200, counted[what] * 0.1), (what, bytes, counted[what])


@pytest.mark.parametrize("name", ["lesson", "quiz"])
def test_a_page_and_all_it_brings_keep_their_budget_in_a_browser(weighed, name):
    seen = weighed[name]["seen"]
    assert seen["page"] <= 8 * KB
    assert sum(seen.values()) <= 30 * KB
    assert seen["page"] + seen["css/site.css"] <= 14 * KB
