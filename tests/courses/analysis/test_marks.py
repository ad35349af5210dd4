import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses import grading
from courses.analysis import marks
from courses.analysis.marks import Counted, Which
from courses.models import Attempt, Quiz
from courses.statistics import NoAlpha, analyse, figures
from courses.statistics.joint import JointCounts
from tests.courses.analysis.samples import RIGHT, answer_all, attempt, learners, quiz_of, right_or_wrong

pytestmark = pytest.mark.django_db
STAIRS = [(0, 0), (0, 1), (1, 1), (1, 1)]


def figures_of(quiz, which=Which.FIRST):
    contents = dict(quiz.versions.values_list("pk", "content"))
    together = Counted()
    for counted in marks.count(quiz, {pk: content["questions"] for pk, content in contents.items()}, which).values():
        together.add(counted)
    keys = sorted({key for content in contents.values() for key in content["questions"]})
    return figures(together.joint(dict.fromkeys(keys)))


def test_attempts_of_the_database_have_the_figures_of_their_table_of_marks():
    quiz = quiz_of("q1", "q2")
    answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])
    assert figures_of(quiz) == analyse(STAIRS, [1, 1])


def test_a_large_random_table_agrees_with_numpy():
    numpy = pytest.importorskip("numpy")
    choose, quiz = random.Random(4), quiz_of(*"pqrst")
    rows = [[int(choose.random() < 0.3 + 0.1 * place) for place in range(5)] for _row in range(200)]
    answer_all(quiz, [right_or_wrong(*row) for row in rows])
    table = numpy.array(rows, dtype=float)
    found, totals = figures_of(quiz), table.sum(axis=1)
    for item, x in zip(found.items, table.T, strict=True):
        assert item.facility == pytest.approx(100 * x.mean())
        assert item.discrimination_index == pytest.approx(100 * numpy.corrcoef(x, totals - x)[0, 1])
        best = numpy.cov(numpy.sort(x), numpy.sort(totals - x))[0, 1]
        assert item.discriminative_efficiency == pytest.approx(100 * numpy.cov(x, totals - x)[0, 1] / best)
    within = table.var(axis=0, ddof=1).sum()
    assert found.alpha == pytest.approx(100 * 5 / 4 * (1 - within / totals.var(ddof=1)))


def test_part_marks_count_as_parts():
    quiz = quiz_of("q1", "q2", kind="multiple")
    Attempt.objects.bulk_create(
        attempt(quiz, learner, {}, points=sum(each), marks=grading.pack({"questions": ["1", "2"]}, "12", each))
        for learner, each in zip(learners(3), [(2520, 1260), (840, 0), (0, 2520)], strict=True)
    )
    assert [item.mean_marks for item in figures_of(quiz).items] == pytest.approx([4 / 9, 1 / 2])


def test_attempts_that_asked_only_some_again_are_left_out_whichever_attempts_count():
    quiz = quiz_of("q1", "q2")
    first = answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])[0]
    attempt(quiz, first.learner, {"q1": RIGHT, "q2": RIGHT}, repeated=["q2"]).save()
    assert figures_of(quiz) == figures_of(quiz, Which.ALL) == analyse(STAIRS, [1, 1])


def test_a_second_whole_attempt_counts_only_among_all():
    quiz = quiz_of("q1", "q2")
    first = answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])[0]
    attempt(quiz, first.learner, {"q1": RIGHT, "q2": RIGHT}).save()
    assert figures_of(quiz) == analyse(STAIRS, [1, 1])
    assert figures_of(quiz, Which.ALL) == analyse([*STAIRS, (1, 1)], [1, 1])


def test_another_quiz_does_not_count():
    quiz, other = quiz_of("q1", "q2"), quiz_of("q3", "q4", slug="other")
    answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])
    answer_all(other, [right_or_wrong(1, 0)])
    assert figures_of(quiz).n == 4


