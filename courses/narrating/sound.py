"""Reading whatever sound a trainer brings, and making it small: one channel of Opus in WebM, at most 24 kbit/s.

WebM, not Ogg: every Android browser of the last ten years plays it, and Safari does from iOS 15 (Ogg only from 18.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import av
from av.error import FFmpegError

MOST_BYTES = 20_000_000
MOST_SECONDS = 300
LEAST_SECONDS = 1
MOST_BITS_A_SECOND = 24_000
SUFFIX = ".webm"
_LEAST_RATE = 4000  # nobody records speech below it, and a few bytes of such a file would be hours of sound
_RATE = 48_000
# Leaves room for what the container adds.
_BIT_RATE = 20_000
_OPUS = {"application": "voip", "frame_duration": "60", "vbr": "constrained"}
# Playlists name files and addresses that the server would then open: only formats that carry the sound themselves.
_READABLE = {
    "format_whitelist": "matroska,webm,ogg,mp3,mov,mp4,m4a,3gp,wav,aac,flac,amr",
    "codec_whitelist": (
        "opus,vorbis,mp3,mp3float,aac,aac_latm,flac,alac,amrnb,amrwb,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,"
        "pcm_f32le,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav"
    ),
    "protocol_whitelist": "",
}
# Formats that say their length at the beginning, so that a file cut short shows.
_SAY_LENGTH = {"flac", "mov", "matroska"}


class NotSound(Exception):
    """Nothing in the file can be heard: it is no sound file, or holds no sound."""


class TooBig(Exception):
    """The file is larger than MOST_BYTES."""


class TooLong(Exception):
    """The sound is longer than MOST_SECONDS."""


class TooShort(Exception):
    """The sound is shorter than LEAST_SECONDS."""


class CutShort(Exception):
    """The file breaks off before its end, or is damaged."""


@dataclass(frozen=True)
class Sound:
    """A sound as it is stored: WebM with one channel of Opus. `seconds` is rounded."""

    data: bytes
    seconds: int

    @property
    def size(self) -> int:
        """Return the size in bytes."""
        return len(self.data)


def made_small(file: BinaryIO) -> Sound:
    """Return the first sound track of the file, stored small.

    Raises TooBig, NotSound, CutShort, TooShort or TooLong. What is longer than allowed is not read to its end, however
    small the file that holds it.
    """
    file.seek(0, 2)
    size = file.tell()
    if size > MOST_BYTES:
        raise TooBig
    if size == 0:
        raise NotSound
    file.seek(0)
    try:
        with av.open(file, options=_READABLE, metadata_errors="ignore") as source:
            return _made_small(source)
    except (FFmpegError, OSError, ValueError):
        raise NotSound from None


def _made_small(source):
    track = next(iter(source.streams.audio), None)
    if track is None or track.rate < _LEAST_RATE:
        raise NotSound
    target = BytesIO()
    with av.open(target, "w", format="webm") as sink:
        stream = sink.add_stream("libopus", rate=_RATE, layout="mono", bit_rate=_BIT_RATE, options=_OPUS)
        samples = 0
        for frame in _frames(source, track):
            frame.pts = samples
            samples += frame.samples
            if samples > MOST_SECONDS * _RATE:
                raise TooLong
            sink.mux(stream.encode(frame))
        _check_whole(source, samples / _RATE)
        sink.mux(stream.encode(None))
    return Sound(target.getvalue(), round(samples / _RATE))


def _frames(source, track) -> Iterator[av.AudioFrame]:
    """Yield the track as mono frames of 48,000 samples a second; raise CutShort where it is damaged past reading."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
    try:
        for packet in source.demux(track):
            for frame in packet.decode():
                yield from resampler.resample(frame)
        yield from resampler.resample(None)
    except (FFmpegError, OSError, ValueError):
        raise CutShort from None


def _check_whole(source, seconds):
    if seconds == 0:
        raise NotSound
    said = (source.duration or 0) / 1_000_000
    if _SAY_LENGTH & set(source.format.name.split(",")) and said > seconds + 1 + seconds / 10:
        raise CutShort
    if seconds < LEAST_SECONDS:
        raise TooShort
