"""The inbox: which cases are shown, by what stands in clear."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models import Case, Officer

TO_DO, ALL = "todo", "all"
STATES = {TO_DO: _("To do"), **dict(Case.State.choices), ALL: pgettext_lazy("cases", "All")}
PER_PAGE = 50


def shown(officer: Officer, state: str = TO_DO, urgency: str = "", mine: bool = False) -> QuerySet[Case]:
    """Return the cases that stand for themselves, the most urgent and then the newest first.

    To do is what is not closed, and what has news. A state or urgency that there is not counts as none chosen.
    """
    found = Case.objects.current().select_related("assigned_to__user")
    if state in Case.State:
        found = found.filter(state=state)
    elif state != ALL:
        found = found.filter(~Q(state=Case.State.CLOSED) | Q(has_news=True))
    if urgency in map(str, Case.Urgency.values):
        found = found.filter(urgency=int(urgency))
    return found.filter(assigned_to=officer) if mine else found
