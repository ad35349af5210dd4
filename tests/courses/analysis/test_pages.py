from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from openpyxl import load_workbook

from courses import outline
from courses.analysis import allowance, course_figures, course_tables, quizzes
from courses.models import Analysis, CourseIndexPage, Question, Quiz
from sample import groups
from tests import make
from tests.conftest import sign_in
from tests.courses.analysis.samples import RIGHT, WRONG, answer_all, attempt, learners, see_lesson
from tests.courses.analysis.test_course_figures import START

pytestmark = pytest.mark.django_db
INDEX = "/admin/reports/answers/"
QUIZ = f"{INDEX}quiz/red-flags-1/"
ROWS = [[RIGHT, WRONG, RIGHT, RIGHT], [WRONG, RIGHT, RIGHT, RIGHT], [WRONG, WRONG, WRONG, RIGHT]]


@pytest.fixture
def quiz(course):
    return Quiz.objects.get(slug="red-flags-1")


@pytest.fixture
def eshe(course):
    groups.load(CourseIndexPage.objects.all())
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.groups.add(Group.objects.get(name="Trainers"))
    return eshe


@pytest.fixture
def trainer(client, eshe):
    return sign_in(client, eshe, verified=True)


def calculated(quiz, rows):
    answer_all(quiz, rows)
    quizzes.calculate(quiz)


