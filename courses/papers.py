"""Which questions one learner gets, in which order: a pure function, so that a phone draws the same paper.

The random numbers are sfc32 (Chris Doty-Humphrey's PractRand generator), seeded with the ticket's 128 bits as four
big-endian 32-bit words: whole-number arithmetic that JavaScript does alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

_WORD = 0xFFFFFFFF


@dataclass(frozen=True)
class Item:
    """One question of a paper, and in the order shown its options (items, left sides, spots) and its right sides."""

    question: str
    options: tuple[str, ...]
    matches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Followed:
    """The attempt that a retake follows: what it asked, and what alone is to be asked again (nothing: a full paper)."""

    asked: tuple[str, ...]
    repeat: tuple[str, ...]


def draw(content: dict, ticket: str, follows: Followed | None = None) -> list[Item]:
    """Return the paper for a frozen quiz version's content and a ticket of 32 hex digits.

    A full paper holds the fixed questions and, for each draw, `count` from its list; a retake prefers questions that
    the attempt before it did not ask. A retake with `repeat` asks just those. Questions and options are shuffled unless
    the quiz says not to; true or false, and the numbered spots of a picture, keep their order, what is to be put in
    order never does, and a scenario has no options to order. Shuffling begins from the options' keys, sorted: the order
    in which they were written may tell which is right, and a phone that draws must not know it.
    """
    random = _sfc32(ticket)
    if follows and follows.repeat:
        keys = [key for key in follows.repeat if key in content["questions"]]
    else:
        keys = _choose(content, set(follows.asked) if follows else set(), random)
    shuffle = content.get("shuffle", {})
    if shuffle.get("questions", True):
        keys = _shuffled(keys, random)
    return [_item(key, content["questions"][key], random, shuffle.get("options", True)) for key in keys]


def _choose(content, asked, random):
    keys = list(content["fixed"])
    for part in content["draws"]:
        pool = _shuffled([key for key in part["from"] if key not in keys], random)
        fresh = [key for key in pool if key not in asked]
        keys += (fresh + [key for key in pool if key in asked])[: part["count"]]
    return keys


def _item(key, question, random, is_shuffled):
    kind = question["kind"]
    if kind == "scenario":
        return Item(key, ())
    options = [option["key"] for option in question["options"]]
    if kind == "ordering" or (is_shuffled and kind not in ("true_false", "spots")):
        options = _shuffled(sorted(options), random)
    matches = [match["key"] for match in question.get("matches", ())]
    return Item(key, tuple(options), tuple(_shuffled(matches, random)))


def _shuffled(values, random: Callable[[], int]):
    """Fisher and Yates, from the end; the remainder's bias is below one in 10^7 for lists of this size."""
    values = list(values)
    for last in range(len(values) - 1, 0, -1):
        other = random() % (last + 1)
        values[last], values[other] = values[other], values[last]
    return values


def _sfc32(ticket: str) -> Callable[[], int]:
    a, b, c, counter = (int(ticket[place : place + 8], 16) for place in (0, 8, 16, 24))

    def following():
        nonlocal a, b, c, counter
        result = (a + b + counter) & _WORD
        counter = (counter + 1) & _WORD
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & _WORD
        c = (((c << 21) | (c >> 11)) + result) & _WORD
        return result

    for _warm_up in range(12):
        following()
    return following
