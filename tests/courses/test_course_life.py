from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import Page

from courses import attempts, course_life, outline, recording
from courses.models import CourseIndexPage, CoursePage, Enrolment, LessonPage, ModulePage, OpenAttempt, Quiz
from home import page_cache
from sample import groups
from tests import make
from tests.conftest import sign_in

COURSE = "/en/courses/red-flags/"
LESSON = COURSE + "module-1/lesson-1/"
QUIZ = "/en/learn/quiz/red-flags-1/"
DAY = date(2026, 3, 3)


def known(course, language="en"):
    return outline.of(course.translation_key, language)


def set_life(course, **fields):
    CoursePage.objects.filter(translation_key=course.translation_key).update(**fields)
    page_cache.forget_now()


def retire(course, days=0):
    """Retire the course today, or so many days from now."""
    set_life(course, retired_on=timezone.localdate() + timedelta(days=days))


def text(client, address):
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 3, 2), False), (DAY, True), (date(2026, 3, 4), True)])
def test_a_course_is_retired_from_the_day_itself_on(course, day, expected):
    set_life(course, retired_on=DAY, changed_on=DAY)
    assert course_life.is_retired(known(course), day) is expected
    assert course_life.has_changed(known(course), day) is expected


def test_a_course_without_a_day_goes_on_for_ever(course):
    assert not course_life.is_retired(known(course))
    assert not course_life.has_changed(known(course))


def test_the_day_before_it_is_listed_and_can_be_begun(client, amina, course):
    retire(course, days=1)
    sign_in(client, amina)
    assert "Red flags" in text(client, "/en/courses/")
    assert "Lesson 1.1 card 1" in text(client, LESSON)
    assert client.post(QUIZ).status_code == 302


@pytest.mark.parametrize("address", ["/en/courses/", "/sw/courses/", "/en/me/"])
def test_on_the_day_it_is_listed_no_more(client, amina, course, address):
    retire(course)
    sign_in(client, amina)
    assert "/red-flags/" not in text(client, address)


def test_its_pages_say_kindly_that_it_is_retired_and_where_to_go(client, course):
    retire(course)
    for address in (COURSE, COURSE + "module-1/", COURSE.replace("/en/", "/sw/")):
        page = text(client, address)
        assert "/courses/" in page
        assert "lesson-1" not in page
    assert "This course is retired since" in text(client, COURSE)
    assert "Sign in and finish it" in text(client, COURSE)


def test_its_lessons_lead_there(client, amina, course):
    retire(course)
    sign_in(client, amina)
    answer = client.get(LESSON)
    assert (answer.status_code, answer.url) == (302, COURSE)
    assert not Enrolment.objects.exists()


def test_its_quizzes_do_not_start_for_somebody_new(client, amina, course):
    retire(course)
    sign_in(client, amina)
    page = client.post(QUIZ)
    assert page.status_code == 200
    assert "is retired" in page.content.decode()
    assert not OpenAttempt.objects.exists()


def test_who_has_begun_may_finish(client, amina, course):
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    retire(course)
    sign_in(client, amina)
    assert "you may finish" in text(client, "/en/me/")
    assert "you may finish" in text(client, COURSE)
    assert "Lesson 1.1 card 2" in text(client, LESSON + "?card=2")
    assert client.post(QUIZ).status_code == 302
    assert OpenAttempt.objects.count() == 1


def test_a_paper_that_is_open_on_the_day_may_be_handed_in(client, amina, course):
    opened = attempts.start(amina, Quiz.objects.get(slug="red-flags-1"))
    retire(course)
    sign_in(client, amina)
    assert client.get(QUIZ).status_code == 200
    assert "is retired" not in client.get(QUIZ).content.decode()
    assert client.post(f"/en/learn/paper/{opened.ticket}/review/").status_code == 302
    assert client.get(f"/en/learn/result/{opened.ticket}/").status_code == 200


def test_who_has_finished_keeps_everything(client, amina, course):
    make.make_enrolment(amina, course)
    code = make.make_certificate(amina, course.translation_key).code
    retire(course)
    sign_in(client, amina)
    assert "Your certificate stays" in text(client, "/en/me/")
    assert "Your record and your certificate stay" in text(client, COURSE)
    assert client.get(f"/en/me/certificates/{code}/").status_code == 200
    assert client.get(f"/v/{code}").status_code == 200


def test_a_retired_course_names_its_refresher(client, course):
    make.make_course("Short", "short", modules=1, refreshes=course)
    retire(course)
    assert "/en/courses/short/" in text(client, COURSE)


