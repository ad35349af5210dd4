"""How much paper a certificate takes at a workshop where every quiz of the course is asked on paper."""

from dataclasses import dataclass
from io import BytesIO

from django.core.cache import cache
from pikepdf import Pdf

from workshops import planning
from workshops.models import Workshop, WorkshopTest
from workshops.testing import choosing, printed

Occasion = WorkshopTest.Occasion
_KEPT = 30 * 86400
_ANY_TICKET = "0" * 32


@dataclass(frozen=True)
class Needed:
    """So many quizzes and printed pages for each person, and for how many people there are places."""

    quizzes: int
    pages: int
    places: int

    @property
    def all_pages(self) -> int:
        return self.pages * self.places


def for_certificate(workshop: Workshop) -> Needed | None:
    """Return what it takes, in the active language; None where the course has no published quiz.

    The pages are those of the paper that was chosen; before that, of one like it.
    """
    offered = [
        one for one in choosing.choices(workshop) if one.occasion == Occasion.COURSE and one.quiz.current_version
    ]
    if not offered:
        return None
    pages = sum(_pages_of(workshop, one) for one in offered)
    return Needed(len(offered), pages, workshop.capacity)


def _pages_of(workshop, choice):
    """Return how many pages the quiz's paper has: the answer sheet and the questions."""
    version = choice.test.version if choice.test else choice.quiz.current_version
    ticket = choice.test.ticket if choice.test else _ANY_TICKET
    language = planning.language()
    fields = {"workshop": workshop, "quiz": choice.quiz, "version": version, "ticket": ticket}
    test = choice.test or WorkshopTest(occasion=Occasion.COURSE, **fields)
    key = f"pages-{version.pk}-{ticket}-{language}"
    return cache.get_or_set(key, lambda: len(Pdf.open(BytesIO(printed.draw([test], language))).pages), _KEPT)
