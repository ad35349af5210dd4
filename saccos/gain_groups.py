"""What people learned, by the operator for which they work now."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.measuring.groupings import Grouping
from saccos.models import StaffMember


def operators_of(people: QuerySet) -> dict[int, str]:
    """Return the name of each person's current operator, by the person's id, in one query."""
    current = StaffMember.objects.current().filter(person__in=people)
    return dict(current.values_list("person_id", "operator__name"))


BY_OPERATOR = Grouping("operator", _("By operator"), operators_of, nobody=_("No operator"))
