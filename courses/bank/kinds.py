"""What a question of each kind is made of: which answers, how many, and which fields count."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

CHOICES = ("single", "multiple", "true_false")
MOST_LONE_MATCHES = 4


@dataclass(frozen=True)
class KindRules:
    """How many answers a kind has and of which block, and which of the question's fields count for it.

    `whole` and `parts` name the block in the singular and plural; `fields` are those that count for some kinds only.
    """

    block: str
    fewest: int
    most: int
    about: Promise
    icon: str = "help"
    has_right: bool = False
    has_reasons: bool = False
    needs_explanation: bool = False
    needs_picture: bool = False
    fields: frozenset[str] = frozenset()


RULES = {
    "single": KindRules(
        "option",
        2,
        6,
        _("Two to six options, of which one is right. Each says why."),
        icon="radio-full",
        has_right=True,
        has_reasons=True,
    ),
    "multiple": KindRules(
        "option",
        2,
        6,
        _("Two to six options, of which several may be right. Part of the mark can be had."),
        icon="check",
        has_right=True,
        has_reasons=True,
        fields=frozenset({"part_marks"}),
    ),
    "true_false": KindRules(
        "option",
        2,
        2,
        _("A statement, and whether it holds. Each of the two answers says why."),
        icon="tick-inverse",
        has_right=True,
        has_reasons=True,
    ),
    "ordering": KindRules(
        "item",
        3,
        8,
        _("Three to eight steps, written in the right order; the learner gets them mixed."),
        icon="list-ol",
        needs_explanation=True,
        fields=frozenset({"part_marks"}),
    ),
    "matching": KindRules(
        "pair",
        2,
        8 + MOST_LONE_MATCHES,
        _("Two to eight pairs that belong together, and up to four right sides that belong to none."),
        icon="link",
        needs_explanation=True,
        fields=frozenset({"part_marks"}),
    ),
    "spots": KindRules(
        "spot",
        2,
        10,
        _("A picture with two to ten spots: red flags to tap, and innocent things to leave."),
        icon="crosshairs",
        has_right=True,
        has_reasons=True,
        needs_picture=True,
        fields=frozenset({"part_marks"}),
    ),
    "scenario": KindRules(
        "scene",
        1,
        10,
        _("One to ten scenes at the stage, each with two to four things one could do, and what follows."),
        icon="user",
        fields=frozenset({"is_innocent"}),
    ),
}

FIELDS_OF_SOME = frozenset().union(*(rules.fields for rules in RULES.values()))
MOST_PAIRS = 8

COUNTS = {
    "option": ngettext_lazy("%d option", "%d options"),
    "item": ngettext_lazy("%d step", "%d steps"),
    "pair": ngettext_lazy("%d pair", "%d pairs"),
    "spot": ngettext_lazy("%d spot", "%d spots"),
    "scene": ngettext_lazy("%d scene", "%d scenes"),
}

BLOCK_NAMES = {
    "option": _("options"),
    "item": _("steps to put in order"),
    "pair": _("pairs"),
    "spot": _("spots"),
    "scene": _("scenes"),
}


def rules_of(kind: str) -> KindRules:
    """Return the rules of a kind; of an unknown one those of a single choice, so that half-typed data still shows."""
    return RULES.get(kind, RULES["single"])
