"""Photos and sounds of reports: made anew without what they tell besides, never on the disk in clear."""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from time import sleep, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from incidents import cases, files, making, photos, sealing, sounds
from incidents.models import Attachment, Case
from tests.incidents.papers import SECRET, photo, sound, video
from tests.incidents.test_report import REPORT, WORDS

SOUNDS = [("wav", "pcm_s16le"), ("mp3", "libmp3lame"), ("ogg", "libopus"), ("webm", "libopus"), ("ipod", "aac")]


def given(data, name="IMG_2026_Amina.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, data, kind)


def send(client, *uploaded, **fields):
    return client.post(REPORT, {"what": WORDS, "token": "t1", "files": list(uploaded)} | fields)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_place_time_and_names(form):
    data = photo(form)
    assert SECRET.encode() in data
    stripped = files.strip(data, 1)
    again = Image.open(BytesIO(stripped.data))
    assert (stripped.name, stripped.type, again.format) == ("photo-1.jpg", "image/jpeg", "JPEG")
    assert not dict(again.getexif())
    assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert SECRET.encode() not in stripped.data


def test_a_photo_taken_sideways_is_turned_upright():
    again = Image.open(BytesIO(files.strip(photo(turned=6), 1).data))
    assert again.size == (20, 40)
    assert again.getpixel((10, 5))[0] > 200  # red, which was on the left, is above


def test_what_was_see_through_becomes_white():
    target = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(target, "PNG")
    assert Image.open(BytesIO(files.strip(target.getvalue(), 1).data)).getpixel((4, 4)) == (255, 255, 255)


def test_a_photo_is_made_no_larger_than_it_has_to_be():
    target = BytesIO()
    Image.new("RGB", (photos.LONGEST_SIDE + 1, 10)).save(target, "PNG")
    assert Image.open(BytesIO(files.strip(target.getvalue(), 1).data)).width == photos.LONGEST_SIDE


def test_a_photo_at_the_limit_of_dots_is_read_and_one_dot_more_is_not(monkeypatch):
    monkeypatch.setattr(photos, "MOST_PIXELS", 800)
    assert files.strip(photo(size=(40, 20)), 1)
    with pytest.raises(photos.TooManyPixels):
        files.strip(photo(size=(89, 9)), 1)


@pytest.mark.parametrize(("form", "codec"), SOUNDS)
def test_a_sound_is_recorded_anew_without_names(form, codec):
    data = sound(form, codec)
    assert SECRET.encode() in data
    stripped = files.strip(data, 2)
    assert (stripped.name, stripped.type, stripped.data[:4]) == ("sound-2.ogg", "audio/ogg", b"OggS")
    assert SECRET.encode() not in stripped.data
    assert b"Lavf" not in stripped.data


def test_the_same_file_gives_the_same_bytes_or_a_repeat_would_not_be_known():
    assert files.strip(sound(), 1) == files.strip(sound(), 1)
    assert files.strip(photo(), 1) == files.strip(photo(), 1)


def test_a_sound_at_the_limit_is_read_and_a_longer_one_is_not(monkeypatch):
    monkeypatch.setattr(sounds, "MOST_SECONDS", 2)
    assert files.strip(sound("wav", "pcm_s16le", seconds=2), 1)
    with pytest.raises(sounds.TooLong):
        files.strip(sound("wav", "pcm_s16le", seconds=3), 1)


NO_FILES = [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>1</script>", b"%PDF-1.7", b"GIF89a" * 9]
NO_FILES += [b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x.mp3\n", photo()[:60]]


@pytest.mark.parametrize("data", NO_FILES)
def test_whatever_is_no_photo_and_no_sound_is_refused_by_its_content(data):
    with pytest.raises(files.NotPhotoOrSound):
        files.strip(data, 1)


def test_a_video_and_an_iphones_photo_are_named_in_the_refusal():
    with pytest.raises(sounds.IsVideo):
        files.strip(video(), 1)
    with pytest.raises(files.IsHeic):
        files.strip(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 1)


def test_files_arrive_sealed_under_names_of_our_own(client, gathoni, settings):
    assert send(client, given(photo()), given(sound(), "Amina.ogg", "audio/ogg")).status_code == 200
    case = Case.objects.get()
    private = cases.private_key(case, gathoni, gathoni.private)
    first, second = Attachment.objects.all()
    assert sealing.open_said(private, first.box)["name"] == "photo-1.jpg"
    assert sealing.open_said(private, second.box)["name"] == "sound-2.ogg"
    assert sealing.open_box(private, files.read(first.token).read())[:3] == b"\xff\xd8\xff"
    on_disk = b"".join(path.read_bytes() for path in settings.REPORTS_ROOT.iterdir())
    assert b"\xff\xd8\xff" not in on_disk
    assert b"OggS" not in on_disk


def test_a_repeat_with_files_is_one_report(client, gathoni):
    for _turn in range(2):
        send(client, given(photo()))
    assert Attachment.objects.count() == 1


def test_a_large_upload_never_touches_the_disk(client, gathoni, monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)
    page = send(client, given(os.urandom(4_000_000))).content.decode()
    assert "no photo and no sound" in page


def test_a_file_that_is_refused_keeps_the_words_and_asks_for_the_files_again(client, gathoni):
    page = send(client, given(b"%PDF-1.7", "paper.pdf")).content.decode()
    assert "paper.pdf: This is no photo and no sound" in page
    assert WORDS in page
    assert "Choose your files again" in page
    assert not Case.objects.exists()


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(client, gathoni, settings):
    data = photo()
    settings.REPORT_FILE_BYTES = len(data)
    assert "The team has your report" in send(client, given(data)).content.decode()
    settings.REPORT_FILE_BYTES = len(data) - 1
    page = send(client, given(data), token="t2").content.decode()
    assert "This file is larger than" in page
    assert WORDS in page


def test_as_many_files_as_allowed_are_taken_and_one_more_is_not(client, gathoni, settings):
    settings.REPORT_FILES = 2
    assert "The team has your report" in send(client, given(photo()), given(photo())).content.decode()
    page = send(client, *[given(photo())] * 3, token="t2").content.decode()
    assert "At most 2 files can be sent." in page
    assert WORDS in page


def test_far_too_much_is_not_even_read(client, gathoni, settings):
    settings.REPORT_FILES, settings.REPORT_FILE_BYTES = 1, 2000
    assert send(client, given(b"x" * 3000)).status_code == 200
    response = send(client, given(b"x" * 4000))
    assert response.status_code == 413
    assert "At most 1 file" in response.content.decode() or "Only 1 file" in response.content.decode()


def test_over_the_limit_of_an_hour_no_file_is_worked_on(client, gathoni, settings, monkeypatch):
    settings.REPORTS_PER_ADDRESS_PER_HOUR = 1
    send(client, given(photo()), token="t0")
    monkeypatch.setattr(files, "strip", lambda *_args: pytest.fail("worked on"))
    assert "Too many reports" in send(client, given(photo()), token="t3").content.decode()


def test_a_form_that_breaks_off_is_answered(client, gathoni):
    response = client.post(REPORT, b"--x\r\n", content_type="multipart/form-data; boundary=" + "x" * 300)
    assert response.status_code == 413


def test_files_that_are_refused_count_too(client, gathoni, settings, monkeypatch):
    settings.REPORTS_PER_ADDRESS_PER_HOUR = 2
    made, pages = [], []
    strip = files.strip
    monkeypatch.setattr(files, "strip", lambda *args: made.append(1) or strip(*args))
    for _turn in range(4):
        pages.append(send(client, given(b"%PDF-1.7")).content.decode())
    assert len(made) == 2
    assert ["Too many reports" in page for page in pages] == [False, False, True, True]


def test_the_last_report_of_an_hour_may_have_a_file(client, gathoni, settings):
    settings.REPORTS_PER_ADDRESS_PER_HOUR = 1
    assert "The team has your report" in send(client, given(photo())).content.decode()


def test_a_photo_that_has_to_be_held_whole_may_have_fewer_dots(monkeypatch):
    monkeypatch.setattr(photos, "MOST_PIXELS_HELD", 800)
    assert files.strip(photo("PNG", size=(40, 20)), 1)
    assert files.strip(photo("JPEG", size=(89, 9)), 1)
    for form in ("PNG", "WEBP"):
        with pytest.raises(photos.TooManyPixels):
            files.strip(photo(form, size=(89, 9)), 1)


def test_a_large_photo_taken_sideways_is_made_small_and_turned_upright():
    wide = photo(size=(photos.LONGEST_SIDE * 2, 40), turned=6)
    assert Image.open(BytesIO(files.strip(wide, 1).data)).size == (20, photos.LONGEST_SIDE)


def test_no_more_than_two_files_are_worked_on_at_once(monkeypatch):
    at_once, most = [], []

    def count(data, *_limits):
        at_once.append(1)
        most.append(len(at_once))
        sleep(0.02)
        at_once.pop()
        return "photo", data

    monkeypatch.setattr(making, "run", count)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: files.strip(b"x", number), range(12)))
    assert max(most) == 2


@pytest.mark.parametrize("fault", [AttributeError, MemoryError, RecursionError, KeyError])
def test_whatever_a_decoder_breaks_on_is_no_photo_and_no_sound(monkeypatch, fault):
    def break_down(*_args):
        raise fault

    monkeypatch.setattr(photos, "_made_anew", break_down)
    monkeypatch.setattr(sounds, "_recorded_anew", break_down)
    with pytest.raises(photos.NotPhoto):
        photos.without_traces(photo())
    with pytest.raises(sounds.NotSound):
        sounds.without_traces(sound())


@pytest.mark.parametrize(("form", "codec"), [("matroska", "ac3"), ("wav", "pcm_f64le")])
def test_a_sound_that_no_phone_records_so_is_not_decoded(form, codec):
    data = sound(form, codec, rate=48_000)
    with pytest.raises(files.NotPhotoOrSound):
        files.strip(data, 1)


def test_a_sound_of_an_unknown_kind_is_refused():
    data = bytearray(sound("wav", "pcm_s16le"))
    data[20:22] = b"\x99\x99"  # what the samples are
    with pytest.raises(files.NotPhotoOrSound):
        files.strip(bytes(data), 1)


@pytest.mark.parametrize(
    ("form", "codec"), [("flac", "flac"), ("matroska", "pcm_s16le"), ("mp4", "alac"), ("3gp", "aac")]
)
def test_other_sounds_that_phones_record_are_read(form, codec):
    assert files.strip(sound(form, codec), 1).type == "audio/ogg"


def test_a_file_on_the_disk_tells_its_hour_and_no_more(gathoni, settings):
    files.write("name", b"x")
    changed = (settings.REPORTS_ROOT / "name").stat().st_mtime
    assert changed % 3600 == 0
    assert 0 <= time() - changed < 3602
