"""What Moodle says of how an order is marked and shown, in GIFT and in XML."""

from courses.exchange.parsed import ParsedQuestion

_BY_NEIGHBOURS = "RELATIVE_NEXT_EXCLUDE_LAST"
_ALL_OR_NOTHING = "ALL_OR_NOTHING"
_GRADINGS = (
    *(_ALL_OR_NOTHING, "ABSOLUTE_POSITION", "ABSOLUTE", "ABS", "RELATIVE", "REL", "RELATIVE_TO_CORRECT"),
    *(_BY_NEIGHBOURS, "RELATIVE_NEXT_INCLUDE_LAST", "RELATIVE_ONE_PREVIOUS_AND_NEXT"),
    *("RELATIVE_ALL_PREVIOUS_AND_NEXT", "LONGEST_ORDERED_SUBSET", "LONGEST_CONTIGUOUS_SUBSET"),
)
_SELECTIONS = ("ALL", "EXACT", "RANDOM", "CONTIGUOUS", "CONTIG")
_OTHERS = ("VERTICAL", "HORIZONTAL", "VERT", "HORI", "SHOW", "HIDE", "none", "abc", "ABCD", "123", "iii", "IIII")


def is_setting(word: str) -> bool:
    """Return whether a word after GIFT's “>” is a setting, and not yet the first item."""
    return not word or word.isdecimal() or word.upper() in (*_GRADINGS, *_SELECTIONS) or word in _OTHERS


def grading_among(words: list[str]) -> str:
    return next((word for word in words if word.upper() in _GRADINGS), "")


def selection_among(words: list[str]) -> str:
    return next((word for word in words if word.upper() in _SELECTIONS), "")


def take_settings(question: ParsedQuestion, grading: str, selects: str):
    """Take over how Moodle marks an order and which items it asks, as far as the bank knows the like.

    Words or, as older files have it, numbers: -1 is all or nothing, 1 by neighbours; 0 asks all items.
    """
    question.part_marks = grading.upper() not in (_ALL_OR_NOTHING, "-1")
    if question.part_marks and grading.upper() not in (_BY_NEIGHBOURS, "RELATIVE", "REL", "1"):
        question.note("ordering_marked_by_neighbours")
    if selects.upper() not in ("", "ALL", "EXACT", "0"):
        question.note("ordering_subset_dropped")


def grading_of(question: ParsedQuestion) -> str:
    """Return Moodle's word for how the bank marks an order: its neighbours are ours."""
    return _BY_NEIGHBOURS if question.part_marks else _ALL_OR_NOTHING
