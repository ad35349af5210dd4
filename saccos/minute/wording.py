"""What a reminder says, by how somebody's training stands: in their language, in one part of an SMS where it can."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from messaging import parts
from saccos import keeping
from saccos.models.staff import State

_NAME = "\x00"


class Case(Enum):
    """Each case has texts from the longest, which names the operator, to the shortest."""

    LAPSING = (
        _("%(name)s, your %(site)s certificate ends on %(day)s. Renew it in time: %(link)s - %(operator)s"),
        _("%(name)s, your %(site)s certificate ends on %(day)s. Renew it: %(link)s"),
    )
    RAN_OUT = (
        _("%(name)s, your %(site)s certificate ran out on %(date)s. Earn it again: %(link)s - %(operator)s"),
        _("%(name)s, your %(site)s certificate ran out. Earn it again: %(link)s"),
    )
    STOPPED = (
        _("%(name)s, you stopped at module %(number)s of the %(site)s course. Go on: %(link)s - %(operator)s"),
        _("%(name)s, you stopped at module %(number)s. Go on: %(link)s"),
    )
    NO_CERTIFICATE = (
        _("%(name)s, you have no valid %(site)s certificate. Open the course: %(link)s - %(operator)s"),
        _("%(name)s, you have no valid certificate. Open the course: %(link)s"),
    )
    NOT_STARTED = (
        _("%(name)s, %(operator)s asks you to take the free %(site)s course on your phone. Start here: %(link)s"),
        _("%(name)s, take the free %(site)s course on your phone. Start here: %(link)s"),
    )


@dataclass(frozen=True)
class Reader:
    """Whom a text is for: what of a person and their staff row it speaks of."""

    full_name: str
    language: str
    trained_until: datetime | None
    has_begun: bool
    stopped_at: int | None

    def case_at(self, moment: datetime) -> Case:
        state = keeping.state_of(self.trained_until, self.has_begun, moment)
        if state in (State.LAPSING, State.TRAINED):
            return Case.LAPSING
        if self.trained_until is not None:
            return Case.RAN_OUT
        if self.stopped_at:
            return Case.STOPPED
        return Case.NO_CERTIFICATE if state == State.IN_PROGRESS else Case.NOT_STARTED


def of_member(member) -> Reader:
    person = member.person
    return Reader(person.full_name, person.language, member.trained_until, member.has_begun, member.stopped_at)


def text(reader: Reader, operator_name: str, moment: datetime) -> str:
    """Return what is said to them at that moment, in the signs of one SMS where it fits into one."""
    until = timezone.localdate(reader.trained_until) if reader.trained_until else None
    name = parts.plain(reader.full_name.split(" ")[0])
    texts = _texts(reader.case_at(moment), reader.language, operator_name, until, reader.stopped_at)
    return parts.shortest([one.replace(_NAME, name or _hello(reader.language)) for one in texts])


@lru_cache(4096)
def _texts(case, language, operator_name, until, number):
    """Return the texts of a case with a sign where the name belongs: thousands of people share each of them."""
    with translation.override(language):
        said = {
            "name": _NAME,
            "operator": operator_name,
            "site": settings.WAGTAIL_SITE_NAME,
            "link": settings.BASE_URL,
            "number": number,
            "day": date_format(until, "j F") if until else "",
            "date": date_format(until, "j F Y") if until else "",
        }
        return tuple(parts.plain(gettext(wording) % said) for wording in case.value)


def _hello(language):
    with translation.override(language):
        return gettext("Hello")
