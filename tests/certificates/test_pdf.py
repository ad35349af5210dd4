from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp
from reportlab.pdfbase.pdfmetrics import stringWidth

from certificates import pdf, sheet, typesetting
from certificates.models import Certificate

NAME = "Wanjirũ Gathonĩ-Mũthĩnja"
LONG = (NAME + " ").encode() * 2
CODE = "7KQ2M9XWTD"


def certificate(holder_name=NAME, **fields):
    fields = {"course_title_en": "Red flags on the road", "course_title_sw": "Dalili za hatari barabarani"} | fields
    return Certificate(
        code=CODE,
        holder_name=holder_name,
        issuer=fields.pop("issuer", "Trace Kenya"),
        issued_at=datetime(2026, 3, 9, 22, tzinfo=UTC),
        expires_at=datetime(2028, 3, 9, 22, tzinfo=UTC),
        **fields,
    )


def page_of(drawn):
    document = pypdfium2.PdfDocument(pdf.draw(drawn))
    assert len(document) == 1
    return document[0]


def text_of(drawn):
    return page_of(drawn).get_textpage().get_text_bounded()


def test_it_is_a_landscape_a4_page():
    assert [round(points / 72 * 25.4) for points in page_of(certificate()).get_size()] == [297, 210]


def test_it_says_everything_in_both_languages():
    text = text_of(certificate())
    for words in (NAME, "Red flags on the road", "Dalili za hatari barabarani", "Trace Kenya", "7KQ2-M9X-WTD"):
        assert words in text
    # 22:00 in Greenwich is past midnight in Nairobi.
    for day in ("10 March 2026", "10 Machi 2026", "10 March 2028", "10 Machi 2028"):
        assert day in text


def test_what_is_the_same_in_both_languages_stands_once():
    text = text_of(certificate(course_title_sw="Red flags on the road"))
    assert text.count("Red flags on the road") == 1


def test_the_same_certificate_gives_the_same_bytes():
    assert pdf.draw(certificate()) == pdf.draw(certificate())
    assert pdf.draw(certificate()) != pdf.draw(certificate("Amina Hassan"))


def test_title_author_subject_language_and_day_are_in_its_description():
    document = pypdfium2.PdfDocument(pdf.draw(certificate()))
    about = document.get_metadata_dict()
    assert about["Title"] == f"Red flags on the road · {NAME}"
    assert about["Author"] == "Trace Kenya"
    assert "7KQ2-M9X-WTD" in about["Subject"]
    assert about["Creator"] == "Safari Salama"
    assert about["CreationDate"] == "D:20260309220000Z"
    assert b"/Lang (en)" in pdf.draw(certificate())


def test_its_fonts_are_embedded():
    drawn = pdf.draw(certificate())
    assert drawn.count(b"/FontFile2") == 2
    assert b"Helvetica" not in drawn


@pytest.mark.parametrize("scale", [1, 4])
def test_the_printed_square_reads_as_the_address_in_capitals(scale):
    (found,) = zxingcpp.read_barcodes(page_of(certificate()).render(scale=scale).to_pil())
    assert found.text == f"HTTPS://SALAMA.EXAMPLE/V/{CODE}"


def test_the_square_is_30_mm_with_a_quiet_zone_of_4_modules():
    scale = 4
    (found,) = zxingcpp.read_barcodes(page_of(certificate()).render(scale=scale).to_pil())
    corners = found.position
    side = (corners.top_right.x - corners.top_left.x) / scale / 72 * 25.4
    assert side == pytest.approx(30, abs=0.5)
    image = page_of(certificate()).render(scale=scale).to_pil().convert("L")
    module = side / 25 / 25.4 * 72 * scale
    left, top = corners.top_left.x - 3.5 * module, corners.top_left.y - 3.5 * module
    right, bottom = corners.bottom_right.x + 3.5 * module, corners.bottom_right.y + 3.5 * module
    for box in ((left, top, right, top + 2 * module), (left, bottom - 2 * module, right, bottom)):
        assert image.crop(box).getextrema() == (255, 255)


NAMES = [
    "Ali Bo",
    NAME,
    LONG[:48].decode(errors="ignore"),
    "W" * 48,
    "W" * 100,
    "Mwanasiti-" * 10,
    "ĩ" * 24,
    "Nyambura wa Kariũki " * 5,
]


@pytest.mark.parametrize("name", NAMES, ids=len)
def test_no_name_leaves_its_box(name):
    assert_fits(name, typesetting.BOLD, (pdf.MEASURE, 70), pdf.NAME)


@pytest.mark.parametrize("name", NAMES, ids=len)
def test_every_letter_of_the_name_is_on_the_page(name):
    assert letters(name) in letters(text_of(certificate(name)))


def letters(text):
    return "".join(filter(str.isalpha, text))


@pytest.mark.parametrize("title", ["W" * 255, "Dalili za hatari " * 15, "R"])
def test_no_title_leaves_its_box(title):
    assert_fits(title, typesetting.BOLD, (pdf.MEASURE, 32), pdf.TITLE)


def assert_fits(text, font, box, style):
    sheet.typesetting.register_fonts()
    size, lines = typesetting.fit(text.strip(), font, box, range(style.size, style.smallest - 1, -1))
    assert all(stringWidth(line, font, size) <= box[0] for line in lines)
    assert len(lines) * size * typesetting.LEADING <= box[1]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_name_shrinks_before_it_wraps_and_wraps_before_a_word_breaks():
    typesetting.register_fonts()
    sizes = range(52, 13, -1)
    short = typesetting.fit("Ali Bo", typesetting.BOLD, (pdf.MEASURE, 70), sizes)
    assert short == (52, ["Ali Bo"])
    size, lines = typesetting.fit(NAME + " Kamau", typesetting.BOLD, (pdf.MEASURE, 70), sizes)
    assert size < 52
    assert len(lines) == 1
    assert len(typesetting.fit("Nyambura wa Kariũki " * 4, typesetting.BOLD, (pdf.MEASURE, 70), sizes)[1]) == 2
    assert typesetting.fit("W" * 48, typesetting.BOLD, (pdf.MEASURE, 70), sizes)[1] == ["W" * 48]
