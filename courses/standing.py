"""Where somebody stands in a course, as its pages show it: whoever stands at the same place is shown the same page."""

from dataclasses import dataclass, replace
from hashlib import blake2b

from django.utils import timezone

from courses import course_life, recording
from courses.measuring import occasions
from courses.measuring.occasions import Offer
from courses.outline import Outline
from courses.progress import Progress


@dataclass(frozen=True)
class Standing:
    """What the page of a course, or of a module, shows of one person, and nothing else of them.

    `progress` is as shown; `is_closed` says that the course is retired and they never began it; `offer` is the test
    that is due to them, or None.
    """

    progress: Progress
    is_signed_in: bool
    is_closed: bool = False
    offer: Offer | None = None

    @property
    def digest(self) -> str:
        """Return 32 hex digits, the same for all to whom one outline of the course is shown alike on this day."""
        shown, offer = self.progress, self.offer
        told = (
            [(key, place.card, place.is_finished) for key, place in shown.places.items()],
            sorted(shown.passed),
            (shown.was_completed, self.is_signed_in, self.is_closed),
            offer and (str(offer.occasion), offer.questions, offer.is_begun),
            # Of a course's life it is told from which day on; the page of yesterday may say too little.
            timezone.localdate().isoformat(),
        )
        return blake2b(repr(told).encode(), digest_size=16).hexdigest()

    def within(self, course: Outline) -> "Standing":
        """Return the same standing in an outline of the course read at another moment."""
        return replace(self, progress=replace(self.progress, outline=course))


def of(user, course: Outline, with_offer: bool = False) -> Standing:
    """Return where somebody stands: four queries at most for who is signed in, and with an offer six more at most."""
    is_closed = course_life.is_retired(course) and course_life.is_closed_to(user, course)
    if not user.is_authenticated:
        return Standing(Progress(course, {}, frozenset()), is_signed_in=False, is_closed=is_closed)
    progress = recording.progress_of(user, course)
    offer = _offer(user, progress) if with_offer and not is_closed else None
    return Standing(progress.as_shown(), is_signed_in=True, is_closed=is_closed, offer=offer)


def _offer(user, progress):
    return occasions.offers(user, [progress]).get(progress.outline.key) if user.is_registered else None
