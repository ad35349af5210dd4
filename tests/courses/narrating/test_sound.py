import wave
from io import BytesIO

import pytest
from PIL import Image

from courses.narrating import sound
from tests.courses.narrating.sounds import facts, hum


def picture():
    target = BytesIO()
    Image.new("RGB", (300, 200)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize("form", ["wav", "mp3", "mp4", "ogg", "webm", "flac"])
def test_whatever_comes_is_stored_as_one_channel_of_opus_at_24_kbit_at_most(form):
    small = sound.made_small(BytesIO(hum(3, form)))
    found = facts(small.data)
    assert (found["codec"], found["channels"], small.seconds) == ("opus", 1, 3)
    assert found["bits"] <= sound.MOST_BITS_A_SECOND
    assert small.size == len(small.data)


def test_the_shortest_sound_is_small_too():
    assert facts(sound.made_small(BytesIO(hum(1))).data)["bits"] <= sound.MOST_BITS_A_SECOND


def test_a_sound_below_a_second_is_refused():
    with pytest.raises(sound.TooShort):
        sound.made_small(BytesIO(hum(0.98)))


def test_five_minutes_are_allowed_and_a_moment_more_is_not():
    at_most = hum(sound.MOST_SECONDS, rate=8000, layout="mono")
    assert sound.made_small(BytesIO(at_most)).seconds == sound.MOST_SECONDS
    with pytest.raises(sound.TooLong):
        sound.made_small(BytesIO(hum(sound.MOST_SECONDS + 0.1, rate=8000, layout="mono")))


def test_an_hour_of_silence_in_a_small_file_is_not_read_to_its_end():
    bomb = hum(3600, "flac", rate=8000, layout="mono", is_silent=True)
    assert len(bomb) < 1_000_000
    with pytest.raises(sound.TooLong):
        sound.made_small(BytesIO(bomb))


class Big(BytesIO):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def tell(self):
        return self.size


def test_a_file_over_20_megabytes_is_refused():
    with pytest.raises(sound.TooBig):
        sound.made_small(Big(sound.MOST_BYTES + 1))


@pytest.mark.parametrize("form", ["flac", "webm", "mp4"])
def test_half_a_file_is_refused(form):
    whole = hum(10, form)
    with pytest.raises((sound.CutShort, sound.NotSound)):
        sound.made_small(BytesIO(whole[: len(whole) // 2]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello " * 500,
        picture(),
        b"\x1aE\xdf\xa3" + b"\x00" * 400,
        b"RIFF\xff\xff\xff\x7fWAVEfmt ",
        b"OggS" + b"\xff" * 300,
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f",
    ],
)
def test_what_is_no_sound_is_refused(data):
    with pytest.raises(sound.NotSound):
        sound.made_small(BytesIO(data))


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{path}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{path}'\n",
    ],
)
def test_a_playlist_cannot_make_the_server_open_a_file(tmp_path, playlist):
    secret = tmp_path / "secret.mp3"
    secret.write_bytes(hum(2, "mp3"))
    with pytest.raises(sound.NotSound):
        sound.made_small(BytesIO(playlist.format(path=secret).encode()))


def test_bytes_broken_anywhere_never_end_in_anything_but_a_refusal():
    for form in ("webm", "mp4", "ogg", "mp3"):
        whole = bytearray(hum(2, form))
        for place in range(0, len(whole), max(1, len(whole) // 25)):
            broken = whole[:place] + bytes(64) + whole[place + 64 :]
            try:
                sound.made_small(BytesIO(bytes(broken)))
            except (sound.NotSound, sound.CutShort, sound.TooShort, sound.TooLong):
                continue


def test_a_small_file_that_would_be_hours_of_sound_is_refused_before_it_is_read():
    slow = BytesIO()
    with wave.open(slow, "wb") as spoken:
        spoken.setnchannels(1)
        spoken.setsampwidth(2)
        spoken.setframerate(1)
        spoken.writeframes(bytes(40_000))
    with pytest.raises(sound.NotSound):
        sound.made_small(slow)
