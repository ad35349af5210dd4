"""Sounds of reports, recorded anew as Opus in Ogg: names, places, pictures and dates written into them are gone."""

import re
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
# ISO/IEC 14496-12: how many samples there are (stsz), how long they take (stts), and how they lie (stsc, ctts).
_TABLE = re.compile(rb"(stsz|stts|stsc|ctts)", re.DOTALL)


class NotSound(Exception):
    """The bytes are no sound that can be read."""


class IsVideo(Exception):
    """The file has moving pictures."""


class TooLong(Exception):
    """The sound is longer than MOST_SECONDS."""


def without_traces(data: bytes, is_cut: bool = False) -> bytes:
    """Return the sound as one channel of Opus in Ogg, the same each time; cut, only its first MOST_SECONDS.

    Raises NotSound, IsVideo and, of a whole one, TooLong.
    """
    if has_forged_counts(data):
        raise NotSound
    try:
        with av.open(BytesIO(data), options=_READABLE, metadata_errors="ignore") as source:
            if any(not Disposition.attached_pic & one.disposition for one in source.streams.video):
                raise IsVideo
            return _recorded_anew(source, is_cut)
    except (NotSound, IsVideo, TooLong):
        raise
    except Exception as error:
        raise NotSound from error


def has_forged_counts(data: bytes) -> bool:
    """Return whether tables of an MP4 name more samples than the file has bytes: memory is taken for each.

    Source of the format: ISO/IEC 14496-12. Each table: name, 4 bytes version, numbers of 4 bytes; in stsz the size of
    all comes before their number.
    """
    if data[4:8] != b"ftyp":
        return False
    return any(_samples(data, found[1], found.end() + 4) > len(data) for found in _TABLE.finditer(data))


def _samples(data, table, at):
    first, second = (int.from_bytes(data[at + step : at + step + 4]) for step in (0, 4))
    if table == b"stsz":
        return second * max(first, 1)
    if table != b"stts" or first * 8 > len(data):
        return first * 8
    entries = range(at + 4, at + 4 + first * 8, 8)
    return sum(int.from_bytes(data[entry : entry + 4]) for entry in entries)


def _recorded_anew(source, is_cut):
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
            if samples + frame.samples > MOST_SECONDS * _RATE:
                if is_cut:
                    break
                raise TooLong
            frame.pts = samples
            samples += frame.samples
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
