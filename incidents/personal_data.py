"""What this room keeps about one person, for them to take along: of reports nothing, as none is tied to anybody."""

from incidents.models import LogLine, Officer


def of(user) -> dict:
    """Return whether and since when they are of the case team, and what the log has of them."""
    officer = Officer.objects.filter(user=user).first()
    if officer is None:
        return {}
    lines = LogLine.objects.filter(officer_id=officer.pk).values_list("at", "act", "case_number")
    return {
        "appointed": officer.appointed_at,
        "left": officer.left_at,
        "acts": [{"at": at, "act": act, "case": number} for at, act, number in lines],
    }
