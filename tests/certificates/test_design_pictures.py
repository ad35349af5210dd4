from io import BytesIO

import pytest
from PIL import Image

from certificates.designs import pictures
from tests.certificates import drawn

LIGHT = {"LA": (255, 99), "I;16": 65535}


def shrunk(content):
    return pictures.shrink(BytesIO(content))


def test_a_see_through_signature_stays_so_and_loses_its_empty_margin():
    made = drawn.opened(shrunk(drawn.saved(drawn.signature())))
    assert made.mode == "RGBA"
    assert made.getpixel((0, made.height - 1))[3] == 0
    assert made.width / made.height == pytest.approx(2.7, abs=0.2)


@pytest.mark.parametrize("size", [(600, 250), (601, 250), (600, 251), (8000, 6000), (40, 3000), (1, 1)])
def test_a_picture_of_any_size_fits_600_by_250(size):
    made = drawn.opened(shrunk(drawn.saved(Image.new("RGB", size, "teal"), "JPEG")))
    assert made.width <= 600
    assert made.height <= 250
    assert made.size == size or 600 in made.size or 250 in made.size


def test_a_small_picture_is_not_made_larger():
    assert drawn.opened(shrunk(drawn.saved(drawn.logo((120, 90))))).size == (120, 90)


def test_what_would_fill_the_memory_is_refused():
    with pytest.raises(pictures.CannotDraw, match="5000 x 5000"):
        shrunk(drawn.saved(Image.new("1", (5001, 5000))))
    assert shrunk(drawn.saved(Image.new("1", (5000, 5000))))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_noise_too_weighs_no_more_than_60_kb(mode):
    made = shrunk(drawn.saved(drawn.noise(mode=mode)))
    assert len(made) <= 60_000
    assert drawn.opened(made).format == ("JPEG" if mode == "RGB" else "PNG")


def test_a_jpeg_in_the_printer_s_colours_comes_out_in_those_of_the_screen():
    made = drawn.opened(shrunk(drawn.saved(drawn.logo(mode="CMYK", colour=(200, 30, 30)), "JPEG", quality=95)))
    assert made.mode == "RGB"
    red, green, blue = made.getpixel((200, 50))
    assert red > 170 > 80 > max(green, blue)


def test_nothing_is_told_about_where_a_picture_comes_from():
    exif = Image.Exif()
    exif[0x013B] = "Farida's phone"
    content = drawn.saved(drawn.noise(), "JPEG", exif=exif, icc_profile=drawn.profile(), comment=b"Farida")
    for made in (shrunk(content), shrunk(drawn.saved(drawn.logo(), icc_profile=drawn.profile(), exif=exif))):
        assert b"Farida" not in made
        assert b"ICC_PROFILE" not in made
        assert b"iCCP" not in made


def test_a_picture_taken_upright_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert drawn.opened(shrunk(drawn.saved(Image.new("RGB", (100, 40)), "JPEG", exif=exif))).size == (40, 100)


def test_of_a_moving_picture_the_first_frame_is_drawn():
    frames = [Image.new("RGB", (60, 30), colour) for colour in ("red", "blue")]
    content = drawn.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert drawn.opened(shrunk(content)).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16"])
def test_every_way_to_store_a_png_is_read(mode):
    picture = Image.new(mode, (30, 10), LIGHT.get(mode, 255))
    assert drawn.opened(shrunk(drawn.saved(picture))).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "GIF"])
def test_the_library_s_other_kinds_are_read(kind):
    assert drawn.opened(shrunk(drawn.saved(drawn.logo(), kind))).size == (300, 100)


def test_what_is_entirely_see_through_is_refused():
    with pytest.raises(pictures.CannotDraw, match="see-through"):
        shrunk(drawn.saved(Image.new("RGBA", (30, 10), (0, 0, 0, 0))))


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg/>", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_is_no_picture_is_refused_in_words(content):
    with pytest.raises(pictures.CannotDraw, match="can't be read"):
        shrunk(content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_half_a_picture_is_refused(kind):
    whole = drawn.saved(drawn.noise(), kind)
    with pytest.raises(pictures.CannotDraw, match="can't be read"):
        shrunk(whole[: len(whole) // 2])


def test_svg_is_refused_with_what_to_do_instead(db):
    image = drawn.image(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.SVG")
    with pytest.raises(pictures.CannotDraw, match="Save it as a PNG"):
        pictures.prepared(image)


def test_a_file_is_prepared_once_and_again_when_it_is_another(db, monkeypatch):
    image = drawn.image(drawn.saved(drawn.logo()))
    first = pictures.prepared(image)
    monkeypatch.setattr(pictures, "shrink", lambda file: b"again")
    assert pictures.prepared(image) == first
    assert pictures.prepared(drawn.image(drawn.saved(drawn.logo(colour="maroon")))) == b"again"


def test_a_lost_file_is_said_to_be_lost(db):
    image = drawn.image(drawn.saved(drawn.logo()))
    image.file.storage.delete(image.file.name)
    with pytest.raises(pictures.CannotDraw, match="Upload it again"):
        pictures.prepared(image)
