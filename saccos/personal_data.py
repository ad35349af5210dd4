"""What this room keeps about one person, for them to take along."""

from django.db.models import Q

from saccos.models import Management, Move, Namesakes, Reminder, StaffMember


def of(user) -> dict:
    """Return where the person worked, who put them on a list, what they manage, and when they were reminded."""
    return {
        "employments": _rows(
            StaffMember.objects.filter(person=user).order_by("started_on", "pk"),
            *("operator__name", "role", "staff_number", "stage", "started_on", "ended_on"),
        ),
        "moves": _rows(
            Move.objects.filter(member__person=user).order_by("at"), "member__operator__name", "at", "refused_at"
        ),
        "managing": _rows(
            Management.objects.filter(user=user),
            *("operator__name", "right", "digest", "digest_address__email", "digest_address__asked_email"),
            "created_at",
        ),
        "told_from_somebody_alike": _rows(
            Namesakes.objects.filter(Q(one=user) | Q(other=user)).order_by("at"), "operator__name", "at"
        ),
        "reminders": _rows(Reminder.objects.filter(person=user).order_by("at"), "operator__name", "at"),
    }


def _rows(rows, *fields):
    return list(rows.values(*fields))
