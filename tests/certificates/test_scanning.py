"""300 certificates with the longest and oddest names, on everything that is printed or sent, read by zxing-cpp."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from certificates import issuing, picture
from certificates.printing import card, pdf, ten
from printing import qr
from tests.certificates import cheap_camera, odd_names

NAMES = odd_names.draw(300)
DOTS = 300  # an inch, as an office's printer has them
POINT = DOTS / 72
# Of all that is read straight, so many are photographed: one in three, so that the suite stays quick.
PHOTOGRAPHED = 3


@pytest.fixture
def certificates(db):
    """Signed ones, as they are issued, but not kept."""
    return [
        issuing.build(
            {
                "holder_name": name,
                "course_key": UUID(int=1),
                "course_title_en": "Red flags on the road",
                "course_title_sw": "Dalili za hatari barabarani",
                "issuer": "Trace Kenya",
                "issued_at": datetime(2026, 3, 9, tzinfo=UTC),
                "expires_at": datetime(2028, 3, 9, tzinfo=UTC),
                "status_index": 131_071 - place,
            }
        )
        for place, name in enumerate(NAMES)
    ]


def on_a4(certificates):
    """Give the corner of each page in which the square is, and the certificates on it."""
    for page, certificate in zip(pypdfium2.PdfDocument(pdf.draw_many(certificates)), certificates, strict=True):
        yield seen(page, crop=(pdf.WIDTH * 0.7, 0, 0, pdf.HEIGHT / 2)), [certificate]


def on_cards(certificates):
    pages = list(pypdfium2.PdfDocument(card.draw_many(certificates)))
    for front, certificate in zip(pages[::2], certificates, strict=True):
        yield seen(front), [certificate]


def on_sheets(certificates):
    pages = list(pypdfium2.PdfDocument(ten.draw_many(certificates)))
    for number, front in enumerate(pages[::2]):
        yield seen(front), certificates[10 * number : 10 * number + 10]


def on_pictures(certificates):
    """Give one in ten of the pictures: to draw one takes as long as 50 pages."""
    for certificate in certificates[::10]:
        yield Image.open(BytesIO(picture.draw(certificate))).convert("L"), [certificate]


def seen(page, crop=(0, 0, 0, 0)):
    return page.render(scale=POINT, crop=crop, grayscale=True).to_pil()


def read(image):
    return zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)


def place_of(square):
    """Return where the square is in its image."""
    corners, modules = square.position, len(qr.matrix(square.text))
    return cheap_camera.Square(
        corners.top_left.x, corners.top_left.y, corners.top_right.x - corners.top_left.x, modules
    )


@pytest.mark.parametrize("form", [on_a4, on_cards, on_sheets, on_pictures])
def test_each_is_read_straight_and_98_in_100_by_a_cheap_camera(form, certificates):
    shots, straight = [], 0
    for image, shown in form(certificates):
        found = read(image)
        assert sorted(square.text for square in found) == sorted(certificate.qr_text for certificate in shown)
        for square in found[-straight % PHOTOGRAPHED :: PHOTOGRAPHED]:
            shots.append(is_read_from_afar(image, square, seed=len(shots)))
        straight += len(found)
    assert len(shots) * PHOTOGRAPHED >= straight
    assert shots.count(True) >= 0.98 * len(shots)


def is_read_from_afar(image, square, seed, **camera):
    shot = cheap_camera.shoot(image, place_of(square), seed, **camera)
    return [again.text for again in read(shot)] == [square.text]


def test_the_names_are_as_long_and_as_odd_as_they_come(certificates):
    assert len(set(NAMES)) == 300
    assert max(map(len, NAMES)) == 100
    assert {len(qr.matrix(certificate.qr_text)) for certificate in certificates} == {49, 53, 57}


def test_the_camera_is_so_cheap_that_nothing_is_read_from_twice_as_far(certificates):
    far = cheap_camera.PIXELS_A_MODULE / 2
    for image, _shown in on_cards(certificates[:10]):
        (square,) = read(image)
        assert not is_read_from_afar(image, square, seed=1, pixels=far)
