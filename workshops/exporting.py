"""Workshops as a spreadsheet for reports: what each cost, who paid, how many were asked, came and completed."""

from itertools import chain

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import spreadsheets
from workshops import planning
from workshops.models import Workshop

FILE_NAME = "workshops"
_AT_ONCE = 500


def response(workshops: QuerySet[Workshop], written_as: str):
    """Return the workshops, in their order, as the answer to a request: "csv" or "xlsx"."""
    rows = _rows(planning.with_results(workshops.select_related("trainer")))
    return spreadsheets.answer(rows, written_as, FILE_NAME)


def _rows(workshops):
    """Yield the lines. What is in a language is made at once: a file is sent after the language has been put away."""
    columns = _columns(_titles(workshops))
    return chain([[label for label, _value in columns]], _values(workshops, [value for _label, value in columns]))


def _values(workshops, values):
    for workshop in workshops.iterator(_AT_ONCE):
        yield [value(workshop) for value in values]


def _titles(workshops):
    keys = workshops.order_by().values_list("course_key", flat=True).distinct()
    return {key: planning.course_title(key) for key in keys}


def _columns(titles):
    """Return each column's heading, and how to find its value on a workshop."""
    return [
        (_("Workshop"), lambda one: one.title),
        (_("Date"), lambda one: timezone.localtime(one.starts_at).strftime("%Y-%m-%d")),
        (_("Begins"), lambda one: timezone.localtime(one.starts_at).strftime("%H:%M")),
        (_("Ends"), lambda one: timezone.localtime(one.ends_at).strftime("%Y-%m-%d %H:%M")),
        (_("County"), lambda one: one.get_county_display()),
        (_("Where"), lambda one: one.place),
        (_("Course"), lambda one: titles[one.course_key]),
        (_("Trainer"), lambda one: str(one.trainer or "")),
        (_("Places"), lambda one: one.capacity),
        (_("Operators invited"), lambda one: one.operators),
        (_("Places given to operators"), lambda one: one.places_given),
        (_("On the list"), lambda one: one.on_list),
        (_("Came"), lambda one: one.came),
        (_("Completed the course"), lambda one: one.completed),
        (_("Cost (KES)"), lambda one: None if one.cost is None else float(one.cost)),
        (_("Funder"), lambda one: one.funder),
    ]
