"""The report's table as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from openpyxl import Workbook


def to_csv(rows: Iterable[list]) -> bytes:
    """Return the rows as CSV, in UTF-8 with the mark by which spreadsheets know it."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Iterable[list]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Gains")
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FORMATS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
