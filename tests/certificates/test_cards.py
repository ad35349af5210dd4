import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.utils import translation
from django.utils.translation import gettext
from PIL import ImageChops, ImageOps

from certificates.models import Certificate, DesignVersion
from certificates.printing import card, card_back, card_front, ten
from home.models import Helpline
from printing import cutting, qr, steps
from printing.sheet import MM, Box
from tests.certificates import drawn

NAME = "Wanjirũ Gathonĩ-Mũthĩnja"
PER_POINT = 4  # pixels
CARD = Box(0, 0, cutting.CARD_WIDTH, cutting.CARD_HEIGHT)
LONG = [
    "Ũ",
    (NAME + " " + NAME).encode()[:48].decode(errors="ignore"),
    "W" * 48,
    "ĩ" * 24,
    "W" * 100,
    "Mwanasiti-" * 10,
    ("Nyambura wa Kariũki " * 5).strip(),
]

pytestmark = pytest.mark.django_db


def certificate(holder_name=NAME, code="7KQ2M9XWTD", **fields):
    fields = {"course_title_en": "Red flags on the road", "course_title_sw": "Dalili za hatari barabarani"} | fields
    return Certificate(
        code=code,
        holder_name=holder_name,
        issuer=fields.pop("issuer", "Trace Kenya"),
        issued_at=datetime(2026, 3, 9, 22, tzinfo=UTC),
        expires_at=datetime(2028, 3, 9, 22, tzinfo=UTC),
        **fields,
    )


def many(count):
    return [certificate(f"Holder {number}", f"7KQ2M9XW{number:02}") for number in range(count)]


@pytest.fixture
def helplines():
    rows = (("police", "danger", "999", "confirmed"), ("child", "child", "116", "confirmed"))
    for key, need, number, status in (*rows, ("unsure", "abroad", "0733721566", "to_confirm")):
        numbers = Helpline._meta.get_field("numbers").to_python([{"type": "call", "value": number}])
        Helpline.objects.create(key=key, name_en=key, name_sw=key, need=need, numbers=numbers, status=status)


def pages_of(file):
    return list(pypdfium2.PdfDocument(file))


def text_of(page):
    return page.get_textpage().get_text_bounded()


def letters(text):
    return "".join(filter(str.isalnum, text))


def picture_of(page):
    return page.render(scale=PER_POINT).to_pil().convert("L")


def cut(picture, box):
    """Return what a box of points holds of a picture that begins at its top."""
    left, top = box.x * PER_POINT, picture.height - (box.y + box.height) * PER_POINT
    return picture.crop((left, top, left + box.width * PER_POINT, top + box.height * PER_POINT))


def is_white(picture):
    return picture.getextrema() == (255, 255)


def test_a_card_is_as_large_as_a_bank_card_and_has_two_sides():
    pages = pages_of(card.draw(certificate()))
    assert [[round(points / MM, 1) for points in page.get_size()] for page in pages] == [[85.6, 54], [85.6, 54]]


def test_the_front_says_whose_it_is_for_what_and_until_when_in_both_languages():
    text = text_of(pages_of(card.draw(certificate()))[0])
    for words in ("Safari Salama", "Red flags on the road", "Dalili za hatari barabarani", "7KQ2-M9X-WTD"):
        assert words in text
    # 22:00 in Greenwich is past midnight in Nairobi.
    assert "10 March 2028 · 10 Machi 2028" in text
    assert "Trace Kenya" in text
    assert letters(NAME) in letters(text)


def test_what_is_the_same_in_both_languages_stands_once():
    text = text_of(pages_of(card.draw(certificate(course_title_sw="Red flags on the road")))[0])
    assert text.count("Red flags on the road") == 1


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_back_teaches_the_five_steps_in_each_language(language):
    text = letters(text_of(pages_of(card.draw(certificate()))[1]))
    assert len(steps.STEPS) == 5
    with translation.override(language):
        for name, meaning in steps.STEPS:
            assert letters(gettext(name) + gettext(meaning)) in text


def test_the_back_names_the_helplines_that_are_confirmed_and_no_other(helplines):
    text = text_of(pages_of(card.draw(certificate()))[1])
    for words in ("999", "In danger now · Hatarini sasa hivi", "116", "A child at risk · Mtoto aliye hatarini"):
        assert words in text
    assert "0733721566" not in text


def test_a_kind_of_number_that_is_not_called_is_named():
    numbers = [{"type": "call", "value": "0800 722 203"}, {"type": "whatsapp", "value": "0709 570 000"}]
    stream = Helpline._meta.get_field("numbers").to_python(numbers)
    Helpline.objects.create(key="tips", need="tip", numbers=stream, status="confirmed")
    text = text_of(pages_of(card.draw(certificate()))[1])
    assert "0709 570 000" in text
    assert "WhatsApp: Pass on a tip" in text


NEEDS = ["Violence at home or against women", "Ukatili wa nyumbani au dhidi ya wanawake"]