def test_a_quiz_that_an_open_course_asks_too_may_be_started(amina, course):
    other = make.make_course("Other", "other", modules=1)
    retire(course)
    assert course_life.may_start_quiz(amina, [known(course), known(other)])
    assert not course_life.may_start_quiz(amina, [known(course)])


def test_the_course_page_says_what_has_changed(client, course):
    set_life(course, changed_on=DAY, changed_note="A new module on social media.")
    assert "Changed on 3 March 2026: A new module on social media." in text(client, COURSE)


def test_it_says_so_in_the_person_s_language(client, course):
    set_life(course, changed_on=DAY)
    CoursePage.objects.filter(locale__language_code="sw").update(changed_note="Moduli mpya.")
    page_cache.forget_now()
    assert "Moduli mpya." in text(client, COURSE.replace("/en/", "/sw/"))
    assert "Moduli mpya." not in text(client, COURSE)


def test_a_change_to_come_is_not_told_yet(client, course):
    set_life(course, changed_on=timezone.localdate() + timedelta(days=1), changed_note="Soon.")
    assert "Soon." not in text(client, COURSE)


@pytest.mark.parametrize(("begun", "is_told"), [(date(2026, 3, 2), True), (DAY, False)])
def test_my_training_tells_those_who_began_before_the_day(client, amina, course, begun, is_told):
    set_life(course, changed_on=DAY, changed_note="A new module.")
    enrolment = make.make_enrolment(amina, course)
    late = datetime(begun.year, begun.month, begun.day, 23, 30, tzinfo=ZoneInfo("Africa/Nairobi"))
    Enrolment.objects.filter(pk=enrolment.pk).update(started_at=late)
    sign_in(client, amina)
    assert ("A new module." in text(client, "/en/me/")) is is_told


@pytest.fixture
def refresher(course):
    return make.make_course("Short", "short", modules=1, refreshes=course)


@pytest.mark.parametrize("address", ["/en/me/", "/en/courses/"])
def test_a_refresher_is_nothing_to_start_before_the_full_course(client, amina, course, refresher, address):
    make.make_enrolment(amina, course, completed=False)
    sign_in(client, amina)
    page = text(client, address)
    assert "Opens when you have finished “Red flags”" in page
    assert 'href="/en/courses/short/">Look inside' in page


def test_it_is_one_after_the_full_course(client, amina, course, refresher):
    make.make_enrolment(amina, course)
    sign_in(client, amina)
    page = text(client, "/en/me/")
    assert "Opens when" not in page
    assert 'href="/en/courses/short/">Start' in page


def test_my_training_never_proposes_the_refresher_first(client, amina, course, refresher):
    retire(course)
    sign_in(client, amina)
    assert ">Start</a>" not in text(client, "/en/me/")


def test_the_refresher_of_a_retired_course_is_for_those_who_began_it(client, amina, course, refresher):
    retire(course)
    sign_in(client, amina)
    assert "/short/" not in text(client, "/en/courses/")
    make.make_enrolment(amina, course, completed=False)
    assert "Opens when you have finished “Red flags”" in text(client, "/en/courses/")
    Enrolment.objects.update(completed_at=timezone.now())
    assert "Opens when" not in text(client, "/en/courses/")


def test_lists_cost_one_query_more_at_most(client, amina, course, refresher, django_assert_max_num_queries):
    sign_in(client, amina)
    courses = outline.every("en")
    with django_assert_max_num_queries(1):
        course_life.listed(amina, [not_begun(one) for one in courses])


def not_begun(course):
    return course_life.Progress(course, {}, frozenset())


@pytest.fixture
def trainer(client, course):
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.groups.add(groups.load(CourseIndexPage.objects.all()))
    sign_in(client, eshe, verified=True)
    return eshe


def delete(client, page):
    return client.post(f"/admin/pages/{page.pk}/delete/", {"confirm_site_name": "Safari Salama"}, follow=True)


def pages_with_records(course):
    lesson = LessonPage.objects.get(title="Lesson 1.1")
    return {"lesson": lesson, "module": lesson.get_parent(), "course": course, "list": course.get_parent()}


@pytest.mark.parametrize("name", ["lesson", "module", "course"])
def test_what_has_records_is_not_deleted_and_retiring_is_offered(client, trainer, amina, course, name):
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    page = pages_with_records(course)[name]
    answer = delete(client, page)
    assert Page.objects.filter(pk=page.pk).exists()
    assert "can&#x27;t be deleted: 1 person has records there" in answer.content.decode()
    assert f"/admin/pages/{course.pk}/edit/" in answer.content.decode()


