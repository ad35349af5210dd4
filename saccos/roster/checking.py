"""The dry run: what will happen to each row, a part of the list at a time, and again for rows that were mended."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from saccos import moving
from saccos.models import Roster, RosterRow
from saccos.roster import bringing, known, sheet
from saccos.roster.judging import Judge, Judgement
from saccos.roster.sheet import Line, Sheet

PART = 500
JUDGED = ["verdict", "problems", "person", "member", "before"]


class Check:
    """One process's look at a list: the whole list and the whole staff are read once, for as many parts as it does."""

    def __init__(self, roster: Roster, today: date, whole: Sheet | None = None):
        self.roster, self.today = roster, today
        self.sheet = whole or sheet.of(roster, today)
        self.known = known.of(roster.operator, today)

    def part(self, begin: int) -> list[Line]:
        return self.sheet.lines[begin : begin + PART]

    def judged(self, lines: list[Line]) -> dict[int, Judgement]:
        """Return the judgement of each line by its number, in one query, and one more where phones are shared."""
        numbers = {line.values.phone for line in lines} - set(self.known.by_phone)
        shared = {line.values.phone for line in lines if line.choice == sheet.OTHER and line.values.phone}
        people = known.people_with(numbers, self.roster.operator)
        judge = Judge(self.sheet, self.known, people, known.sharing(shared))
        return {line.number: judge.judge(line) for line in lines}

    def write(self, judged: dict[int, Judgement]) -> None:
        """Write these judgements beside their rows, all in a few statements."""
        rows = list(self.roster.rows.filter(number__in=judged))
        for row in rows:
            put(judged[row.number], row)
        store(rows, JUDGED)


def put(judgement: Judgement, row: RosterRow) -> None:
    row.verdict, row.problems = judgement.verdict, judgement.problems
    row.person_id, row.member_id = judgement.person, judgement.member
    row.before = (
        {"was": judgement.was, "shares": judgement.shares_phone} if judgement.was or judgement.shares_phone else {}
    )


def store(rows: Iterable[RosterRow], fields: list[str]) -> None:
    """Write these fields of rows that exist, by one statement for each thousand."""
    rows = list(rows)
    for row in rows:
        # What finds the row again is its number in the list: no other key may be in the statement.
        row.pk = None
    RosterRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["roster", "number"], update_fields=fields, batch_size=bringing.BATCH
    )


def again(roster: Roster, numbers: Iterable[int], **changed) -> None:
    """Set these fields on rows of a list that is to be confirmed, and judge anew all that may hang on them."""
    today, numbers = timezone.localdate(), set(numbers)
    with transaction.atomic():
        # The same list mended in two tabs takes turns; one that is being saved is left alone.
        open_ones = Roster.objects.select_for_update().filter(pk=roster.pk, phase=Roster.Phase.READY)
        if open_ones.first() is None:
            return
        before = sheet.of(roster, today)
        rows = sheet.rows_of(roster).filter(number__in=numbers)
        rows.update(**changed)
        check = Check(roster, today, before.with_lines(sheet.lines_of(rows, roster, today)))
        touched = {*numbers, *_related(before, numbers), *_related(check.sheet, numbers)}
        for part in _parts(_lines(check.sheet, touched)):
            check.write(check.judged(part))


def say_moves(roster: Roster, yes: Iterable[int] | None, no: Iterable[int]) -> None:
    """Keep which of the people who come from elsewhere work here now, by the manager's word; None is all of them."""
    moves = roster.rows.filter(verdict=RosterRow.Verdict.MOVES, roster__phase=Roster.Phase.READY)
    moves.filter(number__in=no).update(choice="")
    (moves if yes is None else moves.filter(number__in=yes)).update(choice=sheet.MOVE)


def _related(whole, numbers):
    return {number for line in _lines(whole, numbers) for number in whole.related(line.values)}


def _lines(whole, numbers):
    return [line for line in whole.lines if line.number in numbers]


def _parts(lines):
    return [lines[begin : begin + PART] for begin in range(0, len(lines), PART)]


def counts(roster: Roster) -> dict[str, int]:
    """Return how many rows have each verdict, and under `moving` how many moves the manager has said yes to."""
    rows = sheet.rows_of(roster)
    found = dict(rows.order_by().values_list("verdict").annotate(number=Count("pk")))
    found["moving"] = rows.filter(verdict=RosterRow.Verdict.MOVES, choice=sheet.MOVE).count()
    return found


def wait(roster: Roster, now: datetime) -> int:
    """Return how many of the rows to be saved wait for another day, as an operator brings so many account holders."""
    moves = Q(verdict=RosterRow.Verdict.MOVES, choice=sheet.MOVE)
    told = moves | (Q(verdict=RosterRow.Verdict.NEW) & ~Q(person__in=User.objects.untouched()))
    number = roster.rows.filter(told, person__isnull=False).count()
    return max(number - moving.left_today(roster.operator, now), 0) if number else 0
