"""What can be chosen in a question of each kind, and what an answer chose, as plain keys that can be counted.

- single, multiple, true_false, spots: the options
- ordering: the items that stand in their right place
- matching: "left=right" for each pair that can be made
- scenario: "scene/action" for each action that can be taken, and "=safe", "=missed", "=harmful" for how it ended
"""

from collections.abc import Sequence

from courses import grading

ENDS = ("safe", "missed", "harmful")
_NOTHING_RIGHT = ["-"]  # answered, but with nothing in its place


def options_of(question: dict) -> list[dict]:
    """Return what can be chosen: key, text by language (or None of an end), whether it is right (None: neither).

    `group` names those of which a wrong one chosen more often than the right one is a warning; None: of no group.
    """
    return _OPTIONS[question["kind"]](question)


def chosen_in(question: dict, answer: Sequence[str]) -> list[str]:
    """Return the keys of what an answer chose; an answer left out chose nothing."""
    return _CHOSEN.get(question["kind"], lambda _question, answer: answer)(question, answer)


def guess_of(question: dict) -> float | None:
    """Return what guessing earns, from 0 to 1, as Moodle has it; None where it has none.

    Single choice: the share of right options. Matching: one in as many right sides as there are, where each pair earns
    its part. Moodle has none for several right answers, and neither for what is put in order or led through scenes.
    """
    kind, options = question["kind"], question["options"]
    if kind in ("single", "true_false"):
        return sum(option["right"] for option in options) / len(options) if options else None
    if kind == "matching" and question.get("part_marks") and question["matches"]:
        return 1 / len(question["matches"])
    return None


def _option(key, text, right, group=""):
    return {"key": key, "text": text, "right": right, "group": group}


def _plain(question):
    return [_option(option["key"], option["text"], option["right"]) for option in question["options"]]


def _places(question):
    return [_option(option["key"], option["text"], True, None) for option in question["options"]]


def _in_place(question, answer):
    right = [option["key"] for option in question["options"]]
    placed = [key for key, there in zip(right, answer, strict=False) if key == there]
    return placed or _NOTHING_RIGHT if answer else []


def _pairs(question):
    return [
        _option(
            f"{left['key']}={right['key']}",
            {language: f"{text} → {right['text'][language]}" for language, text in left["text"].items()},
            left["match"] == right["key"],
            left["key"],
        )
        for left in question["options"]
        for right in question["matches"]
    ]


def _ways(question):
    actions = [
        _option(f"{scene['key']}/{action['key']}", action["text"], _is_good(action["outcome"]), None)
        for scene in question["scenes"]
        for action in scene["actions"]
    ]
    return [*actions, *(_option(f"={end}", None, end == "safe", "=") for end in ENDS)]


def _is_good(outcome):
    return None if outcome is None else outcome == "safe"


def _way_taken(question, answer):
    scenes = {scene["key"]: {action["key"]: action for action in scene["actions"]} for scene in question["scenes"]}
    place, taken = question["scenes"][0]["key"], []
    for key in answer:
        action = scenes.get(place, {}).get(key)
        if action is None:
            break
        taken.append(f"{place}/{key}")
        place = action["leads_to"]
    end = grading.end_of(question, answer)
    return [*taken, f"={end}"] if end else taken


_OPTIONS = {
    "single": _plain,
    "true_false": _plain,
    "multiple": _plain,
    "spots": _plain,
    "ordering": _places,
    "matching": _pairs,
    "scenario": _ways,
}
_CHOSEN = {"ordering": _in_place, "scenario": _way_taken}
