"""After each step of reporting the words, the receipt and the address are looked for where they must not be."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.db import DatabaseError, connection

from incidents import receipts
from tests.conftest import sign_in
from tests.incidents.test_report import REPORT, receipt_in
from tests.incidents.test_report_follow import FOLLOW

WORDS = "Mtoto kwenye lori Mtwapa"
ADDRESS = "203.0.113.77"


@pytest.fixture
def everything_logged(caplog):
    caplog.set_level(logging.INFO)
    return caplog


def rows_of_every_table():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield " ".join(
                    bytes(one).decode("latin-1") if isinstance(one, bytes | memoryview) else str(one) for one in row
                )


def test_nothing_of_it_stands_in_any_table_log_message_or_store(client, gathoni, amina, everything_logged):
    sign_in(client, amina)
    client.defaults["REMOTE_ADDR"] = ADDRESS
    receipt = receipts.cleaned(receipt_in(client.post(REPORT, {"what": WORDS, "token": "t1", "reach": "0712000111"})))
    client.post(FOLLOW, {"receipt": receipt})
    client.post(FOLLOW, {"receipt": receipt, "add": "yes", "text": WORDS + " tena", "token": "a1"})
    client.post(FOLLOW, {"receipt": "1" * 16})
    client.post(REPORT, {"what": "", "stage": WORDS})
    client.post(REPORT, {"what": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    traces = ("Mtwapa", "0712000111", receipt, receipts.spelled(receipt), ADDRESS)
    stored = "\n".join(rows_of_every_table())
    kept = "".join(str(caches[name]._cache) for name in ("default", "pages"))
    for trace in traces:
        assert trace not in stored
        assert trace not in everything_logged.text
        assert trace not in kept
    assert "/report/" not in everything_logged.text
    assert not mail.outbox
    assert all("Mtwapa" not in str(session.get_decoded()) for session in Session.objects.all())


def test_a_fault_is_logged_by_its_place_and_without_a_word_of_the_report(
    client, gathoni, everything_logged, monkeypatch, settings
):
    settings.ADMINS = [("Farida", "farida@example.org")]

    def break_down(sent, *_args):
        raise ValueError(f"can't handle {sent.said}")

    monkeypatch.setattr("incidents.taking.take", break_down)
    response = client.post(REPORT, {"what": WORDS, "token": "t1"})
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert "ValueError at" in everything_logged.text
    assert "Mtwapa" not in everything_logged.text
    assert not mail.outbox
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("fault", [OSError, DatabaseError])
def test_what_could_not_be_stored_is_logged_by_its_place_and_the_words_are_kept(
    client, gathoni, everything_logged, monkeypatch, fault
):
    def break_down(sent, *_args):
        raise fault(f"can't write {sent.said}")

    monkeypatch.setattr("incidents.taking.take", break_down)
    page = client.post(REPORT, {"what": WORDS, "token": "t1"}).content.decode()
    assert "could not store it" in page
    assert WORDS in page
    assert f"{fault.__name__} at" in everything_logged.text
    assert "Mtwapa" not in everything_logged.text
