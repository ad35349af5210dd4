from io import BytesIO

import pytest
from django.http import Http404
from django.utils.translation import gettext, override
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


def test_a_workbook_holds_a_text_as_it_is_but_for_one_that_comes_back():
    for layout, cell in ((spreadsheets.PLAIN, "=1+1"), (spreadsheets.Layout(comes_back=True), "'=1+1")):
        sheet = load_workbook(BytesIO(spreadsheets.to_xlsx([["=1+1"]], "Sheet", layout))).active
        assert (sheet["A1"].value, sheet["A1"].data_type) == (cell, "s")


def test_what_is_typed_below_a_column_of_texts_keeps_its_zeros_and_the_first_columns_stand_still():
    layout = spreadsheets.Layout(widths=(9, 9), still=2, texts=(0,))
    sheet = load_workbook(BytesIO(spreadsheets.to_xlsx([["Phone", "Day"], ["0712", "x"]], "Sheet", layout))).active
    assert [sheet[cell].number_format for cell in ("A2", "B2")] == ["@", "General"]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.freeze_panes == "C2"


def rows_in_words():
    yield [gettext("Name")]
    yield [gettext("Name")]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", spreadsheets.KINDS)
def test_a_file_is_in_the_language_of_who_asked_though_it_is_written_later(kind):
    with override("sw"):
        answer = spreadsheets.answer(rows_in_words(), kind, "names", "Jina")
    with override("en"):
        data = b"".join(answer.streaming_content)
    if kind == "csv":
        assert data.decode() == "\ufeffJina\r\nJina\r\n"
    else:
        assert list(load_workbook(BytesIO(data)).active.values) == [("Jina",), ("Jina",)]
    assert answer["Content-Disposition"] == f'attachment; filename="names.{kind}"'


def test_another_kind_of_file_is_not_there():
    with pytest.raises(Http404):
        spreadsheets.answer([], "exe", "names")


def test_csv_is_written_row_by_row():
    def rows():
        yield ["first"]
        pytest.fail("the second row was asked for")

    lines = spreadsheets.to_csv(rows())
    assert [next(lines), next(lines)] == ["\ufeff", "first\r\n"]
