"""What people bring as a list: every habit is read, and what is no list is refused with a clear word."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from saccos.operators import reading as operators_reading
from saccos.roster import columns, dates, fields, reading, words
from saccos.roster.reading import Unreadable
from tests.saccos.rosters import xlsx

ROWS = [(1, ["Name", "Phone"]), (2, ["Njeri Kamau", "0712345678"])]


def cells(rows):
    return [found for _number, found in rows]


def rows_of(data):
    """Return the rows of a file's first sheet."""
    return reading.read_file(data)[0].rows


@pytest.mark.parametrize(
    "data",
    [
        b"Name,Phone\r\nNjeri Kamau,0712345678\r\n",
        b"Name;Phone\nNjeri Kamau;0712345678",
        b"sep=;\nName;Phone\nNjeri Kamau;0712345678",
        b"Name\tPhone\nNjeri Kamau\t0712345678\n\n",
        "\ufeffName,Phone\nNjeri Kamau,0712345678".encode(),
        "Name,Phone\nNjeri Kamau,0712345678".encode("utf-16"),
        b'"Name","Phone"\n"Njeri  Kamau ","\'0712345678"',
    ],
)
def test_a_csv_in_any_habit_is_one_list(data):
    rows = rows_of(data)
    assert cells(rows)[0] == ["Name", "Phone"]
    assert [cell.lstrip("'") for cell in cells(rows)[1]] == ["Njeri Kamau", "0712345678"]


def test_windows_1252_keeps_its_letters():
    assert cells(rows_of("Name,Phone\nJosé Müller,0712345678".encode("cp1252")))[1][0] == "José Müller"


def test_blank_rows_go_and_the_others_keep_their_number():
    assert [number for number, _cells in reading.read_paste("Name\tPhone\n\n\nNjeri\t07")] == [1, 4]


def test_a_comma_within_names_does_not_split_a_list_of_semicolons():
    assert (
        cells(reading.read_paste("Kamau, Njeri;0712345678;driver\nAli, Musa;0712345679;driver"))[0][0] == "Kamau, Njeri"
    )


def test_excel_s_numbers_and_days_are_read_as_they_were_meant():
    data = xlsx(["Name", "Phone", "Since"], ["Njeri", 712345678.0, datetime(2020, 2, 3)], ["Musa", 254712345678, None])
    assert cells(rows_of(data))[1:] == [["Njeri", "712345678", "2020-02-03"], ["Musa", "254712345678"]]


def test_the_first_sheet_with_anything_in_it_is_read():
    assert cells(rows_of(xlsx(Crew=[["Name", "Phone"]]))) == [["Name", "Phone"]]


def test_a_formula_without_its_result_stays_a_formula():
    assert cells(rows_of(xlsx(["Name"], ["=A1&B1"])))[1] == ["=A1&B1"]


def test_merged_cells_hold_their_text_once():
    book, file = (
        load_workbook(BytesIO(xlsx(["Crew", None], ["Name", "Phone"], ["Njeri Kamau", "0712345678"]))),
        BytesIO(),
    )
    book.active.merge_cells("A1:B1")
    book.save(file)
    assert cells(rows_of(file.getvalue()))[0] == ["Crew"]


def test_forty_columns_are_read():
    row = [f"c{n}" for n in range(40)]
    assert len(cells(rows_of(xlsx(row)))[0]) == 40


def zipped(**parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xff\xd8\xff\xe0....", "picture"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"{\\rtf1 Name", "word"),
        (b"<html><table><tr>", "web_page"),
        (zipped(word__document_xml="x"), "word"),
        (zipped(content_xml="x"), "open_document"),
        (zipped(other="x"), "not_xlsx"),
        (b"PK\x03\x04 broken", "not_xlsx"),
        (zipped(xl__workbook_xml=b"\0" * 60_000_000), "zip_bomb"),
        (b"\x00\x01\x02\x03\x00binary", "binary"),
        (b"x" * (10 * 1024 * 1024 + 1), "too_big"),
        (b"1. Njeri Kamau 0712 345 678 driver\n2. Musa Ali 0712 345 679 driver\n", "one_column"),
        (b'Name,Phone\n"Njeri,07\nMusa,07\nAsha,07\nAli,07\n', "quote"),
    ],
)
def test_what_is_no_list_is_refused_with_a_clear_word(data, code):
    with pytest.raises(Unreadable) as refused:
        rows_of(data)
    assert refused.value.code == code
    assert words.UNREADABLE[code] % refused.value.facts


@pytest.mark.parametrize(("number", "is_read"), [(20_000, True), (20_002, False)])
def test_twenty_thousand_rows_are_the_most(number, is_read):
    text = "n\tp\n" * number
    if is_read:
        assert len(reading.read_paste(text)) == number
    else:
        with pytest.raises(Unreadable, match="too_many"):
            reading.read_paste(text)


