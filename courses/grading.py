"""Marking a paper: pure, the same for everybody who hands in, whichever way it arrives.

One mark is FULL points: the least number that tenths and every fraction down to a tenth divide without a rest, so that
part marks are exact whole numbers. An answer is a list of keys, and what they are depends on the question's kind:

- single, multiple, true_false: the options chosen; spots: the spots tapped
- ordering: the items in the order given
- matching: "left=right" for each pair made
- scenario: the actions taken, in order, from the first scene on
"""

import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

FULL = 2520
NOT_ASKED = -1

Answer = list[str]


class Mark(NamedTuple):
    """The outcome of one paper.

    `right` and `asked` count questions, a right one being one with its whole mark; `points` sums what was earned, of
    FULL points a question, and `each` lists it in the paper's order. `wrong` and `critical_missed` hold keys. `misses`
    of `flags` red flags (or victims) were left out; `false_alarms` of `innocents` harmed somebody innocent.
    """

    right: int
    asked: int
    points: int
    each: tuple[int, ...]
    wrong: tuple[str, ...]
    critical_missed: tuple[str, ...]
    misses: int
    flags: int
    false_alarms: int
    innocents: int
    is_pass: bool


class Alarms(NamedTuple):
    """What an answer did about victims and about innocent travellers."""

    misses: int = 0
    flags: int = 0
    false_alarms: int = 0
    innocents: int = 0


@dataclass(frozen=True, slots=True)
class Marker:
    """How one question is marked: `exact` is the whole answer; `part` marks any other one, where that can earn some."""

    exact: list[str]
    part: Callable[[Answer], int] | None
    alarms: Callable[[Answer], Alarms] | None
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A quiz version made ready for marking, once for all its attempts."""

    markers: Mapping[str, Marker]
    pass_mark: int
    most_misses: int | None
    most_false_alarms: int | None


def prepare(content: dict) -> Key:
    """Return what is needed to mark papers of a frozen quiz version, from its content."""
    limits = content.get("limits", {})
    return Key(
        markers={key: _marker(question) for key, question in content["questions"].items()},
        pass_mark=content["pass_mark"],
        most_misses=limits.get("misses"),
        most_false_alarms=limits.get("false_alarms"),
    )


def grade(content: dict, paper: Sequence[str], answers: Mapping[str, Answer]) -> Mark:
    """Mark a paper against a frozen quiz version's content; see `mark`."""
    return mark(prepare(content), paper, answers)


def mark(key: Key, paper: Sequence[str], answers: Mapping[str, Answer]) -> Mark:
    """Mark a paper: `paper` lists the question keys asked, `answers` maps a question's key to its answer.

    A question left out earns nothing; answers to others count for nothing. The paper passes when its points reach the
    pass mark (whole percent of FULL a question, in exact integers), every critical question on it is right, and neither
    misses nor false alarms go beyond the limits that its course sets (whole percent of what there was).
    """
    each, wrong, critical, alarms = [], [], [], []
    for name in paper:
        marker = key.markers[name]
        answer = answers.get(name, ())
        if answer == marker.exact:
            each.append(FULL)
        else:
            points = marker.part(answer) if marker.part and answer else 0
            each.append(points)
            if points < FULL:
                wrong.append(name)
                if marker.is_critical:
                    critical.append(name)
        if marker.alarms:
            alarms.append(marker.alarms(answer))
    points, asked = sum(each), len(paper)
    misses, flags, false_alarms, innocents = map(sum, zip(*alarms, strict=True)) if alarms else Alarms()
    reached = asked > 0 and points * 100 >= key.pass_mark * asked * FULL
    is_kind = _is_within(misses, flags, key.most_misses) and _is_within(false_alarms, innocents, key.most_false_alarms)
    return Mark(
        asked - len(wrong),
        asked,
        points,
        tuple(each),
        tuple(wrong),
        tuple(critical),
        misses,
        flags,
        false_alarms,
        innocents,
        reached and not critical and is_kind,
    )


def is_right(question: dict, answer: Answer) -> bool:
    """Return whether an answer earns the question's whole mark."""
    return points_for(question, answer) == FULL


def points_for(question: dict, answer: Answer) -> int:
    """Return the points that an answer earns of a question in a frozen version's shape, from 0 to FULL."""
    marker = _marker(question)
    if list(answer) == marker.exact:
        return FULL
    return marker.part(answer) if marker.part and answer else 0


def right_answer(question: dict) -> list[str]:
    """Return the answer that earns the whole mark; of a scenario, a shortest way to a safe end."""
    return _marker(question).exact


def alarms_in(question: dict, answer: Answer) -> Alarms:
    """Return what an answer missed, and what false alarms it gave; nothing for kinds that have neither."""
    marker = _marker(question)
    return marker.alarms(answer) if marker.alarms else Alarms()


def beyond_limits(content: dict, mark) -> tuple[str, ...]:
    """Return which of its course's limits, "misses" or "false_alarms", a mark (or an attempt) is beyond."""
    limits = content.get("limits", {})
    counted = {"misses": (mark.misses, mark.flags), "false_alarms": (mark.false_alarms, mark.innocents)}
    return tuple(name for name, (number, whole) in counted.items() if not _is_within(number, whole, limits.get(name)))


