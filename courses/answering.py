"""What the form of a question posted, read into an answer (courses/grading.py says what an answer is).

Every form posts its fields as `option`: the keys chosen; "item=place", from 1, of an order; "left=right" of each pair.
A scenario posts `action`, and as `step` how many actions had been taken when its page was shown.
"""

from collections import Counter
from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from courses import grading
from courses.grading import Answer
from courses.papers import Item


class Unclear(Exception):
    """What was posted is no whole answer.

    `message` says beside the field what to do; `typed` holds what was chosen, for the form to show again; `fields` the
    keys of the items or left sides that need another look.
    """

    def __init__(self, message: str, typed: Sequence[str] = (), fields: Sequence[str] = ()):
        super().__init__(message)
        self.message = message
        self.typed = tuple(typed)
        self.fields = frozenset(fields)


def read(question: dict, item: Item, posted: QueryDict, before: Answer = ()) -> Answer:
    """Return the answer that was posted to this item of a paper; `before` is the one kept so far.

    Raises Unclear where it is none yet. An action of a scenario that was posted before leaves the answer as it is.
    """
    return _READERS[question["kind"]](question, item, posted, list(before))


def keepable(question: dict, unclear: Unclear) -> Answer:
    """Return what can be kept of an unfinished answer that is left for later: the pairs made, else nothing."""
    return sorted(unclear.typed) if question["kind"] == "matching" else []


def as_typed(question: dict, answer: Answer) -> tuple[str, ...]:
    """Return an answer as its form would have posted it."""
    if question["kind"] == "ordering":
        return tuple(f"{key}={place}" for place, key in enumerate(answer, start=1))
    return tuple(answer)


def _one(question, item, posted, before):
    chosen = _several(question, item, posted, before)
    if len(chosen) > 1:
        raise Unclear(_("Only one answer is right here. Choose one."), chosen)
    return chosen


def _several(question, item, posted, before):
    chosen = _known(posted.getlist("option"), item.options)
    if not chosen:
        raise Unclear(_("Choose an answer, or press Later to come back to this question."))
    return chosen


def _known(values, keys):
    return list(dict.fromkeys(value for value in values if value in keys))


def _order(question, item, posted, before):
    numbers = [str(place) for place in range(1, len(item.options) + 1)]
    places = dict(_pairs(posted, item.options, numbers))
    typed = [f"{key}={place}" for key, place in places.items()]
    missing = [key for key in item.options if key not in places]
    taken = Counter(places.values())
    doubled = [key for key, place in places.items() if taken[place] > 1]
    if not places:
        raise Unclear(_("Give each one its place, or press Later to come back to this question."), (), missing)
    if doubled:
        raise Unclear(_("Two have the same place. Give each one a place of its own."), typed, doubled)
    if missing:
        raise Unclear(_("Something has no place yet. Give each one its place."), typed, missing)
    return sorted(places, key=lambda key: int(places[key]))


def _match(question, item, posted, before):
    pairs = dict(_pairs(posted, item.options, item.matches))
    typed = sorted(f"{left}={right}" for left, right in pairs.items())
    missing = [key for key in item.options if key not in pairs]
    if not pairs:
        raise Unclear(_("Choose what belongs to each, or press Later to come back to this question."), (), missing)
    if missing:
        raise Unclear(
            _("Something has no partner yet. Choose one, or press Later: your choices are kept."), typed, missing
        )
    return typed


def _pairs(posted, lefts, rights):
    """Yield each (left, right) posted that stands on the paper; of two for one left side the later one counts."""
    for value in posted.getlist("option"):
        left, _equals, right = value.partition("=")
        if left in lefts and right in rights:
            yield left, right


def _scenario(question, item, posted, before):
    action = posted.get("action")
    if not action:
        if grading.end_of(question, before) is None:
            raise Unclear(_("Choose what you would do, or press Later to come back to this question."), before)
        return before
    if posted.get("step") != str(len(before)):
        return before
    answer = [*before, action]
    try:
        grading.walk(question, answer)
    except ValueError:
        raise Unclear(_("Choose one of the things that stand here."), before) from None
    return answer


_READERS = {
    "single": _one,
    "true_false": _one,
    "multiple": _several,
    "spots": _several,
    "ordering": _order,
    "matching": _match,
    "scenario": _scenario,
}
