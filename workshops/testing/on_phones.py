"""The test that somebody at a workshop may take on their phone now: the page that says they are here leads to it."""

from courses import recording
from courses.measuring import occasions
from workshops.models import Workshop, WorkshopTest
from workshops.testing import choosing

Occasion = WorkshopTest.Occasion


def due(workshop: Workshop, person) -> str:
    """Return the occasion, "pre" or "post", of the test that is asked on phones and due to the person; "" for none.

    Of whom we do not know yet (None) no more is said than that the pre-test is asked: signing in tells the rest.
    """
    asked = workshop.tests.filter(way=WorkshopTest.Way.PHONES, occasion__in=(Occasion.PRE, Occasion.POST))
    asked = set(asked.values_list("occasion", flat=True))
    if not asked:
        return ""
    if person is None:
        measured = choosing.measured_by(workshop)
        return str(Occasion.PRE) if Occasion.PRE in asked and measured and measured.is_open else ""
    course = choosing.course_of(workshop)
    offer = course and occasions.offers(person, [recording.progress_of(person, course)]).get(course.key)
    return str(offer.occasion) if offer and offer.occasion in asked else ""
