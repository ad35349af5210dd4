"""What will happen to one row of a list: the same rule for the check, for a mended row, and once more for the saving.

A number finds a person before anything else does; without one a staff number, else the exactly same name on this
operator's own staff. Whoever might be somebody known is never guessed: the manager says which. Of people who are not
on this operator's staff nothing shows but that a number is theirs.
"""

from dataclasses import dataclass, field

from accounts.sign_in import MOST_SHARING
from saccos.models import RosterRow
from saccos.roster import alike
from saccos.roster.fields import Field
from saccos.roster.known import Known, Member, Person
from saccos.roster.sheet import MOVE, OTHER, OUT, SAME, Line, Sheet, same_name

Verdict = RosterRow.Verdict
SHARED = "shared_phone"
"""What goes, among a row's changes, when somebody gets a number of their own."""
IS_TOLD = "is-told"
"""The code of the note beside somebody new to the list who has an account."""
_DESCRIBED = (Field.ROLE, Field.STAFF_NUMBER, Field.STAGE, Field.SINCE)


@dataclass
class Judgement:
    """A verdict and all that saving needs: whom it is about, what changes of them, and how they are reached."""

    verdict: str
    problems: list[dict] = field(default_factory=list)
    person: int | None = None
    member: int | None = None
    changes: dict = field(default_factory=dict)
    """For each field the value that it gets."""
    was: dict = field(default_factory=dict)
    """For each of those fields the value it has now."""
    shares_phone: bool = False


@dataclass
class Judge:
    """Judges the lines of one sheet. `people` are those who have the numbers of these lines; `sharing`, of numbers
    that lines are to share, how many share each."""

    sheet: Sheet
    known: Known
    people: dict[str, Person]
    sharing: dict[str, int] = field(default_factory=dict)

    def judge(self, line: Line) -> Judgement:
        if line.choice == OUT:
            return Judgement(Verdict.LEFT_OUT)
        if line.values.problems:
            return Judgement(Verdict.WRONG, line.values.problems)
        return self._with_phone(line) if line.values.phone else self._without_phone(line)

    def _with_phone(self, line):
        said = line.values
        if sharing := self.known.by_shared.get((said.phone, said.folded)):
            return self._once(line, sharing)
        above, member = self.sheet.before_with_phone(line), self.known.by_phone.get(said.phone)
        if member and alike.near(said.folded, member.folded):
            same = [other for other in above if alike.near(other.values.folded, member.folded)]
            return _twice(same[0]) if same else _existing(line, member)
        if above:
            return self._second_on_phone(line, above)
        if member:
            return self._on_list_by_phone(line, member)
        if person := self.people.get(said.phone):
            return self._known_elsewhere(line, person)
        return self._new_number(line)

    def _once(self, line, member):
        above = [other for other in self.sheet.before_with_phone(line) if other.values.folded == line.values.folded]
        return _twice(above[0]) if above else _existing(line, member)

    def _second_on_phone(self, line, above):
        if same := next((other for other in above if same_name(line, other)), None):
            return _twice(same)
        if line.choice == OTHER:
            return self._sharing(line)
        return _ask(Field.PHONE, "phone-twice", row=above[0].number, name=above[0].values.name)

    def _on_list_by_phone(self, line, member):
        if member.has_left:
            return _wrong(Field.PHONE, "other-name")
        if line.choice == SAME:
            return _existing(line, member)
        if line.choice == OTHER:
            return self._sharing(line)
        return _ask(Field.PHONE, "phone-of", name=member.name)

    def _sharing(self, line):
        above = sum(other.choice == OTHER for other in self.sheet.before_with_phone(line))
        if self.sharing.get(line.values.phone, 0) + above >= MOST_SHARING:
            return _wrong(Field.PHONE, "phone-full", most=MOST_SHARING)
        return Judgement(Verdict.NEW, shares_phone=True)

    def _known_elsewhere(self, line, person):
        """A name that differs is never shown, and the number is not put on the list under a wrong one."""
        if person.folded and not alike.agree(person.folded, line.values.folded):
            return _wrong(Field.PHONE, "other-name")
        if person.is_elsewhere:
            return Judgement(Verdict.MOVES, person=person.pk)
        notes = [{"field": "", "code": IS_TOLD}] if person.is_their_own else []
        return Judgement(Verdict.NEW, notes, person=person.pk)

    def _new_number(self, line):
        candidate = self._namesake(line)
        if candidate and line.choice == SAME:
            return _existing(line, candidate, phone=line.values.phone)
        if candidate and line.choice != OTHER:
            return _ask(Field.NAME, "same-name", name=candidate.name, phone=candidate.phone or candidate.shared_phone)
        return Judgement(Verdict.NEW)

    def _namesake(self, line):
        """Return somebody on the staff who may be meant: by staff number or name, unless the list has their number."""
        by_number = self.known.by_number.get(line.values.staff_number.casefold()) if line.values.staff_number else None
        candidates = [
            *([by_number] if by_number and not by_number.has_left else []),
            *self.known.like(line.values.folded),
        ]
        free = [one for one in candidates if one.phone not in self.sheet.phones]
        return self.known.meant(free, line.values.folded)

    def _without_phone(self, line):
        said = line.values
        if said.staff_number and (found := self._by_number(line)):
            return found
        above = [one for one in self.sheet.before_with_name(line) if _may_be_one(one, line)]
        members = [one for one in self.known.by_name.get(said.folded, ()) if self._fits(one, line)]
        if len(above) < len(members):
            return _existing(line, members[len(above)])
        if line.choice == OTHER:
            return Judgement(Verdict.NEW)
        if above:
            return _twice(above[0], "twice-name")
        candidate = next((one for one in self.known.like(said.folded) if self._fits(one, line)), None)
        if candidate is None:
            return self._same_name_with_phone(line) or Judgement(Verdict.NEW)
        if line.choice == SAME:
            return _existing(line, candidate)
        return _ask(Field.NAME, "same-name", name=candidate.name, phone=candidate.phone or candidate.shared_phone)

    def _same_name_with_phone(self, line):
        found = self.sheet.with_phone.get(line.values.folded)
        return found and _ask(Field.NAME, "row-name", row=found.number, name=found.values.name)

    def _by_number(self, line):
        """Return the judgement that follows from the staff number, or None where it is new."""
        if above := self.sheet.before_with_number(line):
            if same_name(line, above[0]):
                return _twice(above[0])
            return _wrong(Field.STAFF_NUMBER, "number-twice", row=above[0].number, name=above[0].values.name)
        member = self.known.by_number.get(line.values.staff_number.casefold())
        if member is None or _is_gone(member):
            return None
        if line.choice == SAME or alike.near(line.values.folded, member.folded):
            return _existing(line, member)
        if line.choice == OTHER or member.has_left:
            return None
        return _ask(Field.STAFF_NUMBER, "number-of", name=member.name)

    def _fits(self, member: Member, line: Line):
        """Return whether a member may be this line's: neither another number of the list's nor another staff number.

        Whoever left and has an account, or a place elsewhere, is known by their number alone.
        """
        number = line.values.staff_number.casefold()
        has_other = bool(number and member.staff_number) and number != member.staff_number.casefold()
        return not (has_other or _is_gone(member)) and (not member.phone or member.phone not in self.sheet.phones)


