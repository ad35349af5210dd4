"""A flooded inbox: many cases are closed at once, each with its line in the log."""

import pytest

from incidents import team
from incidents.models import Case, LogLine
from tests.conftest import sign_in
from tests.incidents.conftest import PASSPHRASE, at_desk, reported

CLOSE = "/en/cases/close/"


@pytest.fixture
def flood(gathoni):
    return [reported({"what": "x"}, f"t{number}")[1] for number in range(3)]


def closed():
    return set(Case.objects.filter(state="closed").values_list("number", flat=True))


def test_what_is_ticked_is_closed_once_however_often_it_is_sent(desk, flood):
    ticked = [case.number for case in flood[:2]]
    for _press in range(2):
        desk.post(CLOSE, {"number": ticked})
    assert closed() == set(ticked)
    lines = LogLine.objects.filter(said="state: closed")
    assert {line.case_number for line in lines} == set(ticked)
    assert len(lines) == 2
    assert not Case.objects.filter(number__in=ticked, closed_at=None).exists()


def test_what_is_closed_so_is_out_of_the_inbox_though_nobody_read_it(desk, flood):
    assert flood[0].number in desk.get("/en/cases/").content.decode()
    desk.post(CLOSE, {"number": flood[0].number})
    assert flood[0].number not in desk.get("/en/cases/").content.decode()


def test_the_page_to_choose_from_has_each_ticked(desk, flood):
    page = desk.get("/en/cases/?choose=1").content.decode()
    assert page.count('type="checkbox" name="number"') == 3
    assert 'name="number"' not in desk.get("/en/cases/").content.decode()


def test_nothing_ticked_closes_nothing_and_says_so(desk, flood):
    page = desk.post(CLOSE, follow=True).content.decode()
    assert "Tick the cases" in page
    assert not closed()


def test_without_the_passphrase_nothing_is_closed_before_it_was_given(client, gathoni, flood):
    sign_in(client, gathoni.user, verified=True)
    sent = {"number": [case.number for case in flood]}
    assert "passphrase" in client.post(CLOSE, sent).content.decode()
    assert not closed()
    client.post(CLOSE, sent | {"passphrase": PASSPHRASE})
    assert len(closed()) == 3


def test_who_waits_for_the_key_closes_nothing(client, juma, flood):
    team.begin(juma, PASSPHRASE, flood[0].arrived_at)
    at_desk(client, juma)
    client.post(CLOSE, {"number": flood[0].number})
    assert not closed()
