"""CSV and Excel: columns, words for yes and no, formulas, damaged and hostile files."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from courses.exchange import tables
from courses.exchange.checking import check
from courses.exchange.remarks import UnreadableFile
from places import cells

HEAD = ["key", "topic", "kind", "critical", "text_en", "text_sw"]
HEAD += [f"option{number}_{part}" for number in (1, 2) for part in ("en", "sw", "right", "why_en", "why_sw")]
ROW = ["k", "flags", "single", "yes", "Who?", "Nani?", "A", "A", "yes", "Why.", "Sababu.", "B", "B", "no", "", ""]


def line(cells, separator=","):
    return separator.join(f'"{cell}"' for cell in cells) + "\n"


def csv_of(*rows, head=HEAD, separator=","):
    return separator.join(head) + "\n" + "".join(line(row, separator) for row in rows)


def changed(**cells):
    return [cells.get(name, cell) for name, cell in zip(HEAD, ROW, strict=True)]


def codes(question):
    check(question)
    return [remark.code for remark in question.problems]


def book(*rows):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_row_is_read_whatever_the_separator(separator):
    ((question,), notes) = tables.parse_csv(csv_of(ROW, separator=separator))
    assert (question.id_number, question.topic, question.kind, question.is_critical) == ("k", "flags", "single", True)
    assert question.text == {"en": "Who?", "sw": "Nani?"}
    assert [(answer.text["sw"], answer.weight) for answer in question.answers] == [("A", 100), ("B", 0)]
    assert not notes


def test_lines_are_counted_over_cells_of_several_lines():
    questions, _ = tables.parse_csv(csv_of(changed(text_en="One\ntwo"), [""] * 16, changed(key="m")))
    assert [question.line for question in questions] == [2, 5]


@pytest.mark.parametrize(("word", "weight"), [("Yes", 100), ("ndio", 100), ("TRUE", 100), ("1", 100), ("la", 0)])
def test_yes_is_said_in_many_ways(word, weight):
    ((question,), _) = tables.parse_csv(csv_of(changed(option1_right=word)))
    assert question.answers[0].weight == weight


def test_neither_yes_nor_no_is_refused_with_its_column():
    ((question,), _) = tables.parse_csv(csv_of(changed(option1_right="maybe")))
    assert "option1_right" in str(question.problems[0])
    assert "not_yes_or_no" in codes(question)


def test_a_row_without_a_kind_is_single_or_multiple_by_its_right_options():
    one, several = tables.parse_csv(csv_of(changed(kind=""), changed(kind="", option2_right="yes")))[0]
    assert (one.kind, several.kind) == ("single", "multiple")
    assert [answer.weight for answer in several.answers] == [50, 50]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "'=x", "''@", "＝1", "'"])
def test_what_looks_like_a_formula_is_disarmed_and_rearmed(text):
    assert cells.rearm(cells.disarm(text)) == text
    assert cells.disarm(text)[0] not in "=+-@＝"


def test_an_ordinary_apostrophe_is_left_alone():
    assert cells.disarm("'tis") == cells.rearm("'tis") == "'tis"


def test_a_formula_in_a_csv_file_is_only_text_and_said_to_be():
    ((question,), _) = tables.parse_csv(csv_of(changed(text_en="=HYPERLINK(1)")))
    assert question.text["en"] == "=HYPERLINK(1)"
    assert "formula_kept_as_text" in [note.code for note in question.notes]


def test_a_script_in_a_cell_is_only_text_and_said_to_be():
    ((question,), _) = tables.parse_csv(csv_of(changed(text_en="<script>alert(1)</script>")))
    assert "markup_kept_as_text" in [note.code for note in question.notes]


def test_a_formula_in_a_workbook_is_refused_with_its_column():
    ((question,), _) = tables.parse_xlsx(book(HEAD, changed(text_en="=1+1")))
    assert codes(question) == ["formula_in_cell"]
    assert "text_en" in str(question.problems[0])


def test_numbers_and_booleans_of_a_workbook_are_read_as_text():
    ((question,), _) = tables.parse_xlsx(book(HEAD, changed(option1_en=999, option1_right=True, option2_en=2.0)))
    assert [(answer.text["en"], answer.weight) for answer in question.answers] == [("999", 100), ("2", 0)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "no_header"),
        ("text_en,key\nWho?,k\n", "no_header"),
        ("text_en,option1_en,Text_EN\n", "column_twice"),
        ('text_en,option1_en\n"open,', "table_broken"),
        (" \n", "empty"),
    ],
)
def test_a_table_that_is_none_is_refused(text, code):
    with pytest.raises(UnreadableFile) as caught:
        tables.parse_csv(text)
    assert caught.value.remark.code == code


def test_an_unknown_column_is_left_out_aloud_and_a_cell_beyond_the_columns_refused():
    ((question,), notes) = tables.parse_csv("text_en,option1_en,colour\nWho?,A,red,beyond\n")
    assert [note.code for note in notes] == ["column_unknown"]
    assert "row_too_long" in codes(question)


def zipped(parts, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no zip", "not_xlsx"),
        (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (zipped({"a.txt": "a"}), "not_xlsx"),
        (zipped({"xl/workbook.xml": "<x"}), "not_xlsx"),
        (zipped({"xl/workbook.xml": b"0" * 9_000_000}), "zip_bomb"),
        (zipped({f"{number}": "" for number in range(1001)}), "zip_bomb"),
    ],
)
def test_a_workbook_that_is_none_or_a_bomb_is_refused(data, code):
    with pytest.raises(UnreadableFile) as caught:
        tables.parse_xlsx(data)
    assert caught.value.remark.code == code


def test_a_damaged_sheet_or_one_with_entities_is_refused():
    good = book(HEAD, ROW)
    for damage, code in [(b"<worksheet", "not_xlsx"), (b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>", "xml_forbidden")]:
        source = zipfile.ZipFile(io.BytesIO(good))
        parts = {name: source.read(name) for name in source.namelist()} | {"xl/worksheets/sheet1.xml": damage}
        with pytest.raises(UnreadableFile) as caught:
            tables.parse_xlsx(zipped(parts))
        assert caught.value.remark.code == code


def test_a_sheet_that_goes_on_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr(tables, "MAX_QUESTIONS", 2)
    with pytest.raises(UnreadableFile) as caught:
        tables.parse_csv(csv_of(*[ROW] * 4))
    assert caught.value.remark.code == "too_many"
    assert len(tables.parse_csv(csv_of(*[ROW] * 2))[0]) == 2
