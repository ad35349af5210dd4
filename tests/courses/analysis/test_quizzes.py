import random
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.analysis import quizzes
from courses.models import Analysis, Attempt, Quiz
from courses.statistics import analyse, count_choices
from tests import make
from tests.courses.analysis.samples import RIGHT, WRONG, answer_all, attempt, learners, quiz_of, right_or_wrong

pytestmark = pytest.mark.django_db
STAIRS = [(0, 0), (0, 1), (1, 1), (1, 1)]
NOW = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


def kept(quiz, version=quizzes.ALL_VERSIONS):
    return Analysis.objects.get(subject="quiz", key=quiz.slug, version=version)


def calculated(quiz, version=quizzes.ALL_VERSIONS):
    quizzes.calculate(quiz)
    return kept(quiz, version).result


@pytest.fixture
def quiz():
    return quiz_of("q1", "q2")


def test_a_row_is_kept_for_each_version_and_for_all_together(quiz):
    rows = answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])
    quizzes.calculate(quiz, NOW)
    quizzes.calculate(quiz, NOW)
    assert sorted(Analysis.objects.values_list("key", "version")) == [("quiz", 0), ("quiz", 1)]
    assert (kept(quiz).newest, kept(quiz).calculated_at) == (rows[-1].pk, NOW)


def test_every_figure_is_kept_as_the_statistics_have_it(quiz):
    answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])
    expected = analyse(STAIRS, [1, 1], [1 / 3, 1 / 3])
    for result in (calculated(quiz), calculated(quiz, 1)):
        for name, value in result["figures"].items():
            assert value == getattr(expected, name), name
        for key, item in zip(("q1", "q2"), expected.items, strict=True):
            found = result["questions"][key]
            assert {name: found[name] for name in found if name not in ("people", "is_hidden", "choices")} == vars(item)


def test_a_quiz_that_nobody_took_has_figures_of_nobody(quiz):
    result = calculated(quiz)
    assert (result["figures"]["n"], result["people"], result["broken"]) == (0, 0, 0)
    assert result["questions"]["q1"]["choices"]["options"]["a"] == [0, None, None]


def test_options_are_counted_as_choices_by_thirds():
    quiz, choose = quiz_of("q1", "q2", "q3"), random.Random(2)
    rows = [[choose.choice([RIGHT, WRONG, ["c"], []]) for _question in range(3)] for _row in range(60)]
    answer_all(quiz, rows)
    totals = [sum(answer == RIGHT for answer in row) / 3 for row in rows]
    expected = count_choices(((total, row[0]) for total, row in zip(totals, rows, strict=True)), "abc")
    choices = calculated(quiz)["questions"]["q1"]["choices"]
    assert choices["whole"] == [60, expected.lower_n, expected.upper_n]
    assert choices["options"] == {o.option: [o.n, o.lower, o.upper] for o in expected.options}
    assert choices["left_out"] == [expected.left_out.n, expected.left_out.lower, expected.left_out.upper]


def graded(number):
    """So many learners, each with a total of their own kind: a third knows nothing, a third half, a third all."""
    return [right_or_wrong(*row) for row in ((0, 0), (0, 1), (1, 1)) for _learner in range(number)]


@pytest.mark.parametrize(("each", "thirds"), [(4, [12, None, None]), (5, [15, 5, 5])])
def test_thirds_of_fewer_than_five_people_are_not_kept(quiz, each, thirds):
    answer_all(quiz, graded(each))
    assert calculated(quiz)["questions"]["q1"]["choices"]["whole"] == thirds


def test_all_attempts_are_kept_beside_the_first_ones(quiz):
    first = answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])[0]
    attempt(quiz, first.learner, {"q1": RIGHT, "q2": RIGHT}).save()
    result = calculated(quiz)
    assert (result["questions"]["q1"]["n"], result["all"]["questions"]["q1"]["n"]) == (4, 5)
    assert (result["all"]["figures"]["n"], result["all"]["people"]) == (5, 4)
    assert result["all"]["questions"]["q1"]["choices"]["options"]["a"][0] == 3


