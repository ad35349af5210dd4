"""The questions of a course for a phone: those of quizzes without anything that says what is right, practice with it.

Every function works in the active language.
"""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils import translation

from courses import papers, showing
from courses.models import Question, Quiz
from courses.narrating import player
from courses.papers import Item
from courses.question_content import LANGUAGES, question_content

_ALIKE = {"critical": False, "innocent": False}
_KEPT_OF_PRACTICE = ("kind", "critical", "part_marks", "innocent", "text", "why", "options", "matches", "scenes")


def keyless(question: dict, is_shuffled: bool) -> dict:
    """Return a frozen question so that two which differ only in what is right become one and the same.

    It can still be shown and drawn: what is right is nothing, every end of a story the same, every left side's match
    the first one. Options stand in the order from which a phone shuffles them (see papers.draw).
    """
    kind = question["kind"]
    matches = question.get("matches", ())
    options = [_keyless_option(option, matches) for option in question.get("options", ())]
    if kind == "ordering" or (is_shuffled and kind not in ("true_false", "spots")):
        options.sort(key=lambda option: option["key"])
    shown = {name: question.get(name) for name in ("text", "picture", "narration") if question.get(name)}
    scenes = [_keyless_scene(scene) for scene in question.get("scenes", ())]
    return {"kind": kind, **_ALIKE, **shown, "options": options, "matches": list(matches), "scenes": scenes}


def _keyless_option(option, matches):
    shown = {name: option[name] for name in ("key", "text", "x", "y") if name in option}
    return shown | {"right": False, "match": matches[0]["key"] if matches else None}


def _keyless_scene(scene):
    actions = [{**action, "outcome": None if action["leads_to"] else "safe"} for action in scene["actions"]]
    return {**scene, "actions": actions}


def quiz_for_phone(content: dict) -> dict:
    """Return a frozen quiz: what draws its papers, and each question as the phone shows it. Nothing is a key."""
    shuffle = {name: content.get("shuffle", {}).get(name, True) for name in ("questions", "options")}
    asked = {key: keyless(question, shuffle["options"]) for key, question in content["questions"].items()}
    paper = {"fixed": content["fixed"], "draws": content["draws"], "shuffle": shuffle}
    return {
        "asked": len(papers.draw(paper | {"questions": asked}, "0" * 32)),
        "pass_mark": content["pass_mark"],
        "paper": paper | {"questions": {key: _to_draw(question) for key, question in asked.items()}},
        "questions": {key: _to_show(key, question) for key, question in asked.items()},
    }


def _to_draw(question):
    keys = {name: [{"key": row["key"]} for row in question[name]] for name in ("options", "matches")}
    return {"kind": question["kind"], **keys}


def _to_show(key, question):
    shown = _shown(key, question)
    narration = player.for_question(question, translation.get_language())
    context = {"question": shown, "narration": narration}
    form = render_to_string("courses/phone/question_form.html", context)
    scenes = {"scenes": _scenes(key, question)} if question["kind"] == "scenario" else {}
    return {"kind": question["kind"], "title": shown.text, "form": form, **scenes}


def _shown(key, question):
    options = tuple(option["key"] for option in question["options"])
    matches = tuple(match["key"] for match in question["matches"])
    return showing.question_for({"questions": {key: question}}, Item(key, options, matches), ())


def _scenes(key, question):
    scenes = {scene["key"]: _scene(key, question, scene) for scene in question["scenes"]}
    return {"first": question["scenes"][0]["key"], "scenes": scenes}


def _scene(key, question, scene):
    actions = {
        action["key"]: {
            "text": showing.say(action["text"]),
            "follows": showing.say(action["follows"]),
            "leads_to": action["leads_to"],
        }
        for action in scene["actions"]
    }
    return {"html": scene_html(key, question, scene), "actions": actions}


def scene_html(key: str, question: dict, scene: dict, is_practice: bool = False) -> str:
    """Return one scene of a story as its form shows it, with nothing done before."""
    alone = _keyless_scene({**scene, "actions": [{**action, "leads_to": None} for action in scene["actions"]]})
    shown = _shown(key, {**question, "options": [], "matches": [], "scenes": [alone]})
    return render_to_string(shown.form_template, {"question": shown, "practice": is_practice})


def askable_by_a_quiz(keys: Iterable[str]) -> set[str]:
    """Return which of these questions some quiz can ask, of this course or another: practice must not tell of them."""
    current = Quiz.objects.order_by()
    return {key for key in keys if current.filter(current_version__content__questions__has_key=key).exists()}


def practice_for_phone(question: Question) -> dict:
    """Return a question of the bank with what is right and why, for feedback at once."""
    content = question_content(question)
    if content["kind"] == "scenario":
        content["scenes"] = [_practice_scene(question.key, content, scene) for scene in content["scenes"]]
    kept = {name: content[name] for name in _KEPT_OF_PRACTICE if name in content}
    return _in_one_language(kept, translation.get_language())


def _practice_scene(key, content, scene):
    shown = {name: value for name, value in scene.items() if name != "drawing"}
    return shown | {"html": scene_html(key, content, scene, is_practice=True)}


def _in_one_language(value, language):
    """Return the value with every {"en": …, "sw": …} in it turned into the text of one language."""
    if isinstance(value, list):
        return [_in_one_language(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == set(LANGUAGES):
        return value[language]
    return {name: _in_one_language(item, language) for name, item in value.items()}
