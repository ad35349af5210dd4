"""Pages of a staff list by name, as fast at page 400 as at page 1: keys are paged in the index, then fifty are read."""

from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from saccos import reports
from saccos.models import StaffMember

BY_NAME = ("sort_name", "pk")
A_PAGE = 50


class _Counted(Paginator):
    """A paginator that was told how many there are."""

    def __init__(self, rows, a_page, count):
        super().__init__(rows, a_page)
        self._known = count

    @property
    def count(self):
        return self._known


def page(staff: QuerySet[StaffMember], count: int, number, now: datetime) -> Page:
    """Return that page (as typed; the nearest there is) of the staff, of whom there are `count`, each `with_state`."""
    found = _Counted(staff.order_by(*BY_NAME).values_list("pk", flat=True), A_PAGE, count).get_page(number)
    keys = list(found.object_list)
    found.object_list = list(reports.with_state(StaffMember.objects.filter(pk__in=keys), now).order_by(*BY_NAME))
    return found
