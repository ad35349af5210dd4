"""Which questions may be taken away: never one that leaves a hole in a quiz or in a lesson."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import ReferenceIndex

from courses import freezing
from courses.bank import usage
from courses.models import LessonPage, Question, Quiz


def against_deleting(questions: Iterable[Question]) -> Iterator[str]:
    """Yield for each question that may not be deleted a sentence that names what stands in the way."""
    questions = list(questions)
    used = usage.of(questions)
    for question in questions:
        quizzes, lessons = used[question.pk].fixed, _lessons(question)
        if quizzes:
            message = ngettext(
                "“%(question)s” can't be deleted: the quiz %(names)s asks it. Take it out there first.",
                "“%(question)s” can't be deleted: the quizzes %(names)s ask it. Take it out there first.",
                len(quizzes),
            )
            yield message % {"question": question, "names": _names(quizzes)}
        if lessons:
            message = _("“%(question)s” can't be deleted: it is practised in %(names)s. Take it out there first.")
            yield message % {"question": question, "names": _names(lessons)}
    yield from _too_few_left(questions)


def against_unpublishing(question: Question) -> Iterator[str]:
    """Yield why a published question may not be taken back, if so."""
    quizzes = [quiz for quiz in usage.of_one(question).fixed if quiz.live]
    if question.is_critical and quizzes:
        message = _(
            "“%(question)s” is critical and asked in %(names)s, so it can't be taken back. Take it out there first."
        )
        yield message % {"question": question, "names": _names(quizzes)}
    yield from _too_few_left([question])


def before_deleting(questions: Iterable[Question]) -> Iterator[str]:
    """Yield what a trainer should know before deleting: the quizzes that draw the question from its topic."""
    questions = list(questions)
    used = usage.of(questions)
    for question in questions:
        if quizzes := used[question.pk].drawn:
            message = _("“%(question)s” may be drawn in %(names)s. Once it is deleted, they draw among fewer.")
            yield message % {"question": question, "names": _names(quizzes)}


def _lessons(question):
    """The lessons whose cards show the question for practice."""
    references = ReferenceIndex.get_references_to(question).filter(model_path__startswith="cards.")
    return list(LessonPage.objects.filter(pk__in={reference.object_id for reference in references}))


def _too_few_left(questions):
    """A quiz that draws three from a topic needs three: taking one away would ask some learners fewer."""
    gone = [question for question in questions if question.live]
    topics = {question.topic_id for question in gone}
    if not topics:
        return
    for quiz in Quiz.objects.filter(live=True):
        wanted = freezing.drawn_in(quiz)
        for topic in topics & set(wanted):
            left = _left(quiz, topic, gone)
            if left < wanted[topic] <= _left(quiz, topic, ()):
                message = _(
                    "The quiz %(name)s draws %(count)s questions from this topic, and only %(left)s would be left."
                )
                yield message % {"name": _names([quiz]), "count": wanted[topic], "left": left}


def _left(quiz, topic, gone):
    kept_out = {*freezing.asked_in(quiz).fixed, *(question.pk for question in gone)}
    return Question.objects.filter(live=True, topic=topic).exclude(pk__in=kept_out).count()


def _names(things):
    return ", ".join(f"“{thing}”" for thing in things)
