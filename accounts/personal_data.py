"""Everything that is kept about one person, for them to take along. Higher rooms add their part with `register`."""

from collections.abc import Callable

from accounts.models import User

_parts: dict[str, Callable] = {}


def register(name: str, part: Callable) -> None:
    """Add a part: `part(user)` returns what one room keeps about the person, as JSON-able values."""
    _parts[name] = part


def of(user: User) -> dict:
    """Return everything that is kept about the person, part by part."""
    return {name: part(user) for name, part in _parts.items()}


def profile(user):
    return {
        "phone": str(user.phone or ""),
        "shared_phone": str(user.shared_phone or ""),
        "user_name": user.username or "",
        "full_name": user.full_name,
        "role": user.role,
        "language": user.language,
        "county": user.get_county_display(),
        "sex": user.sex,
        "e_mail": user.email,
        "first_code": user.date_joined,
        "registered": user.registered_at,
        "last_sign_in": user.last_login,
        "groups": list(user.groups.values_list("name", flat=True)),
    }


def consents(user):
    rows = user.consents.select_related("notice").order_by("given_at")
    return [{"notice": row.notice.title_en, "version": row.notice.version, "given": row.given_at} for row in rows]


def security(user):
    rows = user.security_events.order_by("at")
    return [{"what": row.kind, "by": row.actor, "reason": row.reason, "at": row.at} for row in rows]


def merged(user):
    """Return the other entries that were made one with this, and what was agreed to under each."""
    rows = user.merges.filter(undone_at=None).select_related("gone").order_by("at")
    return [{"name": row.gone.full_name, "at": row.at, "consents": consents(row.gone)} for row in rows]


register("profile", profile)
register("consents", consents)
register("security", security)
register("put_together", merged)
