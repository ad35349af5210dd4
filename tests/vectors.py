"""What papers, marks and answers come out as in Python, as files that the phone's JavaScript is tested on.

Run `python -m tests.vectors` after a change of the rules; the same seed writes the same files.
"""

import json
import os
import random
from itertools import permutations, product
from pathlib import Path

import django
from django.http import QueryDict
from django.utils import translation

from courses import answering, answers, grading, papers
from courses.answering import Unclear

FOLDER = Path(__file__).parent / "vectors"
KINDS = ("single", "multiple", "true_false", "ordering", "matching", "spots", "scenario")
EDGES = ("0" * 32, "f" * 32, "0" * 31 + "1", "8" + "0" * 31, "7fffffff" * 4, "80000000" * 4)
PAPERS_EACH = 36

SCENES = [
    {
        "key": "stage",
        "actions": [
            {"key": "look", "leads_to": "road", "outcome": None},
            {"key": "accuse", "leads_to": None, "outcome": "harmful"},
            {"key": "ask", "leads_to": "stage", "outcome": None},
        ],
    },
    {
        "key": "road",
        "actions": [
            {"key": "wait", "leads_to": None, "outcome": "missed"},
            {"key": "report", "leads_to": None, "outcome": "safe"},
        ],
    },
]


def everything() -> dict[str, list]:
    """Return what each file holds."""
    return {"papers": _papers(), "grading": _grading(), "answering": _answering()}


def written(rows: list) -> str:
    """Return the text of a file: a row a line, so that a change shows which."""
    return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n"


def _papers():
    chance = random.Random(4)
    cases = []
    for content in _contents():
        tickets = [*EDGES, *(f"{chance.getrandbits(128):032x}" for _each in range(PAPERS_EACH))]
        cases.append({"content": content, "papers": [_paper(content, ticket, chance) for ticket in tickets]})
    return cases


def _paper(content, ticket, chance):
    follows = _follows(content, chance)
    followed = follows and papers.Followed(tuple(follows["asked"]), tuple(follows["repeat"]))
    drawn = papers.draw(content, ticket, followed)
    return [ticket, follows, [[item.question, item.options, item.matches] for item in drawn]]


