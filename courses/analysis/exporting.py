"""One table as a file for a spreadsheet."""

from collections.abc import Mapping

from django.http import Http404

from courses import spreadsheets
from courses.analysis.tables import Table


def answer(tables: Mapping[str, Table], slug: str, kind: str, about: str):
    """Return the table as CSV or XLSX; Http404 where there is no such table or kind."""
    if slug not in tables:
        raise Http404
    return spreadsheets.answer(tables[slug].exported(), kind, f"{about}-{slug}", slug)
