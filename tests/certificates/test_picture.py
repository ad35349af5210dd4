"""The picture for WhatsApp: small, whole, and read by a phone even after WhatsApp has made it smaller."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageColor

from certificates import picture
from certificates.models import Certificate

NAME = "Wanjirũ Gathonĩ-Mũthĩnja"
NAMES = (
    "Ali Bo",
    NAME,
    (NAME + " " + NAME).encode()[:48].decode(errors="ignore"),
    "W" * 48,
    "W" * 100,
    "Nyambura wa Kariũki " * 5,
)
KILOBYTE = 1000


def certificate(holder_name=NAME, statement=bytes(range(125)), **fields):
    fields = {"course_title_en": "Red flags on the road", "course_title_sw": "Dalili za hatari barabarani"} | fields
    return Certificate(
        code="7KQ2M9XWTD",
        holder_name=holder_name,
        issuer="Trace Kenya",
        issued_at=datetime(2026, 3, 9, 22, tzinfo=UTC),
        expires_at=datetime(2028, 3, 9, 22, tzinfo=UTC),
        statement=statement,
        **fields,
    )


def drawn(*args, **fields):
    return Image.open(BytesIO(picture.draw(certificate(*args, **fields))))


def as_whatsapp_sends(image):
    """Return the picture as it comes out of a thrifty phone: 720 pixels wide, as a JPEG of quality 60."""
    file = BytesIO()
    smaller = image.convert("RGB").resize((720, round(720 * image.height / image.width)), Image.Resampling.BILINEAR)
    smaller.save(file, "JPEG", quality=60)
    return Image.open(file)


@pytest.mark.parametrize("name", NAMES, ids=len)
def test_it_is_1080_pixels_wide_and_under_100_kb(name):
    made = picture.draw(certificate(name))
    assert Image.open(BytesIO(made)).size == (1080, 1380)
    assert len(made) < 100 * KILOBYTE


@pytest.mark.parametrize("name", NAMES, ids=len)
def test_it_reads_as_sent_and_after_whatsapp(name):
    image = drawn(name)
    for seen in (image.convert("L"), as_whatsapp_sends(image)):
        (found,) = zxingcpp.read_barcodes(seen)
        assert found.text == certificate(name).qr_text


@pytest.mark.parametrize("length", [118, 130, 160])
def test_a_module_has_whole_pixels_eight_at_least_and_a_quiet_zone_of_four(length):
    image = drawn(statement=bytes(range(length))).convert("RGB")
    (found,) = zxingcpp.read_barcodes(image)
    left, right = found.position.top_left.x, found.position.top_right.x
    modules = len(picture.qr.matrix(found.text))
    module = round((right - left) / modules)
    assert module >= 8
    assert (right - left) == pytest.approx(module * modules, abs=2)
    top = found.position.top_left.y
    quiet = image.crop((left - 4 * module, top - 4 * module, right + 4 * module, top - 1))
    assert quiet.getcolors() == [(quiet.width * quiet.height, (255, 255, 255))]


@pytest.mark.parametrize("name", NAMES, ids=len)
def test_no_name_and_no_title_runs_over_the_edge(name):
    image = drawn(name, course_title_sw="Dalili za hatari " * 15).convert("RGB")
    margin = image.crop((picture.RIGHT, 0, picture.WIDTH, picture.HEIGHT))
    assert margin.getcolors() == [(margin.width * margin.height, ImageColor.getrgb(picture.PAPER))]
    below_the_name = image.crop((picture.LEFT, 347, picture.RIGHT, 360))
    assert len(below_the_name.getcolors()) == 1


def test_the_same_certificate_gives_the_same_bytes():
    assert picture.draw(certificate()) == picture.draw(certificate())
    assert picture.draw(certificate()) != picture.draw(certificate("Amina Hassan"))


def test_where_both_titles_agree_one_stands_alone():
    assert picture.draw(certificate(course_title_sw="Red flags on the road")) != picture.draw(certificate())
