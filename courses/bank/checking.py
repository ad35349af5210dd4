"""What keeps a question from being published: pure, for the editor's form and for files alike.

A question is given as plain values: its fields by name ("kind", "text_en", "part_marks", "picture" …) and as "options"
a list of (block's type, its values). A problem is (path, message): the path names the field to change, as "text_sw",
"options" or "options.0.why_en".
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.bank import scenarios
from courses.bank.kinds import BLOCK_NAMES, COUNTS, MOST_LONE_MATCHES, MOST_PAIRS, RULES
from courses.question_content import LANGUAGES

MOST_REASON = 1000
"""Characters in an explanation, in what follows an action, and in a scene."""
WHOLE = Decimal(100)
ROUNDING = Decimal("0.01")
"""How far weights with five decimals may be from a whole mark together: three thirds are 99.99999."""

Problem = tuple[str, str]
FIELDS = (
    "kind",
    "text_en",
    "text_sw",
    "why_en",
    "why_sw",
    "part_marks",
    "is_innocent",
    "drawing",
    "picture_alt_en",
    "picture_alt_sw",
)


def values_of(question) -> dict:
    """Return a question of the bank, saved or not, as the plain values that `problems` reads."""
    values = {name: getattr(question, name) for name in FIELDS}
    options = [(block.block_type, block.value) for block in question.options]
    return values | {"picture": question.picture_id, "options": options}


def problems(values: Mapping) -> list[Problem]:
    """Return everything that keeps a question from being published; nothing where it may be."""
    found = [*wrong_blocks(values), *too_long(values)]
    if values["kind"] not in RULES or found:
        return found
    rules = RULES[values["kind"]]
    return [
        *_texts_missing("", values, "text"),
        *_explanation_missing(values, rules),
        *_picture_problems(values, rules),
        *_counts(values, rules),
        *_OF_BLOCK[rules.block](values, rules),
    ]


def wrong_blocks(values: Mapping) -> Iterator[Problem]:
    """Yield a problem for an unknown kind and each answer that is none of the kind's own; drafts have none either."""
    rules = RULES.get(values["kind"])
    if rules is None:
        yield "kind", _("There is no such kind of question.")
        return
    for place, (block, _value) in enumerate(values["options"]):
        if block != rules.block:
            message = _("A question of this kind is made of %(own)s only. Remove the %(other)s.")
            yield f"options.{place}", message % {"own": BLOCK_NAMES[rules.block], "other": BLOCK_NAMES[block]}


def too_long(values: Mapping) -> Iterator[Problem]:
    """Yield a problem for each longer text in the answers that is beyond what a phone can show; drafts too."""
    for place, (block, value) in enumerate(values["options"]):
        stems = ("text",) if block == "scene" else ("why",)
        yield from _lengths(f"options.{place}.", value, stems)
        for number, action in enumerate(value.get("actions") or ()):
            yield from _lengths(f"options.{place}.actions.{number}.", action, ("follows",))


def _lengths(prefix, value, stems):
    for name in (f"{stem}_{language}" for stem in stems for language in LANGUAGES):
        length = len(value.get(name) or "")
        if length > MOST_REASON:
            message = _("This text has %(length)s characters; at most %(most)s fit on a phone.")
            yield f"{prefix}{name}", message % {"length": length, "most": MOST_REASON}


def _texts_missing(prefix, value, *stems):
    words = {"en": _("The English is missing."), "sw": _("The Kiswahili is missing.")}
    for name, language in ((f"{stem}_{language}", language) for stem in stems for language in LANGUAGES):
        if not (value.get(name) or "").strip():
            yield f"{prefix}{name}", words[language]


def _explanation_missing(values, rules):
    if rules.needs_explanation or bool(values["why_en"]) != bool(values["why_sw"]):
        yield from _texts_missing("", values, "why")


def _picture_problems(values, rules):
    if values["drawing"] and values["picture"]:
        yield "picture", _("Choose a drawing or a picture, not both.")
    elif values["picture"]:
        yield from _texts_missing("", values, "picture_alt")
    elif rules.needs_picture and not values["drawing"]:
        yield "drawing", _("Choose the drawing or the picture that holds the spots.")


def _counts(values, rules):
    count = len(values["options"])
    if not rules.fewest <= count <= rules.most:
        yield "options", _count_message(values["kind"], rules, count)


def _count_message(kind, rules, count):
    if kind == "true_false":
        return _("True or false has exactly two options.")
    name = COUNTS[rules.block]
    if count < rules.fewest:
        return _("That is too little: at least %(least)s.") % {"least": name % rules.fewest}
    return _("That is too much: at most %(most)s.") % {"most": name % rules.most}


def _option_problems(values, rules):
    options = [value for _block, value in values["options"]]
    for place, option in enumerate(options):
        yield from _texts_missing(f"options.{place}.", option, "text", "why")
    yield from _right_problems(values["kind"], options)
    yield from _twice("text", options)
    yield from _weight_problems(values, options)


def _right_problems(kind, options):
    right = sum(bool(option.get("is_right")) for option in options)
    if right == 0:
        words = _("Mark the spot that is a red flag.") if kind == "spots" else _("Mark the option that is right.")
        yield "options", words
    elif right > 1 and kind in ("single", "true_false"):
        yield "options", _("Only one option may be right for this kind of question.")


