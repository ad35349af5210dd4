"""What one learner gets with a course taken home: who they are, how far they have come, and a paper for each quiz."""

from datetime import datetime

from accounts import marks
from courses import attempts, course_life, outline, recording, rules, tickets
from courses.models import Quiz
from courses.outline import Outline
from courses.taking import keeping, packing


def course_for(learner, course_key, language: str) -> Outline | None:
    """Return the course where this learner may take it home, else None.

    A retired course only where they have begun it, a refresher only once its full course is finished; and none whose
    pages are not open to everybody.
    """
    course = outline.of(course_key, language)
    if course is None or course_life.is_closed_to(learner, course) or not recording.may_take(learner, course):
        return None
    return course if packing.facts_of(course_key) else None


def given_to(learner, course: Outline, phone: str, now: datetime) -> dict:
    """Return what is this learner's own in a course taken on one phone; the same call again gives the same papers."""
    facts = packing.facts_of(course.key)
    return {
        "learner": marks.mark_of(learner.pk),
        "name": learner.full_name,
        "course": course.key,
        "bundle": facts.get(course.language) or next(iter(facts.values())),
        "progress": _progress(learner, course),
        "papers": {quiz.slug: _paper(learner, quiz, phone, now) for quiz in _quizzes(course)},
        "keep": keeping.addresses(learner),
    }


def _progress(learner, course):
    progress = recording.progress_of(learner, course)
    places = {key: [place.card, int(place.is_finished)] for key, place in progress.places.items()}
    return {"places": places, "passed": sorted(progress.passed), "complete": progress.is_complete}


def _quizzes(course):
    slugs = [step.key for step in course.steps if step.is_quiz]
    asking = Quiz.objects.filter(live=True, slug__in=slugs).exclude(current_version=None)
    return asking.select_related("current_version").defer("current_version__content")


def _paper(learner, quiz, phone, now):
    try:
        ticket = tickets.issue(learner, quiz, phone, now)
    except rules.NoMoreAttempts:
        return {"closed": "used_up", "until": None}
    except rules.TooSoon as soon:
        return {"closed": "wait", "until": soon.until.isoformat()}
    except tickets.NeedsNetwork:
        return {"closed": "network", "until": None}
    return {
        "ticket": ticket.ticket,
        "version": tickets.name_of(quiz.current_version),
        "follows": _followed(ticket),
        "paper": None,
    }


def _followed(ticket):
    followed = attempts.followed(ticket.follows, ticket.version) if ticket.follows_id else None
    return {"asked": list(followed.asked), "repeat": list(followed.repeat)} if followed else None
