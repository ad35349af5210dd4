"""The directory on paper: cards, a poster, a sheet for the pocket, drawn and read back as a scanner would."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest
import zxingcpp
from django.utils import translation

from home.directory import card, lines, pocket, poster
from tests.home.directory_rows import add

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
A4, A6 = (595, 842), (298, 420)
DRAW = {"card": card.draw, "poster": poster.draw, "pocket": pocket.draw}
pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    add("Police", numbers=[("call", "999"), ("call", "112")], order=1)
    add("Chat", need="tip", number="0709 570 000", kind="whatsapp", order=2)
    add("Clinic", need="medical", number="020 787 6000", county="001", order=3)
    add("Waits", status="to_confirm", number="0733 000 000", order=4)


def page_of(kind, county="", language="en"):
    with translation.override(language):
        return pypdfium2.PdfDocument(DRAW[kind](county, NOW))[0]


def text_of(page):
    return page.get_textpage().get_text_range()


def squares_on(page):
    return zxingcpp.read_barcodes(page.render(scale=4).to_pil())


@pytest.mark.parametrize(("kind", "size"), [("card", A4), ("poster", A4), ("pocket", A6)])
def test_each_paper_has_its_size_and_the_numbers_of_the_country(directory, kind, size):
    page = page_of(kind)
    assert [round(side) for side in page.get_size()] == list(size)
    assert "999 · 112" in text_of(page)
    assert "WhatsApp 0709 570 000" in text_of(page)
    for hidden in ("020 787 6000", "0733 000 000"):
        assert hidden not in text_of(page)


@pytest.mark.parametrize("kind", DRAW)
def test_a_county_has_its_own_services_too(directory, kind):
    assert "020 787 6000" in text_of(page_of(kind, "001"))
    assert "020 787 6000" not in text_of(page_of(kind, "002"))


@pytest.mark.parametrize("kind", DRAW)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_square_leads_to_the_directory_in_the_paper_s_language(directory, settings, kind, language):
    squares = squares_on(page_of(kind, "001", language))
    assert {square.text for square in squares} == {f"{settings.BASE_URL}/{language}/helplines/?county=001"}
    assert len(squares) == (10 if kind == "card" else 1)


def test_danger_stands_first_even_before_a_county_s_own_services(directory):
    assert [row.numbers for row in lines.rows("001")] == ["999 · 112", "WhatsApp 0709 570 000", "020 787 6000"]


def test_cards_put_the_numbers_of_one_need_in_one_row(directory):
    add("Tip line", need="tip", number="0800 722 203", order=0)
    assert [row.numbers for row in lines.rows_by_need("")] == ["999 · 112", "0800 722 203 · WhatsApp 0709 570 000"]


@pytest.mark.parametrize("kind", DRAW)
def test_with_many_services_rows_shrink_and_the_last_are_left_out(kind):
    needs = ["danger", "child", "tip", "violence", "abroad", "shelter", "medical", "legal", "counselling"]
    for number in range(27):
        add(f"Line {number}", need=needs[number % 9], number=f"07000000{number:02}", order=number)
    page = page_of(kind)
    assert "0700000000" in text_of(page)
    assert squares_on(page), "a row reaches into the square"


@pytest.mark.parametrize("kind", DRAW)
def test_an_empty_directory_still_prints(kind):
    assert squares_on(page_of(kind))


@pytest.mark.parametrize("kind", DRAW)
def test_whoever_asks_gets_the_file_and_a_changed_number_stands_on_the_next(
    client, directory, kind, django_capture_on_commit_callbacks
):
    address = f"/sw/helplines/{kind}.pdf?county=zebra"
    before = client.get(address)
    assert before["Content-Type"] == "application/pdf"
    assert f"helplines-{kind}-sw.pdf" in before["Content-Disposition"]
    with django_capture_on_commit_callbacks(execute=True):
        add("Child", need="child", number="116", last_verified=date(2026, 1, 1))
    assert client.get(address).content != before.content
