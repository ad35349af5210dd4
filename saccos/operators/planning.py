"""What a table of operators would do, row by row, before anything is saved."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exchange.tables import Formula, Row
from courses.plain_text import clean
from places.cells import rearm
from saccos.models import Operator
from saccos.operators import columns, naming, reading
from saccos.operators.columns import BY_NAME, Column
from saccos.roster.fields import plain

_CHUNK = 500


class Verdict(TextChoices):
    NEW = "new", gettext_lazy("new")
    CHANGES = "changes", gettext_lazy("changes")
    SAME = "same", gettext_lazy("stays the same")
    WRONG = "wrong", gettext_lazy("wrong")


@dataclass
class Problem:
    """What is wrong, and with which column; `column` is empty where it is the row as a whole."""

    column: str
    words: str

    def __str__(self):
        return f"{self.column}: {self.words}" if self.column else self.words


@dataclass
class Change:
    heading: str
    before: str
    after: str


@dataclass
class Planned:
    """One row: what it says by the column's name, whom it is about, and what would happen."""

    line: int
    values: dict = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    operator: int | None = None
    """The id of the operator it is about; None where it is a new one."""
    now: dict = field(default_factory=dict)
    """What that operator says now, by the column's name."""
    changed: list[str] = field(default_factory=list)
    like: str = ""
    """The name of an operator that a new one looks like, once somebody asked."""

    @property
    def befores(self) -> list:
        """Return the values that would be changed, in the order of `changed`."""
        return [self.now[name] for name in self.changed] if self.operator else []

    @property
    def changes(self) -> list[Change]:
        befores = self.befores or [None] * len(self.changed)
        return [self._change(name, before) for name, before in zip(self.changed, befores, strict=True)]

    def _change(self, name, before):
        column = BY_NAME[name]
        shown = column.show(before) if self.operator else ""
        return Change(str(column.heading), shown, column.show(self.values[name]))

    @property
    def verdict(self) -> Verdict:
        if self.problems:
            return Verdict.WRONG
        if self.operator is None:
            return Verdict.NEW
        return Verdict.CHANGES if self.changed else Verdict.SAME

    @property
    def label(self) -> str:
        return str(self.verdict.label)

    @property
    def name(self) -> str:
        return self.values.get("name") or self.now.get("name", "")

    def blame(self, column: Column | None, words) -> None:
        self.problems.append(Problem(str(column.heading) if column else "", str(words)))


@dataclass
class Plan:
    rows: list[Planned]
    notes: list[str]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def to_save(self) -> int:
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGES]

    @property
    def digest(self) -> str:
        """Return what tells this plan from one that would do anything else."""
        said = [(row.line, row.verdict, row.operator, row.befores, row.values) for row in self.rows]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def check(data: bytes) -> None:
    """Look whether the file is a table of operators at all. Raises reading.Unreadable."""
    _table(data)


def _table(data):
    """Return heading and rows of the file, what is to be said of it, and the columns: those known, and the others."""
    (head, *rows), notes = reading.read(data)
    _line, heading = head
    known, unknown = _columns(heading)
    if not rows:
        raise reading.Unreadable(_("There is nothing beneath the headings."))
    return heading, rows, notes, known, unknown


def make(data: bytes) -> Plan:
    """Read the file and compare it with the operators there are. Raises reading.Unreadable."""
    heading, rows, notes, found, unknown = _table(data)
    planned = [_read(row, found, len(heading)) for row in rows]
    _find(planned)
    _refuse_doubles(planned)
    for row in planned:
        _compare(row)
    words = _("The column “%(column)s” is not known, and is left out.")
    return Plan(planned, [*map(str, notes), *(words % {"column": name[:40]} for name in unknown)])


def _columns(heading) -> tuple[dict[int, Column], list[str]]:
    """Return which column stands in which place, and the headings that are not known."""
    known, found, unknown = columns.known_headings(), {}, []
    for place, written in enumerate(heading):
        column = known.get(plain(clean(written)))
        if column is None:
            unknown += [written] if written.strip() else []
        elif column in found.values():
            words = _("The column “%(column)s” stands there twice.")
            raise reading.Unreadable(words % {"column": written[:40]})
        else:
            found[place] = column
    names = {column.name for column in found.values()}
    if not names & {"name", "slug"}:
        words = _("The first row must name the columns, and one of them must be “%(column)s”.")
        raise reading.Unreadable(words % {"column": BY_NAME["name"].heading})
    return found, unknown


