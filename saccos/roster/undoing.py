"""Undoing a saved list: what it did becomes what was before; what somebody changed since stays, and is named."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import PersonMerge, User
from saccos import history, joining, keeping, moving
from saccos.inviting import closing
from saccos.minute import withdrawing
from saccos.models import Move, Operator, Reminder, Roster, RosterRow, StaffMember
from saccos.roster import checking, judging, saving
from saccos.roster.fields import Field
from saccos.roster.judging import Verdict
from saccos.roster.progress import Progress, Step

KEPT = timedelta(days=joining.UNDO_DAYS)
BY = "undone_by"
history.register("list-undone-back", _("%(name)s is on your list again: the other operator undid its list."))

# What may go with somebody whom only the list knew: all else, of whatever room, is theirs and keeps them.
_GOES_TOO = {(StaffMember, "person"), (RosterRow, "person"), (Reminder, "person")}
# One that holds keeps them by itself; one that was undone goes.
_GOES_TOO |= {(PersonMerge, "kept"), (PersonMerge, "gone")}


@dataclass
class _Undoing:
    """One list being undone: its rows with the staff rows and people they stand for, as these are now."""

    roster: Roster
    now: datetime
    rows: list[RosterRow]
    members: dict[int, StaffMember]
    touched: set[int]
    traced: set[int]
    merged: dict[int, str]
    """With whom, by name, somebody was put together since, and is still one person."""
    kept: list[RosterRow] = field(default_factory=list)

    def keep(self, row, code):
        """Leave what a row did as it is, and say why."""
        member = self.members.get(row.member_id)
        name, other = member.person.full_name if member else "", self.merged.get(row.person_id, "")
        code = "kept-merged" if other and code != "kept-changed" else code
        row.problems = [{"field": "", "code": code, "name": name, "other": other}]
        self.kept.append(row)


def can_undo(roster: Roster, now: datetime) -> bool:
    is_saved = roster.phase == Roster.Phase.SAVED and roster.undone_at is None
    return is_saved and did_anything(roster) and now - roster.saved_at <= KEPT


def did_anything(roster: Roster) -> bool:
    """Return whether saving the list put anybody on the staff, or changed anybody."""
    return bool(roster.counts.get("new_people") or roster.counts.get("changed_people"))


def undo(roster: Roster, now: datetime, progress: Progress) -> None:
    """Undo a saved list within the caller's transaction; the history says who asked for it (`counts`, under BY)."""
    Operator.objects.select_for_update(no_key=True).get(pk=roster.operator_id)
    undoing = _begin(roster, now, progress)
    for begin in range(0, len(undoing.rows), checking.PART):
        progress.tell(Step.BACK, begin, len(undoing.rows))
        _take_off(undoing, undoing.rows[begin : begin + checking.PART])
    _change_back(undoing)
    progress.tell(Step.BACK, len(undoing.rows), len(undoing.rows))
    # What the check said of the others is over.
    roster.rows.filter(before__has_key="did").exclude(problems=[]).update(problems=[])
    checking.store(undoing.kept, ["problems"])
    keeping.recount([roster.operator_id], now)
    by = User.objects.filter(pk=roster.counts.get(BY)).first()
    history.note(roster.operator, "list-undone", by, now, people=len(undoing.rows) - len(undoing.kept))


def _begin(roster, now, progress):
    rows, members = list(roster.rows.filter(before__has_key="did")), {}
    for begin in range(0, len(rows), checking.PART):
        progress.tell(Step.LOOK, begin, len(rows))
        theirs = [row.member_id for row in rows[begin : begin + checking.PART]]
        members |= StaffMember.objects.select_related("person", "move__came_from").in_bulk(theirs)
    touched = saving.touched(member.person_id for member in members.values())
    return _Undoing(roster, now, rows, members, touched, _with_traces(roster), _others(roster))


def merges(roster: Roster) -> QuerySet[PersonMerge]:
    """Return the merges since, not undone, of which the list's people were the one entry or the other."""
    people = roster.rows.filter(before__has_key="did", person__isnull=False).values("person")
    return _merges_of(people).filter(at__gte=roster.saved_at, undone_at=None)


def _merges_of(people):
    return PersonMerge.objects.filter(Q(kept__in=people) | Q(gone__in=people))


def _others(roster):
    found = {}
    for merge in merges(roster).select_related("kept", "gone"):
        found |= {merge.kept_id: merge.gone.full_name, merge.gone_id: merge.kept.full_name}
    return found


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


def _take_off(undoing, rows):
    """Take those off the list whom it brought, and out of the platform whom nobody but the list knew."""
    goes, people, moves = [], [], []
    for row in rows:
        if row.before["did"] == "changed":
            continue
        if why := _why_kept(row, undoing):
            undoing.keep(row, why)
            continue
        member = undoing.members[row.member_id]
        goes.append(member)
        if row.before.get("made_person"):
            people.append(member.person_id)
        if getattr(member, "move", None) and member.move.came_from:
            moves.append((member.person, member.move.came_from))
    withdrawing.take_back([member.person_id for member in goes], undoing.roster.operator, undoing.now)
    _delete([member.pk for member in goes], people, undoing.now)
    for person, before in moves:
        _bring_back(person, before, undoing.now)


def _why_kept(row, undoing):
    """Return the code of what somebody did since, or nothing."""
    member = undoing.members.get(row.member_id)
    if member is None or member.ended_on is not None:
        return "kept-left"
    if row.person_id in undoing.merged:
        return "kept-merged"
    if row.before.get("made_person") and member.person_id in undoing.touched:
        return "kept-signed-in"
    if row.before.get("made_person") and member.person_id in undoing.traced:
        return "kept-trained"
    if any(getattr(member, name) != value for name, value in row.before["set"].items()):
        return "kept-changed"
    return ""


def _delete(members, people, now):
    """Delete staff rows, and people of whom nothing else is left, with what hangs on them.

    Nothing of it is in a search index, so that no row need be fetched and told to go by itself.
    """
    for begin in range(0, len(members), saving.BATCH):
        some = members[begin : begin + saving.BATCH]
        closing.close(some, now)
        moving.forget(some, now)
        Move.objects.filter(came_from__in=some).update(came_from=None)
        RosterRow.objects.filter(member__in=some).update(member=None)
        _raw_delete(StaffMember.objects.filter(pk__in=some))
    for begin in range(0, len(people), saving.BATCH):
        some = people[begin : begin + saving.BATCH]
        Reminder.objects.filter(person__in=some).delete()
        _merges_of(some).delete()
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