def test_type_on_the_back_grows_smaller_with_more_helplines_but_never_below_six_and_a_half_points():
    faces = [card_back.compose([("0800 722 203", NEEDS)] * count) for count in range(30)]
    sizes = [face.size for face in faces]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 6.5
    assert all(face.depth <= card_back.DEPTH for face in faces)


def test_helplines_that_have_no_room_are_left_out_from_the_end():
    face = card_back.compose([(f"0800 722 2{number:02}", NEEDS) for number in range(30)])
    numbers = [words.text for words in face.helplines.words if words.text.startswith("0800")]
    assert 2 < len(numbers) < 30
    assert numbers[0] == "0800 722 200"
    assert len(card_back.compose([("999", NEEDS)] * (len(numbers) + 1)).helplines.words) == len(face.helplines.words)


@pytest.mark.parametrize("name", LONG, ids=len)
def test_no_name_leaves_its_place_and_none_of_its_letters_is_lost(name):
    page = pages_of(card.draw(certificate(name)))[0]
    assert_stays_within(card_front.NAME_BOX, page, certificate(""))
    assert letters(name) in letters(text_of(page))


@pytest.mark.parametrize("title", ["W" * 255, ("Dalili za hatari " * 15).strip(), "R"], ids=len)
def test_no_title_leaves_its_place(title):
    page = pages_of(card.draw(certificate(course_title_en=title, course_title_sw=title[::-1])))[0]
    assert_stays_within(card_front.TITLES_BOX, page, certificate(course_title_en="", course_title_sw=""))


def test_a_title_that_has_no_room_ends_in_an_ellipsis_and_leaves_room_for_the_other():
    page = pages_of(card.draw(certificate(course_title_en="Signs of danger " * 15)))[0]
    assert "…" in text_of(page)
    assert "Dalili za hatari barabarani" in text_of(page)


@pytest.mark.parametrize(
    "issuer", ["W" * 80, "Counter Trafficking Trust of East Africa and the Friends of Safe Roads"], ids=len
)
def test_no_issuer_leaves_its_place(issuer):
    page = pages_of(card.draw(certificate(issuer=issuer)))[0]
    assert_stays_within(card_front.ISSUER_BOX, page, certificate(issuer=""))
    assert "…" in text_of(page)


def assert_stays_within(box, page, without):
    """What differs from a card that lacks the text lies in the box; a letter's foot may hang out by a point."""
    difference = ImageChops.difference(picture_of(page), picture_of(pages_of(card.draw(without))[0]))
    left, top, right, bottom = (edge / PER_POINT for edge in difference.getbbox())
    assert box.x - 1 <= left
    assert right <= box.x + box.width + 1
    assert cutting.CARD_HEIGHT - (box.y + box.height) - 1 <= top
    assert bottom <= cutting.CARD_HEIGHT - box.y + 1


def test_nothing_is_printed_near_the_cut(helplines):
    for page in pages_of(card.draw(certificate("W" * 100))):
        left, top, right, bottom = ImageOps.invert(picture_of(page)).getbbox()
        width, height = (PER_POINT * side for side in cutting.CARD)
        assert min(left, top, width - right, height - bottom) > 2.5 * MM * PER_POINT


@pytest.mark.parametrize("statement", [b"", b"\x9a" * 120, b"\x9a" * 165], ids=len)
def test_the_square_is_30_mm_with_a_quiet_zone_of_4_modules(statement):
    drawn_card = certificate(statement=statement)
    picture = picture_of(pages_of(card.draw(drawn_card))[0])
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == drawn_card.qr_text
    assert (found.position.top_right.x - found.position.top_left.x) / PER_POINT / MM == pytest.approx(30, abs=0.3)
    box, quiet = card_front.QR_BOX, 4 * card_front.QR_SIDE / len(qr.matrix(drawn_card.qr_text))
    for zone in (
        Box(box.x - quiet, box.y + box.height, box.width + 2 * quiet, quiet),
        Box(box.x - quiet, box.y - quiet, box.width + 2 * quiet, quiet),
        Box(box.x - quiet, box.y, quiet, box.height),
        Box(box.x + box.width, box.y, quiet, box.height),
    ):
        assert is_white(cut(picture, Box(zone.x + 0.5, zone.y + 0.5, zone.width - 1, zone.height - 1)))
        assert CARD.x <= zone.x
        assert zone.x + zone.width <= CARD.width
        assert zone.y + zone.height <= CARD.height


def test_a_design_puts_its_logo_in_the_place_of_our_sign():
    design = DesignVersion(content={}, logo=drawn.saved(drawn.logo()))
    with pikepdf.open(BytesIO(card.draw_many([certificate(design=design)] * 3))) as file:
        pictures = [thing for thing in file.objects if is_picture(thing)]
    assert len(pictures) == 1
    assert not any(map(is_picture, pikepdf.open(BytesIO(card.draw(certificate()))).objects))


def is_picture(thing):
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"


def test_many_cards_are_front_and_back_of_each_in_turn():
    pages = pages_of(card.draw_many(many(3)))
    assert ["Holder" in text_of(page) for page in pages] == [True, False] * 3
    assert "Holder 2" in text_of(pages[4])


