"""Workshops as they are planned and reported: the courses that may be taught, and how many were asked and came."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from courses import outline
from workshops.models import InvitedOperator, Participant, Workshop


def language() -> str:
    """Return the active language where courses are written in it, else the first."""
    known = [code for code, _name in settings.LANGUAGES]
    return get_language() if get_language() in known else settings.LANGUAGE_CODE


def courses() -> list[tuple[str, str]]:
    """Return (translation key, title) of each published course, in the order of the tree."""
    return [(course.key, course.title) for course in outline.every(language())]


def course_title(course_key: UUID | str) -> str:
    """Return the course's title in the active language; nothing where it has been deleted."""
    known = outline.of(course_key, language())
    if known:
        return known.title
    facts = outline.facts_of(course_key)
    return facts.titles[language()] if facts else ""


def with_counts(workshops: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """Add `on_list` and `came`: how many participants each workshop has, and how many of them were there."""
    participants = Participant.objects.all()
    return workshops.annotate(on_list=_number(participants), came=_number(participants.came()))


def with_results(workshops: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """Add to the counts `operators` and `places_given` (asked), and `completed`: who came and completed the course."""
    participants = Participant.objects.all()
    invited = InvitedOperator.objects.filter(workshop=OuterRef("pk")).order_by().values("workshop")
    return with_counts(workshops).annotate(
        operators=_number(InvitedOperator.objects.all()),
        places_given=Coalesce(Subquery(invited.annotate(n=Sum("places")).values("n")), 0),
        completed=_number(participants.completed()),
    )


def with_counts_of_operator(invited: QuerySet[InvitedOperator]) -> QuerySet[InvitedOperator]:
    """Add `on_list` and `came` to invited operators: how many of the participants work there, as they said."""
    of_it = Participant.objects.filter(workshop=OuterRef("workshop"), operator=OuterRef("operator"))
    return invited.annotate(on_list=_counted(of_it), came=_counted(of_it.came()))


def _number(rows):
    return _counted(rows.filter(workshop=OuterRef("pk")))


def _counted(rows):
    return Coalesce(Subquery(rows.order_by().values("workshop").annotate(n=Count("pk")).values("n")), 0)


def in_month(workshops: QuerySet[Workshop], month: datetime) -> QuerySet[Workshop]:
    return workshops.filter(starts_at__year=month.year, starts_at__month=month.month)


def as_listed(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Return participants by number, with what a list shows of each."""
    return participants.select_related("person", "operator").order_by("number")
