"""Making the bank's questions of a topic from their files, each kind from its own words."""

import hashlib

from courses.models import Question, Topic


def load(data: dict, topic: Topic) -> Question:
    """Return the question of that key, making it where the bank has none; one that is there is left as it is."""
    return Question.objects.get_or_create(key=data["key"], defaults={"topic": topic, **fields(data)})[0]


def fields(data: dict) -> dict:
    """Return what a question file says, as the model's fields; the topic and the lesson are joined by the caller."""
    return {
        "kind": data["kind"],
        "is_critical": data.get("critical", False),
        "part_marks": data.get("part_marks", False),
        "is_innocent": data.get("innocent", False),
        "drawing": data.get("drawing", ""),
        **_both(data, "text"),
        **_both(data, "why"),
        "options": Question._meta.get_field("options").to_python(_ANSWERS.get(data["kind"], _options)(data)),
    }


def _both(data, stem, name=None):
    texts = data.get(stem, {})
    return {f"{name or stem}_{lang}": str(texts.get(lang, "")).strip() for lang in ("en", "sw")}


def _hashed(*words):
    """An id that stays while the words stay, and says nothing about what is right or comes first."""
    return hashlib.sha256("/".join(words).encode()).hexdigest()[:12]


def _options(data):
    return [
        {"type": "option", "id": f"{data['key']}-{place}", "value": _judged(option)}
        for place, option in enumerate(data["options"], start=1)
    ]


def _judged(data):
    return {**_both(data, "text"), "is_right": data["right"], **_both(data, "why")}


def _items(data):
    return [_block("item", data["key"], _both({"text": item}, "text")) for item in data["items"]]


def _pairs(data):
    return [
        _block("pair", data["key"], {**_both(pair, "left", "text"), **_both(pair, "match")}) for pair in data["pairs"]
    ]


def _spots(data):
    return [
        _block("spot", data["key"], {**_judged(spot), "x": spot["at"][0], "y": spot["at"][1]}) for spot in data["spots"]
    ]


def _block(kind, key, value):
    words = value["text_en"] or value["match_en"]
    return {"type": kind, "id": _hashed(key, words), "value": value}


def _scenes(data):
    return [
        {"type": "scene", "id": _hashed(data["key"], scene["name"]), "value": _scene(data["key"], scene)}
        for scene in data["scenes"]
    ]


def _scene(key, data):
    return {
        "name": data["name"],
        **_both(data, "text"),
        "drawing": data.get("drawing", ""),
        "actions": [
            {"type": "item", "id": _hashed(key, data["name"], action["text"]["en"]), "value": _action(action)}
            for action in data["actions"]
        ],
    }


def _action(data):
    return {
        **_both(data, "text"),
        **_both(data, "follows"),
        "leads_to": data.get("leads_to", ""),
        "outcome": data.get("outcome", ""),
    }


_ANSWERS = {"ordering": _items, "matching": _pairs, "spots": _spots, "scenario": _scenes}