@pytest.mark.parametrize("form", [card, ten])
def test_many_cost_one_query_and_hold_fonts_and_back_once(form, helplines, django_assert_num_queries):
    with django_assert_num_queries(1):
        file = form.draw_many(many(20))
    assert file.count(b"/FontFile2") == 2
    assert len(form.draw_many(many(20))) - len(form.draw_many(many(10))) < 10 * 4000


@pytest.mark.parametrize("form", [card, ten])
def test_there_is_no_file_without_certificates(form):
    with pytest.raises(ValueError, match="no certificates"):
        form.draw_many([])


@pytest.mark.parametrize("form", [card, ten])
def test_a_file_is_sound_and_says_what_it_is(form, helplines, tmp_path):
    file = form.draw_many([certificate()])
    assert file == form.draw_many([certificate()])
    about = pypdfium2.PdfDocument(file).get_metadata_dict()
    assert about["Title"] == f"Red flags on the road · {NAME}"
    assert about["Author"] == "Trace Kenya"
    assert "7KQ2-M9X-WTD" in about["Subject"]
    assert about["CreationDate"] == "D:20260309220000Z"
    with pikepdf.open(BytesIO(file)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.Root.Lang == "en"
    if shutil.which("pdftotext"):
        (tmp_path / "card.pdf").write_bytes(file)
        said = subprocess.run(["pdftotext", tmp_path / "card.pdf", "-"], capture_output=True, check=True)
        assert said.stderr == b""
        assert letters(NAME) in letters(said.stdout.decode())


def test_the_title_of_many_counts_them():
    about = pypdfium2.PdfDocument(card.draw_many(many(12))).get_metadata_dict()
    assert about["Title"].endswith(" · 12")


@pytest.mark.parametrize(("cards", "pages"), [(1, 2), (10, 2), (11, 4), (20, 4)])
def test_ten_cards_fill_the_two_sides_of_a_sheet(cards, pages):
    drawn_pages = pages_of(ten.draw_many(many(cards)))
    assert [[round(points / MM) for points in page.get_size()] for page in drawn_pages] == [[210, 297]] * pages
    assert text_of(drawn_pages[-2]).count("Holder") == (cards - 1) % 10 + 1


def test_the_places_of_a_sheet_touch_and_lie_in_the_middle_of_it():
    corners = [cutting.corner(number) for number in range(10)]
    assert corners[1][0] - corners[0][0] == pytest.approx(cutting.CARD_WIDTH)
    assert corners[0][1] - corners[2][1] == pytest.approx(cutting.CARD_HEIGHT)
    assert corners[0][0] == pytest.approx(cutting.WIDTH - corners[1][0] - cutting.CARD_WIDTH)
    assert corners[8][1] == pytest.approx(cutting.HEIGHT - corners[0][1] - cutting.CARD_HEIGHT)


@pytest.mark.parametrize("cards", [1, 3, 8, 9, 10])
def test_held_against_the_light_each_back_lies_on_its_front(cards, helplines):
    front, back = map(picture_of, pages_of(ten.draw_many(many(cards))))
    turned = ImageOps.mirror(back)  # over the long edge
    alone = ink_of(inner(ImageOps.mirror(picture_of(pages_of(card.draw(certificate()))[1])), CARD))
    for number in range(10):
        place = Box(*cutting.corner(number), *cutting.CARD)
        assert is_white(inner(front, place)) is is_white(inner(turned, place)) is (number >= cards)
        if number < cards:
            assert ink_of(inner(turned, place)) == pytest.approx(alone, abs=2)


def inner(picture, place):
    """Return a place without its outermost millimetre, where a neighbour's antialiasing may begin."""
    return cut(picture, Box(place.x + MM, place.y + MM, place.width - 2 * MM, place.height - 2 * MM))


def ink_of(picture):
    return ImageOps.invert(picture).getbbox()


def test_crop_marks_stand_on_the_cuts_and_off_the_cards():
    for page in pages_of(ten.draw_many(many(1))):
        picture = picture_of(page)
        marks = [(cutting.LEFT + column * cutting.CARD_WIDTH, cutting.FOOT - 4 * MM) for column in range(3)]
        marks += [(cutting.WIDTH - cutting.LEFT + 4 * MM, cutting.FOOT + row * cutting.CARD_HEIGHT) for row in range(6)]
        for x, y in marks:
            assert cut(picture, Box(x - 1, y - 1, 2, 2)).getextrema()[0] < 128
        grid = Box(cutting.LEFT - MM, cutting.FOOT - MM, 2 * cutting.CARD_WIDTH + 2 * MM, 4 * cutting.CARD_HEIGHT)
        assert is_white(cut(picture, grid))


@pytest.mark.parametrize("draw", [card.draw_many, ten.draw_many])
def test_the_file_asks_to_be_printed_as_large_as_it_is_on_both_sides(draw):
    with pikepdf.open(BytesIO(draw([certificate()]))) as pdf:
        wishes = pdf.Root.ViewerPreferences
        assert (wishes.PrintScaling, wishes.Duplex) == ("/None", "/DuplexFlipLongEdge")
