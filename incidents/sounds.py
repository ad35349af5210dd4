"""Sounds of reports, recorded anew as Opus in Ogg: names, places, pictures and dates written into them are gone."""

from io import BytesIO

import av
from av.stream import Disposition

MOST_SECONDS = 15 * 60
_RATE = 24_000
_BIT_RATE = 24_000
_OPUS = {"application": "voip", "compression_level": "1", "frame_duration": "60"}
_LEAST_RATE = 4000  # a few bytes of a slower one would be hours
# Playlists name files and addresses that the server would then open: only formats that carry the sound themselves.
_READABLE = {
    "format_whitelist": "matroska,webm,ogg,mp3,mov,mp4,m4a,3gp,wav,aac,flac,amr",
    "protocol_whitelist": "",
}
# What phones and recorders write; every other decoder is one more that broken bytes could be made for.
_CODECS = frozenset(
    (
        "opus libopus vorbis libvorbis mp3 mp3float aac aac_latm flac alac amrnb amrwb pcm_u8 pcm_s16le pcm_s16be"
        " pcm_s24le pcm_s32le pcm_f32le pcm_alaw pcm_mulaw adpcm_ms adpcm_ima_wav"
    ).split()
)


class NotSound(Exception):
    """The bytes are no sound that can be read."""


class IsVideo(Exception):
    """The file has moving pictures."""


class TooLong(Exception):
    """The sound is longer than MOST_SECONDS."""


def without_traces(data: bytes) -> bytes:
    """Return the sound as one channel of Opus in Ogg, the same each time. Raises NotSound, IsVideo and TooLong."""
    try:
        with av.open(BytesIO(data), options=_READABLE, metadata_errors="ignore") as source:
            if any(not Disposition.attached_pic & one.disposition for one in source.streams.video):
                raise IsVideo
            return _recorded_anew(source)
    except (NotSound, IsVideo, TooLong):
        raise
    except Exception as error:
        raise NotSound from error


def _recorded_anew(source):
    track = next(iter(source.streams.audio), None)
    if track is None or track.codec_context is None or track.codec_context.name not in _CODECS:
        raise NotSound
    if not track.rate or track.rate < _LEAST_RATE:
        raise NotSound
    target = BytesIO()
    # Bit-exact: the same sound sent twice must give the same bytes, and no name of a program stands in them.
    with av.open(target, "w", format="ogg", options={"fflags": "+bitexact"}) as sink:
        stream = sink.add_stream("libopus", rate=_RATE, layout="mono", bit_rate=_BIT_RATE, options=_OPUS)
        samples = 0
        for frame in _frames(source, track):
            frame.pts = samples
            samples += frame.samples
            if samples > MOST_SECONDS * _RATE:
                raise TooLong
            sink.mux(stream.encode(frame))
        if not samples:
            raise NotSound
        sink.mux(stream.encode(None))
    return target.getvalue()


def _frames(source, track):
    resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
    for packet in source.demux(track):
        for frame in packet.decode():
            yield from resampler.resample(frame)
    yield from resampler.resample(None)
