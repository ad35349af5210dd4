"""The report "Checks of certificates": how many, by month, result, course and the holders' county."""

from collections import Counter
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.shortcuts import render
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from certificates import lookup, numbering
from certificates.models import Certificate, CheckCount
from courses.analysis import exporting, tables
from places import hiding
from places.counties import County

MAY_READ = "certificates.view_checkcount"
MONTHS = 12
_OF_CERTIFICATES = tuple(Certificate.State)
_OF_ALL = (*_OF_CERTIFICATES, lookup.NOT_FOUND, lookup.TOO_MANY)
_HEADINGS = {
    Certificate.State.VALID: gettext_lazy("Valid"),
    Certificate.State.EXPIRED: gettext_lazy("Expired"),
    Certificate.State.REVOKED: gettext_lazy("Revoked"),
    Certificate.State.REPLACED: gettext_lazy("Replaced"),
    lookup.NOT_FOUND: gettext_lazy("Not found"),
    lookup.TOO_MANY: gettext_lazy("Told to wait"),
}


def tables_of(today: date) -> dict[str, tables.Table]:
    """Return the counts of the last twelve months, this one included, as one table for each breakdown.

    In each column, a figure under five is hidden, and where that could be had by subtraction, the next smallest too.
    """
    first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
    counts = CheckCount.objects.filter(day__gte=first).annotate(month=TruncMonth("day"))
    rows = list(counts.values_list("month", "course", "county", "result").annotate(Sum("checks")).order_by("month"))
    titles = numbering.courses()
    found = (
        _table("month", _("Month"), _OF_ALL, [(row[0], *row[3:]) for row in rows], _month),
        _table("course", _("Course"), _OF_CERTIFICATES, [(row[1], *row[3:]) for row in rows], titles.get),
        _table("county", _("County"), _OF_CERTIFICATES, [(row[2], *row[3:]) for row in rows], _county),
    )
    return {table.slug: table for table in found}


def _table(slug, heading, results, counted, name_of):
    """Return one breakdown; `counted` are groups with result and number, and `name_of` gives a group's name."""
    cells = Counter()
    for group, result, checks in counted:
        if result in results:
            cells[group, result] += checks
    groups = sorted({group for group, _result in cells})
    columns = [_column({group: cells[group, result] for group in groups}) for result in results]
    rows = [tables.Row([_name(name_of(group)), *(column[group] for column in columns)]) for group in groups]
    return tables.Table(slug, heading, [heading, *(str(_HEADINGS[result]) for result in results)], rows)


def _column(numbers):
    hidden = hiding.hidden_of({group: number for group, number in numbers.items() if number})
    return {group: tables.count(number, group not in hidden) for group, number in numbers.items()}


def _name(name):
    """Return a group's name, or a course's title in the active language."""
    if isinstance(name, dict):
        return name["sw" if get_language() == "sw" else "en"]
    return name or _("not known")


def _month(first):
    return format_date(first, "F Y")


def _county(code):
    return County(code).label if code else None


@permission_required(MAY_READ)
@require_safe
def checks(request):
    context = {
        "tables": tables_of(timezone.localdate()).values(),
        "header_title": _("Checks of certificates"),
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Checks of certificates")},
        ],
    }
    return render(request, "certificates/admin_checks.html", context)


@permission_required(MAY_READ)
@require_safe
def checks_table(request, table, kind):
    return exporting.answer(tables_of(timezone.localdate()), table, kind, "checks")


class ChecksMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MAY_READ)


@hooks.register("register_admin_urls")
def checks_urls():
    return [
        path("reports/checks/", checks, name="certificate_checks"),
        path("reports/checks/<slug:table>.<slug:kind>", checks_table, name="certificate_checks_table"),
    ]


@hooks.register("register_reports_menu_item")
def checks_menu_item():
    return ChecksMenuItem(
        gettext_lazy("Checks of certificates"),
        reverse_lazy("certificate_checks"),
        name="checks",
        icon_name="view",
        order=130,
    )
