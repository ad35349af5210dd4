"""That every reader opens the files, finds their words, and gets the same bytes each time."""

import hashlib
import os
import shutil
import subprocess
import sys
import unicodedata
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageFont
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from certificates.printing import pdf
from printing import fonts, pictures
from printing.fonts import Font
from printing.typesetting import BOLD, NAMES
from tests.certificates import drawn
from tests.certificates.papers import (
    NAME,
    boxes,
    certificate,
    design,
    full_design,
    opened,
    page_of,
    signed,
    text_of,
)

RARE = "Ọmọ Ɓari Nguyễn"


FILES = {
    "plain": lambda: pdf.draw(certificate()),
    "signed": lambda: pdf.draw(signed(), full_design()),
    "rare": lambda: pdf.draw(signed(RARE)),
    "many": lambda: pdf.draw_many([signed(), certificate(design=full_design()), signed("Ali Bo", 190)]),
}


@pytest.fixture(params=FILES)
def file(request):
    return FILES[request.param]()


def test_qpdf_finds_nothing_wrong(file):
    with pikepdf.open(BytesIO(file)) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="poppler is not installed")
def test_poppler_finds_nothing_wrong(file, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(file)
    answers = {
        tool: subprocess.run([tool, path, *more], capture_output=True, text=True, check=True)
        for tool, more in {"pdfinfo": [], "pdffonts": [], "pdftotext": ["-"]}.items()
    }
    assert [answer.stderr for answer in answers.values()] == ["", "", ""]
    fonts = answers["pdffonts"].stdout.splitlines()[2:]
    assert len(fonts) == 2
    assert all(" CID TrueType      Identity-H       yes " in font for font in fonts)
    assert "7KQ2-M9X-WTD" in answers["pdftotext"].stdout


def test_both_fonts_are_in_the_file_once_and_no_other_is_named(file):
    with pikepdf.open(BytesIO(file)) as document:
        fonts = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing]
        named = {str(font.BaseFont).split("+")[-1].strip("/") for font in fonts}
        assert named == set(NAMES)
        descriptors = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
        assert len(descriptors) == len([one for one in descriptors if "/FontFile2" in one]) == 2
    assert b"Helvetica" not in file


def test_title_author_subject_language_and_day_are_in_its_description():
    about = opened(pdf.draw(certificate())).get_metadata_dict()
    assert about["Title"] == f"Red flags on the road · {NAME}"
    assert about["Author"] == "Trace Kenya"
    assert "7KQ2-M9X-WTD" in about["Subject"]
    assert about["Creator"] == "Safari Salama"
    assert about["CreationDate"] == "D:20260309220000Z"


def test_the_same_is_in_its_xmp_and_the_window_shows_the_title():
    with pikepdf.open(BytesIO(pdf.draw(certificate("A < B & C")))) as document:
        assert document.Root.Lang == "en"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as about:
            assert about["dc:title"] == "Red flags on the road · A < B & C"
            assert about["dc:creator"] == ["Trace Kenya"]
            assert set(about["dc:language"]) == {"en", "sw"}
            assert about["xmp:CreateDate"] == "2026-03-09T22:00:00Z"


def test_several_are_described_together():
    about = opened(pdf.draw_many([certificate(), certificate("Amina Hassan")])).get_metadata_dict()
    assert about["Title"] == "Certificate of training · Cheti cha mafunzo · 2"
    assert NAME not in about["Subject"]


@pytest.mark.parametrize("word", ["Wanjirũ", "Gathonĩ-Mũthĩnja", "passed its quizzes", "Skani ukague"])
def test_words_are_found_in_it(word):
    assert page_of(certificate()).get_textpage().search(word).get_next()


@pytest.mark.parametrize("name", [NAME, RARE, "O'Brien D’Souza", "Łukasz Ñandú"])
def test_letters_come_out_composed_however_rare(name):
    text = text_of(certificate(name))
    assert name in text
    assert unicodedata.is_normalized("NFC", text)


def test_two_characters_that_are_one_letter_are_drawn_as_one():
    assert text_of(certificate(unicodedata.normalize("NFD", NAME))).count(NAME) == 1


def test_only_a_rare_letter_brings_the_whole_font():
    assert len(pdf.draw(certificate(RARE))) > len(pdf.draw(certificate())) + 20_000


@pytest.mark.parametrize("name", NAMES)
def test_common_letters_have_the_same_glyphs_in_both_files(name):
    font = Font(name)
    assert {*NAME, *"'’-–…·ŨĨ0123456789"} <= font.common
    assert all(font.code(letter) != "<0000>" for letter in font.common)
    small = pikepdf.open(BytesIO(pdf.draw(certificate())))
    whole = pikepdf.open(BytesIO(pdf.draw(certificate(RARE))))
    assert widths_in(small, name).items() <= widths_in(whole, name).items()


