"""Photos and sounds as phones make them, with what phones write into them."""

from io import BytesIO

import av
import numpy
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

SECRET = "SIRI-YA-AMINA"


def photo(form="JPEG", size=(40, 20), turned=1):
    """A photo, red on its left half, that tells who, where and in which way up it was taken."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[Base.Artist] = SECRET
    exif[Base.Orientation] = turned
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (4.0, 3.0, 1.0)
    target = BytesIO()
    if form == "PNG":
        info = PngInfo()
        info.add_text("Comment", SECRET)
        picture.save(target, form, exif=exif, pnginfo=info)
    else:
        more = {"comment": SECRET.encode()} if form == "JPEG" else {}
        picture.save(target, form, exif=exif, icc_profile=SECRET.encode(), xmp=f"<x>{SECRET}</x>".encode(), **more)
    return target.getvalue()


def sound(form="ogg", codec="libopus", seconds=1, rate=16_000):
    """A tone whose file tells who recorded it."""
    target = BytesIO()
    tone = (numpy.sin(numpy.arange(rate) / 20) * 8000).astype("int16").reshape(1, -1)
    with av.open(target, "w", format=form) as sink:
        sink.metadata.update({"title": SECRET, "artist": SECRET, "comment": SECRET})
        stream = sink.add_stream(codec, rate=rate, layout="mono")
        for second in range(seconds):
            frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
            frame.rate, frame.pts = rate, second * rate
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    return target.getvalue()


def video():
    target = BytesIO()
    with av.open(target, "w", format="mp4") as sink:
        stream = sink.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _number in range(5):
            picture = numpy.zeros((64, 64, 3), "uint8")
            sink.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        sink.mux(stream.encode(None))
    return target.getvalue()