# Columns


def guess(*rows):
    return columns.guess([(number, list(row)) for number, row in enumerate(rows, start=1)])


def test_headings_are_known_in_both_languages():
    for heading in (["Full Name", "Tel. No", "Designation"], ["Majina Kamili", "Namba ya simu", "Kazi"]):
        found = guess(heading, ["Njeri Kamau", "0712345678", "driver"])
        assert (found.columns, found.has_heading) == ({"name": [0], "phone": [1], "role": [2]}, True)


def test_without_a_heading_the_content_tells():
    found = guess(
        ["1", "Njeri Kamau", "dereva", "712345678", "3/2/2020"], ["2", "Musa Ali", "karani", "712345679", "2019"]
    )
    assert found.columns == {"name": [1], "phone": [3], "role": [2], "since": [4]}
    assert not found.has_heading


def test_titles_above_the_heading_go():
    found = guess(["STAFF LIST 2026"], ["Pwani", "Shuttle"], ["Name", "Phone"], ["Njeri Kamau", "0712345678"])
    assert [number for number, _cells in found.rows] == [3, 4]


def test_of_two_heading_rows_under_merged_cells_the_second_counts():
    found = guess(
        ["Name", "Contacts"], ["First name", "Surname", "Phone", "Email"], ["Njeri", "Kamau", "0712345678", ""]
    )
    assert (found.columns["name"], found.columns["phone"]) == ([0, 1], [2])


@pytest.mark.parametrize(
    "heading", ["ID No.", "Nambari ya kitambulisho", "D.O.B", "Date of Birth", "Jinsia", "KRA PIN"]
)
def test_what_the_platform_need_not_know_is_never_kept(heading):
    if heading == "D.O.B":
        heading = "DOB"
    found = guess(["Name", heading], ["Njeri Kamau", "secret"])
    assert (found.not_kept, found.rows[1][1][1:]) == ([heading], [""])


def test_identity_numbers_without_a_heading_are_not_kept_either():
    found = guess(["Njeri Kamau", "23456789", "0712345678"], ["Musa Ali", "3456789", "0712345679"])
    assert found.not_kept == ["B"]
    assert "23456789" not in str(found.rows)


def test_a_staff_id_is_a_staff_number():
    assert guess(["Name", "Staff ID"], ["Njeri Kamau", "12345678"]).columns["staff_number"] == [1]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-02-03", date(2020, 2, 3)),
        ("3/2/2020", date(2020, 2, 3)),
        ("3.2.20", date(2020, 2, 3)),
        ("03-02-2020", date(2020, 2, 3)),
        ("3 Feb 2020", date(2020, 2, 3)),
        ("3rd February, 2020", date(2020, 2, 3)),
        ("3 Februari 2020", date(2020, 2, 3)),
        ("Agosti 2019", date(2019, 8, 1)),
        ("2/2020", date(2020, 2, 1)),
        ("2019", date(2019, 1, 1)),
        ("43864", date(2020, 2, 3)),
    ],
)
def test_dates_are_read_the_day_first(text, day):
    assert dates.read(text) == day


@pytest.mark.parametrize("text", ["31/2/2020", "12/31/2020", "soon", "123", "0712345678"])
def test_what_is_no_date_is_none(text):
    with pytest.raises(ValueError, match=r".+"):
        dates.read(text)


@pytest.mark.parametrize(
    "data", [b"BMW Sacco,0712345678\nJuma,1", b"RIFFAT Ali,0712\nJuma,1", b"GIF8,a\nb,1", b"1234ftyp,2\nb,1"]
)
def test_a_list_that_begins_like_a_picture_is_a_list(data):
    assert len(rows_of(data)) == 2
    assert len(operators_reading.read(data)[0]) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"BM\x46\x05\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"GIF89a\x01\0\x01\0",
        b"\0\0\0\x20ftypisom",
        b"II*\0\x08\0\0\0",
    ],
)
def test_a_picture_is_known_by_its_head(data):
    with pytest.raises(Unreadable) as refused:
        rows_of(data)
    assert refused.value.code == "picture"
    with pytest.raises(operators_reading.Unreadable, match="picture"):
        operators_reading.read(data)


@pytest.mark.parametrize(
    ("headings", "is_kiswahili"),
    [
        (["Jina", "Simu", "Kazi"], True),
        (["Name", "Phone", "Role"], False),
        (["Jina", "Phone"], False),
        (["Jina", "Simu", "Role"], True),
        ([], False),
    ],
)
def test_a_list_is_in_the_language_of_most_headings(headings, is_kiswahili):
    assert fields.is_in_kiswahili(headings) == is_kiswahili
