"""The paper list, typed in afterwards: names as they were pasted, and rows as they are kept."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts import names, phones
from accounts.models import User
from workshops import attending
from workshops.forms import OperatorField
from workshops.models import Participant, Workshop

MOST_PASTED = 100
_BETWEEN = re.compile(r"[\t;,]")
_ROW_NUMBER = re.compile(r"(\d{1,3})[.)]?(?:\s+|$)")
Way = Participant.Way


def read(pasted: str, invited: Iterable) -> list[dict[str, str]]:
    """Return what each line says, as the form's own values: number, full_name, phone, operator, role.

    A cell is known by what it holds, wherever it stands: a phone, an invited operator's name, a kind of work in
    either language; the first that is none of these is the name. A line without a name is left out.
    `split` limits how many lines there are.
    """
    operators = {names.fold(operator.name): str(operator.pk) for operator in invited}
    lines = [_line(line, operators, _roles()) for line in pasted.splitlines()]
    return [line for line in lines if line.get("full_name")]


def split(pasted: str, room: int) -> tuple[str, str]:
    """Return what was pasted as the lines that there is room for, and the lines that must wait; empty ones go."""
    lines = [line for line in pasted.splitlines() if line.strip()]
    return "\n".join(lines[:room]), "\n".join(lines[room:])


def _line(line, operators, roles):
    found = {}
    if number := _ROW_NUMBER.match(line.strip()):
        found["number"] = number[1]
        line = line.strip()[number.end() :]
    for cell in filter(None, (" ".join(cell.split()) for cell in _BETWEEN.split(line))):
        name, value = _meaning(cell, operators, roles)
        found.setdefault(name, value)
    return found


def _meaning(cell, operators, roles):
    folded = names.fold(cell)
    if folded in operators:
        return "operator", operators[folded]
    if folded in roles:
        return "role", roles[folded]
    is_number = sum(sign.isdecimal() for sign in cell) * 2 > len(cell)
    return ("phone", _phone(cell)) if is_number else ("full_name", cell)


def _phone(cell):
    """Return the number as people read it; as typed where it can't be read, for the form to say so."""
    try:
        return phones.show(phones.read(cell))
    except phones.NotAPhone:
        return cell


def _roles():
    known = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            known |= {names.fold(str(label)): value for value, label in User.Role.choices}
    return known


def rows_as_data(rows: list[dict[str, str]], total: int, prefix: str = "form") -> dict[str, str]:
    """Return rows as a formset of that many forms would send them; those behind the rows are empty."""
    data = {f"{prefix}-TOTAL_FORMS": str(max(total, len(rows))), f"{prefix}-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
        data.setdefault(f"{prefix}-{place}-operator", OperatorField.OTHER if not row.get("operator") else "")
    return data


def keep(workshop: Workshop, signed: Iterable[int], rows: Iterable[dict], mark: str, by, now: datetime) -> list:
    """Keep who signed, of those expected, and the rows typed (a form's cleaned data); all or nothing, and once only.

    Return (row typed, participant) of each row. Who signed was there from the beginning.
    """
    at = min(now, workshop.starts_at)
    with transaction.atomic():
        for participant in workshop.participants.filter(pk__in=signed):
            attending.note_came(participant, Way.PAPER, at, by)
        return [
            (row, attending.come_by_trainer(workshop, row["said"], Way.PAPER, at, by, f"{mark}-{place}", row["number"]))
            for place, row in enumerate(rows)
        ]
