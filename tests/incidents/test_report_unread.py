"""What can't be read, and what is asked for in a wrong way: a word for the reporter, and none in the log."""

import logging

import pytest

from incidents.models import Case
from tests.incidents.papers import photo
from tests.incidents.test_report import REPORT, WORDS, receipt_in
from tests.incidents.test_report_files import given
from tests.incidents.test_report_follow import FOLLOW
from tests.incidents.test_report_sealed import SEALED, sealed_on_phone

UNREAD = "could not be read. Nothing was sent. Press Back"


@pytest.mark.parametrize("address", [REPORT, FOLLOW])
@pytest.mark.parametrize(
    "fields",
    [
        {"files": [given(b"x") for _file in range(200)]},
        {f"n{number}": "1" for number in range(3000)},
        {"what": "a" * (256 * 1024 + 1)},
    ],
    ids=["files", "fields", "words"],
)
def test_what_is_too_much_says_that_the_words_may_be_behind(client, gathoni, address, fields):
    response = client.post(address, fields)
    assert response.status_code == 413
    assert UNREAD in response.content.decode()
    assert len(response.content) < 100_000


def test_as_many_words_as_are_read_are_answered_with_a_word_beside_them(client, gathoni):
    assert client.post(REPORT, {"what": "a" * (256 * 1024 - 100)}).status_code == 200


def test_an_address_that_takes_only_what_is_sealed_stands_in_no_log(client, gathoni, caplog):
    caplog.set_level(logging.DEBUG)
    for path in ("sealed/", "none/", "leave/", "follow/"):
        client.get(f"{REPORT}{path}")
    client.put(f"{REPORT}sealed/")
    assert client.get(f"{REPORT}sealed/").status_code == 405
    assert "report/" not in caplog.text


def test_a_copy_sealed_after_the_answer_got_lost_is_known_by_its_form(client, gathoni):
    token = "t" * 16
    receipt = receipt_in(client.post(REPORT, {"what": WORDS, "token": token, "files": given(photo())}))
    key = Case.objects.get().team_key
    row = {"sealed": sealed_on_phone(key), "key": key.pk, "token": token}
    for _turn in range(2):
        answer = client.post(SEALED, row, content_type="application/json").json()
        assert answer == {"receipt": receipt}
    assert Case.objects.count() == 1
    other = client.post(SEALED, row | {"token": "u" * 16}, content_type="application/json").json()
    assert other["receipt"] != receipt
    assert Case.objects.count() == 2
