import pytest

from courses.analysis import findings, quizzes
from courses.analysis.findings import Kind
from courses.models import Analysis
from tests.courses.analysis.samples import RIGHT, WRONG, answer_all, quiz_of, right_or_wrong

OPTIONS = [
    {"key": "a", "right": True, "group": ""},
    {"key": "b", "right": False, "group": ""},
    {"key": "c", "right": False, "group": ""},
]


def figures(facility=60.0, index=30.0, guess=None, n=30, counts=(20, 5, 5)):
    options = {key: [count, None, None] for key, count in zip("abc", counts, strict=True)}
    return {
        "n": n,
        "facility": facility,
        "discrimination_index": index,
        "random_guess_score": guess,
        "choices": {"options": options},
    }


def kinds(**given):
    return [finding.kind for finding in findings.of_question("q", {"options": OPTIONS}, figures(**given))]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"index": 0.0}, []),
        ({"index": None}, []),
        ({"index": -0.1}, [Kind.PERHAPS_AGAINST]),
        ({"index": -9.9, "n": 100}, [Kind.PERHAPS_AGAINST]),
        ({"index": -10.0, "n": 100}, [Kind.AGAINST]),
        ({"counts": (10, 10, 10)}, []),
        ({"counts": (10, 11, 9)}, [Kind.WRONG_PREFERRED]),
        ({"facility": 95.0}, []),
        ({"facility": 95.1}, [Kind.TOO_EASY]),
        ({"facility": 30.0}, []),
        ({"facility": 29.9}, [Kind.TOO_HARD]),
        ({"facility": 49.9, "guess": 50.0}, [Kind.UNDER_GUESS]),
        ({"facility": 50.0, "guess": 50.0}, []),
        ({"facility": 20.0, "guess": 25.0}, [Kind.UNDER_GUESS]),
        ({"facility": None}, []),
    ],
)
def test_each_limit_is_where_it_says(given, expected):
    assert kinds(**given) == expected


def test_the_wrong_option_chosen_most_is_named():
    counts = {"a": [3], "b": [4], "c": [9]}
    assert findings.wrong_preferred(OPTIONS, counts) == "c"


def test_wrong_pairs_compete_only_with_the_right_pair_of_their_left_side():
    options = [
        {"key": "a=1", "right": True, "group": "a"},
        {"key": "a=2", "right": False, "group": "a"},
        {"key": "b=2", "right": True, "group": "b"},
        {"key": "b=1", "right": False, "group": "b"},
    ]
    assert findings.wrong_preferred(options, {"a=1": [9], "a=2": [5], "b=2": [6], "b=1": [3]}) is None
    assert findings.wrong_preferred(options, {"a=1": [9], "a=2": [5], "b=2": [6], "b=1": [7]}) == "b=1"


def test_what_belongs_to_no_group_competes_with_nothing():
    options = [{"key": "x", "right": True, "group": None}, {"key": "y", "right": False, "group": None}]
    assert findings.wrong_preferred(options, {"x": [1], "y": [9]}) is None


def test_the_most_urgent_comes_first_and_a_critical_question_before_others():
    about = {
        key: {"options": OPTIONS, "critical": key == "critical"} for key in ("easy", "hard", "against", "critical")
    }
    section = {
        "questions": {
            "easy": figures(facility=99.0),
            "hard": figures(facility=10.0),
            "against": figures(index=-25.0),
            "critical": figures(index=-25.0),
        }
    }
    found = [finding.question for finding in findings.in_section(about, section)]
    assert found == ["critical", "against", "hard", "easy"]


@pytest.mark.parametrize(("n", "said"), [(29, 0), (30, 1)])
def test_a_question_is_judged_from_thirty_answers_on(n, said):
    section = {"questions": {"q": figures(index=-5.0, n=n)}}
    assert len(findings.in_section({"q": {"options": OPTIONS, "critical": False}}, section)) == said


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "broken"), [(29, 0), (30, 1)])
def test_broken_questions_are_counted_from_what_was_kept(django_assert_num_queries, number, broken):
    quiz = quiz_of("q1", "q2")
    answer_all(quiz, [[WRONG, RIGHT]] * number)
    quiz.live = True
    quiz.save()
    assert findings.count_broken() == 0
    quizzes.calculate(quiz)
    with django_assert_num_queries(2):
        assert findings.count_broken() == broken


@pytest.mark.django_db
def test_only_the_questions_as_they_are_now_count_as_broken():
    quiz = quiz_of("q1", "q2")
    answer_all(quiz, [right_or_wrong(0, 1)] * 30)
    quizzes.calculate(quiz)
    Analysis.objects.filter(version=1).update(version=9)
    assert findings.count_broken() == 0
