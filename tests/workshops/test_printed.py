"""What is printed for a workshop: the attendance list, and the big QR."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp

from tests import make
from workshops import attendance_sheet, attending, planning, qr_page

pytestmark = pytest.mark.django_db


def pages_of(data):
    return list(pypdfium2.PdfDocument(BytesIO(data)))


def text_of(page):
    return " ".join(page.get_textpage().get_text_bounded().split())


def listed(workshop):
    return list(planning.as_listed(workshop.participants.all()))


def test_the_square_is_read_at_arm_s_length_and_from_the_back_of_the_hall(workshop, settings):
    settings.BASE_URL = "https://salama.example.org"
    (page,) = pages_of(qr_page.draw(workshop))
    for scale in (0.3, 2):
        (found,) = zxingcpp.read_barcodes(page.render(scale=scale).to_pil())
        assert found.text == f"https://salama.example.org/w/{workshop.token}/"


def test_the_square_takes_most_of_the_width():
    assert qr_page.QR_SIDE > 0.8 * qr_page.WIDTH


def test_the_page_speaks_both_languages(workshop):
    (page,) = pages_of(qr_page.draw(workshop))
    text = text_of(page)
    assert "Likoni stage" in text
    assert "/en/workshop/" in text
    assert "/sw/workshop/" in text


def test_the_list_has_a_row_for_each_place_and_the_expected_by_name(workshop, pwani):
    person = make.make_user("+254711222333", "Wanjikũ Mũthoni", role="driver")
    attending.expect(workshop, [(person, pwani)])
    first, second = pages_of(attendance_sheet.draw(workshop, listed(workshop)))
    text = text_of(first)
    for said in ("Likoni stage", "Likoni Hall, Mombasa", "Wanjikũ Mũthoni", "Pwani Shuttle Sacco", "Driver", "1 / 2"):
        assert said in text
    assert "30" in text_of(second)


def test_of_a_phone_the_list_shows_three_digits(workshop, pwani):
    attending.expect(workshop, [(make.make_user("+254711222333"), pwani)])
    (line, *_rest) = attendance_sheet.lines(workshop, listed(workshop))
    assert line.phone == "… 333"


def test_numbers_that_nobody_has_are_empty_rows(workshop, pwani):
    attending.expect(workshop, [(make.make_user(full_name="Far Behind"), pwani)])
    workshop.participants.update(number=5)
    rows = attendance_sheet.lines(workshop, listed(workshop))
    assert [(row.number, row.name) for row in rows if row.name] == [(5, "Far Behind")]
    assert [row.number for row in rows] == list(range(1, 43))


@pytest.mark.parametrize(("capacity", "pages"), [(21, 1), (22, 2)])
def test_twenty_one_rows_fill_a_page(workshop, capacity, pages):
    workshop.capacity = capacity
    assert len(pages_of(attendance_sheet.draw(workshop, []))) == pages
    assert len(attendance_sheet.lines(workshop, [])) == 21 * pages


@pytest.mark.parametrize(("last", "rows"), [(13, 21), (14, 42), (21, 42)])
def test_a_full_list_has_eight_empty_rows_for_who_comes_besides(workshop, pwani, last, rows):
    workshop.capacity = 10
    attending.expect(workshop, [(make.make_user(), pwani)])
    workshop.participants.update(number=last)
    assert len(attendance_sheet.lines(workshop, listed(workshop))) == rows