def widths_in(document, name):
    (font,) = (
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary) and "/W" in thing and str(thing.BaseFont).endswith(name)
    )
    runs = list(font.W)
    return {
        int(first) + number: int(width)
        for first, widths in zip(runs[::2], runs[1::2], strict=True)
        for number, width in enumerate(widths)
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", [NAME, RARE, "", "7KQ2-M9X-WTD · Halali"])
def test_a_text_is_as_wide_as_freetype_finds_it(name, text):
    path = fonts.FOLDER / f"{name}.ttf"
    peer = ImageFont.truetype(path, 2000, layout_engine=ImageFont.Layout.BASIC)
    assert Font(name).width(text, 2000) == pytest.approx(peer.getlength(text))
    assert Font(name).width(unicodedata.normalize("NFD", text), 12) == Font(name).width(text, 12)


def test_a_letter_that_the_font_lacks_is_its_empty_box():
    assert Font(BOLD).code("车") == "<0000>"
    assert Font(BOLD).width("车", 10) > 0
    assert opened(pdf.draw(certificate("车 Bo")))


def test_the_same_certificate_gives_the_same_bytes():
    first = pdf.draw(signed(), full_design())
    pdf.draw_many([certificate(RARE), signed("Ali Bo", 190)])
    assert pdf.draw(signed(), full_design()) == first
    assert pdf.draw(signed("Amina Hassan"), full_design()) != first


_ELSEWHERE = """
import hashlib
import django
django.setup()
from certificates.printing import pdf
from tests.certificates.papers import certificate, full_design, signed
pdf.draw(certificate("Ali Bo"))
print(hashlib.sha256(pdf.draw_many([signed(), certificate(design=full_design())])).hexdigest())
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(seed):
    environment = os.environ | {"PYTHONHASHSEED": seed}
    said = subprocess.run([sys.executable, "-c", _ELSEWHERE], env=environment, capture_output=True, check=True).stdout
    here = pdf.draw_many([signed(), certificate(design=full_design())])
    assert said.decode().strip() == hashlib.sha256(here).hexdigest()


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    return drawn.saved(drawn.logo((300, 100)), "JPEG", exif=exif)


PICTURES = {
    "PNG": lambda: drawn.saved(drawn.logo()),
    "PNG, grey": lambda: drawn.saved(drawn.logo(mode="L")),
    "PNG, black and white": lambda: drawn.saved(drawn.logo(mode="1")),
    "PNG, palette": lambda: drawn.saved(drawn.logo(mode="P")),
    "PNG, transparent": lambda: drawn.saved(drawn.signature()),
    "JPEG": lambda: drawn.saved(drawn.logo(), "JPEG"),
    "JPEG, grey": lambda: drawn.saved(drawn.logo(mode="L"), "JPEG"),
    "JPEG, for print": lambda: drawn.saved(drawn.logo(mode="CMYK"), "JPEG"),
    "JPEG, turned": turned,
}


@pytest.mark.parametrize("kind", PICTURES)
def test_every_kind_of_picture_is_drawn(kind):
    look = design(logo=PICTURES[kind]())
    with pikepdf.open(BytesIO(pdf.draw(certificate(), look))) as document:
        assert document.check_pdf_syntax() == []
    page = page_of(certificate(), look)
    ((left, foot, right, top),) = boxes(page, FPDF_PAGEOBJ_IMAGE)
    assert (right - left < top - foot) == (kind == "JPEG, turned")
    shown = page.render().to_pil().crop((left, pdf.HEIGHT - top, right, pdf.HEIGHT - foot)).convert("L")
    darkest, lightest = shown.getextrema()
    assert lightest - darkest > 60


def test_paper_shines_through_a_transparent_picture():
    page = page_of(certificate(), design(logo=drawn.saved(drawn.signature())))
    ((left, foot, _right, _top),) = boxes(page, FPDF_PAGEOBJ_IMAGE)
    assert page.render().to_pil().getpixel((round(left) + 2, round(pdf.HEIGHT - foot) - 2)) == (253, 251, 247)


def test_a_jpeg_goes_in_as_it_is():
    data = drawn.saved(drawn.noise((300, 100)), "JPEG")
    assert data in pdf.draw(certificate(), design(logo=data))


def test_what_is_no_picture_is_refused():
    with pytest.raises(OSError, match="identify"):
        pictures.read(b"not a picture")
