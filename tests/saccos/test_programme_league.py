"""The league: places by share trained, within county and kind, and its files."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from saccos.models import Operator, OperatorFigures
from saccos.programme import league
from saccos.programme.league import Sort
from tests import make
from tests.saccos.programme_parts import entry

LEAGUE = "/admin/operators/league/"
Kind = Operator.Kind


def places(*entries, sort=Sort.GROUP):
    return [(line.entry.pk, line.place) for line in league.lines(entries, entries, sort)]


def test_the_larger_share_has_the_better_place():
    crews = entry(1, staff=10, trained=5), entry(2, staff=5, trained=4), entry(3, staff=5)
    assert places(*crews) == [(2, 1), (1, 2), (3, 3)]


def test_equal_shares_have_equal_places_and_the_next_counts_them():
    crews = [
        entry(1, staff=6, trained=2),
        entry(2, staff=9, trained=3),
        entry(3, staff=5),
        entry(4, staff=5, trained=5),
    ]
    assert sorted(places(*crews)) == [(1, 2), (2, 2), (3, 4), (4, 1)]


def test_five_staff_have_a_place_and_four_have_none_and_come_last():
    crews = entry(1, staff=4, trained=4), *(entry(pk, staff=5) for pk in (2, 5, 6)), entry(3)
    assert places(*crews) == [(2, 1), (5, 1), (6, 1), (1, None), (3, None)]


def test_three_are_ranked_together_and_two_are_not():
    assert places(entry(1, staff=5, trained=5), entry(2, staff=5), entry(3, staff=4)) == [
        (1, None),
        (2, None),
        (3, None),
    ]
    assert places(*(entry(pk, staff=5) for pk in (1, 2, 3))) == [(1, 1), (2, 1), (3, 1)]


def test_a_place_is_among_the_same_county_and_kind():
    found = league.lines(
        crews := [
            entry(1, staff=5, trained=5),
            entry(2, staff=5, trained=1),
            entry(5, staff=5, trained=0),
            *(entry(pk, staff=5, trained=0, county="047") for pk in (3, 6, 7)),
            entry(4, staff=5, trained=0, kind=Kind.TRUCK_COMPANY),
        ],
        crews,
    )
    said = {line.entry.pk: (line.place, line.of) for line in found}
    assert said == {1: (1, 3), 2: (2, 3), 5: (3, 3), 3: (1, 3), 6: (1, 3), 7: (1, 3), 4: (None, 1)}


def test_who_is_left_out_by_a_filter_still_has_their_place():
    crews = [entry(1, staff=5, trained=5), entry(2, staff=5, trained=1), entry(3, staff=5)]
    assert [(line.place, line.of) for line in league.lines(crews, crews[1:2])] == [(2, 3)]


@pytest.mark.parametrize(
    ("sort", "order"), [(Sort.SHARE, [3, 1, 2]), (Sort.STAFF, [2, 1, 3]), (Sort.LAPSING, [1, 2, 3])]
)
def test_it_can_be_sorted(sort, order):
    crews = (
        entry(1, staff=10, trained=5, lapsing=5),
        entry(2, staff=20, trained=5, lapsing=1),
        entry(3, staff=5, trained=5, county="047"),
    )
    assert [pk for pk, _place in places(*crews, sort=sort)] == order


def figures(operator, **numbers):
    OperatorFigures.objects.update_or_create(operator=operator, defaults=numbers)


def test_the_page_shows_places_and_the_small_ones_apart(as_farida, pwani):
    figures(pwani, trained=3, not_started=2)
    figures(make.make_operator("Tiny", "tiny"), trained=4)
    assert "<b>1</b> of" not in as_farida.get(LEAGUE).content.decode()
    for name in ("Bahari", "Ziwa"):
        figures(make.make_operator(name, name.lower()), not_started=5)
    content = as_farida.get(LEAGUE).content.decode()
    assert "<b>1</b> of 3" in content
    assert content.index("Pwani Shuttle Sacco") < content.index("Fewer than 5 staff") < content.index("Tiny")


def test_an_order_that_is_none_is_left_out_with_a_word(as_farida, pwani):
    assert "“luck” is no order" in as_farida.get(f"{LEAGUE}?sort=luck").content.decode()


def test_fifty_a_page(as_farida):
    Operator.objects.bulk_create(
        Operator(name=f"S{n:03}", slug=f"s{n}", kind=Kind.BUS_SACCO, county="001") for n in range(51)
    )
    assert len(as_farida.get(LEAGUE).context["page"]) == 50
    assert [line.entry.name for line in as_farida.get(f"{LEAGUE}?p=2").context["page"]] == ["S050"]
    assert as_farida.get(f"{LEAGUE}?p=99999999999999999999").status_code == 200


def test_the_files_hold_the_page_s_rows_and_run_nothing(as_farida, pwani):
    figures(pwani, trained=3, lapsing=1, not_started=1)
    make.make_operator('=HYPERLINK("x")', "formula", kind=Kind.TRUCK_COMPANY)
    answer = as_farida.get("/admin/operators/league.csv?sort=group")
    assert answer.streaming
    rows = list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert rows[1] == ["Mombasa", "matatu sacco", "Pwani Shuttle Sacco", "identified", "", "1", "5", "4", "80", "1"]
    assert rows[2][2:6] == ['\'=HYPERLINK("x")', "identified", "", "0"]
    answer = as_farida.get("/admin/operators/league.xlsx?kind=matatu_sacco")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert [[cell.value for cell in row] for row in book.active][1][:3] == ["Mombasa", "matatu sacco", pwani.name]
    assert book.active.max_row == 2


def test_there_is_no_file_of_another_kind(as_farida, pwani):
    assert as_farida.get("/admin/operators/league.pdf").status_code == 404
