"""What tests of staff lists share: lists as people bring them, and the way from the list to what is saved."""

from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook

from saccos.models import Roster
from saccos.roster import bringing, jobs
from saccos.roster.fields import Field

HEADING = "Name\tPhone\tRole"


def bring(operator, *lines, by=None, heading=HEADING):
    """Bring a pasted list of tab-separated lines; its columns stay to be confirmed."""
    text = "\n".join([heading, *lines] if heading else lines)
    return bringing.bring(operator, text, "", by, timezone.now())


def confirm(roster, otherwise=""):
    columns = {name: roster.columns[name] for name in Field.values if name in roster.columns}
    bringing.confirm(roster, columns, otherwise, roster.has_heading)
    roster.refresh_from_db()
    return roster


def check(operator, *lines, otherwise="", **fields):
    """Bring a list, confirm what was guessed, and check it whole."""
    return jobs.work(confirm(bring(operator, *lines, **fields), otherwise), 60)


def save(roster):
    assert roster.phase == Roster.Phase.READY
    jobs.ask_to_save(roster)
    roster.refresh_from_db()
    return jobs.work(roster, 60)


def undo(roster, by=None, now=None):
    """Ask for the undoing and do it; return whether it was done."""
    is_asked = jobs.ask_to_undo(roster, by, now or timezone.now())
    roster.refresh_from_db()
    jobs.work(roster, 60)
    return is_asked and roster.phase == Roster.Phase.UNDONE


def somebody(number):
    """Return a name of somebody's own, written and sounding much like everybody's else."""
    return f"Person Number{number:04o}x".translate(str.maketrans("01234567", "aeiouywh"))


def verdicts(roster):
    """Return {row number: verdict} of the people's rows."""
    return dict(roster.rows.exclude(verdict="").order_by("number").values_list("number", "verdict"))


def row(roster, number=2):
    return roster.rows.get(number=number)


def codes(roster, number=2):
    return [(problem["field"], problem["code"]) for problem in row(roster, number).problems]


def staff(operator):
    """Return (name, number, role) of everybody now on the operator's staff, by name."""
    rows = operator.staff.current().select_related("person").order_by("sort_name", "pk")
    return [(one.person.full_name, str(one.person.phone or ""), one.role) for one in rows]


def xlsx(*rows, **sheets):
    """Return a workbook of these rows; more sheets by their title."""
    book, file = Workbook(), BytesIO()
    for cells in rows:
        book.active.append(cells)
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for one in cells:
            sheet.append(one)
    book.save(file)
    return file.getvalue()
