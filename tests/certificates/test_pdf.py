import pytest
import zxingcpp
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from certificates.printing import pdf
from printing import qr, typesetting
from tests.certificates import drawn
from tests.certificates.papers import (
    CODE,
    LONG,
    NAME,
    NAMES,
    boxes,
    certificate,
    design,
    full_design,
    letters,
    longest_design,
    opened,
    overlaps,
    page_of,
    picture_of,
    signed,
    text_of,
    things,
)


def test_it_is_a_landscape_a4_page():
    assert [round(points / 72 * 25.4) for points in page_of(certificate()).get_size()] == [297, 210]


def test_it_says_everything_in_both_languages():
    text = text_of(certificate())
    for words in (NAME, "Red flags on the road", "Dalili za hatari barabarani", "Trace Kenya", "7KQ2-M9X-WTD"):
        assert words in text
    # 22:00 in Greenwich is past midnight in Nairobi.
    for day in ("10 March 2026", "10 Machi 2026", "10 March 2028", "10 Machi 2028"):
        assert day in text
    assert "completed the course and passed its quizzes · amekamilisha kozi" in text


def test_what_is_the_same_in_both_languages_stands_once():
    text = text_of(certificate(course_title_sw="Red flags on the road"))
    assert text.count("Red flags on the road") == 1


@pytest.mark.parametrize("scale", [1, 4])
def test_the_printed_square_reads_as_the_address_in_capitals(scale):
    (found,) = zxingcpp.read_barcodes(picture_of(certificate(), dpi=72 * scale))
    assert found.text == f"HTTPS://SALAMA.EXAMPLE/V/{CODE}"


@pytest.mark.parametrize(("length", "version"), [(103, 8), (130, 9), (160, 10), (190, 11)])
def test_a_signed_one_is_read_whole_from_print(length, version):
    made = signed(length=length)
    assert qr.version(made.qr_text) == version
    (found,) = zxingcpp.read_barcodes(picture_of(made, dpi=300))
    assert found.text == made.qr_text
    assert "M" in str(found.ec_level)


@pytest.mark.parametrize("made", [certificate(), signed(length=190)], ids=["plain", "signed"])
def test_the_square_is_30_mm_with_a_quiet_zone_of_4_modules(made):
    dpi, count = 432, len(qr.matrix(made.qr_text))
    image = picture_of(made, dpi=dpi)
    (found,) = zxingcpp.read_barcodes(image)
    corners = found.position
    side = corners.top_right.x - corners.top_left.x
    assert side / dpi * 25.4 == pytest.approx(30, abs=0.5)
    module = side / count
    left, top = corners.top_left.x - 3.9 * module, corners.top_left.y - 3.9 * module
    right, bottom = corners.bottom_right.x + 3.9 * module, corners.bottom_right.y + 3.9 * module
    inner = 3.5 * module
    for box in (
        (left, top, right, top + inner),
        (left, bottom - inner, right, bottom),
        (left, top, left + inner, bottom),
        (right - inner, top, right, bottom),
    ):
        assert image.convert("L").crop(box).getextrema() == (255, 255)


DESIGNS = {"plain": lambda: None, "full": full_design, "longest": longest_design}
WIDEST = {"course_title_en": "W" * 255, "course_title_sw": "Dalili za hatari " * 15, "issuer": "Chama cha Usafiri " * 4}


@pytest.mark.parametrize("look", DESIGNS)
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_nothing_overlaps_and_nothing_leaves_the_page(name, look):
    for made in (certificate(name), signed(name, 103, **WIDEST)):
        page = page_of(made, DESIGNS[look]())
        assert overlaps(page) == []
        assert all(
            left > pdf.ROAD and right < pdf.RIGHT + 3 and foot > 20 and top < pdf.HEIGHT - 20
            for left, foot, right, top in things(page)
        )


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_every_letter_of_the_name_is_on_the_page(name):
    assert letters(name) in letters(text_of(certificate(name)))


def test_a_name_shrinks_before_it_wraps_and_wraps_before_a_word_breaks():
    sizes, box = range(52, 13, -1), (pdf.MEASURE, 70)
    assert typesetting.fit("Ali Bo", typesetting.BOLD, box, sizes) == (52, ["Ali Bo"])
    size, lines = typesetting.fit(NAME + " Kamau", typesetting.BOLD, box, sizes)
    assert size < 52
    assert len(lines) == 1
    assert len(typesetting.fit("Nyambura wa Kariũki " * 4, typesetting.BOLD, box, sizes)[1]) == 2
    assert typesetting.fit("W" * 48, typesetting.BOLD, box, sizes)[1] == ["W" * 48]
    assert len(typesetting.fit("W" * 100, typesetting.BOLD, box, sizes)[1]) == 3


