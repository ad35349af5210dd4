"""Undoing a saved list: what it did becomes what was before; what somebody changed since stays, and is named."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from saccos import history, joining, keeping
from saccos.models import Invitation, Move, Operator, Reminder, Roster, RosterRow, StaffMember
from saccos.roster import checking, judging, saving
from saccos.roster.fields import Field
from saccos.roster.judging import Verdict

KEPT = timedelta(days=joining.UNDO_DAYS)
history.register("list-undone-back", _("%(name)s is on your list again: the other operator undid its list."))

# What may go with somebody whom only the list knew: all else, of whatever room, is theirs and keeps them.
_GOES_TOO = {(StaffMember, "person"), (RosterRow, "person"), (Reminder, "person")}


@dataclass
class _Undoing:
    """One list being undone: its rows with the staff rows and people they stand for, as these are now."""

    roster: Roster
    now: datetime
    rows: list[RosterRow]
    members: dict[int, StaffMember]
    touched: set[int]
    traced: set[int]
    kept: list[RosterRow] = field(default_factory=list)

    def keep(self, row, code):
        """Leave what a row did as it is, and say why."""
        member = self.members.get(row.member_id)
        row.problems = [{"field": "", "code": code, "name": member.person.full_name if member else ""}]
        self.kept.append(row)


def can_undo(roster: Roster, now: datetime) -> bool:
    return roster.phase == Roster.Phase.SAVED and now - roster.saved_at <= KEPT


def undo(roster: Roster, by, now: datetime) -> bool:
    """Undo a list saved within 30 days; return whether that was done now, so that a second press does nothing more."""
    saved = Roster.objects.filter(pk=roster.pk, phase=Roster.Phase.SAVED, saved_at__gte=now - KEPT)
    with transaction.atomic():
        Operator.objects.select_for_update(no_key=True).get(pk=roster.operator_id)
        if not saved.update(phase=Roster.Phase.UNDONE, undone_at=now):
            return False
        undoing = _begin(roster, now)
        _take_off(undoing)
        _change_back(undoing)
        checking.store(undoing.kept, ["problems"])
        keeping.recount([roster.operator_id], now)
        history.note(roster.operator, "list-undone", by, now, people=len(undoing.rows) - len(undoing.kept))
    roster.refresh_from_db()
    return True


def _begin(roster, now):
    rows = list(roster.rows.filter(before__has_key="did"))
    members = StaffMember.objects.select_related("person", "move__came_from").filter(
        pk__in=roster.rows.filter(before__has_key="did").values("member")
    )
    touched = saving.touched(member.person_id for member in members)
    return _Undoing(roster, now, rows, {member.pk: member for member in members}, touched, _with_traces(roster))


def _with_traces(roster):
    """Return which of the people this list made have anything on the platform that is not the list's own."""
    made = roster.rows.filter(verdict=Verdict.NEW, person__isnull=False).values("person")
    traced = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            model, name = relation.related_model, relation.field.name
            if (model, name) not in _GOES_TOO:
                traced.update(model._base_manager.filter(**{f"{name}__in": made}).values_list(name, flat=True))
    elsewhere = StaffMember.objects.filter(person__in=made).exclude(pk__in=roster.rows.values("member"))
    return traced | set(elsewhere.values_list("person", flat=True))


def _take_off(undoing):
    """Take those off the list whom it brought, and out of the platform whom nobody but the list knew."""
    goes, people, moves = [], [], []
    for row in undoing.rows:
        if row.before["did"] == "changed":
            continue
        if why := _why_kept(row, undoing):
            undoing.keep(row, why)
            continue
        member = undoing.members[row.member_id]
        goes.append(member.pk)
        if row.before.get("made_person"):
            people.append(member.person_id)
        if getattr(member, "move", None) and member.move.came_from:
            moves.append((member.person, member.move.came_from))
    _delete(goes, people)
    for person, before in moves:
        _bring_back(person, before, undoing.now)


def _why_kept(row, undoing):
    """Return the code of what somebody did since, or nothing."""
    member = undoing.members.get(row.member_id)
    if member is None or member.ended_on is not None:
        return "kept-left"
    if row.before.get("made_person") and member.person_id in undoing.touched:
        return "kept-signed-in"
    if row.before.get("made_person") and member.person_id in undoing.traced:
        return "kept-trained"
    if any(getattr(member, name) != value for name, value in row.before["set"].items()):
        return "kept-changed"
    return ""


def _delete(members, people):
    """Delete staff rows, and people of whom nothing else is left, with what hangs on them.

    Nothing of it is in a search index, so that no row need be fetched and told to go by itself.
    """
    for begin in range(0, len(members), saving.BATCH):
        some = members[begin : begin + saving.BATCH]
        Invitation.objects.filter(member__in=some).delete()
        Move.objects.filter(member__in=some).delete()
        Move.objects.filter(came_from__in=some).update(came_from=None)
        RosterRow.objects.filter(member__in=some).update(member=None)
        _raw_delete(StaffMember.objects.filter(pk__in=some))
    for begin in range(0, len(people), saving.BATCH):
        some = people[begin : begin + saving.BATCH]
        Reminder.objects.filter(person__in=some).delete()
        RosterRow.objects.filter(person__in=some).update(person=None)
        _raw_delete(User.objects.filter(pk__in=some))


def _raw_delete(rows):
    rows._raw_delete(rows.db)


def _bring_back(person, before, now):
    """Reopen the place at another operator that a move ended, unless the person went elsewhere since."""
    if before.ended_on is None or joining.current_employment(person):
        return
    StaffMember.objects.filter(pk=before.pk).update(ended_on=None)
    keeping.settle(before, now)
    history.note(before.operator, "list-undone-back", None, now, name=str(person))


def _change_back(undoing):
    values, taken = {}, _numbers_taken(undoing.rows)
    for row in undoing.rows:
        if row.before["did"] != "changed":
            continue
        member = undoing.members.get(row.member_id)
        if member is None or member.ended_on is not None:
            undoing.keep(row, "kept-left")
            continue
        back = _what_goes_back(row, member, taken, undoing.touched)
        if len(back) < len(row.before["was"]):
            undoing.keep(row, "kept-changed")
        for name, old in back.items():
            values.setdefault(name, {})[member.person_id if name in saving.ABOUT_PERSON else member.pk] = old
    saving.set_fields(values)


def _what_goes_back(row, member, taken, touched):
    """Return the old values of those fields that nobody changed by hand since."""
    return {
        name: old
        for name, old in row.before["was"].items()
        if _now(name, member) == row.before["set"][name]
        and not (name == Field.PHONE and old in taken)
        and not (name in saving.ABOUT_PERSON and member.person_id in touched)
    }


def _now(name, member):
    match name:
        case Field.NAME:
            return member.person.full_name
        case Field.PHONE | judging.SHARED:
            return str(getattr(member.person, name) or "")
        case Field.SINCE:
            return member.started_on.isoformat()
    return getattr(member, name)


def _numbers_taken(rows):
    """Return which of the numbers that would go back to somebody are somebody else's now."""
    numbers = [row.before["was"][Field.PHONE] for row in rows if row.before.get("was", {}).get(Field.PHONE)]
    return set(map(str, User.objects.filter(phone__in=numbers).values_list("phone", flat=True))) if numbers else set()
