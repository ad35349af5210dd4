import pytest
from django.utils import timezone
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.models import Locale, Page, PageViewRestriction

from courses import outline, recording
from courses.models import CoursePage, Enrolment, LessonPage, LessonProgress
from tests import make
from tests.conftest import sign_in

FIRST = "/en/courses/red-flags/module-1/lesson-1/"


@pytest.fixture
def first(course):
    return outline.of(course.translation_key, "en").steps[0]


def test_a_stranger_reads_the_first_card_and_is_told_how_to_keep_the_place(client, course):
    page = client.get(FIRST).content.decode()
    assert "Lesson 1.1 card 1" in page
    assert "Sign in with your phone number" in page


def test_a_learner_comes_back_to_the_card_left(client, amina, course):
    sign_in(client, amina)
    client.get(FIRST + "?card=2")
    assert "Lesson 1.1 card 2" in client.get(FIRST).content.decode()


def test_the_place_is_kept_when_the_language_changes(client, amina, course):
    sign_in(client, amina)
    client.get(FIRST + "?card=2")
    page = client.get(FIRST.replace("/en/", "/sw/")).content.decode()
    assert 'lang="sw"' in page
    assert "Lesson 1.1 card 2" in page


def test_the_last_card_but_one_leaves_the_lesson_open(client, amina, course):
    sign_in(client, amina)
    client.get(FIRST)
    assert LessonProgress.objects.get().finished_at is None


def test_the_last_card_finishes_the_lesson(client, amina, course):
    sign_in(client, amina)
    client.get(FIRST + "?card=2")
    assert LessonProgress.objects.get().finished_at is not None
    assert Enrolment.objects.get().steps_done == 1


def test_going_back_a_card_does_not_undo_the_finish(amina, course, first):
    known = outline.of(course.translation_key, "en")
    recording.see_card(amina, known, first, 2)
    recording.see_card(amina, known, first, 1)
    assert LessonProgress.objects.get().finished_at is not None


@pytest.mark.parametrize("card", ["0", "99", "-1", "two", "1e3", "", "²"])
def test_a_card_that_is_not_there_shows_one_that_is(client, course, card):
    assert client.get(FIRST, {"card": card}).status_code == 200


def test_a_page_fetched_ahead_of_time_is_not_counted_as_read(client, amina, course):
    sign_in(client, amina)
    client.get(FIRST + "?card=2", headers={"Sec-Purpose": "prefetch;prerender"})
    assert not LessonProgress.objects.exists()


def test_an_edited_lesson_shows_at_once(client, course, django_capture_on_commit_callbacks):
    client.get(FIRST)
    lesson = LessonPage.objects.get(title="Lesson 1.1")
    lesson.title = "Put better"
    with django_capture_on_commit_callbacks(execute=True):
        lesson.save_revision().publish()
    assert "Put better" in client.get(FIRST).content.decode()


def test_an_unpublished_lesson_is_gone(client, course, django_capture_on_commit_callbacks):
    client.get(FIRST)
    with django_capture_on_commit_callbacks(execute=True):
        LessonPage.objects.get(title="Lesson 1.1").unpublish()
    assert client.get(FIRST).status_code == 404


def test_modules_in_order_send_a_learner_back_to_the_course(client, amina, db):
    course = make.make_course(slug="strict", enforce_order=True)
    sign_in(client, amina)
    answer = client.get("/en/courses/strict/module-2/lesson-1/")
    assert (answer.status_code, answer.url) == (302, course.url)


def test_a_signed_in_learner_reads_a_known_card_in_few_queries(client, amina, course, django_assert_max_num_queries):
    sign_in(client, amina)
    client.get(FIRST)
    with django_assert_max_num_queries(5):
        client.get(FIRST)


def test_moving_on_takes_at_most_twelve_queries(client, amina, course, django_assert_max_num_queries):
    sign_in(client, amina)
    client.get(FIRST)
    client.get(FIRST + "?card=1")
    with django_assert_max_num_queries(12):
        client.get(FIRST)


def test_a_course_in_one_language_only_is_read_in_that_one(client, course):
    kiswahili = CoursePage.objects.get(locale__language_code="sw")
    LessonPage.objects.descendant_of(kiswahili).filter(slug="lesson-2").delete()
    known = outline.of(course.translation_key, "sw")
    assert len(known.steps) == 6
    assert known.steps[1].url.startswith("/en/")


def test_a_lesson_added_later_does_not_undo_a_completed_course(amina, course):
    enrolment = make.make_enrolment(amina, course)
    recording.refresh(amina, outline.of(course.translation_key, "en"), timezone.now())
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_the_outline_follows_the_tree(course):
    known = outline.of(course.translation_key, "en")
    assert [module.number for module in known.modules] == [1, 2]
    assert [step.kind for step in known.modules[0].steps] == ["lesson", "lesson", "quiz"]
    assert Page.objects.filter(locale__language_code="sw", title__endswith="(sw)").count() == 7


def test_a_preview_shows_every_card_of_the_draft_and_keeps_nothing(client, course):
    lesson = LessonPage.objects.get(title="Lesson 1.1")
    lesson.title = "Half a thought"
    preview = lesson.make_preview_request(preview_mode="").content.decode()
    assert "Half a thought" in preview
    assert "Lesson 1.1 card 2" in preview
    assert "Half a thought" not in client.get(FIRST).content.decode()


def test_nothing_is_kept_about_somebody_who_has_not_agreed_yet(client, course):
    sign_in(client, make.make_user(registered_at=None))
    client.get(FIRST + "?card=2")
    assert not LessonProgress.objects.exists()


def test_what_stands_below_an_unpublished_course_is_not_found(client, course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for page in CoursePage.objects.all():
            page.unpublish()
    for address in ("/en/courses/red-flags/module-1/", FIRST):
        assert client.get(address).status_code == 404


def test_a_module_of_a_draft_course_can_be_previewed(course):
    CoursePage.objects.update(live=False)
    module = course.get_children().first().specific
    assert module.make_preview_request().status_code == 200


def test_a_lesson_made_private_is_closed_at_once(client, course, django_capture_on_commit_callbacks):
    client.get(FIRST)
    with django_capture_on_commit_callbacks(execute=True):
        lesson = Page.objects.get(title="Lesson 1.1")
        PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(FIRST).status_code == 302


def test_a_preview_may_be_framed_by_the_editor(client, course):
    sign_in(client, make.make_user(username="farida", is_superuser=True), verified=True)
    lesson = LessonPage.objects.get(title="Lesson 1.1")
    answer = client.get(f"/admin/pages/{lesson.pk}/view_draft/")
    assert "Lesson 1.1 card 2" in answer.content.decode()
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_a_page_copied_for_translation_awaits_native_review(course):
    lesson = LessonPage.objects.get(title="Lesson 1.1")
    lesson.get_translations().delete()
    action = CopyPageForTranslationAction(lesson, Locale.objects.get(language_code="sw"))
    copy = action.execute(skip_permission_checks=True)
    drafted = LessonPage.objects.get(pk=copy.pk).get_latest_revision_as_object()
    assert drafted.native_review == "awaiting"
