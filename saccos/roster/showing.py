"""Rows of a list as a page or a file shows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts import phones
from accounts.models import User
from saccos.models import Roster, RosterRow
from saccos.roster import fields, sheet, words
from saccos.roster.fields import Field
from saccos.roster.judging import SHARED, Verdict
from saccos.roster.values import Texts

# What needs the manager comes first.
ORDER = (
    *(Verdict.WRONG, Verdict.LOOKS_LIKE, Verdict.MOVES, Verdict.TWICE, Verdict.NEW, Verdict.RETURNS),
    *(Verdict.CHANGES, Verdict.HERE, Verdict.LEFT_OUT),
)
_ICONS = {
    Verdict.WRONG: ("cross", "no"),
    Verdict.LOOKS_LIKE: ("half", "soon"),
    Verdict.MOVES: ("half", "soon"),
    Verdict.TWICE: ("circle", "soon"),
    Verdict.NEW: ("tick", "ok"),
    Verdict.RETURNS: ("tick", "ok"),
    Verdict.CHANGES: ("tick", "ok"),
    Verdict.HERE: ("circle", "quiet"),
    Verdict.LEFT_OUT: ("circle", "quiet"),
}


@dataclass(frozen=True)
class Shown:
    """One row: what was written, its verdict with a shape, what is wrong or changes, and what may be decided."""

    row: RosterRow
    texts: Texts
    icon: str
    css: str
    problems: list[tuple[str, str]]
    """The field and the sentence of each."""
    changes: list[tuple[str, str, str]]
    """The field's name, the value there is, and the value that comes."""
    choices: tuple

    @property
    def label(self) -> str:
        """Return the verdict in words; of who moves, where from."""
        worked_here = any(problem["code"] == "worked-here" for problem in self.row.problems)
        return _("worked for you before") if worked_here else str(self.row.get_verdict_display())

    @property
    def line(self) -> str:
        """Return what the row says besides the name."""
        said = [self.texts[name] for name in Field.values if name != Field.NAME]
        said[1] = role_label(self.texts[Field.ROLE])
        return " · ".join(filter(None, said))

    @property
    def sentences(self) -> list[str]:
        return [sentence for _field, sentence in self.problems]


def role_label(text: str) -> str:
    """Return the role that a word means, as the platform calls it; a word that means none as it is."""
    role = fields.ROLES.get(fields.plain(text))
    return str(User.Role(role).label) if role else text


def shown(row: RosterRow, roster: Roster) -> Shown:
    texts = sheet.texts_of(roster, row.cells, row.given)
    icon, css = _ICONS.get(row.verdict, ("circle", "quiet"))
    choices = next((words.CHOICES[code] for code in map(words.code_of, row.problems) if code in words.CHOICES), ())
    problems = [(problem["field"], words.say(problem, texts)) for problem in row.problems]
    return Shown(row, texts, icon, css, problems, list(_changes(row, texts)), choices)


def _changes(row, texts):
    for name, old in row.before.get("was", {}).items():
        if name != SHARED:
            yield Field(name).label, _as_read(name, old) or _("nothing"), _as_read(name, texts[name])


def _as_read(name, value):
    if name == Field.ROLE:
        return role_label(value)
    if name == Field.PHONE and value.startswith("+"):
        return phones.show(value)
    return value


def tabs(counts: dict[str, int]) -> list[tuple[Verdict, int]]:
    """Return the verdicts that there are, each with its number of rows."""
    return [(verdict, counts[verdict]) for verdict in ORDER if counts.get(verdict)]


def to_mend(roster: Roster) -> QuerySet[RosterRow]:
    """Return the rows that are not saved as they stand, and that somebody may want to be."""
    open_ones = Q(verdict__in=(Verdict.WRONG, Verdict.LOOKS_LIKE))
    return sheet.rows_of(roster).filter(open_ones | (Q(verdict=Verdict.MOVES) & ~Q(choice=sheet.MOVE)))


def mending_rows(roster: Roster) -> Iterator[list[str]]:
    """Yield a heading and the rows to mend, each with what is wrong at its end."""
    yield [*map(str, Field.labels), _("What is wrong")]
    for row in to_mend(roster).iterator():
        one = shown(row, roster)
        why = one.sentences or [one.label]
        yield [*(one.texts[name] for name in Field.values), " ".join(why)]