def to_repeat(content: dict, mark: Mark) -> tuple[str, ...]:
    """Return the questions that alone are to be answered again after a failed attempt; empty means the whole quiz.

    By the quiz's rule: `critical` repeats the critical ones missed where the mark itself is enough and only they stand
    in the way; `wrong` repeats whatever was not right; `whole` nothing alone.
    """
    rule = content.get("retake", "critical")
    if mark.is_pass or rule == "whole":
        return ()
    if rule == "wrong":
        return mark.wrong
    reached = mark.points * 100 >= content["pass_mark"] * mark.asked * FULL
    return mark.critical_missed if reached and not beyond_limits(content, mark) else ()


def pack(content: dict, paper: Sequence[str], each: Sequence[int]) -> bytes:
    """Return each question's points as bytes: two a question, little-endian, in the order of the version's keys.

    Every question of the version has its place, NOT_ASKED where the paper did not ask it, so that a million answers are
    read as one table.
    """
    points = dict(zip(paper, each, strict=True))
    values = array("h", [points.get(name, NOT_ASKED) for name in sorted(content["questions"])])
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def unpack(packed: bytes) -> array:
    """Return what `pack` wrote, of one attempt or of many put together, as an array of points."""
    values = array("h", packed)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _is_within(number, whole, limit):
    return limit is None or number * 100 <= limit * whole


def _marker(question):
    return _MARKERS[question.get("kind", "single")](question)


def _one(question):
    right = [option["key"] for option in question["options"] if option["right"]]
    return Marker(right, None, None, question["critical"])


def _several(question):
    right = sorted(option["key"] for option in question["options"] if option["right"])
    exact = set(right)
    if not question.get("part_marks"):
        return Marker(right, lambda answer: FULL if set(answer) == exact else 0, None, question["critical"])
    weights = weights_of(question["options"])

    def part(answer):
        chosen = set(answer)
        return FULL if chosen == exact else min(FULL, max(0, sum(weights.get(key, 0) for key in chosen)))

    return Marker(right, part, None, question["critical"])


def weights_of(options: Sequence[dict]) -> dict[str, int]:
    """Return what each option of a question with several right ones adds, in points, where part marks can be had.

    Its own `weight` in points where it has one; else right ones share FULL and a wrong one takes away one such share.
    """
    right = sum(option["right"] for option in options)
    share = FULL // right if right else 0
    given = {option["key"]: option.get("weight") for option in options}
    return {
        option["key"]: (share if option["right"] else -share) if given[option["key"]] is None else given[option["key"]]
        for option in options
    }


def _order(question):
    exact = [option["key"] for option in question["options"]]
    part = _neighbours(exact) if question.get("part_marks") else None
    return Marker(exact, part, None, question["critical"])


def _neighbours(exact):
    """Part marks of an order: a share for each item that comes straight after the one it should follow."""
    following, items = set(pairwise(exact)), sorted(exact)
    share = max(1, len(exact) - 1)
    return lambda answer: (
        sum(pair in following for pair in pairwise(answer)) * FULL // share if sorted(answer) == items else 0
    )


def _match(question):
    pairs = sorted(f"{option['key']}={option['match']}" for option in question["options"])
    exact = set(pairs)

    def part(answer):
        if len({pair.partition("=")[0] for pair in answer}) < len(answer):
            return 0  # one left side with two right ones would be two guesses
        right = len(exact & set(answer))
        return right * FULL // len(exact) if question.get("part_marks") or right == len(exact) else 0

    return Marker(pairs, part, None, question["critical"])


def _spots(question):
    several = _several(question)
    flags = set(several.exact)
    innocent = {option["key"] for option in question["options"]} - flags

    def alarms(answer):
        tapped = set(answer)
        return Alarms(len(flags - tapped), len(flags), len(innocent & tapped), len(innocent))

    return Marker(several.exact, several.part, alarms, question["critical"])


def _scenario(question):
    innocent = question["innocent"]

    def part(answer):
        return FULL if end_of(question, answer) == "safe" else 0

    def alarms(answer):
        end = end_of(question, answer)
        if innocent:
            return Alarms(false_alarms=int(end == "harmful"), innocents=1)
        return Alarms(misses=int(end != "safe"), flags=1)  # whoever harms a victim has not helped them either

    return Marker(_safe_way(question), part, alarms, question["critical"])


def end_of(question: dict, path: Answer) -> str | None:
    """Return how a scenario ended: safe, missed or harmful; None where the path has not come to an end, or is none."""
    try:
        return walk(question, path)[1]
    except ValueError:
        return None


def walk(question: dict, path: Answer) -> tuple[str | None, str | None]:
    """Return the scene to which a path of actions leads, and how it ended: (scene's key, None) or (None, outcome).

    Raises ValueError where an action is not one of the scene in which it was taken.
    """
    scenes = {scene["key"]: {act["key"]: act for act in scene["actions"]} for scene in question["scenes"]}
    place, outcome = question["scenes"][0]["key"], None
    for key in path:
        action = scenes.get(place, {}).get(key)
        if action is None:
            raise ValueError(f"no such action here: {key}")
        place, outcome = action["leads_to"], action["outcome"]
    return place, outcome if place is None else None


def _safe_way(question):
    scenes = {scene["key"]: scene for scene in question["scenes"]}
    ways = [([], question["scenes"][0]["key"])]
    for way, scene in ways:
        for action in scenes[scene]["actions"]:
            if action["leads_to"] is not None:
                ways.append(([*way, action["key"]], action["leads_to"]))
            elif action["outcome"] == "safe":
                return [*way, action["key"]]
    return []


_MARKERS = {
    "single": _one,
    "true_false": _one,
    "multiple": _several,
    "ordering": _order,
    "matching": _match,
    "spots": _spots,
    "scenario": _scenario,
}