def text(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def test_a_quiz_not_yet_calculated_says_so_and_looking_calculates_nothing(trainer, quiz):
    answer_all(quiz, ROWS * 10)
    assert "Not calculated yet" in text(trainer.get(QUIZ))
    assert not Analysis.objects.exists()


def test_the_button_calculates_and_pressing_it_twice_changes_nothing(trainer, quiz):
    answer_all(quiz, ROWS * 10)
    for _twice in range(2):
        assert trainer.post(QUIZ).url == QUIZ
    assert Analysis.objects.count() == 2
    assert "As of" in text(trainer.get(QUIZ))


def test_more_answers_than_a_trainer_can_wait_for_are_left_to_the_timer(trainer, quiz, monkeypatch):
    monkeypatch.setattr(allowance, "MOST_AT_ONCE", 30)
    answer_all(quiz, ROWS * 10)
    assert "tonight" in text(trainer.post(QUIZ, follow=True))
    assert not Analysis.objects.exists()


def test_the_page_says_whether_there_are_newer_answers(trainer, quiz):
    calculated(quiz, ROWS * 10)
    assert "Nothing newer since." in text(trainer.get(QUIZ))
    answer_all(quiz, ROWS)
    assert "There are newer records since." in text(trainer.get(QUIZ))


def test_a_broken_question_stands_at_the_top_in_plain_words(trainer, quiz):
    calculated(quiz, [[RIGHT, RIGHT, RIGHT, WRONG], [WRONG, WRONG, WRONG, RIGHT]] * 15)
    page = text(trainer.get(QUIZ))
    assert "Learners who do well in the quiz get it wrong more often than the others." in page
    assert page.index("Broken") < page.index("Question by question")


@pytest.mark.parametrize(("number", "is_judged"), [(29, False), (30, True)])
def test_under_thirty_answers_no_question_is_judged_and_figures_are_marked(trainer, quiz, number, is_judged):
    calculated(quiz, [ROWS[2]] * number)
    page = text(trainer.get(QUIZ))
    assert ("too early to judge" not in page) == is_judged
    assert ('class="analysis-thin"' not in page) == ("marked *" not in page) == is_judged


@pytest.mark.parametrize(("number", "is_shown"), [(4, False), (5, True)])
def test_answers_of_fewer_than_five_people_are_hidden_in_every_place(trainer, quiz, number, is_shown):
    calculated(quiz, [ROWS[2]] * number)
    assert ("fewer than 5 answers yet" not in text(trainer.get(QUIZ))) == is_shown
    assert ('<svg class="analysis-chart' in text(trainer.get(QUIZ))) == is_shown
    question = text(trainer.get(f"{QUIZ}question/red-flags-1-1/"))
    assert ("fewer than 5 answers yet" not in question) == is_shown
    assert (trainer.get(f"{QUIZ}questions.csv").status_code == 200) == is_shown
    index = text(trainer.get(INDEX))
    assert ("fewer than 5 answers yet" not in index) == is_shown


def test_many_attempts_of_four_people_are_hidden_too(trainer, quiz):
    for person in learners(4):
        for _again in range(10):
            attempt(quiz, person, {}).save()
    quizzes.calculate(quiz)
    assert "fewer than 5 answers yet" in text(trainer.get(f"{QUIZ}?attempts=all"))


def test_a_question_that_four_were_asked_is_hidden_among_others_that_more_were(trainer, quiz):
    calculated(quiz, [[RIGHT, RIGHT, RIGHT, None]] * 6 + [[None, RIGHT, RIGHT, RIGHT]] * 4)
    lines = text(trainer.get(f"{QUIZ}questions.csv")).splitlines()
    hidden = [line for line in lines if "fewer than 5 answers yet" in line]
    assert len(hidden) == 1
    assert hidden[0].endswith("fewer than 5 answers yet,,,,,,,,")
    key = hidden[0].split(",")[1]
    assert key not in text(trainer.get(f"{QUIZ}options.csv"))


def second_version(quiz, rows):
    Question.objects.filter(key="red-flags-1-1").update(text_en="What has changed?")
    make.freezing.freeze(quiz)
    calculated(quiz, rows)


@pytest.mark.parametrize(("before", "is_shown"), [(1, False), (4, False), (5, True)])
def test_all_together_is_hidden_where_it_tells_of_a_few_of_another_version(trainer, quiz, before, is_shown):
    calculated(quiz, [ROWS[0]] * before)
    second_version(quiz, [ROWS[1]] * 6)
    assert "fewer than 5" not in text(trainer.get(f"{QUIZ}?version=2"))
    assert (trainer.get(f"{QUIZ}questions.csv?version=0").status_code == 200) == is_shown


@pytest.mark.parametrize(("number", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_all_attempts_are_hidden_where_they_tell_of_a_few_who_retook(trainer, quiz, number, is_shown):
    people = [made.learner for made in answer_all(quiz, [ROWS[0]] * 8)]
    for person in people[:number]:
        attempt(quiz, person, {}).save()
    quizzes.calculate(quiz)
    assert trainer.get(f"{QUIZ}questions.csv").status_code == 200
    assert (trainer.get(f"{QUIZ}questions.csv?attempts=all").status_code == 200) == is_shown


def test_a_few_who_chose_an_answer_or_had_a_mark_are_not_counted_out(trainer, quiz):
    calculated(quiz, [[RIGHT] * 4] * 20 + [[WRONG, RIGHT, RIGHT, RIGHT]] * 3)
    marks = text(trainer.get(f"{QUIZ}distribution.csv"))
    assert "under 5," in marks
    assert ",hidden," in marks
    assert ",20," not in marks
    page = text(trainer.get(f"{QUIZ}question/red-flags-1-1/"))
    assert "under 5" in page
    assert "(20)" not in page
    assert trainer.get(QUIZ).status_code == 200


def test_what_was_kept_before_it_was_judged_is_hidden_until_calculated_again(trainer, quiz):
    calculated(quiz, ROWS * 10)
    for kept in Analysis.objects.all():
        del kept.result["is_hidden"]
        kept.save()
    assert "fewer than 5 answers yet" in text(trainer.get(QUIZ))


def test_different_questions_have_no_alpha_and_the_page_says_why(trainer, quiz):
    calculated(quiz, [[RIGHT, RIGHT, RIGHT, None]] * 6 + [[None, RIGHT, WRONG, RIGHT]] * 6)
    assert "learners draw different questions" in text(trainer.get(QUIZ))


def test_each_version_can_be_chosen_and_all_together(trainer, quiz):
    calculated(quiz, [ROWS[0]] * 5)
    second_version(quiz, [ROWS[1]] * 6)
    for version, n in ((1, 5), (2, 6), (0, 11)):
        assert f"Question by question (n = {n})" in text(trainer.get(f"{QUIZ}?version={version}"))
    assert "Question by question (n = 6)" in text(trainer.get(QUIZ))
    assert "What has changed?" not in text(trainer.get(f"{QUIZ}?version=1"))


@pytest.mark.parametrize(
    "query", ["?version=x", "?version=-1", "?version=999999999999", "?version=9", "?attempts=x", "?version=²"]
)
def test_a_version_that_there_is_not_is_the_current_one(trainer, quiz, query):
    calculated(quiz, [ROWS[0]] * 5)
    assert "Question by question (n = 5)" in text(trainer.get(QUIZ + query))


def test_a_question_shows_who_chose_what(trainer, quiz):
    calculated(quiz, ROWS * 10)
    page = text(trainer.get(f"{QUIZ}question/red-flags-1-critical/"))
    assert "Option a of red-flags-1-critical" in page
    assert "Who chose which answer (n = 30)" in page


def test_a_question_that_there_is_not_leads_back_to_the_quiz(trainer, quiz):
    assert trainer.get(f"{QUIZ}question/none/").url == QUIZ
    calculated(quiz, ROWS)
    assert trainer.get(f"{QUIZ}question/none/").url == QUIZ


def test_every_table_can_be_had_as_csv_and_xlsx_with_the_same_rows(trainer, quiz):
    calculated(quiz, ROWS * 9)
    for table in ("questions", "quiz", "distribution", "options", "alarms"):
        lines = text(trainer.get(f"{QUIZ}{table}.csv")).splitlines()
        sheet = load_workbook(BytesIO(b"".join(trainer.get(f"{QUIZ}{table}.xlsx").streaming_content))).active
        rows = list(sheet.iter_rows(values_only=True))
        assert len(lines) == len(rows) > 1
        assert rows[1][-1] == "fewer than 30 answers"


def test_a_question_that_begins_like_a_formula_is_disarmed_in_a_file(trainer, quiz):
    Question.objects.filter(key="red-flags-1-1").update(text_en='=HYPERLINK("http://evil")')
    make.freezing.freeze(quiz)
    calculated(quiz, ROWS * 9)
    assert "\"'=HYPERLINK" in text(trainer.get(f"{QUIZ}questions.csv"))
    sheet = load_workbook(BytesIO(b"".join(trainer.get(f"{QUIZ}questions.xlsx").streaming_content))).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("name", ["none.csv", "questions.pdf"])
def test_a_table_or_kind_that_there_is_not_is_not_found(trainer, quiz, name):
    calculated(quiz, ROWS * 9)
    assert trainer.get(QUIZ + name).status_code == 404


def test_the_quiz_page_takes_the_same_queries_after_any_number_of_answers(trainer, quiz, django_assert_max_num_queries):
    counts = []
    for number in (2, 40):
        calculated(quiz, ROWS * number)
        trainer.get(QUIZ)
        with django_assert_max_num_queries(17) as captured:
            trainer.get(QUIZ)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_index_takes_the_same_queries_for_any_number_of_quizzes(trainer, quiz, django_assert_max_num_queries):
    counts = []
    for slugs in ((), ("one", "two", "three")):
        for slug in slugs:
            make.make_quiz(slug, [Question.objects.first()])
            quizzes.calculate(Quiz.objects.get(slug=slug))
        trainer.get(INDEX)
        with django_assert_max_num_queries(15) as captured:
            trainer.get(INDEX)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_quiz_with_most_to_mend_comes_first_in_the_index(trainer, quiz):
    second = Quiz.objects.get(slug="red-flags-2")
    calculated(second, [[RIGHT, RIGHT, RIGHT, WRONG], [WRONG, WRONG, WRONG, RIGHT]] * 15)
    page = text(trainer.get(INDEX))
    assert page.index("Quiz red-flags-2") < page.index("Quiz red-flags-1")


def test_a_course_shows_which_lesson_people_leave(trainer, course):
    known = outline.of(course.translation_key, "en")
    address = f"{INDEX}course/{known.key}/"
    assert "Not calculated yet" in text(trainer.get(address))
    for person in learners(30):
        see_lesson(known, known.steps[0], person, START, card=2)
    assert trainer.post(address).url == address
    page = text(trainer.get(address))
    assert "100.0 % of the 30 who began it left, most of them at card 2 of 2." in page
    assert "Nothing newer since." in page
    assert "Lesson 1.1" in text(trainer.get(f"{address}lessons.csv"))
    assert trainer.get(f"{address}lessons.xlsx").status_code == 200


def course_of(quizzes):
    return course_tables.of_course({"lessons": [], "modules": [], "quizzes": quizzes})


def of_quiz(n, passed=0, misses=0):
    alarms = {"misses": misses, "flags": 10, "false_alarms": 0, "innocents": 0}
    return {"title": {"en": "Q"}, "n": n, "passed": passed, "timed": 0, "minutes": None, "alarms": alarms}


@pytest.mark.parametrize(("passed", "shown"), [(0, 0), (1, None), (4, None), (5, 50), (6, None), (9, None), (10, 100)])
def test_the_share_that_passed_is_hidden_where_a_few_did_or_did_not(passed, shown):
    assert course_of([of_quiz(10, passed)])["quizzes"].rows[0].cells[2] == shown


def test_misses_of_the_course_are_those_of_quizzes_that_five_took():
    assert course_of([of_quiz(5, misses=3), of_quiz(4, misses=2)])["alarms"].rows[0].cells[1:4] == [5, 3, 10]
    assert "alarms" not in course_of([of_quiz(4), of_quiz(4)])


def test_a_course_of_more_records_than_a_trainer_can_wait_for_is_left_to_the_timer(trainer, course, monkeypatch):
    monkeypatch.setattr(allowance, "MOST_AT_ONCE", 2)
    known = outline.of(course.translation_key, "en")
    for person in learners(2):
        see_lesson(known, known.steps[0], person, START)
    assert "tonight" in text(trainer.post(f"{INDEX}course/{known.key}/", follow=True))
    assert not Analysis.objects.exists()


def test_a_file_of_a_text_with_control_characters_is_no_error(trainer, quiz):
    Question.objects.filter(key="red-flags-1-1").update(text_en="Bad\x0btext \x08here")
    make.freezing.freeze(quiz)
    calculated(quiz, ROWS * 9)
    for kind in ("csv", "xlsx"):
        assert trainer.get(f"{QUIZ}questions.{kind}").status_code == 200


def test_a_course_page_takes_the_same_queries_after_any_number_of_learners(
    trainer, course, django_assert_max_num_queries
):
    known = outline.of(course.translation_key, "en")
    counts = []
    for number in (1, 20):
        for person in learners(number):
            see_lesson(known, known.steps[0], person, START)
        course_figures.calculate(known)
        trainer.get(f"{INDEX}course/{known.key}/")
        with django_assert_max_num_queries(15) as captured:
            trainer.get(f"{INDEX}course/{known.key}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_front_panel_counts_broken_questions(trainer, quiz):
    Quiz.objects.update(live=True)
    calculated(quiz, [[RIGHT, RIGHT, RIGHT, WRONG], [WRONG, WRONG, WRONG, RIGHT]] * 15)
    assert "by its answers" in text(trainer.get("/admin/"))


def test_who_may_not_see_quizzes_may_not_see_what_the_answers_say(client, quiz, eshe):
    eshe.groups.clear()
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    eshe.groups.add(group)
    sign_in(client, eshe, verified=True)
    for address in (INDEX, QUIZ, f"{QUIZ}questions.csv", f"{INDEX}course/{make.uuid4()}/"):
        assert client.get(address).status_code == 302
    assert client.post(QUIZ).status_code == 302
    assert not Analysis.objects.exists()


def test_a_chart_with_few_answers_says_what_its_star_means(trainer, quiz):
    calculated(quiz, ROWS * 3)
    page = text(trainer.get(QUIZ))
    assert "Grey and marked *" in page.partition('<svg class="analysis-chart"')[0]


def test_forms_of_one_title_are_told_apart_in_the_list(trainer, quiz):
    assert "<small>red-flags-1</small>" in text(trainer.get(INDEX))
