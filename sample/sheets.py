"""What people wrote on the papers of a sample workshop, in the letters that a trainer types."""

from courses import grading
from workshops.testing import letters


def written(paper: list[letters.Asked], right: int) -> str:
    """Return a sheet on which the first so many questions are right, and those behind them wrong or left empty."""
    return " ".join(_right(one) if one.number <= right else _wrong(one) for one in paper)


def _right(one):
    answer = grading.right_answer(one.question)
    if one.kind == "scenario":
        return _path(one, answer)
    if one.kind == "matching":
        sides = dict(pair.split("=") for pair in answer)
        return "".join(_letter(one, sides[left]) for left in one.item.options)
    found = [_letter(one, key) for key in answer]
    return "".join(found if one.kind == "ordering" else sorted(found))


def _wrong(one):
    if one.kind not in letters.BY_HANDS:
        return letters.EMPTY
    right = grading.right_answer(one.question)
    return _letter(one, next(key for key in one.lettered if key not in right))


def _letter(one, key):
    return letters.letter(one.lettered.index(key))


def _path(one, actions):
    """Return a letter for each scene of a story: the action taken there, or none where one does not come to it."""
    signs = dict.fromkeys((scene["key"] for scene in one.scenes), letters.EMPTY)
    for taken, key in enumerate(actions):
        scene, _outcome = grading.walk(one.question, actions[:taken])
        signs[scene] = letters.letter(one.lettered_in(scene).index(key))
    return "".join(signs.values())
