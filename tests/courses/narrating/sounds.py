"""Sounds for tests: a humming voice, in any format."""

from io import BytesIO

import av
import numpy

CODECS = {"wav": "pcm_s16le", "mp3": "libmp3lame", "mp4": "aac", "ogg": "libopus", "webm": "libopus", "flac": "flac"}


def hum(seconds=2, form="wav", rate=48000, layout="stereo", is_silent=False) -> bytes:
    samples = round(seconds * rate)
    times = numpy.arange(samples) / rate
    wave = numpy.zeros(samples) if is_silent else numpy.sin(2 * numpy.pi * 300 * times) * 12000
    channels = 2 if layout == "stereo" else 1
    frame = av.AudioFrame.from_ndarray(
        numpy.repeat(wave.astype("<i2"), channels).reshape(1, -1), format="s16", layout=layout
    )
    frame.sample_rate = rate
    target = BytesIO()
    with av.open(target, "w", format=form) as sink:
        stream = sink.add_stream(CODECS[form], rate=rate, layout=layout)
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=1024)
        for part in resampler.resample(frame) + resampler.resample(None):
            sink.mux(stream.encode(part))
        sink.mux(stream.encode(None))
    return target.getvalue()


def facts(data: bytes) -> dict:
    """Return what a stored sound is: codec, channels, seconds, and bits a second of the whole file."""
    with av.open(BytesIO(data)) as source:
        stream = source.streams.audio[0]
        seconds = source.duration / 1_000_000
        return {
            "codec": stream.codec_context.name,
            "channels": stream.codec_context.channels,
            "seconds": seconds,
            "bits": len(data) * 8 / seconds,
        }