def test_many_attempts_of_few_people_are_known_to_be_of_few(quiz):
    for learner in learners(4):
        Attempt.objects.bulk_create(attempt(quiz, learner, {"q1": RIGHT}) for _again in range(3))
    result = calculated(quiz)
    assert (result["all"]["figures"]["n"], result["all"]["people"]) == (12, 4)
    assert result["all"]["questions"]["q1"]["people"] == 4


def test_attempts_that_asked_only_some_again_are_counted_as_left_out(quiz):
    first = answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])[0]
    attempt(quiz, first.learner, {"q1": RIGHT, "q2": RIGHT}, repeated=["q2"]).save()
    result = calculated(quiz)
    assert (result["repeats"], result["all"]["figures"]["n"]) == (1, 4)


def test_marks_are_counted_by_tenths_and_the_whole_belongs_to_the_last():
    quiz = quiz_of(*(f"q{number}" for number in range(10)))
    answer_all(quiz, [right_or_wrong(*[1] * right, *[0] * (10 - right)) for right in (0, 1, 1, 9, 10)])
    assert calculated(quiz)["distribution"] == [1, 2, 0, 0, 0, 0, 0, 0, 0, 2]


def test_misses_and_false_alarms_are_summed_over_first_attempts(course):
    quiz = make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=("spots", "scenario"))
    people = learners(3)
    answers = [
        {"spots": ["a", "b"], "scenario": ["look", "report"]},
        {"spots": ["a", "c"], "scenario": ["look", "wait"]},
        {"spots": ["c"]},
    ]
    for person, given in zip(people, answers, strict=True):
        attempt(quiz, person, given).save()
    attempt(quiz, people[2], answers[0]).save()
    result = calculated(quiz, quiz.current_version.number)
    assert result["alarms"] == {"misses": 5, "flags": 9, "false_alarms": 2, "innocents": 3}
    assert result["all"]["alarms"] == {"misses": 5, "flags": 12, "false_alarms": 2, "innocents": 4}
    assert result["questions"]["scenario"]["choices"]["options"]["=missed"][0] == 1


def test_all_kinds_are_counted(course):
    quiz = make.ask(Quiz.objects.get(slug="red-flags-1"))
    answer_all(quiz, [[[]] * 7] * 2)
    result = calculated(quiz)
    assert {question["kind"] for question in result["about"].values()} >= set(make.KINDS)
    assert result["questions"]["ordering"]["choices"]["left_out"][0] == 2


def analyse_quizzes(*args):
    out = StringIO()
    call_command("analyse_quizzes", *args, stdout=out)
    return out.getvalue()


def test_the_timer_s_command_calculates_every_quiz_and_course_and_says_how_far_it_is(course):
    said = analyse_quizzes()
    assert [line.split(":")[0] for line in said.splitlines()] == ["1/2 red-flags-1", "2/2 red-flags-2", "1/1 Red flags"]
    assert sorted(Analysis.objects.values_list("subject", flat=True)) == ["course", "quiz", "quiz", "quiz", "quiz"]


def test_the_command_leaves_alone_what_has_no_newer_answers(quiz):
    analyse_quizzes("--quiz", "quiz")
    assert "nothing newer" in analyse_quizzes("--quiz", "quiz")
    assert "nothing newer" not in analyse_quizzes("--quiz", "quiz", "--again")
    answer_all(quiz, [right_or_wrong(1, 1)])
    assert "nothing newer" not in analyse_quizzes("--quiz", "quiz")


def test_the_command_refuses_a_quiz_that_there_is_not(quiz):
    with pytest.raises(CommandError) as raised:
        analyse_quizzes("--quiz", "none")
    assert raised.value.returncode == 1
