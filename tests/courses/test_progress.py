from courses.outline import Module, Outline, Step
from courses.progress import Place, Progress


def lesson(key, cards=3):
    return Step("lesson", key, key.upper(), f"/en/courses/{key}/", 3, cards)


QUIZ = Step("quiz", "quiz-1", "Quiz", "/en/learn/quiz/quiz-1/", 2)


def outline(enforce_order=False):
    first = Module("m1", 1, "One", "", "", "/m1/", (lesson("a"), lesson("b"), QUIZ))
    second = Module("m2", 2, "Two", "", "", "/m2/", (lesson("c"),))
    return Outline("k", "en", "Course", "", "/course/", enforce_order, None, (first, second))


def progress(places=None, passed=(), **rules):
    return Progress(outline(**rules), places or {}, set(passed))


DONE = Place(3, True)


def test_a_stranger_begins_at_the_first_lesson():
    assert (progress().next_url, progress().percent) == ("/en/courses/a/", 0)


def test_a_lesson_left_on_its_second_card_is_carried_on_there():
    assert progress({"a": Place(2, False)}).next_url == "/en/courses/a/?card=2"


def test_the_last_card_but_one_does_not_finish_a_lesson():
    assert not progress({"a": Place(2, False)}).is_done(lesson("a"))


def test_every_step_but_one_is_not_complete():
    nearly = progress({"a": DONE, "b": DONE, "c": DONE})
    assert (nearly.is_complete, nearly.percent, nearly.next_step) == (False, 75, QUIZ)


def test_every_lesson_read_and_every_quiz_passed_is_complete():
    whole = progress({"a": DONE, "b": DONE, "c": DONE}, ["quiz-1"])
    assert (whole.is_complete, whole.percent, whole.next_url) == (True, 100, None)


def test_modules_are_all_open_unless_the_trainer_wants_them_in_order():
    assert progress().is_module_open(outline().modules[1])


def test_in_order_the_second_module_opens_when_the_first_is_done():
    ordered = outline(enforce_order=True)
    read = {"a": DONE, "b": DONE}
    assert not progress(read, enforce_order=True).is_module_open(ordered.modules[1])
    assert progress(read, ["quiz-1"], enforce_order=True).is_module_open(ordered.modules[1])


def test_an_empty_course_is_never_complete():
    assert not Progress(Outline("k", "en", "Course", "", "/", False, None, ()), {}, set()).is_complete


def test_a_course_once_completed_stays_so_when_a_lesson_is_added():
    later = Progress(outline(), {"a": DONE, "b": DONE}, {"quiz-1"}, was_completed=True)
    assert (later.is_complete, later.is_every_step_done, later.next_url) == (True, False, None)
