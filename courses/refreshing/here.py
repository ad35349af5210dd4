"""Where a learner was: the very card at which they put the phone away."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.outline import Module, Outline, Step
from courses.progress import Progress


@dataclass(frozen=True)
class Here:
    """The step at which to carry on in a course that is begun and not complete; `card` is its card, from 1."""

    progress: Progress
    module: Module
    step: Step
    card: int

    @property
    def course(self) -> Outline:
        return self.progress.outline

    @property
    def url(self) -> str:
        return self.progress.url_of(self.step)

    @property
    def lane(self) -> list[str]:
        """Return of each module of the course whether it is done, the one they are in, or neither (empty)."""
        return [self._sign_of(module) for module in self.course.modules]

    def _sign_of(self, module):
        if module == self.module:
            return "here"
        return "done" if self.progress.is_module_done(module) else ""


def left_off(progresses: Sequence[Progress]) -> Here | None:
    """Return where to carry on in the course in which the learner was last; None where there is nothing to carry on.

    That is the lesson seen last, where its last card has not been seen and it is still open to them, else the first
    step that is not done.
    """
    begun = [progress for progress in progresses if progress.is_begun_at_all and not progress.is_complete]
    if not begun:
        return None
    progress, lesson = _seen_last(begun)
    return _here(progress, lesson if _can_go_on(progress, lesson) else progress.next_step)


def _seen_last(begun):
    """Return the course in which a lesson was seen last, and that lesson; the first course where none was seen."""
    for key in reversed(begun[0].places):
        for progress in begun:
            if lesson := progress.outline.step(key):
                return progress, lesson
    return begun[0], None


def _can_go_on(progress, lesson):
    if lesson is None or progress.is_done(lesson):
        return False
    return progress.is_module_open(progress.outline.module_of(lesson.key))


def _here(progress, step):
    place = progress.places.get(step.key)
    return Here(progress, progress.outline.module_of(step.key), step, min(place.card, step.cards) if place else 1)