def _read(row: Row, found: dict[int, Column], width: int) -> Planned:
    line, cells = row
    planned = Planned(line)
    for place, column in found.items():
        _read_cell(planned, column, cells[place] if place < len(cells) else "")
    if any(cell.strip() for cell in cells[width:]):
        planned.blame(None, _("The row has more cells than there are columns."))
    return planned


def _read_cell(planned, column, cell):
    if isinstance(cell, Formula):
        planned.blame(column, _("The cell holds a formula. Put its result there as text."))
        return
    try:
        value = column.read(rearm(clean(cell.replace("\r\n", "\n"))))
    except ValidationError as error:
        planned.blame(column, " ".join(error.messages))
        return
    planned.values[column.name] = value


def _find(planned: Iterable[Planned]) -> None:
    """Find each row's operator: by its short name, where that is written, else by its name."""
    by_slug, by_name = {}, {}
    for pk, slug, name, merged in Operator.objects.values_list("pk", "slug", "name", "merged_into"):
        by_slug[slug] = by_name[name.casefold()] = (pk, merged)
    wanted = {}
    for row in planned:
        slug, name = row.values.get("slug", ""), row.values.get("name", "")
        found = by_slug.get(slug) if slug else by_name.get(name.casefold())
        if found and found[1]:
            row.blame(None, _("This operator was merged into another one."))
        elif found:
            wanted.setdefault(found[0], []).append(row)
        _check_name(row, by_name.get(name.casefold()), found)
    _attach(wanted)


def _check_name(row, named, found):
    if named and named != found:
        row.blame(BY_NAME["name"], _("Another operator has this name."))
    if not row.values.get("slug", "") and not row.values.get("name", "") and not row.problems:
        row.blame(BY_NAME["name"], _("The name is missing."))


def _attach(wanted):
    pks = list(wanted)
    for start in range(0, len(pks), _CHUNK):
        for pk, now in columns.values_of(pks[start : start + _CHUNK]).items():
            for row in wanted[pk]:
                row.operator, row.now = pk, now


def _refuse_doubles(planned):
    """Let each operator, each name and each short name stand in the file once."""
    words = _("The same operator stands in line %(line)s.")
    seen = {}
    for row in planned:
        keys = [("name", row.values.get("name", "").casefold()), ("slug", row.values.get("slug", ""))]
        keys.append(("pk", row.operator))
        earlier = {seen[key] for key in keys if key[1] and key in seen}
        if earlier:
            row.blame(None, words % {"line": min(earlier)})
        seen.update({key: row.line for key in keys if key not in seen})


def _compare(row):
    """Check what the row says, and note what would be another value than now."""
    for name, value in row.values.items():
        column = BY_NAME[name]
        before = row.now.get(name)
        if _says_nothing(row, column, before, value):
            continue
        for words in columns.problems_of(column, value):
            row.blame(column, words)
        row.changed.append(name)
    if row.operator is None:
        _ask_for_needed(row)


def _says_nothing(row, column, before, value):
    """An empty cell gives a new operator what it would have anyway, and takes no short name away."""
    if row.operator is None or column.name == "slug":
        # No vehicles at all is said; that there is no poster is so anyway.
        return (not value and (value is False or value != 0)) or value == before
    return same(column, before, value)


def _ask_for_needed(row):
    blamed = {problem.column for problem in row.problems}
    if "" in blamed:
        return
    for name in columns.NEEDED:
        column = BY_NAME[name]
        if not row.values.get(name) and str(column.heading) not in blamed:
            row.blame(column, _("A new operator needs this."))


def same(column: Column, before, after) -> bool:
    """Return whether two values say the same; the order of entries says nothing."""
    return Counter(before) == Counter(after) if column.is_list else before == after


def slugs_for(rows: Iterable[Planned]) -> list[str]:
    """Return a short name for each new row: the written one, else one made from the name."""
    taken, found = set(Operator.objects.values_list("slug", flat=True)), []
    for row in rows:
        slug = row.values.get("slug") or naming.free_slug(row.values["name"], taken)
        taken.add(slug)
        found.append(slug)
    return found
