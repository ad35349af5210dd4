from io import BytesIO

import pytest
from openpyxl import load_workbook

from courses import plain_text, spreadsheets

BAD = "Bad\x0btext \x08here\0\ud800\uffff"


def test_characters_that_nobody_sees_are_dropped_and_a_soft_line_break_is_a_space():
    assert plain_text.clean(BAD) == "Bad text here"
    assert plain_text.clean("one\ttwo\r\nthree ñ 😀") == "one\ttwo\r\nthree ñ 😀"


def test_both_formats_hold_the_same_clean_cells():
    rows = [[BAD, 1, 2.5, None], ["=1+1", "\x08=1", "", "a,b"]]
    assert "".join(spreadsheets.to_csv(rows)) == "\ufeffBad text here,1,2.5,\r\n'=1+1,'=1,,\"a,b\"\r\n"
    sheet = load_workbook(BytesIO(spreadsheets.to_xlsx(rows, "Sheet"))).active
    assert next(sheet.iter_rows(values_only=True)) == ("Bad text here", 1, 2.5, None)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_csv_is_written_row_by_row():
    def rows():
        yield ["first"]
        pytest.fail("the second row was asked for")

    lines = spreadsheets.to_csv(rows())
    assert [next(lines), next(lines)] == ["\ufeff", "first\r\n"]