def test_nor_with_what_stands_above_it(client, amina, course):
    sign_in(client, make.make_user(username="farida", is_superuser=True), verified=True)
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    for page in (course.get_parent(), course.get_parent().get_parent()):
        assert "can&#x27;t be deleted" in delete(client, page).content.decode()
    assert CoursePage.objects.count() == 2


def test_nor_in_a_batch(client, trainer, amina, course):
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    lessons = list(LessonPage.objects.filter(title__in=["Lesson 1.1", "Lesson 1.2"]))
    query = "&".join(f"id={lesson.pk}" for lesson in lessons)
    answer = client.post(
        f"/admin/bulk/wagtailcore/page/delete/?{query}", {"confirm_site_name": "Safari Salama"}, follow=True
    )
    assert "can&#x27;t be deleted" in answer.content.decode()
    assert LessonPage.objects.filter(pk__in=[lesson.pk for lesson in lessons]).count() == 2


def test_a_module_whose_quiz_was_taken_stays(client, trainer, amina, course):
    opened = attempts.start(amina, Quiz.objects.get(slug="red-flags-2"))
    attempts.hand_in(amina, opened.ticket)
    module = Page.objects.get(title="Red flags module 2")
    assert "can&#x27;t be deleted" in delete(client, module).content.decode()


def test_a_lesson_that_nobody_has_begun_may_go(client, trainer, amina, course):
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    lesson = LessonPage.objects.get(title="Lesson 2.2")
    delete(client, lesson)
    assert not Page.objects.filter(pk=lesson.pk).exists()


def test_a_draft_that_was_never_published_may_go(client, trainer, amina, course):
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    draft = LessonPage.objects.get(title="Lesson 1.1 (sw)")
    Page.objects.filter(pk=draft.pk).update(live=False, first_published_at=None)
    delete(client, draft)
    assert not Page.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("is_batch", [False, True])
def test_a_quiz_that_was_taken_is_not_deleted(client, trainer, amina, course, is_batch):
    quiz = Quiz.objects.get(slug="red-flags-1")
    opened = attempts.start(amina, quiz)
    attempts.hand_in(amina, opened.ticket)
    one, many = f"quiz/delete/{quiz.pk}/", f"quiz/delete/?id={quiz.pk}"
    address = f"/admin/bulk/courses/{many}" if is_batch else f"/admin/snippets/courses/{one}"
    answer = client.post(address, follow=True)
    assert "people have taken it" in answer.content.decode()
    assert Quiz.objects.filter(pk=quiz.pk).exists()


def unpublish(client, page, **fields):
    return client.post(f"/admin/pages/{page.pk}/unpublish/", fields)


def test_unpublishing_what_people_have_begun_is_asked_twice(client, trainer, amina, course):
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    answer = unpublish(client, course)
    assert "1 person has begun" in answer.content.decode()
    assert "Retire it instead" in answer.content.decode()
    assert CoursePage.objects.get(pk=course.pk).live
    assert unpublish(client, course, understood="1").status_code == 302
    assert not CoursePage.objects.get(pk=course.pk).live


def test_unpublishing_what_nobody_has_begun_is_not(client, trainer, course):
    assert unpublish(client, course).status_code == 302
    assert not CoursePage.objects.get(pk=course.pk).live


def test_in_a_batch_it_is_refused(client, trainer, amina, course):
    recording.see_card(amina, known(course), known(course).steps[0], 1)
    answer = client.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={course.pk}", follow=True)
    assert "Unpublish it by itself" in answer.content.decode()
    assert CoursePage.objects.get(pk=course.pk).live


def test_who_has_finished_is_led_to_the_certificate_not_to_the_refresher(client, amina, course):
    make.make_course("Refresher", "refresher", refreshes=course)
    make.make_enrolment(amina, course)
    page = sign_in(client, amina).get("/en/me/").content.decode()
    assert '<a class="button" href="/en/me/certificates/">My certificates</a>' in page


def test_a_quiz_that_an_open_course_shares_begins_no_retired_one(amina, course):
    other = make.make_course("Old", "old", modules=1)
    quiz = Quiz.objects.get(slug="red-flags-1")
    ModulePage.objects.filter(slug="module-1", url_path__contains="/old/").update(quiz=quiz)
    retire(other)
    opened = attempts.start(amina, quiz)
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["a"])
    attempts.hand_in(amina, opened.ticket)
    assert [str(row.course_key) for row in Enrolment.objects.filter(learner=amina)] == [str(course.translation_key)]
