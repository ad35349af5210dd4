"""A lesson by ear: what is read aloud of it, how long and heavy that is, and who may listen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import listening, outline
from courses.models import CoursePage, LessonPage, LessonProgress, Narration, Question
from courses.narrating import sound
from home import page_cache
from tests import make
from tests.conftest import sign_in
from tests.courses.narrating.sounds import hum

FIRST = "/en/courses/red-flags/module-1/lesson-1/"
MODULE = "/en/courses/red-flags/module-1/"
WORDS = "Look at who speaks for whom."


def record(seconds=2, language="en", transcript=WORDS):
    """A sound that can be heard, stored as the platform stores it."""
    made = sound.made_small(SimpleUploadedFile("voice.webm", hum(seconds, "webm")))
    file = SimpleUploadedFile("voice.webm", made.data)
    return Narration.objects.create(
        title="Voice", language=language, file=file, seconds=made.seconds, size=made.size, transcript=transcript
    )


def narrate(title, *narrations):
    """Give the cards of a lesson, in the language of each sound, these sounds in turn; None leaves a card silent."""
    for page in LessonPage.objects.filter(title__in=[title, f"{title} (sw)"]).select_related("locale"):
        for card, narration in zip(page.cards, narrations, strict=False):
            if narration and narration.language == page.locale.language_code:
                card.value["narration"] = narration
        page.save()
    page_cache.forget_now()


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(title="Lesson 1.1")


@pytest.fixture
def address(lesson):
    return f"/en/learn/listen/{lesson.translation_key}/"


def test_the_cards_stand_in_their_order_with_their_words_and_what_they_come_to(client, address):
    first, second = record(2), record(3, transcript="And who holds the tickets.")
    narrate("Lesson 1.1", first, second)
    page = client.get(address).content.decode()
    assert page.index(first.file.url) < page.index(second.file.url)
    assert page.count('<audio controls preload="none"') == 2
    assert f"0:05 · {round((first.size + second.size) / 1000)} kB" in page
    assert WORDS in page
    assert "And who holds the tickets." in page
    assert "autoplay" not in page


def test_a_silent_card_is_left_out_and_the_number_of_the_others_stays(client, address, lesson):
    narrate("Lesson 1.1", None, record())
    assert [one.card for one in listening.spoken(lesson.translation_key, "en")] == [2]
    page = client.get(address).content.decode()
    assert "Lesson 1.1 card 2" in page
    assert "Lesson 1.1 card 1" not in page
    assert f'href="{FIRST}?card=2"' in page


def test_a_lesson_without_sound_says_so_and_leads_back(client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert f'class="button" href="{FIRST}"' in page.content.decode()
    assert "Nobody has read this lesson aloud" in page.content.decode()


def test_sound_in_another_language_is_no_sound(client, address):
    narrate("Lesson 1.1", record(language="en"))
    assert "<audio" in client.get(address).content.decode()
    assert "<audio" not in client.get(address.replace("/en/", "/sw/")).content.decode()


def test_the_way_there_stands_on_the_first_card_only_and_says_length_and_size(client, address):
    kept = record(3)
    narrate("Lesson 1.1", kept)
    first = client.get(FIRST + "?card=1").content.decode()
    assert f'href="{address}"' in first
    assert f"0:03 · {kept.kilobytes} kB" in first
    assert address not in client.get(FIRST + "?card=2").content.decode()
    assert "/learn/listen/" not in client.get(FIRST.replace("/en/", "/sw/")).content.decode()


def test_the_module_offers_it_where_the_lesson_has_sound(client, address):
    assert "/learn/listen/" not in client.get(MODULE).content.decode()
    narrate("Lesson 1.1", record())
    page = client.get(MODULE).content.decode()
    assert page.count("/learn/listen/") == 1
    assert f'href="{address}"' in page


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_the_module_costs_the_same_with_sound(client, amina, course):
    sign_in(client, amina)
    silent = queries_of(client, MODULE)
    for title in ("Lesson 1.1", "Lesson 1.2"):
        narrate(title, record(), record())
    assert queries_of(client, MODULE) == silent


def test_listening_takes_few_queries_however_many_cards(client, amina, address, django_assert_max_num_queries):
    narrate("Lesson 1.1", record(), record())
    sign_in(client, amina)
    client.get(address)
    with django_assert_max_num_queries(2):
        client.get(address)


def test_listening_alone_counts_nothing_and_leads_to_the_last_card(client, amina, address):
    narrate("Lesson 1.1", record())
    sign_in(client, amina)
    assert f'class="button" href="{FIRST}?card=2"' in client.get(address).content.decode()
    assert not LessonProgress.objects.exists()


def test_a_retired_course_is_closed_to_the_ear_too(client, amina, course, address):
    narrate("Lesson 1.1", record())
    CoursePage.objects.update(retired_on=timezone.localdate())
    sign_in(client, amina)
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, course.url)
    assert "/learn/listen/" not in client.get(MODULE).content.decode()


def test_a_module_that_is_not_open_yet_is_not_heard(client, amina, db):
    course = make.make_course(slug="strict", enforce_order=True)
    narrate("Lesson 2.1", record())
    lesson = outline.of(course.translation_key, "en").modules[1].steps[0]
    sign_in(client, amina)
    answer = client.get(f"/en/learn/listen/{lesson.key}/")
    assert (answer.status_code, answer.url) == (302, course.url)
    assert "/learn/listen/" not in client.get("/en/courses/strict/module-2/").content.decode()


@pytest.mark.parametrize("key", ["00000000-0000-0000-0000-000000000000", "none", "red-flags-1"])
def test_what_is_no_lesson_is_not_found(client, course, key):
    assert client.get(f"/en/learn/listen/{key}/").status_code == 404


def test_a_sound_said_again_shows_at_once(client, address, django_capture_on_commit_callbacks):
    kept = record(2)
    narrate("Lesson 1.1", kept)
    client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        kept.seconds = 5
        kept.save()
    assert "0:05" in client.get(address).content.decode()


def test_a_practice_question_is_heard_where_it_is_published(client, address, lesson):
    question = Question.objects.get(key="red-flags-1-critical")
    question.narration_en = record()
    question.save()
    stream = lesson.cards.stream_block
    lesson.cards = stream.to_python([{"type": "practice", "value": {"question": question.pk}}])
    lesson.save()
    assert question.text_en in client.get(address).content.decode()
    Question.objects.filter(pk=question.pk).update(live=False)
    assert listening._spoken_by_key(lesson.translation_key, "en") == ()


KINDS = {
    "red_flag": ({"flag": "A flag", "drawing": "", "why": "w", "innocent": "i", "do": "d"}, "A flag"),
    "roles": ({"role": "conductor", "do": ["a"], "do_not": ["b"]}, "Conductor"),
    "scenario": ({"title": "A story", "drawing": "", "scene": "s", "choices": [], "false_alarm": False}, "A story"),
    "sound": ({"title": "A sound"}, "A sound"),
    "key_points": ({"points": ["p"]}, "Remember"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_card_has_a_name(lesson, kind):
    value, title = KINDS[kind]
    cards = [{"type": kind, "value": value | {"narration": record().pk}}]
    cards += [{"type": "helplines", "value": {"heading": "Help", "needs": []}}]
    lesson.cards = lesson.cards.stream_block.to_python(cards)
    lesson.save()
    (one,) = listening.spoken(lesson.translation_key, "en")
    assert one.title == title
