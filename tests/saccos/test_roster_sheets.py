"""Workbooks as offices keep them: cover sheets, hidden sheets, a sheet for each role, cells merged downwards."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from saccos.models import Roster
from saccos.roster import bringing, columns, jobs, reading, several, sheet, words
from saccos.roster.reading import Unreadable
from tests.saccos.rosters import bring as pasted
from tests.saccos.rosters import confirm, save, staff, verdicts, xlsx

PAGE = "/en/manage/pwani-shuttle/import/"
COVER = [["Pwani Shuttle Sacco"], ["Prepared by the office"]]
DRIVERS = [["Name", "Phone", "Role"], ["Njeri Kamau", "0712345678", "driver"]]
CLERKS = [["Jina", "Simu"], ["Asha Juma", "0722345678"], ["Musa Ali", "0722345679"]]


def book(hidden=(), merged=(), **sheets):
    """Return a workbook of these sheets, some of them hidden, with cells merged on the last."""
    made, file = Workbook(), BytesIO()
    made.remove(made.active)
    for title, rows in sheets.items():
        tab = made.create_sheet(title)
        tab.sheet_state = "hidden" if title in hidden else "visible"
        for cells in rows:
            tab.append(cells)
    for cells in merged:
        tab.merge_cells(cells)
    made.save(file)
    return file.getvalue()


def bring(operator, data, by=None):
    return bringing.bring(operator, data, "staff.xlsx", by, timezone.now())


def listed(roster):
    return list(roster.rows.order_by("number").values_list("cells", flat=True))


def test_the_sheet_with_headings_is_the_list_and_not_the_cover_before_it(pwani):
    roster = bring(pwani, book(Cover=COVER, Staff=DRIVERS))
    assert (listed(roster), roster.source) == (DRIVERS, "staff.xlsx · Staff")
    found = several.beside(roster)
    assert (found.title, found.lists, found.left) == ("Staff", [], ["Cover"])


def test_a_hidden_sheet_is_not_read(pwani):
    roster = bring(pwani, book(("Lookup",), Lookup=[*CLERKS, ["Ali Omar", "0722345670"]], Staff=DRIVERS))
    assert (listed(roster), roster.source) == (DRIVERS, "staff.xlsx")
    assert (several.beside(roster), Roster.objects.count()) == (None, 1)


def test_where_only_hidden_sheets_hold_anything_it_is_said(pwani):
    with pytest.raises(Unreadable) as refused:
        bring(pwani, book(("Lookup",), Lookup=DRIVERS, Empty=[]))
    assert refused.value.code == "only_hidden"
    assert words.UNREADABLE["only_hidden"]


def test_a_workbook_of_empty_sheets_is_empty():
    with pytest.raises(Unreadable) as refused:
        reading.read_file(book(("Two",), One=[], Two=[]))
    assert refused.value.code == "empty"


def test_each_sheet_with_people_is_a_list_of_its_own(pwani):
    roster = bring(pwani, book(Clerks=CLERKS, Drivers=DRIVERS))
    ((title, other),) = several.beside(roster).lists
    assert (roster.source, title, other.source, other.total) == (
        *("staff.xlsx · Drivers", "Clerks", "staff.xlsx · Clerks"),
        2,
    )
    assert [found.pk for _title, found in several.beside(other).lists] == [roster.pk]
    save(jobs.work(confirm(roster), 60))
    save(jobs.work(confirm(other, "clerk"), 60))
    assert [name for name, *_rest in staff(pwani)] == ["Asha Juma", "Musa Ali", "Njeri Kamau"]
    assert several.beside(other).title == "Clerks"


def test_the_same_workbook_twice_makes_no_list_twice(pwani):
    data = book(Clerks=CLERKS, Drivers=DRIVERS)
    first = bring(pwani, data)
    assert bring(pwani, data) == first
    save(jobs.work(confirm(first), 60))
    assert bring(pwani, data) != first
    assert sorted(Roster.objects.values_list("source", flat=True)) == [
        *("staff.xlsx · Clerks", "staff.xlsx · Drivers", "staff.xlsx · Drivers")
    ]


@pytest.mark.parametrize(("sheets", "lists"), [(10, 10), (11, 10)])
def test_ten_sheets_become_lists_and_the_rest_are_named(pwani, sheets, lists):
    roster = bring(pwani, book(**{f"S{n}": DRIVERS for n in range(sheets)}))
    assert Roster.objects.count() == lists
    assert several.beside(roster).left == [f"S{n}" for n in range(lists, sheets)]


def test_sheets_after_too_many_rows_are_not_read_but_named(pwani, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    roster = bring(pwani, book(Clerks=CLERKS, Drivers=DRIVERS))
    assert (roster.total, several.beside(roster).left) == (2, ["Drivers"])


def test_a_list_that_was_thrown_away_is_named_no_more(pwani):
    roster = bring(pwani, book(Clerks=CLERKS, Drivers=DRIVERS))
    ((_title, other),) = several.beside(roster).lists
    bringing.drop(other)
    assert several.beside(roster).lists == []


def test_a_long_file_name_keeps_its_sheet(pwani):
    data = book(Clerks=CLERKS, Drivers=DRIVERS)
    roster = bringing.bring(pwani, data, "x" * 200, None, timezone.now())
    assert (len(roster.source), roster.source[-10:]) == (120, " · Drivers")


def test_the_page_says_which_sheet_it_is_and_leads_to_the_others(as_baraka, pwani):
    data = book(Cover=COVER, Clerks=CLERKS, Drivers=DRIVERS)
    page = as_baraka.post(PAGE, {"file": SimpleUploadedFile("staff.xlsx", data)}, follow=True).content.decode()
    other = pwani.rosters.get(source__endswith="Clerks")
    assert "This list is the sheet “Drivers”" in page
    assert f'href="{PAGE}{other.token}/">Clerks</a>' in page
    assert "Left out: Cover." in page
    assert "This list is the sheet “Clerks”" in as_baraka.get(f"{PAGE}{other.token}/").content.decode()


def test_a_role_that_is_one_cell_over_several_rows_is_the_role_of_each(pwani):
    rows = [
        ["Role", "Name", "Phone"],
        ["driver", "Njeri Kamau", "0712345678"],
        [None, "Musa Ali", "0712345679"],
        ["clerk", "Asha Juma"],
    ]
    roster = bring(pwani, book(merged=("A2:A3",), Staff=rows))
    assert [cells[0] for cells in listed(roster)] == ["Role", "driver", "driver", "clerk"]


def test_a_role_of_a_row_outside_the_merged_cell_stays_empty(pwani):
    rows = [*DRIVERS, ["Musa Ali", "0712345679"], ["Asha Juma", "0712345670"]]
    roster = bring(pwani, book(merged=("C2:C3",), Staff=rows))
    assert [cells[2:] for cells in listed(roster)] == [["Role"], ["driver"], ["driver"], []]


def test_a_name_beside_two_numbers_is_not_two_people(pwani):
    rows = [*DRIVERS, [None, "0712345679", "driver"]]
    roster = bring(pwani, book(merged=("A2:A3",), Staff=rows))
    assert listed(roster)[2][0] == ""


def test_a_heading_over_two_rows_fills_nothing():
    rows = [(1, ["Name", "Role"]), (2, ["Njeri Kamau", ""]), (3, ["Musa Ali", "driver"])]
    guess = columns.guess(rows)
    assert guess.filled_down([(1, 2, 1)]).rows == rows


def test_what_a_list_knows_of_its_sheets_is_kept_when_its_columns_are_confirmed(pwani):
    roster = confirm(bring(pwani, book(Clerks=CLERKS, Drivers=DRIVERS)))
    assert roster.columns[sheet.SHEETS]["lists"] == ["Drivers", "Clerks"]


def test_a_workbook_of_one_sheet_is_called_as_before(pwani):
    assert bring(pwani, xlsx(*DRIVERS)).source == "staff.xlsx"


ABOVE = ["Njeri Kamau\t0712345678\tdriver", "Musa Ali\t0712345679", "Asha Juma\t0722345678\tclerk", "Ali Omar\t\t"]


def test_where_a_pasted_list_says_a_role_once_the_rows_under_it_may_have_it_too(as_baraka, pwani):
    roster = pasted(pwani, "Zuhura Mlewa\t0722345670\t", *ABOVE)
    said = {"do": "columns", "has_heading": "on", "otherwise": "above", "column-0": "name", "column-1": "phone"}
    as_baraka.post(f"{PAGE}{roster.token}/", said | {"column-2": "role"}, follow=True)
    roster.refresh_from_db()
    assert verdicts(roster) == {2: "wrong", 3: "new", 4: "new", 5: "new", 6: "new"}
    assert [role for *_rest, role in staff(save(roster).operator)] == ["clerk", "clerk", "driver", "driver"]


def test_without_a_column_of_roles_there_is_none_above(as_baraka, pwani):
    roster = pasted(pwani, *ABOVE)
    said = {"do": "columns", "has_heading": "on", "otherwise": "above", "column-0": "name"}
    page = as_baraka.post(f"{PAGE}{roster.token}/", said, follow=True).content.decode()
    assert "No column holds the roles" in page
    roster.refresh_from_db()
    assert roster.phase == Roster.Phase.COLUMNS
