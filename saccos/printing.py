"""Which certificates a manager prints: those that the operator's current staff hold now."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from certificates.models import Certificate
from saccos.models import Operator


def certificates_of(operator: Operator, now: datetime) -> QuerySet[Certificate]:
    """Return the valid certificates of the current staff, by name; of a course renewed early, only the newer one."""
    valid = Certificate.objects.valid(now)
    staff = operator.staff.current().values("person")
    renewed = valid.filter(renews=OuterRef("pk"))
    return valid.filter(~Exists(renewed), learner__in=staff).order_by("holder_name", "course_title_en", "code")
