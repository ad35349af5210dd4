"""Saving a list that was confirmed: all of it in one transaction, and nothing that nobody has seen.

What may have changed since the check is judged anew, by the same rule. A row that comes out otherwise is not saved: it
keeps its new verdict and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts import names
from accounts.models import User
from saccos import history, joining, keeping, moving
from saccos.models import Operator, Roster, RosterRow, StaffMember
from saccos.roster import bringing, checking, sheet
from saccos.roster.bringing import BATCH
from saccos.roster.fields import Field
from saccos.roster.judging import IS_TOLD, SHARED, Judgement, Verdict, is_saved
from saccos.roster.progress import Progress, Step
from saccos.roster.sheet import Line

history.register("list-saved", _("A list was saved: %(new)s new, %(changed)s changed."))
history.register(
    "list-undone",
    ngettext_lazy(
        "A saved list was undone: %(people)s person is as before.",
        "A saved list was undone: %(people)s people are as they were before.",
        "people",
    ),
)

ABOUT_PERSON = (Field.NAME, Field.PHONE, SHARED)
EMPTY = {Field.PHONE: None, SHARED: ""}
_WORTH_A_STATEMENT = 10
# More cases in one statement take longer than more statements.
_CASES = 200
_NO_LONGER = {"field": "", "code": "meanwhile"}


@dataclass
class _Item:
    """One row on its way into the staff list."""

    row: RosterRow
    line: Line
    judgement: Judgement
    is_turned_away: bool = False


def save(roster: Roster, now: datetime, progress: Progress) -> dict[str, int]:
    """Save what the list's manager has confirmed, within the caller's transaction, and return how many of each verdict.

    Each row saved bears its person and its staff row, and in `before` what there was, for undoing.
    """
    # Two lists of one operator are saved one after the other.
    operator = Operator.objects.select_for_update(no_key=True).get(pk=roster.operator_id)
    confirmed, changed = _confirmed(roster, progress)
    for begin in range(0, len(confirmed), checking.PART):
        progress.tell(Step.WRITE, begin, len(confirmed))
        _write(confirmed[begin : begin + checking.PART], roster, operator, now)
    progress.tell(Step.WRITE, len(confirmed), len(confirmed))
    items = [item for item in confirmed if not item.is_turned_away]
    keeping.recount([operator.pk], now)
    counts = checking.counts(roster)
    new = sum(item.judgement.verdict != Verdict.CHANGES for item in items)
    if items:
        history.note(operator, "list-saved", roster.made_by, now, new=new, changed=len(items) - new)
    not_saved = len(changed) + len(confirmed) - len(items)
    return {**counts, "new_people": new, "changed_people": len(items) - new, "not_saved": not_saved}


def _write(items, roster, operator, now):
    _join([item for item in items if item.judgement.verdict in (Verdict.NEW, Verdict.RETURNS)], roster, operator, now)
    _move([item for item in items if item.judgement.verdict == Verdict.MOVES], roster, operator, now)
    _change([item for item in items if item.judgement.verdict == Verdict.CHANGES])
    checking.store([item.row for item in items if item.is_turned_away], checking.JUDGED)
    checking.store([item.row for item in items if not item.is_turned_away], ["person", "member", "before"])


def _confirmed(roster, progress):
    """Return the rows to be saved that are judged as when the manager saw them, and the others; write why of these."""
    check = checking.Check(roster, timezone.localdate())
    rows = {row.number: row for row in sheet.rows_of(roster)}
    items, changed = [], []
    for begin in range(0, len(check.sheet.lines), checking.PART):
        progress.tell(Step.LOOK, begin, len(check.sheet.lines))
        lines = [line for line in check.part(begin) if _is_to_be_saved(rows[line.number])]
        for line, judgement in zip(lines, check.judged(lines).values(), strict=True):
            row = rows[line.number]
            if is_saved(judgement, line.choice) and _is_as_seen(row, judgement):
                items.append(_Item(row, line, judgement))
            else:
                checking.put(_told(judgement), row)
                changed.append(row)
    checking.store(changed, checking.JUDGED)
    return items, changed


def _is_to_be_saved(row):
    return is_saved(Judgement(row.verdict), row.choice)


def _is_as_seen(row, judgement):
    seen = (row.verdict, row.person_id, row.member_id, row.before.get("was", {}))
    return seen == (judgement.verdict, judgement.person, judgement.member, judgement.was)


def _told(judgement):
    """Return what is said of a row that came out otherwise; who needs nothing any more just is there."""
    if judgement.verdict == Verdict.HERE:
        return judgement
    said = [problem for problem in judgement.problems if problem["code"] != IS_TOLD]
    return Judgement(Verdict.WRONG, [*said, _NO_LONGER])


def _join(items, roster, operator, now):
    """Put on the list whom nobody has to be asked for: people new to the platform, and the untouched."""
    asked = touched(item.judgement.person for item in items if item.judgement.person)
    plain = [item for item in items if item.judgement.person not in asked]
    people = _make_people([item for item in plain if item.judgement.person is None], roster)
    _name_the_nameless([item for item in items if item.judgement.person is not None])
    members = StaffMember.objects.bulk_create(
        [
            StaffMember(
                operator=operator,
                person_id=item.judgement.person or people[item.row.number].pk,
                role=item.line.values.role,
                staff_number=item.line.values.staff_number,
                stage=item.line.values.stage,
                started_on=item.line.values.since or timezone.localdate(now),
            )
            for item in plain
        ],
        batch_size=BATCH,
    )
    for item, member in zip(plain, members, strict=True):
        item.row.before = {"did": "joined", "made_person": item.judgement.person is None, **_as_set(item)}
        item.row.person_id, item.row.member = member.person_id, member
    _move([item for item in items if item.judgement.person in asked], roster, operator, now)


def touched(people: Iterable[int]) -> set[int]:
    """Return which of these people are not untouched (accounts.untouched): of a thousand in one query."""
    pks, found = set(people), User.objects.untouched()
    return pks - {pk for some in _batches(list(pks)) for pk in found.filter(pk__in=some).values_list("pk", flat=True)}


def _make_people(items, roster):
    """Return new people by row number; like everybody with a phone, none has a password that anybody could type."""
    language = bringing.language_of(roster)
    people = [
        User(
            phone=None if item.judgement.shares_phone else item.line.values.phone or None,
            shared_phone=item.line.values.phone if item.judgement.shares_phone else "",
            full_name=item.line.values.name,
            search_name=names.fold(item.line.values.name)[:200],
            role=item.line.values.role,
            language=language,
            password=make_password(None),
        )
        for item in items
    ]
    made = User.objects.bulk_create(people, batch_size=BATCH)
    return {item.row.number: person for item, person in zip(items, made, strict=True)}


def _name_the_nameless(items):
    """Give people who asked for a code and went no further the name that the list has for them."""
    wanted = {item.judgement.person: item.line.values for item in items}
    for some in _batches(list(wanted)):
        nameless = list(User.objects.only_learners().filter(pk__in=some, full_name="", registered_at=None))
        for person in nameless:
            person.full_name, person.role = wanted[person.pk].name, person.role or wanted[person.pk].role
            person.search_name = names.fold(person.full_name)[:200]
        User.objects.bulk_update(nameless, ["full_name", "search_name", "role"])


def _move(items, roster, operator, now):
    """Put people on the list by the manager's word, who are told and may say no."""
    people = User.objects.in_bulk([item.judgement.person for item in items])
    for item in items:
        said = item.line.values
        described = {"staff_number": said.staff_number, "stage": said.stage}
        try:
            member = moving.move(people[item.judgement.person], operator, said.role, roster.made_by, now, **described)
        except joining.HasRefused:
            _turn_away(item, "has-refused")
            continue
        except moving.TooManyMoves:
            _turn_away(item, "too-many-moves", most=moving.MOST_A_DAY)
            continue
        if said.since and said.since != member.started_on:
            StaffMember.objects.filter(pk=member.pk).update(started_on=said.since)
        item.row.before = {"did": "moved", **_as_set(item)}
        item.row.person_id, item.row.member = member.person_id, member