def _follows(content, chance):
    """Nothing, an attempt before with all to be asked again, or with some, one of which is no longer in the quiz."""
    keys = sorted(content["questions"])
    asked = chance.sample(keys, chance.randint(0, len(keys)))
    repeat = [*chance.sample(asked, len(asked) // 2), "gone"] if asked else []
    return chance.choice([None, {"asked": asked, "repeat": []}, {"asked": asked, "repeat": repeat}])


def _contents():
    """Yield quizzes: fixed ones, draws, draws that overlap, more asked than there is, each shuffled or not."""
    fixed, pool = [f"f{n}" for n in range(4)], [f"p{n}" for n in range(9)]
    shapes = [
        (fixed, []),
        ([], [{"count": 3, "from": pool}]),
        (fixed[:2], [{"count": 4, "from": pool}, {"count": 2, "from": pool[5:] + fixed}]),
        (fixed[:1], [{"count": 9, "from": pool[:2]}]),
    ]
    for number, ((few, draws), questions, options) in enumerate(product(shapes, (True, False), (True, False))):
        keys = dict.fromkeys([*few, *(key for part in draws for key in part["from"])])
        yield {
            "fixed": few,
            "draws": draws,
            "shuffle": {"questions": questions, "options": options},
            "questions": {key: _drawn(KINDS[(place + number) % 7], place) for place, key in enumerate(keys)},
        }


def _drawn(kind, place):
    """A question as a paper is drawn from it: its options not in the order of their keys."""
    keys = [] if kind == "scenario" else [f"{(place * 5 + n * 7) % 11:x}{kind[:2]}" for n in range(2 + place % 4)]
    question = {"kind": kind, "options": [{"key": key} for key in keys]}
    return question | {"matches": [{"key": f"m{n}"} for n in range(len(keys) + 1)]} if kind == "matching" else question


def _grading():
    return [
        {
            "question": question,
            "marks": [[list(answer), grading.points_for(question, answer)] for answer in given],
            "right": grading.right_answer(question),
        }
        for question, given in _questions()
    ]


def _questions():
    """Yield questions with their key, each with answers: right, wrong, half, doubled, unknown, none."""
    chosen = [[], *([key] for key in "abcd"), *permutations("abcd", 2), *permutations("abc"), ["a", "a"], ["a", "zzz"]]
    for kind, rights, part in product(("single", "multiple", "spots"), ("a", "ab", "abc"), (False, True)):
        yield _choice(kind, rights, part), chosen
    yield _choice("true_false", "b", False, "ab"), [[], ["a"], ["b"], ["b", "a"]]
    yield _choice("multiple", "ab", True) | {"options": _weighted()}, chosen
    for part, items in product((False, True), ("abcd", "ab", "a")):
        given = [*permutations(items), [], list(items[:-1]), [*items, items[0]], ["a", "b", "a", "b"], ["zzz"]]
        yield {"kind": "ordering", "critical": False, "part_marks": part, "options": _keyed(items)}, given
    sides = [*product(("a", "b", "c"), ("x", "y"))]
    pairs = [
        [f"{left}={right}" for left, right in some] for count in (0, 1, 2, 3) for some in permutations(sides, count)
    ]
    for part in (False, True):
        yield _matching(part), pairs
    paths = [
        list(path) for count in range(4) for path in product(("look", "accuse", "ask", "wait", "report"), repeat=count)
    ]
    for innocent in (False, True):
        yield {"kind": "scenario", "critical": True, "innocent": innocent, "options": [], "scenes": SCENES}, paths


def _choice(kind, rights, part, keys="abcd"):
    options = [{"key": key, "right": key in rights, "weight": None} for key in keys]
    return {"kind": kind, "critical": False, "part_marks": part, "options": options}


def _weighted():
    weights = {"a": 1890, "b": 630, "c": -840, "d": 0}
    return [{"key": key, "right": key in "ab", "weight": weight} for key, weight in weights.items()]


def _keyed(keys):
    return [{"key": key} for key in keys]


def _matching(part):
    options = [{"key": key, "match": match} for key, match in zip("abc", "xyx", strict=True)]
    return {"kind": "matching", "critical": False, "part_marks": part, "options": options, "matches": _keyed("xyz")}


def _answering():
    """What forms send, read into answers; before some of them the learner had answered already."""
    cases = [_scenes_as_on_phones()]
    for question, item, forms in _forms():
        for values, action, step, before in forms:
            cases.append(_read(question, item, values, action, step, before))
    return cases


def _scenes_as_on_phones():
    scenes = {
        scene["key"]: {"html": "", "actions": {action["key"]: action for action in scene["actions"]}}
        for scene in SCENES
    }
    return {"first": SCENES[0]["key"], "scenes": scenes}


def _forms():
    chance = random.Random(5)
    ticks = [([*ticked], None, None, []) for count in range(4) for ticked in permutations("ab?", count)]
    for kind in ("single", "true_false", "multiple", "spots"):
        yield {"kind": kind, "options": _keyed("abc")}, papers.Item("q", tuple("cab")), ticks
    places = [f"{key}={place}" for key in "abc" for place in ("", "1", "2", "3", "4", "01")]
    yield {"kind": "ordering", "options": _keyed("abc")}, papers.Item("q", tuple("bca")), _some(places, chance)
    pairs = [f"{key}={match}" for key in "abc?" for match in ("", "x", "y")]
    yield _matching(False), papers.Item("q", tuple("bca"), ("y", "z", "x")), _some(pairs, chance)
    scenario = {"kind": "scenario", "options": [], "scenes": SCENES}
    befores = ([], ["look"], ["ask", "look"], ["accuse"], ["look", "report"])
    actions = (None, "look", "ask", "report", "nothing")
    yield scenario, papers.Item("q", ()), [([], *each) for each in product(actions, ("0", "1", "2"), befores)]


def _some(values, chance):
    return [(chance.sample(values, count), None, None, []) for count in (0, 1, 2, 3, 3, 3, 3, 4, 4, 5) * 8]


def _read(question, item, values, action, step, before):
    posted = QueryDict(mutable=True)
    posted.setlist("option", values)
    if action:
        posted["action"] = action
    posted["step"] = step or ""
    asked = question | {"critical": False, "innocent": False}
    try:
        answer, unclear = answering.read(asked, item, posted, before), None
    except Unclear as problem:
        answer = answering.keepable(asked, problem) or (before if question["kind"] == "scenario" else [])
        unclear = {"message": problem.message, "fields": sorted(problem.fields)}
    return {
        "kind": question["kind"],
        "item": [item.options, item.matches],
        "sent": {"options": values, "action": action, "step": step},
        "before": before,
        "answer": answers.in_order(asked, answer),
        "unclear": unclear,
        "is_finished": answers.is_finished(asked, answer),
    }


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()
    translation.activate("en")
    FOLDER.mkdir(exist_ok=True)
    for name, rows in everything().items():
        (FOLDER / f"{name}.json").write_text(written(rows))


if __name__ == "__main__":
    main()
