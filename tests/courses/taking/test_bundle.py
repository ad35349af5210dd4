"""What a phone gets of a course: its pages, in order, the same for everybody."""

import json

import pytest
from django.core.management import call_command
from wagtail.models import Page

from courses import freezing, outline
from courses.models import CoursePage, LessonPage, ModulePage, Narration, Quiz
from courses.taking import bundle, packing
from home import page_cache
from tests import make
from tests.courses.taking.conftest import bundle_of, page_in

COURSE = "/en/courses/red-flags/"
CARD = "/en/courses/red-flags/module-1/lesson-1/?card=1"


def test_every_page_of_the_course_is_there_whole(course):
    kept = bundle_of(course)
    assert len(kept["pages"]) == 1 + 2 + 2 * 2 * 2
    assert all(page_in(kept, address).rstrip().endswith("</html>") for address in kept["pages"])
    assert "Lesson 1.1 card 1" in page_in(kept, CARD)


def test_a_card_is_the_page_that_a_learner_gets_online(taker, course):
    # Another learner's visit is no part of it.
    assert page_in(bundle_of(course), CARD) == taker.get(CARD).content.decode()


def test_nothing_of_any_one_person_or_form_token_is_in_it(course, amina):
    make.read_lessons(amina, course)
    kept = json.dumps(bundle_of(course))
    assert "csrfmiddlewaretoken" not in kept
    assert amina.full_name not in kept


def test_modules_are_open_and_marked_for_scripts_even_where_they_open_in_order(course):
    CoursePage.objects.update(enforce_order=True)
    page_cache.forget_now()
    kept = bundle_of(course)
    modules = outline.of(course.translation_key, "en").modules
    page = page_in(kept, COURSE)
    assert all(f'data-module="{module.key}"' in page and f'href="{module.url}"' in page for module in modules)
    assert f'data-step="{modules[1].steps[0].key}"' in page_in(kept, modules[1].url)


def test_steps_say_what_follows_what(course):
    steps = bundle_of(course)["steps"]
    assert [step["kind"] for step in steps] == ["lesson", "lesson", "quiz"] * 2
    assert steps[0] == {
        "kind": "lesson",
        "key": outline.of(course.translation_key, "en").steps[0].key,
        "title": "Lesson 1.1",
        "url": COURSE + "module-1/lesson-1/",
        "cards": 2,
        "module": 1,
        "module_url": COURSE + "module-1/",
    }


def test_made_again_it_is_the_same(course, quiz_of_all_kinds):
    first = packing.packed(course.translation_key, "en")
    page_cache.forget_now()
    assert packing.packed(course.translation_key, "en") == first


def test_a_changed_word_changes_its_hash(course):
    before = packing.packed(course.translation_key, "en").facts["hash"]
    CoursePage.objects.filter(locale__language_code="en").update(lead="Other words.")
    page_cache.forget_now()
    assert packing.packed(course.translation_key, "en").facts["hash"] != before


def test_a_lesson_that_is_not_translated_is_kept_as_it_is_and_leads_on_in_the_language_taken(course):
    lesson = LessonPage.objects.filter(slug="lesson-1", locale__language_code="sw").first()
    Page.objects.filter(pk=lesson.pk).update(live=False)
    page_cache.forget_now()
    page = page_in(bundle_of(course, "sw"), CARD.replace("card=1", "card=2"))
    assert '<html lang="en">' in page
    assert 'href="/sw/courses/red-flags/module-1/lesson-2/"' in page


def test_a_course_without_a_page_in_a_language_is_not_offered_in_it(course):
    Page.objects.filter(pk__in=CoursePage.objects.filter(locale__language_code="sw")).update(live=False)
    page_cache.forget_now()
    assert set(packing.facts_of(course.translation_key)) == {"en"}


def test_a_course_without_quizzes_and_a_module_without_lessons_can_be_taken(course):
    ModulePage.objects.update(quiz=None)
    Page.objects.filter(pk__in=LessonPage.objects.filter(slug__startswith="lesson")).filter(
        path__startswith=ModulePage.objects.filter(slug="module-2", locale__language_code="en").get().path
    ).update(live=False)
    page_cache.forget_now()
    kept = bundle_of(course)
    assert kept["quizzes"] == {}
    assert [step["module"] for step in kept["steps"]] == [1, 1]
    assert COURSE + "module-2/" in kept["pages"]


def test_a_retired_course_is_kept_as_for_somebody_who_has_begun_it(course):
    CoursePage.objects.update(retired_on="2020-01-01")
    page_cache.forget_now()
    page = page_in(bundle_of(course), COURSE)
    assert "You have begun it, so you may finish" in page


def test_a_quiz_says_how_much_it_asks_and_what_passes(course, quiz_of_all_kinds):
    kept = bundle_of(course)["quizzes"][quiz_of_all_kinds.slug]
    assert (kept["asked"], kept["pass_mark"]) == (7, 80)
    assert kept["version"] != quiz_of_all_kinds.current_version.content_hash


def test_sounds_of_cards_say_what_they_weigh(course):
    sound = Narration.objects.create(title="Hum", language="en", file="narrations/hum.mp3", seconds=7, size=9000)
    page = LessonPage.objects.filter(locale__language_code="en").order_by("path").first()
    page.cards.append(("sound", {"title": "Hum", "narration": sound}))
    page.save()
    page_cache.forget_now()
    assert bundle_of(course)["sounds"] == [{"url": sound.file.url, "bytes": 9000, "seconds": 7}]
    assert bundle_of(course, "sw")["sounds"] == []
    assert packing.facts_of(course.translation_key)["en"]["sound_seconds"] == 7


@pytest.mark.django_db
def test_the_whole_sample_course_weighs_at_most_250_kb_in_each_language():
    call_command("seed", verbosity=0)
    for course in CoursePage.objects.filter(locale__language_code="en"):
        for language, facts in packing.facts_of(course.translation_key).items():
            assert facts["bytes"] <= 250_000, (course.slug, language)


def test_building_costs_a_bounded_number_of_looks(course, django_assert_max_num_queries):
    freezing.freeze(Quiz.objects.get(slug="red-flags-1"))
    with django_assert_max_num_queries(150):
        bundle.contents(outline.of(course.translation_key, "en"))
