"""What about the operators needs an eye today, for the admin's front panel."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from courses.attention import Line
from saccos.models import Operator
from saccos.programme import stepping
from saccos.programme.access import may_look


def lines(user) -> Iterator[Line]:
    """Yield the reminders due and the operators that stand still, in one query; a count may be zero."""
    if not may_look(user):
        return
    counts = stepping.step_counts(Operator.objects.standing(), timezone.now())
    overdue, due = counts[stepping.Need.OVERDUE], counts[stepping.Need.DUE]
    without = counts[stepping.Need.NO_STEP] + counts[stepping.Need.NO_DATE]
    yield _line(
        overdue,
        ngettext("next step with an operator is overdue", "next steps with operators are overdue", overdue),
        stepping.Need.OVERDUE,
    )
    yield _line(
        due,
        ngettext(
            "next step with an operator is due within 14 days", "next steps with operators are due within 14 days", due
        ),
        stepping.Need.DUE,
    )
    yield _line(
        without,
        ngettext("operator has no next step with a date", "operators have no next step with a date", without),
        stepping.Need.NO_STEP if counts[stepping.Need.NO_STEP] else stepping.Need.NO_DATE,
    )


def _line(number, text, need):
    return Line(number, text, f"{reverse('programme_steps')}?need={need.value}")
