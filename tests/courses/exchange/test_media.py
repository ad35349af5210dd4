"""Pictures and sounds inside Moodle XML: taken in once, checked, and given back."""

import base64
import io
import struct
import wave
import zlib
from pathlib import Path

import av
import pytest
from django.conf import settings
from PIL import Image
from wagtail.images import get_image_model

from courses.exchange import applying, formats, media, plan
from courses.exchange.applying import apply
from courses.models import Narration, Question, Topic
from tests import make

Picture = get_image_model()
SHOWN = '<img src="@@PLUGINFILE@@/bus%20one.png" alt="A bus">'
PLAYED = '<audio controls><source src="@@PLUGINFILE@@/call.wav"></audio>'


@pytest.fixture(autouse=True)
def topic(db):
    make.make_root()
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


def picture(written_as="PNG", size=(40, 20)):
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, written_as)
    return file.getvalue()


def sound(seconds=2):
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\1\2" * 8000 * seconds)
    return file.getvalue()


def bomb():
    """A picture of 90,000 by 90,000 that is only a head."""
    head = struct.pack(">IIBBBBB", 90_000, 90_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9000))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def xml(shown=SHOWN, files=None, answer="Yes", name="q"):
    inside = "".join(
        f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(data).decode()}</file>'
        for name, data in (files or {}).items()
    )
    return (
        f'<quiz><question type="multichoice"><name><text>{name}</text></name><questiontext format="html">'
        f"<text><![CDATA[<p>Who?</p>{shown}]]></text>{inside}</questiontext><single>true</single>"
        f'<answer fraction="100" format="html"><text><![CDATA[{answer}]]></text></answer>'
        '<answer fraction="0"><text>No</text></answer></question></quiz>'
    ).encode()


def planned(data, language="en"):
    return plan.make(formats.parse(data, "moodlexml", language), "flags")


def reasons(data):
    return [reason.code for reason in planned(data).rows[0].reasons]


