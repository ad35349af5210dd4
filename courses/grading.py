"""Marking a paper: pure, the same for everybody who hands in, whichever way it arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """The outcome of one paper. `right` and `asked` count questions; `wrong` and `critical_missed` hold their keys."""

    right: int
    asked: int
    wrong: tuple[str, ...]
    critical_missed: tuple[str, ...]
    is_pass: bool


def grade(content: dict, paper: Sequence[str], answers: Mapping[str, Sequence[str]]) -> Mark:
    """Mark a paper against a frozen quiz version's content.

    `paper` lists the question keys asked; `answers` maps a question's key to the option keys chosen. A question is
    right when exactly its right options were chosen; one left out is wrong; answers to others count for nothing.
    The paper passes when right / asked reaches the version's pass mark (whole percent, in exact integers) and every
    critical question on it is right.
    """
    wrong = tuple(key for key in paper if not is_right(content["questions"][key], answers.get(key, ())))
    critical = tuple(key for key in wrong if content["questions"][key]["critical"])
    right, asked = len(paper) - len(wrong), len(paper)
    reached = asked > 0 and right * 100 >= content["pass_mark"] * asked
    return Mark(right=right, asked=asked, wrong=wrong, critical_missed=critical, is_pass=reached and not critical)


def is_right(question: dict, chosen: Sequence[str]) -> bool:
    """Return whether exactly the right options were chosen."""
    return set(chosen) == {option["key"] for option in question["options"] if option["right"]}


def to_repeat(content: dict, mark: Mark, was_repeat: bool = False) -> tuple[str, ...]:
    """Return the questions that alone stand between the learner and passing: the critical ones missed.

    Empty where the mark itself was too low: then the whole quiz is taken again. A paper that only repeated critical
    questions (`was_repeat`) has no mark to speak of: what is still wrong on it is repeated once more.
    """
    reached = was_repeat or mark.right * 100 >= content["pass_mark"] * mark.asked
    return mark.critical_missed if reached else ()
