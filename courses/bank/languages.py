"""Which languages a question lacks somewhere: pure, on what is stored."""

from collections.abc import Iterator, Mapping

from courses.question_content import LANGUAGES

_ALWAYS = ("text", "why", "follows", "match")
"""Stems whose text is missing where both languages are empty; elsewhere both empty is fine."""


def missing_in(question) -> frozenset[str]:
    """Return the languages in which a text is missing anywhere in a question: its own words, answers, explanations."""
    found = {language for language in LANGUAGES if not getattr(question, f"text_{language}")}
    for stem in ("why", "picture_alt"):
        found |= _one_sided({name: getattr(question, name) for name in _names(stem)}, stem)
    for block in question.options.raw_data:
        found |= _missing(block["value"], is_pair=block["type"] == "pair")
    return frozenset(found)


def _missing(value, is_pair=False):
    found = set()
    for stem in _stems(value):
        if stem in _ALWAYS and not (is_pair and stem == "text"):
            found |= {language for language in LANGUAGES if not _text(value, f"{stem}_{language}")}
        else:
            found |= _one_sided(value, stem)
    for action in _actions(value):
        found |= _missing(action)
    return found


def _actions(value: Mapping) -> Iterator[Mapping]:
    """A list's items are stored as {"value": …, "id": …}."""
    for item in value.get("actions") or ():
        yield item.get("value", item)


def _stems(value):
    return {name[:-3] for name in value if name.endswith(("_en", "_sw"))}


def _names(stem):
    return [f"{stem}_{language}" for language in LANGUAGES]


def _one_sided(value, stem):
    there = {language for language in LANGUAGES if _text(value, f"{stem}_{language}")}
    return set(LANGUAGES) - there if there else set()


def _text(value, name):
    return (value.get(name) or "").strip()