@pytest.mark.parametrize("written_as", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_a_picture_becomes_the_questions_picture(written_as):
    (question,) = apply(planned(xml(files={"bus one.png": picture(written_as)})))
    assert (question.picture_alt_en, question.picture.width) == ("A bus", 40)
    assert question.picture.file.name.endswith(media.PICTURES[written_as])
    assert Question.objects.get().picture == question.picture


def test_the_same_file_twice_adds_nothing_and_the_same_picture_is_stored_once():
    apply(planned(xml(files={"bus one.png": picture()})))
    assert planned(xml(files={"bus one.png": picture()})).counts["same"] == 1
    apply(planned(xml("Other? " + SHOWN, files={"bus one.png": picture()}, name="r")))
    assert (Question.objects.count(), Picture.objects.count()) == (2, 1)


def test_a_picture_fills_a_question_that_has_none_and_another_one_is_refused():
    apply(planned(xml("")))
    assert planned(xml(files={"bus one.png": picture()})).counts["fills"] == 1
    apply(planned(xml(files={"bus one.png": picture()})))
    assert reasons(xml(files={"bus one.png": picture(size=(9, 9))})) == ["picture_differs"]


def test_a_picture_without_words_leaves_a_draft():
    (row,) = planned(xml(SHOWN.replace("A bus", ""), files={"bus one.png": picture()})).rows
    assert "picture_without_alt" in [note.code for note in row.notes]
    assert "picture_alt_en" in row.missing


@pytest.mark.parametrize(
    ("shown", "files", "answer", "code"),
    [
        (SHOWN, {}, "Yes", "file_missing"),
        (SHOWN, {"bus one.png": b"no picture"}, "Yes", "picture_broken"),
        (SHOWN, {"bus one.png": bomb()}, "Yes", "picture_too_many_pixels"),
        (SHOWN, {"bus one.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}, "Yes", "picture_broken"),
        (SHOWN, {"bus one.png": picture()[:60]}, "Yes", "picture_broken"),
        ('<img src="https://x.org/a.png">', {}, "Yes", "remote_media"),
        ('<img src="data:image/png;base64,AAAA">', {}, "Yes", "media_not_supported"),
        ('<video src="@@PLUGINFILE@@/a.mp4"></video>', {"a.mp4": b"x"}, "Yes", "media_not_supported"),
        (SHOWN + '<img src="@@PLUGINFILE@@/b.png">', {"b.png": picture()}, "Yes", "several_pictures"),
        ("", {}, "<img src='@@PLUGINFILE@@/b.png'>", "media_in_answer"),
        (PLAYED, {"call.wav": b"no sound"}, "Yes", "sound_broken"),
        (PLAYED, {"call.wav": sound(0)}, "Yes", "sound_broken"),
    ],
)
def test_what_cannot_be_shown_or_played_is_refused_by_name(shown, files, answer, code):
    assert code in reasons(xml(shown, files, answer))


def test_a_picture_at_the_limit_of_pixels_is_taken_and_one_beyond_it_refused(monkeypatch):
    monkeypatch.setattr(media, "MOST_PIXELS", 800)
    assert reasons(xml(files={"bus one.png": picture(size=(40, 20))})) == []
    assert reasons(xml(files={"bus one.png": picture(size=(27, 30))})) == ["picture_too_many_pixels"]


def test_a_sound_becomes_a_small_narration_with_its_words():
    (question,) = apply(planned(xml(PLAYED, files={"call.wav": sound()})))
    narration = Narration.objects.get()
    assert question.narration_en == narration
    assert (narration.language, narration.seconds, narration.transcript) == ("en", 2, "Who?")
    with narration.file.open() as file, av.open(file) as container:
        assert container.streams.audio[0].codec_context.name.endswith("opus")


def test_the_same_sound_twice_adds_nothing_and_another_one_is_refused():
    apply(planned(xml(PLAYED, files={"call.wav": sound()})))
    assert planned(xml(PLAYED, files={"call.wav": sound()})).counts["same"] == 1
    assert reasons(xml(PLAYED, files={"call.wav": sound(3)})) == ["sound_differs"]
    assert Narration.objects.count() == 1


def test_a_file_that_is_not_shown_is_left_out_aloud():
    (row,) = planned(xml("", files={"call.wav": sound()})).rows
    assert (row.status, "file_unused" in [note.code for note in row.notes]) == ("new", True)


def test_what_is_exported_comes_back_with_picture_and_sound():
    apply(planned(xml(SHOWN + PLAYED, files={"bus one.png": picture(), "call.wav": sound()})))
    exported = formats.export("moodlexml")
    assert planned(exported.data).counts["same"] == 1
    Question.objects.all().delete()
    apply(planned(exported.data))
    question = Question.objects.get()
    assert (question.text_en, question.picture_alt_en, question.picture.width) == ("Who?", "A bus", 40)
    assert question.narration_en


def test_other_formats_say_that_they_cannot_hold_them():
    apply(planned(xml(files={"bus one.png": picture()})))
    for written_as in ("gift", "csv", "xlsx"):
        assert "without_media" in [note.code for note in formats.export(written_as).notes]


def test_a_picture_whose_file_is_gone_is_named():
    (question,) = apply(planned(xml(files={"bus one.png": picture()})))
    Path(settings.MEDIA_ROOT, question.picture.file.name).unlink()
    assert "media_gone" in [note.code for note in formats.export("moodlexml").notes]


def test_a_failure_leaves_no_file_behind(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    before = set(Path(settings.MEDIA_ROOT).rglob("*"))
    monkeypatch.setattr(applying, "log", fail)
    with pytest.raises(RuntimeError):
        apply(planned(xml(SHOWN + PLAYED, files={"bus one.png": picture(size=(7, 7)), "call.wav": sound()})))
    assert {path for path in set(Path(settings.MEDIA_ROOT).rglob("*")) - before if path.is_file()} == set()
    assert not Picture.objects.exists()
