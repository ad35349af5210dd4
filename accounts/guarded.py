"""Whose ways of signing in nobody else may change: who reads what the programme itself must not.

With a second factor reset and a number of one's own on the account, an administrator would be that person. Higher rooms
`register` whom they trust so; until these are taken off there, only they themselves change how they sign in.
"""

from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

WHY = _("This person is of the case team. Nobody else changes how they sign in until they are taken off the team.")

_known: list[tuple[Callable[[], QuerySet], str]] = []


def register(rows: Callable[[], QuerySet], field: str = "user") -> None:
    """Guard everybody whom one of these rows names in `field`, whether their account is active or not."""
    _known.append((rows, field))


def is_guarded(person: Model) -> bool:
    """Return whether nobody else may change how this person signs in, now."""
    return any(rows().filter(**{field: person.pk}).exists() for rows, field in _known)
