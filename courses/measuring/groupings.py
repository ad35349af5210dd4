"""By what people are put together in the report of a gain. Higher rooms add their own with `register`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from places.counties import County

NOT_KNOWN = ""
_NOT_SAID = _("Not said")


@dataclass(frozen=True)
class Grouping:
    """`group_of(people)` maps the ids of a QuerySet of people to the key of their group; who is not in it has none.

    `name_of(key)` is the group's name in the active language, `nobody` the name of those who have no group.
    """

    slug: str
    heading: str | Promise
    group_of: Callable[[QuerySet], dict[int, str]]
    name_of: Callable[[str], str] = str
    nobody: str | Promise = _NOT_SAID


_groupings: dict[str, Grouping] = {}


def register(grouping: Grouping) -> None:
    """Add a grouping to every report from its next calculation on."""
    _groupings[grouping.slug] = grouping


def every() -> list[Grouping]:
    return list(_groupings.values())


def name_of(slug: str, key: str) -> str:
    """Return the name of a group in the active language; a grouping that is gone leaves the key."""
    grouping = _groupings.get(slug)
    if grouping is None:
        return key
    return str(grouping.nobody) if key == NOT_KNOWN else str(grouping.name_of(key))


def heading_of(slug: str) -> str:
    return str(_groupings[slug].heading) if slug in _groupings else slug


def _by(field):
    return lambda people: dict(people.values_list("pk", field))


def _among(choices):
    names = dict(choices)
    return lambda key: str(names.get(key, key))


register(Grouping("role", _("By role"), _by("role"), _among(User.Role.choices)))
register(Grouping("county", _("By county"), _by("county"), _among(County.choices)))
register(Grouping("language", _("By language"), _by("language"), _among(settings.LANGUAGES)))
