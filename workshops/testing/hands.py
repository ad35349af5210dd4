"""Hands that went up: how many for each option, of how many people. Nobody's attempt, a figure of the workshop's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.models import HandsCount, WorkshopTest
from workshops.testing import choosing, letters

MOST = 2000
_PRESENT = ""
"""How the count of people present is called among the questions."""


@dataclass(frozen=True)
class Hands:
    """One option: its letter and text, how many hands went up for it (None: not counted), and the share of people."""

    field: str
    key: str
    letter: str
    text: dict[str, str]
    number: int | None
    percent: int | None
    is_right: bool


@dataclass(frozen=True)
class Question:
    asked: letters.Asked
    options: list[Hands]

    @property
    def percent_right(self) -> int | None:
        """Return the share of people present who were right; of several right options nobody can tell."""
        if self.asked.kind not in letters.ONE_LETTER:
            return None
        return next((option.percent for option in self.options if option.is_right), None)


class Unclear(Exception):
    """Counts that can't be: `problems` maps a field's name to the sentence that says why."""

    def __init__(self, problems: dict[str, str]):
        super().__init__(problems)
        self.problems = problems


def field_of(question: str, option: str) -> str:
    return f"hands-{question}-{option}"


PRESENT_FIELD = field_of(_PRESENT, _PRESENT)


def present(test: WorkshopTest) -> int | None:
    """Return how many people were present when hands were counted; None before that."""
    return _counts(test).get((_PRESENT, _PRESENT))


def present_by_test(tests: Iterable[WorkshopTest]) -> dict[int, int]:
    """Return how many people were present, by the primary key of each test for which hands were counted; one query."""
    people = HandsCount.objects.filter(test__in=tests, question=_PRESENT, option=_PRESENT)
    return dict(people.values_list("test", "number"))


def questions(test: WorkshopTest) -> list[Question]:
    """Return each question with what was counted; one query."""
    return _questions(test, _counts(test))


def _questions(test, counts):
    people = counts.get((_PRESENT, _PRESENT))
    return [
        Question(one, [_hands(one, place, counts, people) for place in range(len(one.lettered))])
        for one in choosing.asked_in(test)
    ]


def _hands(one, place, counts, people):
    key = one.lettered[place]
    option = next(option for option in one.question["options"] if option["key"] == key)
    number = counts.get((one.item.question, key))
    return Hands(
        field=field_of(one.item.question, key),
        key=key,
        letter=letters.letter(place),
        text=option["text"],
        number=number,
        percent=None if number is None or not people else round(100 * number / people),
        is_right=option["right"],
    )


def percent_right(test: WorkshopTest) -> float | None:
    """Return the mean share of people who were right, over the questions with one right answer that were counted."""
    shares = [share for one in questions(test) if (share := one.percent_right) is not None]
    return sum(shares) / len(shares) if shares else None


def _counts(test):
    rows = HandsCount.objects.filter(test=test).values_list("question", "option", "number")
    return {(question, option): number for question, option, number in rows}


def save(test: WorkshopTest, posted: Mapping[str, str]) -> None:
    """Keep the counts typed in place of those before. Raises Unclear, and keeps nothing then."""
    counts, problems = {}, {}
    wanted = {(_PRESENT, _PRESENT): PRESENT_FIELD}
    wanted |= {(one.asked.item.question, option.key): option.field for one in questions(test) for option in one.options}
    for place, field in wanted.items():
        typed = posted.get(field, "").strip()
        if typed and not (typed.isascii() and typed.isdigit() and int(typed[:9]) <= MOST):
            problems[field] = _("Type a whole number, up to %(most)d.") % {"most": MOST}
        elif typed:
            counts[place] = int(typed)
    problems = problems or _impossible(test, counts)
    if problems:
        raise Unclear(problems)
    with transaction.atomic():
        HandsCount.objects.filter(test=test).delete()
        HandsCount.objects.bulk_create(
            HandsCount(test=test, question=question, option=option, number=number)
            for (question, option), number in counts.items()
        )


def _impossible(test, counts):
    people = counts.pop((_PRESENT, _PRESENT), None)
    if people is None:
        return {PRESENT_FIELD: _("How many people were there? The shares are of them.")} if counts else {}
    problems = {}
    for one in choosing.asked_in(test):
        found = {key: counts.get((one.item.question, key), 0) for key in one.lettered}
        most = sum(found.values()) if one.kind in letters.ONE_LETTER else max(found.values())
        if most > people:
            field = field_of(one.item.question, max(found, key=found.get))
            text = ngettext(
                "%(hands)d hands, but %(people)d person.", "%(hands)d hands, but %(people)d people.", people
            )
            problems[field] = text % {"hands": most, "people": people}
    counts[_PRESENT, _PRESENT] = people
    return problems
