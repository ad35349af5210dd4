"""A receipt and a case are shown once; a second press of the button is answered as the first."""

import pytest

from incidents import once
from incidents.models import Case, Entry
from tests.incidents.test_report import REPORT, WORDS, receipt_in, send
from tests.incidents.test_report_follow import FOLLOW, report

AGAIN = "Type your receipt again."


@pytest.fixture
def later(monkeypatch):
    """Return a function after which so many seconds have passed."""
    monkeypatch.setattr("incidents.once.time.time", lambda: now[0])
    now = [1000.0]

    def pass_(seconds):
        now[0] += seconds

    return pass_


def test_a_receipt_is_shown_again_within_ten_seconds_and_not_after(client, gathoni, later):
    first = receipt_in(send(client))
    later(once.AGAIN_SECONDS - 1)
    assert receipt_in(send(client)) == first
    later(1)
    page = send(client).content.decode()
    assert AGAIN in page
    assert first not in page
    assert WORDS not in page
    assert Case.objects.count() == 1


def test_other_words_in_the_same_form_are_another_report_with_its_own_receipt(client, gathoni, later):
    token = "t" * 16
    first = receipt_in(send(client, token=token))
    later(60)
    assert receipt_in(send(client, token=token, what="Something else")) != first
    assert Case.objects.count() == 2


def test_a_case_is_shown_once_for_each_page_that_asked(client, gathoni, later):
    receipt, _case = report()
    page = client.get(FOLLOW).content.decode()
    mark = page.split('name="page" value="')[1].split('"')[0]
    for seconds, is_shown in [(0, True), (9, True), (1, False), (3600, False)]:
        later(seconds)
        page = client.post(FOLLOW, {"receipt": receipt, "page": mark}).content.decode()
        assert ("Your report" in page, AGAIN in page, receipt in page) == (is_shown, not is_shown, is_shown)
    assert "Your report" in client.post(FOLLOW, {"receipt": receipt, "page": once.new()}).content.decode()


def test_an_addition_is_made_once_and_the_way_back_shows_nothing_of_it(client, gathoni, later):
    receipt, _case = report()
    fields = {"receipt": receipt, "add": "yes", "text": "Nyeupe", "token": "a1", "page": once.new()}
    client.post(FOLLOW, fields)
    later(60)
    page = client.post(FOLLOW, fields).content.decode()
    assert "Nyeupe" not in page
    assert receipt not in page
    assert Entry.objects.filter(kind="addition").count() == 1


def test_a_mistyped_receipt_can_be_put_right_in_the_same_page(client, gathoni, later):
    receipt, _case = report()
    mark = once.new()
    client.post(FOLLOW, {"receipt": "1" * 16, "page": mark})
    later(60)
    assert "Your report" in client.post(FOLLOW, {"receipt": receipt, "page": mark}).content.decode()


def test_whoever_leaves_without_scripts_goes_by_an_address_that_empties_the_browsers_memory(client, db, settings):
    settings.QUICK_EXIT_URL = "https://elsewhere.example/"
    response = client.get(f"{REPORT}leave/")
    assert (response.status_code, response["Location"]) == (302, "https://elsewhere.example/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Referrer-Policy"] == "no-referrer"
