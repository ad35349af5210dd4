from courses.grading import grade, to_repeat


def content(pass_mark=80, questions=5, critical=("q1",)):
    return {
        "pass_mark": pass_mark,
        "questions": {
            f"q{n}": {
                "critical": f"q{n}" in critical,
                "options": [{"key": "a", "right": True}, {"key": "b", "right": False}, {"key": "c", "right": False}],
            }
            for n in range(1, questions + 1)
        },
    }


def answers(right, wrong=()):
    return {key: ["a"] for key in right} | {key: ["b"] for key in wrong}


PAPER = ["q1", "q2", "q3", "q4", "q5"]


def test_exactly_the_pass_mark_passes():
    mark = grade(content(), PAPER, answers(["q1", "q2", "q3", "q4"], ["q5"]))
    assert (mark.right, mark.asked, mark.is_pass) == (4, 5, True)


def test_one_question_below_the_pass_mark_fails():
    assert not grade(content(), PAPER, answers(["q1", "q2", "q3"], ["q4", "q5"])).is_pass


def test_a_mark_that_only_rounds_up_to_the_pass_mark_fails():
    two_of_three = grade(content(pass_mark=67, questions=3), PAPER[:3], answers(["q1", "q2"]))
    assert not two_of_three.is_pass


def test_a_critical_question_wrong_fails_whatever_the_mark():
    mark = grade(content(), PAPER, answers(["q2", "q3", "q4", "q5"], ["q1"]))
    assert mark.critical_missed == ("q1",)
    assert not mark.is_pass


def test_a_critical_question_left_out_fails():
    assert not grade(content(), PAPER, answers(["q2", "q3", "q4", "q5"])).is_pass


def test_right_answer_with_a_wrong_one_beside_it_is_wrong():
    mark = grade(content(critical=()), PAPER, answers(PAPER) | {"q2": ["a", "b"]})
    assert mark.wrong == ("q2",)


def test_answers_to_questions_not_asked_count_for_nothing():
    mark = grade(content(critical=()), ["q1"], answers(["q2", "q3", "q4", "q5"]))
    assert (mark.right, mark.asked) == (0, 1)


def test_an_empty_paper_does_not_pass():
    assert not grade(content(), [], {}).is_pass


def test_only_the_critical_questions_are_repeated_when_the_mark_is_enough():
    values = content(critical=("q1", "q2"))
    assert to_repeat(values, grade(values, PAPER, answers(["q2", "q3", "q4", "q5"], ["q1"]))) == ("q1",)


def test_the_whole_quiz_is_repeated_when_the_mark_is_too_low():
    values = content()
    assert to_repeat(values, grade(values, PAPER, answers(["q2", "q3", "q4"], ["q1", "q5"]))) == ()
