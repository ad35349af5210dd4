"""A few bytes that would take hours or gigabytes are refused, and whatever is missed ends with its own process."""

import struct
import subprocess
from io import BytesIO

import pytest
from PIL import Image

from incidents import files, making, photos, sounds
from tests.incidents.papers import photo, sound

SCAN = b"\xff\xda"


def progressive(scans, size=(40, 20)):
    """A progressive JPEG whose last scan stands there so often that there are `scans`."""
    target = BytesIO()
    Image.new("RGB", size, "blue").save(target, "JPEG", progressive=True)
    data = target.getvalue()
    last = data[data.rindex(SCAN) : -2]
    return data[:-2] + last * (scans - photos.count_scans(data)) + data[-2:]


def table(name, *numbers):
    """A sound in MP4, one of whose tables has these numbers."""
    data = bytearray(sound("mp4", "aac"))
    at = data.index(name) + 8
    struct.pack_into(f">{len(numbers)}I", data, at, *numbers)
    return bytes(data)


def test_a_photo_of_sixty_scans_is_read_and_one_scan_more_is_not():
    assert photos.count_scans(progressive(60)) == photos.MOST_SCANS
    assert files.strip(progressive(60), 1)
    with pytest.raises(photos.TooManyPixels):
        files.strip(progressive(61), 1)


def test_dots_times_scans_are_bounded(monkeypatch):
    data = progressive(20)
    monkeypatch.setattr(photos, "MOST_PIXELS_SCANNED", 800 * 20)
    assert photos.without_traces(data)
    monkeypatch.setattr(photos, "MOST_PIXELS_SCANNED", 800 * 20 - 1)
    with pytest.raises(photos.TooManyPixels):
        photos.without_traces(data)


def test_what_is_no_scan_of_the_picture_is_not_counted():
    small = photo()[:2] + b"\xff\xe1" + struct.pack(">H", 2 + 200) + SCAN * 100 + photo()[2:]
    assert photos.count_scans(small + SCAN * 100) == 1


@pytest.mark.parametrize(
    ("name", "numbers"),
    [(b"stsz", (1, 1 << 31)), (b"stsz", (0, 1 << 31)), (b"stts", (1, 1 << 31)), (b"stts", (1 << 31,))],
)
def test_a_sound_that_says_it_has_more_samples_than_bytes_is_not_read(name, numbers):
    data = table(name, *numbers)
    assert sounds.has_forged_counts(data)
    with pytest.raises(files.NotPhotoOrSound):
        files.strip(data, 1)


def test_a_true_sound_says_no_more_than_it_has():
    assert not sounds.has_forged_counts(sound("mp4", "aac", seconds=3))
    assert files.strip(sound("mp4", "aac"), 1).type == "audio/ogg"


@pytest.mark.parametrize(
    "wanted", ["bytearray(2 << 30)", "open('/tmp/clear', 'wb', 0).write(b'x')", "while True: pass"]
)
def test_the_process_has_an_end(wanted):
    code = (
        f"from incidents import making_worker as w; w.LIMITS[w.resource.RLIMIT_CPU] = 1; w.hold_to_limits()\n{wanted}"
    )
    done = subprocess.run([making.sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode != 0


def test_of_a_process_that_was_ended_nothing_comes_back(monkeypatch):
    monkeypatch.setattr(making.sys, "executable", "/bin/false")
    assert making.run(b"x", {}) == ("", b"")


def test_the_process_knows_no_secret(monkeypatch):
    given = {}
    monkeypatch.setattr(making.subprocess, "run", lambda *_args, **kwargs: given.update(kwargs) or _Done())
    monkeypatch.setenv("SECRET_KEY", "siri")
    making.run(b"x", {})
    assert "siri" not in str(given["env"])


class _Done:
    stdout = b"sound\n"
