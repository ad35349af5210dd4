"""Makers for tests at workshops: who came, what is asked, and sheets as people filled them."""

from itertools import count

from django.utils import timezone

from accounts.models import User
from courses import grading
from courses.models import PrePostTest, Question, Topic
from tests import make
from workshops.models import Participant, Sheet
from workshops.testing import choosing, letters

_numbers = count(1)


def came(workshop, person=None, number=None, **fields):
    """Somebody who came, by default a new person with a phone."""
    person = person or make.make_user(full_name=f"Guest {next(_numbers)}")
    number = number or workshop.participants.count() + 1
    fields = {"came_at": timezone.now(), "way": Participant.Way.PAPER} | fields
    return Participant.objects.create(workshop=workshop, person=person, number=number, **fields)


def without_phone(name="Mzee Ali"):
    return User.objects.create(full_name=name, role=User.Role.STAGE)


def ask_course(workshop, way="paper"):
    """Ask every quiz of the course, and return the tests in the quizzes' order."""
    offered = choosing.choices(workshop)
    choosing.choose(workshop, {one.name: way for one in offered if one.occasion == "course"})
    return tests_of(workshop)


def tests_of(workshop):
    return list(workshop.tests.select_related("quiz", "version", "workshop"))


def right(test, wrong=(), empty=()):
    """Return what is typed for a sheet with everything right, but for these questions, by key."""
    paper = choosing.asked_in(test)
    given = {}
    for one in paper:
        key, answer = one.item.question, grading.right_answer(one.question)
        if key in wrong:
            answer = [next(option for option in one.item.options if option not in answer)]
        given[key] = [] if key in empty else answer
    return spell(given, paper)


def typed(test, participant, letters_typed=None, **said):
    return Sheet.objects.create(
        test=test, participant=participant, typed=right(test, **said) if letters_typed is None else letters_typed
    )


def make_measured(course):
    """A pre-test and post-test with two forms of two questions each; it is open."""
    topic = Topic.objects.create(slug="measured", name_en="Measured", name_sw="Pima")
    forms = []
    for name in ("form-a", "form-b"):
        questions = [make.make_question(f"{name}-{n}", topic) for n in (1, 2)]
        quiz = make.make_quiz(name, fixed=questions)
        quiz.purpose, quiz.attempts_allowed = "measure", 1
        quiz.save()
        forms.append(quiz)
    return PrePostTest.objects.create(course=course, form_a=forms[0], form_b=forms[1])


def keys_of(test):
    """Return the keys of a test's questions, the critical ones first."""
    keys = [one.item.question for one in choosing.asked_in(test)]
    critical = set(Question.objects.filter(is_critical=True).values_list("key", flat=True))
    return sorted(keys, key=lambda key: (key not in critical, key))


def spell(answers, paper):
    """Return the letters that `letters.read` understands as these answers."""
    return " ".join(_SPELLED[one.kind](answers.get(one.item.question, []), one) or letters.EMPTY for one in paper)


def _spell_chosen(answer, one):
    return "".join(sorted(one.letters[one.lettered.index(key)] for key in answer))


def _spell_order(answer, one):
    return "".join(one.letters[one.lettered.index(key)] for key in answer)


def _spell_match(answer, one):
    right = dict(pair.split("=") for pair in answer)
    signs = [
        one.letters[one.lettered.index(right[left])] if left in right else letters.EMPTY for left in one.item.options
    ]
    return "".join(signs) if answer else ""


def _spell_story(answer, one):
    signs = dict.fromkeys((scene["key"] for scene in one.scenes), letters.EMPTY)
    for taken, key in enumerate(answer):
        scene, _outcome = grading.walk(one.question, answer[:taken])
        signs[scene] = letters.letter(one.lettered_in(scene).index(key))
    return "".join(signs.values()) if answer else ""


_SPELLED = {
    "single": _spell_chosen,
    "true_false": _spell_chosen,
    "multiple": _spell_chosen,
    "spots": _spell_chosen,
    "ordering": _spell_order,
    "matching": _spell_match,
    "scenario": _spell_story,
}
