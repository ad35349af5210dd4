"""The two languages of one record beside each other, part by part and field by field, and what has changed."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.text import capfirst

from courses.parity import digests, states
from courses.parity.checks import FIELDS
from courses.parity.digests import Part
from courses.parity.records import Record
from courses.parity.states import State
from courses.question_content import LANGUAGES

MOST_REVISIONS = 40


@dataclass(frozen=True)
class Cell:
    """One field in one language. `pieces` are (op, words) with op "same", "added" or "taken"; empty if unchanged."""

    text: str
    pieces: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Field:
    label: str
    cells: tuple[Cell | None, Cell | None]

    @property
    def is_empty(self):
        return not any(cell and (cell.text or cell.pieces) for cell in self.cells)

    @property
    def is_untranslated(self):
        en, sw = self.cells
        return bool(en and sw and en.text) and en.text == sw.text


@dataclass(frozen=True)
class Block:
    """A part in both languages; a label is None for the language that lacks the part."""

    labels: tuple[str | None, str | None]
    numbers: tuple[int, int]
    fields: tuple[Field, ...]
    kinds_differ: bool

    @property
    def label(self):
        return self.labels[0] or self.labels[1] or ""

    @property
    def lacks(self):
        """Return the language without this part, or ""."""
        return next((lang for lang, label in zip(LANGUAGES, self.labels, strict=True) if label is None), "")


@dataclass(frozen=True)
class Taken:
    """A part that was there at the last check and is gone."""

    language: str
    label: str
    text: str


@dataclass(frozen=True)
class SideBySide:
    """What the page shows. `forgotten` names the languages whose words at the last check are no longer kept."""

    blocks: tuple[Block, ...]
    taken: tuple[Taken, ...]
    forgotten: tuple[str, ...]


def side_by_side(record: Record) -> SideBySide:
    """Return both languages aligned; of one that nobody can read yet, its newest draft."""
    words = {language: _words(record, language) for language in LANGUAGES}
    before = {language: _words_before(record, language) for language in _changed_in(record)}
    cells = {language: _cells(words[language], before.get(language)) for language in LANGUAGES}
    pairs = aligned(*_traced(words, before))
    blocks = tuple(_block(words, cells, places) for places in pairs)
    taken = tuple(gone for lang, old in before.items() if old for gone in _taken(lang, old, words[lang]))
    return SideBySide(blocks, taken, tuple(language for language, old in before.items() if old is None))


def aligned(one: tuple[Part, ...], other: tuple[Part, ...]) -> list[tuple[int | None, int | None]]:
    """Return the places of parts that belong together; None where one side has nothing.

    Parts with the same id belong together (a translation begins as a copy); others by their kind, in order.
    """
    shared = {part.id for part in one if part.id} & {part.id for part in other}
    marks = [[part.id if part.id in shared else part.kind for part in parts] for parts in (one, other)]
    pairs = []
    for _op, start, end, other_start, other_end in SequenceMatcher(None, *marks, autojunk=False).get_opcodes():
        pairs += zip_longest(range(start, end), range(other_start, other_end))
    return pairs


def difference(before: str, now: str) -> tuple[tuple[str, str], ...]:
    """Return the words of both texts as (op, words): what stayed, what was added, what was taken away."""
    old, new = before.split(), now.split()
    pieces = []
    for op, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(("same", " ".join(new[new_start:new_end])))
        else:
            pieces += [("taken", " ".join(old[start:end])), ("added", " ".join(new[new_start:new_end]))]
    return tuple(piece for piece in pieces if piece[1])


def _words(record, language):
    one = record.versions[language]
    if one is None:
        return ()
    is_draft = not getattr(one, "live", True) and one.latest_revision_id
    return digests.words_of(one.get_latest_revision_as_object() if is_draft else one, language)


def _changed_in(record):
    return [f.language for f in record.findings if f.state == State.CHANGED]


def _words_before(record, language):
    """Return the words that were compared, from the history of revisions, or None where they are not kept."""
    wanted = getattr(record.check, FIELDS[language])
    one = record.versions[language]
    if not hasattr(one, "revisions"):
        return None
    for revision in one.revisions.order_by("-created_at", "-pk")[:MOST_REVISIONS]:
        words = digests.words_of(revision.as_object(), language)
        if digests.digest(words) == wanted:
            return words
    return None


def _traced(words, before):
    """Return both languages with ids that say which part of the last check each one was, where that is known.

    Without them a card taken out of five of one kind could be any of the five.
    """
    checked = {language: before.get(language) or words[language] for language in LANGUAGES}
    if digests.shape(checked["en"]) != digests.shape(checked["sw"]):
        return words["en"], words["sw"]
    return [_renamed(words[language], checked[language]) for language in LANGUAGES]


def _renamed(parts, checked):
    places = {now: old for old, now in aligned(checked, parts) if now is not None}
    return tuple(part._replace(id=str(places.get(place) or "")) for place, part in enumerate(parts))


def _cells(words, before):
    """Return the cells of each part by field, with what has changed where the words before are known."""
    earlier = {now: old for old, now in aligned(before or (), words) if now is not None}
    return [_cells_of(part, before, earlier.get(place)) for place, part in enumerate(words)]


def _cells_of(part, before, place):
    old = {} if place is None else _by_field(before[place])
    return {key: _cell(line.text, before, old.get(key)) for key, line in _by_field(part).items()}


def _cell(text, before, old):
    was = old.text if old else ""
    return Cell(text, difference(was, text) if before is not None and was != text else ())


def _by_field(part):
    """Return the lines of a part by name and how many of that name came before."""
    seen = Counter()
    found = {}
    for line in part.lines:
        found[line.name, seen[line.name]] = line
        seen[line.name] += 1
    return found


def _block(words, cells, places):
    here = list(zip(LANGUAGES, places, strict=True))
    parts = [None if place is None else words[language][place] for language, place in here]
    both = [{} if place is None else cells[language][place] for language, place in here]
    labels = {key: line.label for part in parts if part for key, line in _by_field(part).items()}
    fields = (Field(capfirst(label), tuple(side.get(key) for side in both)) for key, label in labels.items())
    return Block(
        labels=tuple(part and str(part.label) for part in parts),
        numbers=tuple(number_of(words[language], place) for language, place in here),
        fields=tuple(field for field in fields if not field.is_empty),
        kinds_differ=None not in parts and parts[0].kind != parts[1].kind,
    )


def number_of(words, place):
    """Return which card or option this is, counted from 1; 0 for a head or nothing."""
    if place is None or words[place].kind in states.HEADS:
        return 0
    return sum(part.kind not in states.HEADS for part in words[: place + 1])


def _taken(language, before, words):
    for old, now in aligned(before, words):
        if now is None:
            yield Taken(language, str(before[old].label), " ".join(line.text for line in before[old].lines))
