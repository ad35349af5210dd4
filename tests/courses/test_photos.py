"""Pictures: light enough for everybody, and only offered to whoever saves data."""

import io
import re
from pathlib import Path

import numpy
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image as Pixels
from wagtail.images import get_image_model

from courses import freezing, photos
from courses.models import LessonPage, Question, Quiz
from tests import make
from tests.conftest import sign_in

CARD = "/en/courses/red-flags/module-1/lesson-1/"
SAVING = {"Save-Data": "on"}


def make_picture(width, height, name="stage.png", grain=256):
    """A photo of nothing but grain in each of its pixels: the hardest there is to make small."""
    pixels = numpy.random.default_rng(7).integers(128 - grain // 2, 128 + grain // 2, (height, width, 3))
    file = io.BytesIO()
    Pixels.fromarray(pixels.astype("uint8")).save(file, "PNG")
    return get_image_model().objects.create(title="Stage", file=ContentFile(file.getvalue(), name))


def make_vector(weight):
    frame = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 30'><desc>{}</desc></svg>"
    words = frame.format("x" * (weight - len(frame.format(""))))
    return get_image_model().objects.create(title="Map", file=ContentFile(words.encode(), "map.svg"))


def put_in_first_card(image):
    lesson = LessonPage.objects.get(title="Lesson 1.1")
    value = {"picture": {"image": image.pk, "alt_text": "A stage", "decorative": False}, "caption": ""}
    lesson.cards = lesson.cards.stream_block.to_python([{"type": "picture", "value": value}])
    lesson.save()


@pytest.mark.parametrize("size", [(640, 640), (480, 640), (900, 300)])
def test_no_photo_weighs_more_than_its_limit_however_hard_it_is(db, size):
    photo = photos.photo_of(make_picture(*size))
    assert [source.type for source in photo.sources] == ["image/avif", "image/webp"]
    assert all(0 < source.bytes <= photos.HEAVIEST for source in photo.sources)


def test_what_was_too_heavy_is_not_kept(db):
    image = make_picture(640, 640)
    photos.photo_of(image)
    assert image.renditions.count() == 2


def test_an_easy_photo_keeps_its_pixels(db):
    photo = photos.photo_of(make_picture(1200, 900, grain=2))
    assert {(source.width, source.height) for source in photo.sources} == {(640, 480)}


def test_a_small_photo_is_not_blown_up(db):
    assert photos.photo_of(make_picture(64, 48)).known.width == 64


def test_a_photo_is_made_once(db, django_assert_num_queries):
    image = make_picture(64, 48)
    photos.photo_of(image)
    with django_assert_num_queries(0):
        photos.photo_of(image)


def test_a_card_shows_its_photo_in_the_size_and_the_formats_made_for_it(client, course):
    put_in_first_card(make_picture(64, 48))
    page = client.get(CARD).content.decode()
    assert re.search(r'<source srcset="[^"]+\.avif" type="image/avif"', page)
    shown = re.search(r"<img[^>]+>", page)[0]
    for part in ('.webp"', 'width="64"', 'height="48"', 'alt="A stage"', 'loading="lazy"'):
        assert part in shown


def test_whoever_saves_data_is_offered_the_photo_and_told_its_size(client, course):
    put_in_first_card(make_picture(64, 48))
    page = client.get(CARD, headers=SAVING).content.decode()
    assert "<img" not in page
    assert "A stage" in page
    address, kilobytes = re.search(r'href="(\?[^"]+)">Show the picture \((\d+) kB\)', page).groups()
    assert 1 <= int(kilobytes) <= 20
    assert "<img" in client.get(CARD + address.replace("&amp;", "&"), headers=SAVING).content.decode()


def test_the_stored_card_of_one_is_not_shown_to_the_other(client, course):
    put_in_first_card(make_picture(64, 48))
    for _turn in range(2):
        assert "<img" in client.get(CARD).content.decode()
        assert "<img" not in client.get(CARD, headers=SAVING).content.decode()
    assert "Save-Data" in client.get(CARD)["Vary"]


def test_a_place_in_a_lesson_read_again_is_kept_when_its_photo_is_asked_for(client, amina, course):
    put_in_first_card(make_picture(64, 48))
    page = client.get(f"{CARD}?card=1&quiz=red-flags-1", headers=SAVING).content.decode()
    assert "?card=1&amp;pictures=1&amp;quiz=red-flags-1" in page


def test_a_light_drawing_from_outside_is_shown_and_a_heavy_one_offered(client, course):
    put_in_first_card(make_vector(photos.HEAVIEST))
    assert ".svg" in re.search(r"<img[^>]+>", client.get(CARD).content.decode())[0]
    put_in_first_card(make_vector(photos.HEAVIEST + 1))
    photos.page_cache.forget_now()
    page = client.get(CARD).content.decode()
    assert "<img" not in page
    assert "Show the picture (21 kB)" in page
    assert "<img" in client.get(f"{CARD}?pictures=1").content.decode()


def test_a_picture_whose_file_is_lost_leaves_its_words(client, course):
    image = make_picture(64, 48)
    image.file.storage.delete(image.file.name)
    put_in_first_card(image)
    page = client.get(CARD).content.decode()
    assert "A stage" in page
    assert "Show the picture" not in page


@pytest.fixture
def question(client, amina, course):
    """The address of a question about a photo, for the kind asked for."""

    def begin(kind):
        quiz = make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=[kind])
        about = Question.objects.get(key=kind)
        about.drawing, about.picture = "", make_picture(64, 48)
        about.picture_alt_en, about.picture_alt_sw = "A stage", "Stendi"
        about.save()
        freezing.freeze(quiz)
        return sign_in(client, amina).post("/en/learn/quiz/red-flags-1/").url

    return begin


def test_a_question_offers_its_photo_to_whoever_saves_data(client, question):
    address = question("single")
    assert "<img" in client.get(address).content.decode()
    saving = client.get(address, headers=SAVING).content.decode()
    assert "<img" not in saving
    assert 'href="?pictures=1"' in saving
    assert "<img" in client.get(f"{address}?pictures=1", headers=SAVING).content.decode()


def test_the_way_from_the_review_is_kept_when_the_photo_is_asked_for(client, question):
    page = client.get(question("single") + "?from_review", headers=SAVING).content.decode()
    assert "?from_review=&amp;pictures=1" in page


def test_spots_are_chosen_from_their_list_where_the_photo_is_not_loaded(client, question):
    address = question("spots")
    assert 'class="marker"' in client.get(address).content.decode()
    saving = client.get(address, headers=SAVING).content.decode()
    assert 'class="marker"' not in saving
    assert saving.count('name="option"') == 3
    assert "Show the picture" in saving


def test_asking_for_photos_takes_no_query_once_they_are_made(client, question, django_assert_max_num_queries):
    address = question("single")
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)


def test_no_sound_is_loaded_before_it_is_asked_for():
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for tag in re.findall(r"<(?:audio|video)[^>]*>", template.read_text()):
            assert 'preload="none"' in tag, template
            assert "autoplay" not in tag, template