def test_where_learners_draw_different_questions_there_is_no_alpha_but_the_percent_of_the_same_maximum():
    quiz = quiz_of("q1", "q2", "q3")
    rows = [(1, 0, None), (1, None, 1), (None, 0, 1), (0, 1, None)]
    answer_all(quiz, [right_or_wrong(*row) for row in rows])
    found = figures_of(quiz)
    assert found == analyse(rows, [1, 1, 1])
    assert (found.alpha, found.no_alpha, found.maximum) == (None, NoAlpha.DIFFERENT_QUESTIONS, 2)


def test_versions_come_together_by_the_key_of_the_question():
    quiz = quiz_of("q1", "q2")
    answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])
    version = quiz.versions.get()
    changed = version.content | {"questions": {"q2": version.content["questions"]["q2"]}, "fixed": ["q2"]}
    second = quiz.versions.create(number=2, content=changed, content_hash="2")
    Quiz.objects.filter(pk=quiz.pk).update(current_version=second)
    answer_all(quiz, [right_or_wrong(1), right_or_wrong(0)])
    rows = [*STAIRS, (None, 1), (None, 0)]
    assert figures_of(quiz) == analyse(rows, [1, 1])
    assert [item.n for item in figures_of(quiz).items] == [4, 6]


def test_more_attempts_than_are_gathered_at_once_come_out_the_same(monkeypatch):
    monkeypatch.setattr(marks, "_MOST_GATHERED", 3)
    quiz = quiz_of("q1", "q2")
    answer_all(quiz, [right_or_wrong(*row) for row in STAIRS * 2])
    assert figures_of(quiz) == analyse(STAIRS * 2, [1, 1])


@pytest.mark.parametrize("rows", [[], [(1, 0)], [(1, 0), (0, 0)], [(1, 1)] * 5])
def test_none_one_two_and_equal_attempts_are_as_in_any_table(rows):
    quiz = quiz_of("q1", "q2")
    answer_all(quiz, [right_or_wrong(*row) for row in rows])
    assert figures_of(quiz) == analyse(rows, [1, 1])


def test_a_quiz_of_one_question():
    quiz = quiz_of("q1")
    answer_all(quiz, [right_or_wrong(1), right_or_wrong(0)])
    assert figures_of(quiz) == analyse([[1], [0]], [1])


def test_counting_takes_one_query(django_assert_num_queries):
    quiz = quiz_of("q1", "q2")
    answer_all(quiz, [right_or_wrong(*row) for row in STAIRS])
    keys = {quiz.current_version.pk: ["q1", "q2"]}
    with django_assert_num_queries(1):
        marks.count(quiz, keys, Which.FIRST)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from([None, 0, 840, 1260, 2520])] * 4), max_size=15))
def test_joint_counts_of_any_packed_attempts_agree_with_the_table(rows):
    rows = [row for row in rows if any(mark is not None for mark in row)]
    content = {"questions": {key: {} for key in "abcd"}}
    gatherer = marks._Gatherer("dcba")
    for row in rows:
        asked = {key: mark for key, mark in zip("abcd", row, strict=True) if mark is not None}
        gatherer.take(sum(asked.values()), len(asked), grading.pack(content, list(asked), list(asked.values())))
    joint = gatherer.finished().joint(dict.fromkeys("abcd"))
    assert isinstance(joint, JointCounts)
    scaled = analyse(rows, [2520] * 4)
    found = figures(joint)
    assert (found.n, found.alpha, found.skewness, found.kurtosis, found.no_alpha) == (
        scaled.n,
        scaled.alpha,
        scaled.skewness,
        scaled.kurtosis,
        scaled.no_alpha,
    )
    for item, expected in zip(found.items, scaled.items, strict=True):
        names = ("n", "facility", "sd", "discrimination_index", "discriminative_efficiency", "effective_weight")
        assert [getattr(item, name) for name in names] == [getattr(expected, name) for name in names]
