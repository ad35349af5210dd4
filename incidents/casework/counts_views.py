"""The report "Reports of offences" in Wagtail's admin: how many came, by county and month."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from incidents.casework import counting
from places import hiding

MAY_READ = "incidents.view_receivedcount"


@permission_required(MAY_READ)
@require_safe
def counts(request):
    columns, rows = _table()
    context = {
        "columns": columns,
        "rows": rows,
        "fewest": hiding.FEWEST,
        "header_title": _("Reports of offences"),
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Reports of offences")},
        ],
    }
    return render(request, "incidents/cases/admin_counts.html", context)


@permission_required(MAY_READ)
@require_safe
def counts_csv(request):
    columns, rows = _table()
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reports.csv"'
    # The mark by which a spreadsheet knows UTF-8.
    answer.write("\ufeff")
    csv.writer(answer).writerows([columns, *rows])
    return answer


def _table():
    found = counting.counts_of(timezone.localdate())
    columns = [_("County"), *(format_date(month, "M Y") for month in found.months), _("All")]
    rows = [
        [name, *(_("hidden") if number is None else number for number in numbers)] for name, numbers in found.rows()
    ]
    return columns, rows
