import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.management.commands.item_analysis import Command
from courses.statistics import analyse

ROWS = [(0, 0), (1, 1), (0, 2), (1, 3)]
TABLE = "1,3\n0,0\n1,1\n0,2\n1,3\n"


def run(tmp_path, text, **options):
    path = tmp_path / "marks.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = StringIO()
    call_command("item_analysis", str(path), stdout=out, **options)
    return out.getvalue()


def run_json(tmp_path, text):
    return json.loads(run(tmp_path, text, json=True))


def refuse(tmp_path, text):
    with pytest.raises(CommandError) as raised:
        run(tmp_path, text)
    assert raised.value.returncode == 1
    return str(raised.value)


def test_the_figures_are_those_of_the_platform_unrounded(tmp_path):
    found, expected = run_json(tmp_path, TABLE), analyse(ROWS, [1, 3])
    assert found["quiz"]["skewness"] == expected.skewness
    assert found["quiz"]["alpha"] == expected.alpha
    assert [item["item"] for item in found["items"]] == [1, 2]
    assert [item["discrimination_index"] for item in found["items"]] == [44.721359549995796] * 2


def test_every_figure_is_there_and_null_where_undefined(tmp_path):
    found = run_json(tmp_path, "4\n")
    assert found["quiz"].pop("no_alpha") == "there is only one item"
    assert {name for name, value in found["quiz"].items() if value is not None} == {"n", "maximum"}
    defined = {name for name, value in found["items"][0].items() if value is not None}
    assert defined == {"item", "n", "maximum", "intended_weight"}
    assert len(found["quiz"]), len(found["items"][0]) == (14, 12)


def test_without_json_it_is_a_table_with_dashes(tmp_path):
    lines = run(tmp_path, "1,3\n1,2\n").splitlines()
    assert [line.split()[-1] for line in lines if line.startswith(("Mean", "Kurtosis"))] == ["75.00", "–"]
    assert lines[-3].split() == ["2", "1", "3.00", "66.67", "–", "75.00", "–", "–", "–"]
    assert "No internal consistency: there are fewer than two attempts." in lines
    assert lines[-1] == "Figures from fewer than 30 answers say little."


def test_thirty_answers_need_no_warning(tmp_path):
    assert "say little" in run(tmp_path, "1,3\n" + "1,2\n" * 29)
    assert "say little" not in run(tmp_path, "1,3\n" + "1,2\n" * 30)


def test_an_empty_cell_is_an_item_not_asked_and_alpha_says_why_it_is_missing(tmp_path):
    found = run_json(tmp_path, "1,1,1\n1,,0\n,1,1\n1,1, \n")
    assert [item["n"] for item in found["items"]] == [2, 2, 2]
    assert found["quiz"]["no_alpha"] == "learners were asked different questions"
    assert "No internal consistency: learners were asked different questions." in run(tmp_path, "1,1\n1,\n,1\n")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TABLE,
        "\n \t \n" + TABLE.replace("\n", "\n\n"),
        TABLE.replace("\n", "\r\n").rstrip(),
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace(",", " ,\xa0 "),
        TABLE.replace("3", ' "3" '),
        TABLE.replace(",", ";").replace("1", "1,00"),
        TABLE.replace("3", "+.3e1"),
        "\n" + TABLE.replace(",", ";"),
        TABLE + ",\n",
    ],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(tmp_path, text):
    assert run(tmp_path, text) == run(tmp_path, TABLE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty. Its first row should hold the maximum mark of each item."),
        ("\ufeff\n  \n", "The file is empty. Its first row should hold the maximum mark of each item."),
        (",,\n1,1,1\n", "Row 1: a table needs the maximum mark of at least one item."),
        ("1,,1\n", "Row 1, column 2: the item's maximum mark is missing."),
        ("Q1,Q2\n1,3\n", "Row 1, column 1: “Q1” is not a number."),
        ("1,-3\n", "Row 1, column 2: -3 is below zero."),
        ("\n1,3\n\n0,x\n", "Row 4, column 2: “x” is not a number."),
        ("1,3\n0,3\n0\n", "Row 3: 1 cells, where the first row has 2."),
        ("1,3\n0,3,\n", "Row 2: 3 cells, where the first row has 2."),
        ("1,3\n0,3\n-0.5,3\n", "Row 3, column 1: -0.5 is below zero."),
        ("1,3\n1,3.01\n", "Row 2, column 2: 3.01 is more than the item's maximum of 3."),
        ("1,3\n1,nan\n", "Row 2, column 2: “nan” is not a number."),
        ("1,3\n1,1e999\n", "Row 2, column 2: “1e999” is not a number."),
        ("1,3\n1,1_0\n", "Row 2, column 2: “1_0” is not a number."),
        (b"1,3\n\xff,1\n", "Row 2, column 1: “\ufffd” is not a number."),
        ('1,3\n"' + "1" * 200_000, "Row 2: field larger than field limit (131072)."),
    ],
)
def test_what_is_no_table_of_marks_is_refused_by_row_and_column(tmp_path, text, words):
    assert refuse(tmp_path, text) == words


def test_a_mark_of_exactly_the_maximum_or_of_zero_is_taken(tmp_path):
    assert run_json(tmp_path, "1,3\n1,3\n0,0\n")["quiz"]["n"] == 2


def test_the_largest_maxima_stay_within_the_range_of_numbers(tmp_path):
    assert "is more than" in refuse(tmp_path, "1e101\n")
    assert run_json(tmp_path, "1e100,1e-300\n1e100,1e-300\n0,1e-300\n1,0\n5,0\n")["quiz"]["mean"] == 25


@pytest.mark.parametrize(("name", "status"), [("missing.csv", 2), ("", 2), ("wrong.csv", 1)])
def test_the_exit_status_tells_a_wrong_table_from_an_unreadable_file(tmp_path, name, status):
    (tmp_path / "wrong.csv").write_text("x")
    with pytest.raises(SystemExit) as raised:
        Command(stderr=StringIO()).run_from_argv(["manage.py", "item_analysis", str(tmp_path / name)])
    assert raised.value.code == status
