"""What is kept of the workshops a person was expected at, for them to take along."""


def workshops(user) -> list[dict]:
    """Return each workshop on whose list the person stands."""
    rows = user.workshops.select_related("workshop", "operator").order_by("workshop__starts_at")
    return [
        {
            "workshop": row.workshop.title,
            "place": row.workshop.place,
            "begins": row.workshop.starts_at,
            "number_on_the_list": row.number,
            "operator": str(row.operator or ""),
            "came": row.came_at,
            "known_by": row.way,
        }
        for row in rows
    ]