def _turn_away(item, code, **facts):
    item.is_turned_away = True
    checking.put(Judgement(Verdict.WRONG, [{"field": "", "code": code, **facts}]), item.row)


def _as_set(item):
    """Return how the new staff row was described, to see later whether anybody changed it by hand."""
    said = item.line.values
    return {"set": {"role": said.role, "staff_number": said.staff_number, "stage": said.stage}}


def _change(items):
    values = {}
    for item in items:
        found = item.judgement
        for name, value in found.changes.items():
            values.setdefault(name, {})[found.person if name in ABOUT_PERSON else found.member] = value
        item.row.before = {"did": "changed", "was": found.was, "set": found.changes}
    set_fields(values)


def set_fields(values: dict[str, dict[int, str]]) -> None:
    """Write, for each field of a row, the values as they stand in its changes, by person or by staff row.

    Names and numbers are written for the untouched (accounts.untouched), and for nobody else.
    """
    unsigned = User.objects.untouched()
    for about, by_pk in values.items():
        if about == Field.NAME:
            _set_each(unsigned, "full_name", by_pk)
            _set_each(unsigned, "search_name", {pk: names.fold(name)[:200] for pk, name in by_pk.items()})
        elif about in ABOUT_PERSON:
            _set_each(unsigned, about, {pk: value or EMPTY[about] for pk, value in by_pk.items()})
        elif about == Field.SINCE:
            _set_each(StaffMember.objects, "started_on", {pk: date.fromisoformat(day) for pk, day in by_pk.items()})
        else:
            _set_each(StaffMember.objects, about, by_pk)


def _set_each(rows, name, by_pk):
    """Set one field of many rows: in one statement where they get the same value, else some hundred at once."""
    shared = {}
    for pk, value in by_pk.items():
        shared.setdefault(value, []).append(pk)
    singles = []
    for value, pks in shared.items():
        if len(pks) < _WORTH_A_STATEMENT:
            singles += [rows.model(pk=pk, **{name: value}) for pk in pks]
            continue
        for some in _batches(pks):
            rows.filter(pk__in=some).update(**{name: value})
    rows.bulk_update(singles, [name], batch_size=_CASES)


def _batches(pks):
    return [pks[begin : begin + BATCH] for begin in range(0, len(pks), BATCH)]
