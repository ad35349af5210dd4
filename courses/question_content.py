"""A question of the bank as plain values: what a quiz version keeps, what is marked, and what practice shows.

Every text is {"en": …, "sw": …}. Beside what all kinds have:

- single, multiple, true_false: "options" of key, right, text, why, and weight in points (or None)
- ordering: "options" of key and text, in the right order
- matching: "options" (the left sides) of key, text and the key of their match; "matches" of key and text, by key
- spots: "options" of key, right, text, why, x and y (percent from the left and from the top)
- scenario: "innocent", "scenes" of key, text, drawing and "actions" of key, text, follows, leads_to, outcome
"""

import hashlib

from courses.grading import FULL

LANGUAGES = ("en", "sw")


def question_content(question) -> dict:
    """Return a question (saved or not) in the shape that a quiz version keeps."""
    return {
        "kind": question.kind,
        "critical": question.is_critical,
        "part_marks": question.part_marks,
        "topic": question.topic.slug,
        "lesson": str(question.lesson.translation_key) if question.lesson else None,
        "text": _pair(question.__dict__, "text"),
        "why": _pair(question.__dict__, "why"),
        "picture": _picture(question),
        "narration": {language: getattr(question, f"narration_{language}_id") for language in LANGUAGES},
        **_ANSWERS[question.kind](question),
    }


def _pair(values, stem):
    return {language: values[f"{stem}_{language}"] or "" for language in LANGUAGES}


def _picture(question):
    if question.drawing:
        return {"drawing": question.drawing}
    if question.picture_id:
        return {"image": question.picture_id, "alt": _pair(question.__dict__, "picture_alt")}
    return None


def _blocks(question, kind):
    return [(block.id, block.value) for block in question.options if block.block_type == kind]


def _options(question):
    return {"options": [_option(key, value) for key, value in _blocks(question, "option")]}


def _option(key, value):
    weight = value.get("weight")
    return {
        "key": key,
        "right": bool(value["is_right"]),
        "text": _pair(value, "text"),
        "why": _pair(value, "why"),
        "weight": None if weight is None else round(weight * FULL / 100),
    }


def _items(question):
    return {"options": [{"key": key, "text": _pair(value, "text")} for key, value in _blocks(question, "item")]}


def _pairs(question):
    """Right sides have keys made of their own words, so that nothing on a paper says what belongs together."""
    pairs = _blocks(question, "pair")
    matches = {match_key(value): _pair(value, "match") for _key, value in pairs}
    return {
        "options": [
            {"key": key, "text": _pair(value, "text"), "match": match_key(value)}
            for key, value in pairs
            if value["text_en"]
        ],
        "matches": [{"key": key, "text": matches[key]} for key in sorted(matches)],
    }


def match_key(value) -> str:
    """Return the key of a pair's right side: the same for the same words, so that two pairs may share one."""
    return hashlib.sha256(value["match_en"].strip().encode()).hexdigest()[:8]


def _spots(question):
    return {
        "options": [
            {**_option(key, value), "x": value["x"], "y": value["y"]} for key, value in _blocks(question, "spot")
        ]
    }


def _scenes(question):
    return {
        "innocent": question.is_innocent,
        "options": [],
        "scenes": [_scene(value) for _key, value in _blocks(question, "scene")],
    }


def _scene(value):
    return {
        "key": value["name"],
        "text": _pair(value, "text"),
        "drawing": value["drawing"] or "",
        "actions": [_action(action.id, action.value) for action in value["actions"].bound_blocks],
    }


def _action(key, value):
    return {
        "key": key,
        "text": _pair(value, "text"),
        "follows": _pair(value, "follows"),
        "leads_to": value["leads_to"] or None,
        "outcome": None if value["leads_to"] else value["outcome"] or None,
    }


_ANSWERS = {
    "single": _options,
    "multiple": _options,
    "true_false": _options,
    "ordering": _items,
    "matching": _pairs,
    "spots": _spots,
    "scenario": _scenes,
}
