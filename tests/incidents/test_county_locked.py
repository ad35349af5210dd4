"""The county that a phone had locked in: counted where it belongs from the first opening on, and nothing else of it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from incidents import receipts, sealing, taking, team
from incidents.casework import exporting, reading
from incidents.models import Case, Entry, LogLine, ReceivedCount
from tests.incidents.conftest import reported
from tests.incidents.test_report_sealed import sealed_on_phone

ARRIVED = datetime(2026, 3, 31, 20, 59, tzinfo=UTC)  # a minute to midnight in Nairobi
OPENED = datetime(2026, 5, 2, tzinfo=UTC)
MARCH = date(2026, 3, 1)


def arrived(said, token="p1", key=None):  # noqa: S107 - a form's token is no password
    key = key or team.current_key()
    sent = taking.Sent({"sealed": sealed_on_phone(key, said), "key": key.pk}, token)
    receipt = taking.take(sent, ARRIVED)
    return Case.objects.get(receipt_hash=receipts.derive(receipt).hash)


def counted():
    return {(one.month, one.county): one.number for one in ReceivedCount.objects.all() if one.number}


def open_case(case, officer):
    return reading.open_case(case, officer, officer.private, OPENED)


def test_until_it_is_opened_its_county_is_unknown(gathoni):
    assert arrived({"what": "x", "county": "001"}).is_county_locked
    assert counted() == {(MARCH, ""): 1}


def test_the_first_opening_counts_it_in_its_county_in_the_month_of_its_arrival(gathoni, hamisi):
    case = arrived({"what": "x", "county": "001"})
    for officer in (gathoni, hamisi, gathoni):
        open_case(case, officer)
    assert counted() == {(MARCH, "001"): 1}
    case.refresh_from_db()
    assert not case.is_county_locked


def test_others_of_the_month_stay_where_they_were_counted(gathoni):
    first, _second = arrived({"what": "x", "county": "001"}), arrived({"what": "y", "county": "002"}, "p2")
    taking.take(taking.Sent({"what": "z", "county": "001"}, "t"), ARRIVED, county="001")
    for _opening in range(2):
        open_case(first, gathoni)
    assert counted() == {(MARCH, "001"): 2, (MARCH, ""): 1}


@pytest.mark.parametrize("county", ["", "048", "1", "Mombasa", "001; drop", "ĩ" * 500])
def test_what_is_no_county_stays_unknown(gathoni, county):
    open_case(arrived({"what": "x", "county": county}), gathoni)
    assert counted() == {(MARCH, ""): 1}
    assert not Case.objects.get().is_county_locked


def test_a_report_sent_online_is_counted_when_it_comes_and_never_again(gathoni):
    case = reported({"what": "x", "county": "002"}, county="001")[1]
    assert not case.is_county_locked
    before = counted()
    open_case(case, gathoni)
    assert counted() == before


def test_an_addition_that_names_a_county_moves_nothing(gathoni):
    case = arrived({"what": "x"})
    Case.objects.update(is_county_locked=True)
    Entry.objects.create(
        case=case,
        kind=Entry.Kind.ADDITION,
        made_at=timezone.now(),
        box=sealing.seal_said(case.public_key, {"text": "y", "county": "001"}),
    )
    open_case(case, gathoni)
    assert counted() == {(MARCH, ""): 1}


def test_of_a_case_that_went_into_another_one_the_county_counts_too(gathoni):
    whole, part = arrived({"what": "x"}), arrived({"what": "y", "county": "003"}, "p2")
    Case.objects.filter(pk=part.pk).update(merged_into=whole)
    open_case(whole, gathoni)
    assert counted() == {(MARCH, ""): 1, (MARCH, "003"): 1}


def test_an_export_is_an_opening(gathoni):
    exporting.archive(arrived({"what": "x", "county": "001"}), "words", gathoni, gathoni.private, OPENED)
    assert counted() == {(MARCH, "001"): 1}


def test_what_this_officer_can_not_read_waits_for_one_who_can(gathoni, juma):
    case = arrived({"what": "x", "county": "001"})
    new = team.rotate(gathoni, gathoni.private, OPENED)
    private = team.begin(juma, "paka mbili tatu nne tano", OPENED)
    juma.refresh_from_db()
    team.share(gathoni, gathoni.private, juma, OPENED)
    juma.shares.exclude(team_key=new).delete()
    case.refresh_from_db()
    reading.open_case(case, juma, private, OPENED)
    assert counted() == {(MARCH, ""): 1}
    open_case(case, gathoni)
    assert counted() == {(MARCH, "001"): 1}


def test_the_opening_stands_in_the_log_before_and_says_no_county(gathoni):
    open_case(arrived({"what": "x", "county": "001"}), gathoni)
    line = LogLine.objects.get(act="opened")
    assert (line.said, line.officer_name) == ("", str(gathoni))


def test_only_the_count_knows_the_county_afterwards(desk, gathoni):
    case = arrived({"what": "x", "county": "047", "plate": "KXX 1"})
    before = {name: value for name, value in Case.objects.values()[0].items() if name != "has_news"}
    desk.get(f"/en/cases/{case.number}/")
    after = {name: value for name, value in Case.objects.values()[0].items() if name != "has_news"}
    assert after == before | {"is_county_locked": False}
    assert counted() == {(MARCH, "047"): 1}


def test_a_phone_without_files_is_counted_the_same(gathoni):
    key = team.current_key()
    row = {"sealed": sealed_on_phone(key, {"what": "x", "county": "001"}), "key": key.pk, "token": "p1"}
    Client().post("/en/report/sealed/", row, content_type="application/json")
    case = Case.objects.get()
    open_case(case, gathoni)
    assert list(ReceivedCount.objects.filter(number=1).values_list("county", flat=True)) == ["001"]