def _may_be_one(one, other):
    """Return whether two lines of one name may be one person: two staff numbers are two people."""
    first, second = one.values.staff_number.casefold(), other.values.staff_number.casefold()
    return not (first and second and first != second)


def _is_gone(member):
    is_others = member.is_their_own or member.is_elsewhere
    return member.has_left and is_others and not member.has_refused


def _twice(above, code="twice"):
    return Judgement(Verdict.TWICE, [{"field": Field.NAME.value, "code": code, "row": above.number}])


def _wrong(about, code, **facts):
    return Judgement(Verdict.WRONG, [{"field": about.value, "code": code, **facts}])


def _ask(about, code, **facts):
    return Judgement(Verdict.LOOKS_LIKE, [{"field": about.value, "code": code, **facts}])


def _existing(line, member, phone=""):
    if member.has_left:
        return _former(member)
    changes, notes = _described(line, member), []
    for about, new, old in ((Field.NAME, _new_name(line, member), member.name), (Field.PHONE, phone, member.phone)):
        if not new:
            continue
        if member.is_their_own:
            notes.append({"field": about.value, "code": f"own-{about.value}", "name": member.name})
        else:
            changes[about.value] = (new, old)
    if Field.PHONE in changes and member.shared_phone:
        changes[SHARED] = ("", member.shared_phone)
    return Judgement(
        Verdict.CHANGES if changes else Verdict.HERE,
        notes,
        *(member.person, member.pk),
        changes={name: new for name, (new, _old) in changes.items()},
        was={name: old for name, (_new, old) in changes.items()},
    )


def _former(member):
    """Judge somebody who left: whoever said no, or has an account, does not come back by a list alone."""
    if member.has_refused:
        return _wrong(Field.NAME, "has-refused")
    if not (member.is_elsewhere or member.is_their_own):
        return Judgement(Verdict.RETURNS, person=member.person, member=member.pk)
    notes = [] if member.is_elsewhere else [{"field": "", "code": "worked-here"}]
    return Judgement(Verdict.MOVES, notes, member.person, member.pk)


def _described(line, member):
    """Return for each field that the list says otherwise the new value and the old; what it leaves empty stays."""
    said = {name.value: getattr(line.values, name.value) for name in _DESCRIBED}
    return {
        name: (_stored(new), _stored(getattr(member, name)))
        for name, new in said.items()
        if new and new != getattr(member, name) and (name != Field.ROLE or line.values.has_said_role)
    }


def _stored(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _new_name(line, member):
    """Return the name where it is another one; accents and capitals alone are the spelling that was kept before."""
    return line.values.name if line.values.folded != member.folded else ""


def is_saved(judgement: Judgement, choice: str) -> bool:
    """Return whether saving does anything with a row: a move needs the manager's explicit word."""
    return judgement.verdict in SAVED or (judgement.verdict == Verdict.MOVES and choice == MOVE)


SAVED = (Verdict.NEW, Verdict.CHANGES, Verdict.RETURNS)
