"""A workbook with several sheets: each that may be a staff list is a list of its own, and knows of the others."""

import hashlib
from dataclasses import dataclass

from saccos.models import Roster
from saccos.roster import columns, reading, sheet
from saccos.roster.columns import Guess

MOST_LISTS = 10
"""So many sheets of one workbook become lists."""
_LONGEST_SOURCE = Roster._meta.get_field("source").max_length


@dataclass(frozen=True)
class Sheet:
    """One sheet as it seems to be; without a title it is all that was brought, without a guess it can't be read."""

    title: str
    guess: Guess | None

    @property
    def is_list(self) -> bool:
        """Return whether it may be a list of people, and one that can be taken whole; a cover's lines may be names."""
        if self.guess is None or not 0 < self.guess.people <= reading.MOST_ROWS:
            return False
        return len(self.guess.columns) >= (1 if self.guess.has_heading else 2)

    def source(self, file: str) -> str:
        """Return what the list is called, after its file."""
        end = f" · {self.title}" if self.title else ""
        return file[: _LONGEST_SOURCE - len(end)] + end


def lists(brought: bytes | str, digest: str) -> tuple[Sheet, list[Sheet], dict]:
    """Return the sheet that looks most like a staff list, the others that may be one, and what each keeps of the rest.

    `digest` is the file's. Raises reading.Unreadable.
    """
    if isinstance(brought, str):
        return Sheet("", columns.guess(reading.read_paste(brought))), [], {}
    sheets = [Sheet(found.title, _guess(found)) for found in reading.read_file(brought)]
    first = max(sheets, key=_likeness)
    if len(sheets) == 1:
        return Sheet("", first.guess), [], {}
    beside = [one for one in sheets if one.is_list and one is not first][: MOST_LISTS - 1]
    titles = [one.title for one in (first, *beside)]
    left = [one.title for one in sheets if one.title not in titles]
    return first, beside, {sheet.SHEETS: {"file": digest, "lists": titles, "left": left}}


def _guess(found):
    return columns.guess(found.rows).filled_down(found.merged) if found.rows else None


def _likeness(one):
    return (one.is_list, one.guess.has_heading, len(one.guess.columns)) if one.guess else (False, False, -1)


def digest_of(file: str, title: str) -> str:
    """Return the digest of one sheet beside the first, so that the same sheet brought again is the same list."""
    return hashlib.sha256(f"{file} {title}".encode()).hexdigest()


@dataclass(frozen=True)
class Beside:
    """A list that is one sheet of several: its title, the lists that there still are of others, by title, and the
    titles of those that were left out."""

    title: str
    lists: list[tuple[str, Roster]]
    left: list[str]


def beside(roster: Roster) -> Beside | None:
    """Return what else was in the workbook of which the list is one sheet; None where it is all of it."""
    if not (told := roster.columns.get(sheet.SHEETS)):
        return None
    first, *others = told["lists"]
    titles = {told["file"]: first} | {digest_of(told["file"], title): title for title in others}
    found = {one.digest: one for one in roster.operator.rosters.filter(digest__in=titles).order_by("made_at")}
    there = [(title, found[digest]) for digest, title in titles.items() if digest in found and digest != roster.digest]
    return Beside(titles.get(roster.digest, ""), there, told["left"])
