"""Answers as letters on paper, and letters typed in as answers: pure, by the kind of question.

- single, true_false: one letter
- multiple, spots: the letters of all that are right, in any order
- ordering: the letters of the items, in the order given
- matching: for each left side in turn the letter of its right side, "-" for none
- scenario: a letter for each scene in turn, "-" for none; those of scenes that one does not come to do not count

A question left empty is typed "-".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import grading
from courses.grading import Answer
from courses.papers import Item

BY_HANDS = ("single", "true_false", "multiple")
ONE_LETTER = ("single", "true_false")
SEVERAL = ("multiple", "spots")
EMPTY = "-"
MOST_TYPED = 400
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BETWEEN = re.compile(r"[\s,;/]+")
_DASHES = str.maketrans("–—−_.", EMPTY * 5)


class Unreadable(Exception):
    """What was typed is not one answer for each question; the sentence says which, and what to do."""


@dataclass(frozen=True)
class Asked:
    """One question of a printed paper: its number on it, its place there, and its content in the frozen version."""

    number: int
    item: Item
    question: dict

    @property
    def kind(self) -> str:
        return self.question["kind"]

    @property
    def lettered(self) -> tuple[str, ...]:
        """Return the keys that have letters on the paper, in the letters' order; none of a scenario (`lettered_in`)."""
        return self.item.matches if self.kind == "matching" else self.item.options

    @property
    def letters(self) -> str:
        return _ALPHABET[: len(self.lettered)]

    @property
    def boxes(self) -> int:
        """Return in how many letters an answer is written; 0 where one crosses letters instead."""
        if self.kind == "scenario":
            return len(self.scenes)
        return len(self.item.options) if self.kind in ("ordering", "matching") else 0

    @property
    def scenes(self) -> list[dict]:
        """Return the scenes of a scenario in the order in which they are numbered on the paper, from 1."""
        return self.question["scenes"]

    def number_of(self, scene: str) -> int:
        return next(number for number, one in enumerate(self.scenes, start=1) if one["key"] == scene)

    def lettered_in(self, scene: str) -> list[str]:
        """Return the keys of a scene's actions, in the letters' order."""
        return [action["key"] for action in self.scenes[self.number_of(scene) - 1]["actions"]]


def asked(content: dict, items: Sequence[Item]) -> list[Asked]:
    """Return the questions of a paper as they are numbered on it, from 1."""
    return [Asked(number, item, content["questions"][item.question]) for number, item in enumerate(items, start=1)]


def letter(place: int) -> str:
    """Return the letter of an option by its place, from 0."""
    return _ALPHABET[place]


def read(typed: str, paper: Sequence[Asked]) -> dict[str, Answer]:
    """Return the answers, by question key, that were typed for a sheet; capitals or not. Raises Unreadable.

    Where every question has one letter they may be typed without spaces.
    """
    pieces = _pieces(typed.upper().translate(_DASHES), paper)
    if len(pieces) != len(paper):
        raise Unreadable(_wrong_number(len(pieces), len(paper)))
    found = {one.item.question: _answer(piece, one) for piece, one in zip(pieces, paper, strict=True)}
    return {key: answer for key, answer in found.items() if answer}


def _pieces(typed, paper):
    pieces = [piece for piece in _BETWEEN.split(typed) if piece]
    if len(pieces) == 1 and len(paper) > 1 and all(one.kind in ONE_LETTER for one in paper):
        return list(pieces[0])
    return pieces


def _wrong_number(have, need):
    said = ngettext("There is %(have)d answer", "There are %(have)d answers", have) % {"have": have}
    wanted = ngettext("the paper has %(need)d question", "the paper has %(need)d questions", need) % {"need": need}
    return _("%(have)s, but %(need)s. Type - for a question left empty.") % {"have": said, "need": wanted}


def _answer(piece, one):
    if not piece.strip(EMPTY):
        return []
    return _READERS[one.kind](piece, one)


def _refuse_unknown(piece, one):
    for sign in piece:
        if sign != EMPTY and sign not in one.letters:
            raise Unreadable(
                _("Question %(number)d: there is no “%(letter)s”. Its letters go from A to %(last)s.")
                % {"number": one.number, "letter": sign, "last": one.letters[-1]}
            )


def _one(piece, one):
    _refuse_unknown(piece, one)
    if len(piece) > 1:
        raise Unreadable(
            _("Question %(number)d: only one letter counts here. Are two crossed? Then type -.")
            % {"number": one.number}
        )
    return _keys(piece, one)


def _several(piece, one):
    _refuse_unknown(piece, one)
    _refuse_gaps(piece, one)
    return sorted(_keys(piece, one))


def _order(piece, one):
    _refuse_unknown(piece, one)
    _refuse_gaps(piece, one)
    if len(piece) != len(one.letters):
        raise Unreadable(
            _("Question %(number)d: all %(count)d letters are needed, in their order. Is one missing? Then type -.")
            % {"number": one.number, "count": len(one.letters)}
        )
    return _keys(piece, one)


def _match(piece, one):
    _refuse_unknown(piece, one)
    if len(piece) != one.boxes:
        raise Unreadable(
            _("Question %(number)d: type %(count)d signs, a letter for each line, and - for an empty one.")
            % {"number": one.number, "count": one.boxes}
        )
    pairs = zip(one.item.options, piece, strict=True)
    return sorted(f"{left}={_key(sign, one)}" for left, sign in pairs if sign != EMPTY)


def _story(piece, one):
    """Walk the scenes by their letters to an end; what was written for scenes not reached tells nothing."""
    if len(piece) != one.boxes:
        raise Unreadable(
            _("Question %(number)d: type %(count)d signs, a letter for each scene, and - for an empty one.")
            % {"number": one.number, "count": one.boxes}
        )
    chosen = {scene["key"]: _action(sign, one, scene["key"]) for sign, scene in zip(piece, one.scenes, strict=True)}
    path = []
    while (scene := grading.walk(one.question, path)[0]) is not None:
        if chosen[scene] is None:
            raise Unreadable(
                _("Question %(number)d: the story comes to scene %(scene)d, which is empty. Then type -.")
                % {"number": one.number, "scene": one.number_of(scene)}
            )
        path.append(chosen[scene])
    return path


def _action(sign, one, scene):
    """Return the key of the scene's action that has this letter; None for an empty one."""
    if sign == EMPTY:
        return None
    keys = one.lettered_in(scene)
    place = _ALPHABET.find(sign)
    if not 0 <= place < len(keys):
        raise Unreadable(
            _("Question %(number)d: scene %(scene)d has no “%(letter)s”. Its letters go from A to %(last)s.")
            % {
                "number": one.number,
                "scene": one.number_of(scene),
                "letter": sign,
                "last": letter(len(keys) - 1),
            }
        )
    return keys[place]


def _refuse_gaps(piece, one):
    if EMPTY in piece:
        raise Unreadable(_("Question %(number)d: either letters or -, not both.") % {"number": one.number})
    twice = next((sign for sign in piece if piece.count(sign) > 1), None)
    if twice:
        raise Unreadable(
            _("Question %(number)d: “%(letter)s” is there twice.") % {"number": one.number, "letter": twice}
        )


def _keys(piece, one):
    return [_key(sign, one) for sign in piece]


def _key(sign, one):
    return one.lettered[one.letters.index(sign)]


_READERS: dict[str, Callable] = {
    "single": _one,
    "true_false": _one,
    "multiple": _several,
    "spots": _several,
    "ordering": _order,
    "matching": _match,
    "scenario": _story,
}