@pytest.mark.parametrize("text", [*NAMES, "W" * 255, "Dalili za hatari " * 15, "R", ""], ids=range(len(NAMES) + 4))
def test_no_line_is_wider_than_its_box_and_no_letter_is_lost(text):
    size, lines = typesetting.fit(text, typesetting.BOLD, (pdf.MEASURE, 32), range(24, 5, -1))
    assert all(typesetting.width(line, typesetting.BOLD, size) <= pdf.MEASURE + 0.001 for line in lines)
    assert len(lines) * size * typesetting.LEADING <= 32
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_design_brings_its_wording_signature_and_logo():
    page = page_of(certificate(), full_design())
    text = page.get_textpage().get_text_bounded()
    assert "learned to keep passengers safe · amejifunza kulinda abiria" in text
    assert "completed the course" not in text
    assert "Grace Achieng Odhiambo" in text
    assert "Director of training · Mkurugenzi wa mafunzo" in text
    logo, signature = boxes(page, FPDF_PAGEOBJ_IMAGE)
    assert logo[2] == pytest.approx(pdf.RIGHT, abs=0.1)
    assert logo[1] > pdf.HEIGHT / 2
    assert pdf.SIGNATORY_BOX.y + pdf.SIGNATORY_BOX.height <= signature[1]


@pytest.mark.parametrize("size", [(300, 100), (100, 300), (50, 50), (900, 20)])
def test_a_picture_keeps_its_ratio_and_its_box(size):
    logo = drawn.saved(drawn.logo(size))
    ((left, foot, right, top),) = boxes(page_of(certificate(), design(logo=logo)), FPDF_PAGEOBJ_IMAGE)
    assert (right - left) / (top - foot) == pytest.approx(size[0] / size[1], rel=0.01)
    box = pdf.LOGO_BOX
    assert right == pytest.approx(pdf.RIGHT, abs=0.1)
    assert box.x - 0.01 <= left < right <= box.x + box.width + 0.01
    assert box.y - 0.01 <= foot < top <= box.y + box.height + 0.01


def test_a_design_says_only_what_it_says():
    text = text_of(certificate(), design("learned to keep passengers safe"))
    assert "learned to keep passengers safe" in text
    assert "quizzes" not in text
    assert "completed the course" in text_of(certificate(), design("", "", "Grace Achieng"))
    assert not boxes(page_of(certificate(), design("safe")), FPDF_PAGEOBJ_IMAGE)


def test_a_certificate_has_its_own_design_and_a_preview_another():
    made = certificate(design=design("learned to keep passengers safe"))
    assert "learned to keep passengers safe" in text_of(made)
    shown = text_of(made, design("tried it out"))
    assert "tried it out" in shown
    assert "passengers" not in shown


def test_pages_follow_in_the_order_asked_for():
    made = [signed(name, code=f"7KQ2M9XWT{number}") for number, name in enumerate(NAMES)]
    pages = opened(pdf.draw_many(made))
    assert len(pages) == len(made)
    for page, one in zip(pages, made, strict=True):
        text = page.get_textpage().get_text_bounded()
        assert one.spelled_code in text
        assert letters(one.holder_name) in letters(text)
        (found,) = zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())
        assert found.text == one.qr_text


def test_each_page_has_the_design_of_its_own_certificate():
    made = [certificate(design=design("learned")), certificate(), certificate(design=design("understood"))]
    texts = [page.get_textpage().get_text_bounded() for page in opened(pdf.draw_many(made))]
    assert [[word in text for word in ("learned", "completed", "understood")] for text in texts] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_a_page_more_costs_little():
    one, many = len(pdf.draw_many([signed()])), len(pdf.draw_many([signed(design=full_design())] * 20))
    assert many < one + 20 * 5000 + 10_000
    assert one < 30_000


def test_nothing_is_no_file():
    with pytest.raises(ValueError, match="empty"):
        pdf.draw_many([])


def test_the_longest_name_of_48_bytes_stands_in_one_line():
    name = LONG[:48].decode(errors="ignore")
    assert len(typesetting.fit(name, typesetting.BOLD, pdf.NAME_BOX[2:], range(52, 13, -1))[1]) == 1


def test_one_long_word_is_broken_no_smaller_than_it_must_be():
    size, lines = typesetting.fit(
        "Gathonĩmũthĩnjawanjirũwambũinyamburawangeci", typesetting.BOLD, (117, 35), range(16, 5, -1)
    )
    assert size >= 9
    assert len(lines) * size * typesetting.LEADING <= 35
    assert "".join(lines) == "Gathonĩmũthĩnjawanjirũwambũinyamburawangeci"
