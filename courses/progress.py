"""How far a learner has come in a course: a pure reading of lessons read and quizzes passed."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from courses.outline import Module, Outline, Step


@dataclass(frozen=True)
class Place:
    """Where a learner is in one lesson: the card last seen, from 1, and whether the last card has been reached."""

    card: int
    is_finished: bool


@dataclass(frozen=True)
class Progress:
    """A course outline seen by one learner.

    `places` holds their place in each lesson begun, by translation key, the one seen last at the end; `passed` the
    short names of quizzes passed. `was_completed` is true once the whole course was done: what a trainer adds later
    takes nothing away.
    """

    outline: Outline
    places: Mapping[str, Place]
    passed: Set[str]
    was_completed: bool = False

    def is_done(self, step: Step) -> bool:
        if step.is_quiz:
            return step.key in self.passed
        place = self.places.get(step.key)
        return place is not None and place.is_finished

    def is_begun(self, step: Step) -> bool:
        return step.key in self.places or self.is_done(step)

    def is_module_done(self, module: Module) -> bool:
        return all(self.is_done(step) for step in module.steps)

    def is_module_open(self, module: Module) -> bool:
        """Return whether the learner may enter: always, unless the course is to be taken in order."""
        earlier = self.outline.modules[: module.number - 1]
        return not self.outline.enforce_order or all(self.is_module_done(before) for before in earlier)

    @property
    def done(self) -> int:
        return sum(self.is_done(step) for step in self.outline.steps)

    @property
    def total(self) -> int:
        return len(self.outline.steps)

    @property
    def percent(self) -> int:
        """Return whole percent of the steps done, rounded down, so that 100 means all of them."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def is_begun_at_all(self) -> bool:
        return self.was_completed or any(self.is_begun(step) for step in self.outline.steps)

    @property
    def is_every_step_done(self) -> bool:
        return self.total > 0 and self.done == self.total

    @property
    def is_complete(self) -> bool:
        return self.was_completed or self.is_every_step_done

    @property
    def next_step(self) -> Step | None:
        """Return the first step that is not done, or None when the course is complete."""
        if self.is_complete:
            return None
        return next((step for step in self.outline.steps if not self.is_done(step)), None)

    @property
    def next_url(self) -> str | None:
        """Return the address at which to carry on: the same card of the same lesson, in any language."""
        step = self.next_step
        return self.url_of(step) if step else None

    def url_of(self, step: Step) -> str:
        """Return the address of a step, at the card where the learner left it."""
        place = self.places.get(step.key)
        return f"{step.url}?card={place.card}" if place and place.card > 1 else step.url

    @property
    def module_number(self) -> int:
        """Return the number of the first module that is not done, or of the last one."""
        unfinished = (module.number for module in self.outline.modules if not self.is_module_done(module))
        return next(unfinished, len(self.outline.modules))

    def as_shown(self) -> "Progress":
        """Return it without what no page of the course shows, so that learners at one place have the same.

        Only the lesson that comes next keeps its card; others begun are known to be so, and in the outline's order.
        """
        following = self.next_step
        places = {step.key: self._as_shown(step, following) for step in self.outline.steps if step.key in self.places}
        passed = frozenset(step.key for step in self.outline.steps if step.is_quiz and step.key in self.passed)
        return replace(self, places=places, passed=passed)

    def _as_shown(self, step, following):
        place = self.places[step.key]
        return place if step == following else replace(place, card=1)