def _twice(stem, values, places=None):
    """Two answers with the same words in one language: there nobody can tell them apart, whatever the other says."""
    for language in LANGUAGES:
        name = f"{stem}_{language}"
        seen = {}
        for place, value in zip(places or range(len(values)), values, strict=True):
            words = fold(value.get(name))
            if words and words in seen:
                message = _(
                    "These are the same words as in number %(number)s. In this language the two can't be told apart."
                )
                yield f"options.{place}.{name}", message % {"number": seen[words] + 1}
            seen.setdefault(words, place)


def fold(text: str | None) -> str:
    """Return a text as two are compared: capitals and spaces make no difference to a learner."""
    return " ".join((text or "").casefold().split())


def _weight_problems(values, options):
    weights = [(place, option, option["weight"]) for place, option in enumerate(options) if _has_weight(option)]
    if weights and not (values["kind"] == "multiple" and values["part_marks"]):
        message = _("A part of the mark counts only where several answers are right and part of the mark can be had.")
        yield f"options.{weights[0][0]}.weight", message
        return
    for place, option, weight in weights:
        yield from _weight_problem(place, option, weight)
    yield from _sum_problem([option for option in options if option.get("is_right")])


def _has_weight(option):
    return option.get("weight") is not None


def _weight_problem(place, option, weight):
    path = f"options.{place}.weight"
    if not -WHOLE <= weight <= WHOLE:
        yield path, _("A part of the mark is a number from -100 to 100.")
    elif option.get("is_right") and weight <= 0:
        yield path, _("A right option earns something: give it a part above 0, or leave it empty.")
    elif not option.get("is_right") and weight > 0:
        yield path, _("A wrong option earns nothing: give it 0 or less, or leave it empty.")


def _sum_problem(right):
    given = [Decimal(str(option["weight"])) for option in right if _has_weight(option)]
    if given and len(given) < len(right):
        yield "options", _("Give each right option its part of the mark, or none of them.")
    elif given and abs(sum(given) - WHOLE) > ROUNDING:
        message = _("The right options earn %(sum)s %% together. Make it 100 %%.")
        yield "options", message % {"sum": format(sum(given).normalize(), "f")}


def _item_problems(values, rules):
    items = [value for _block, value in values["options"]]
    for place, item in enumerate(items):
        yield from _texts_missing(f"options.{place}.", item, "text")
    yield from _twice("text", items)


def _pair_problems(values, rules):
    sides = [value for _block, value in values["options"]]
    lone = [place for place, pair in enumerate(sides) if not any(fold(pair.get(f"text_{lang}")) for lang in LANGUAGES)]
    paired = [place for place in range(len(sides)) if place not in lone]
    for place, pair in enumerate(sides):
        yield from _texts_missing(f"options.{place}.", pair, *(("match",) if place in lone else ("text", "match")))
    yield from _pair_counts(len(paired), len(lone), rules)
    yield from _twice("text", [sides[place] for place in paired], paired)
    yield from _matches_differ(sides, lone)


def _pair_counts(paired, lone, rules):
    if paired < rules.fewest <= paired + lone:
        yield "options", _("At least two pairs need both sides.")
    if paired > MOST_PAIRS:
        yield "options", _("At most eight pairs fit on a phone.")
    if lone > MOST_LONE_MATCHES:
        yield (
            "options",
            ngettext(
                "Only %(most)s right side may stand alone.",
                "At most %(most)s right sides may stand alone.",
                MOST_LONE_MATCHES,
            )
            % {"most": MOST_LONE_MATCHES},
        )


def _matches_differ(sides, lone):
    """Two pairs may share a right side, but then in every language; one that belongs to none may not be shared."""
    both = [tuple(fold(pair.get(f"match_{language}")) for language in LANGUAGES) for pair in sides]
    for number, language in enumerate(LANGUAGES):
        kinds = {}
        for place, match in enumerate(both):
            first = kinds.setdefault(match[number], match)
            if match[number] and first != match:
                message = _("These words stand for two right sides that differ in the other language.")
                yield f"options.{place}.match_{language}", message
    shared = Counter(both)
    for place in lone:
        if all(both[place]) and shared[both[place]] > 1:
            yield f"options.{place}.match_en", _("This right side stands alone, but it is also part of another pair.")


def _spot_problems(values, rules):
    spots = [value for _block, value in values["options"]]
    for place, spot in enumerate(spots):
        yield from _texts_missing(f"options.{place}.", spot, "text", "why")
        yield from _place_missing(f"options.{place}.", spot)
    yield from _right_problems("spots", spots)
    yield from _twice("text", spots)


def _place_missing(prefix, spot):
    for name in ("x", "y"):
        if spot.get(name) is None or not 0 <= spot[name] <= 100:
            yield f"{prefix}{name}", _("Click the picture to say where it is, or type a number from 0 to 100.")


def _scene_problems(values, rules):
    scenes = [value for _block, value in values["options"]]
    for place, scene in enumerate(scenes):
        yield from _texts_missing(f"options.{place}.", scene, "text")
        for number, action in enumerate(scene.get("actions") or ()):
            yield from _texts_missing(f"options.{place}.actions.{number}.", action, "text", "follows")
        for path, message in _twice("text", list(scene.get("actions") or ())):
            yield path.replace("options.", f"options.{place}.actions.", 1), message
    yield from scenarios.problems(scenes)


_OF_BLOCK = {
    "option": _option_problems,
    "item": _item_problems,
    "pair": _pair_problems,
    "spot": _spot_problems,
    "scene": _scene_problems,
}
