"""The sheets of one test as they are typed in: kept as typed, right or not, so that nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.grading import Answer
from workshops.models import Participant, Sheet, WorkshopTest
from workshops.testing import choosing, letters

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One participant's line: what was typed for them, what is wrong with it, and whether it is recorded as it is."""

    participant: Participant
    typed: str
    error: str
    is_recorded: bool
    is_changed: bool

    @property
    def field(self) -> str:
        return field_of(self.participant)


@dataclass(frozen=True)
class Tally:
    """How many sheets of a test are typed in: all, with an error, and recorded as they are."""

    typed: int = 0
    wrong: int = 0
    recorded: int = 0

    @property
    def to_record(self) -> int:
        return self.typed - self.wrong - self.recorded


def field_of(participant: Participant) -> str:
    return f"sheet-{participant.pk}"


def clean(typed: str) -> str:
    """Return what is kept of what was typed: one space between answers, capitals, no more than fits."""
    return " ".join(typed.replace("\0", "").upper().split())[: letters.MOST_TYPED]


def error_in(typed: str, paper: list[letters.Asked]) -> str:
    """Return what is wrong with what was typed, in a sentence; "" where nothing is."""
    try:
        letters.read(typed, paper)
    except letters.Unreadable as unreadable:
        return str(unreadable)
    return ""


def save(test: WorkshopTest, participants: list[Participant], posted: Mapping[str, str], now: datetime) -> None:
    """Keep what was typed for these participants, with its errors. An emptied line is forgotten.

    Of a sheet that is recorded the emptied line is refused (`lines` says so): what was handed in can't be undone.
    """
    with transaction.atomic():
        rows = Sheet.objects.select_for_update().filter(test=test, participant__in=participants)
        known = {sheet.participant_id: sheet for sheet in rows}
        for participant in participants:
            if field_of(participant) in posted:
                _keep(test, participant, known.get(participant.pk), clean(posted[field_of(participant)]), now)


def _keep(test, participant, sheet, typed, now):
    if sheet is None and typed:
        # Another tab may have typed the same line a moment ago: the last one stands.
        fields = {"typed": typed, "typed_at": now}
        Sheet.objects.update_or_create(test=test, participant=participant, defaults=fields)
    elif sheet and not typed and sheet.attempt_id is None:
        sheet.delete()
    elif sheet and typed and typed != sheet.typed:
        Sheet.objects.filter(pk=sheet.pk).update(typed=typed, typed_at=now)


def lines(test: WorkshopTest, participants: list[Participant], posted: Mapping[str, str] | None = None) -> list[Line]:
    """Return a line for each of these participants, with what was just typed where it could not be kept; one query."""
    paper = choosing.asked_in(test)
    rows = Sheet.objects.filter(test=test, participant__in=participants).select_related("attempt")
    known = {sheet.participant_id: sheet for sheet in rows}
    return [_line(participant, known.get(participant.pk), paper, posted or {}) for participant in participants]


def _line(participant, sheet, paper, posted):
    typed = sheet.typed if sheet else ""
    error = error_in(typed, paper) if typed else ""
    is_recorded = bool(sheet and sheet.attempt_id)
    if is_recorded and clean(posted.get(field_of(participant), typed)) == "":
        error = _("This sheet is recorded, and what was handed in can't be taken back. Type what is right, or only -.")
    is_changed = is_recorded and not error and answers_of(sheet, paper) != sheet.attempt.answers
    return Line(participant, typed, error, is_recorded, is_changed)


def answers_of(sheet: Sheet, paper: list[letters.Asked]) -> dict[str, Answer] | None:
    """Return the answers on a sheet as an attempt keeps them, or None where they can't be read."""
    try:
        return letters.read(sheet.typed, paper)
    except letters.Unreadable:
        return None


def is_to_record(sheet: Sheet, answers: dict[str, Answer] | None) -> bool:
    """Return whether a sheet (with its attempt) says something that no attempt holds yet."""
    if answers is None:
        return False
    return sheet.attempt_id is None or sheet.attempt.answers != answers


def tallies(tests: list[WorkshopTest]) -> dict[int, Tally]:
    """Return {test's id: Tally} of these tests; one query."""
    rows = Sheet.objects.filter(test__in=tests).select_related("attempt").defer("attempt__marks")
    by_test = {test.pk: [] for test in tests}
    for sheet in rows:
        by_test[sheet.test_id].append(sheet)
    return {test.pk: _tally(test, by_test[test.pk]) for test in tests}


def _tally(test, rows):
    if not rows:
        return Tally()
    paper = choosing.asked_in(test)
    read = [(sheet, answers_of(sheet, paper)) for sheet in rows]
    wrong = sum(answers is None for _sheet, answers in read)
    waiting = sum(is_to_record(sheet, answers) for sheet, answers in read)
    return Tally(len(rows), wrong, len(rows) - wrong - waiting)
