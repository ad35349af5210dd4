"""Certificates and designs to be printed, and what is found on the printed page. Nothing here needs a database."""

import random
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_TEXT

from certificates.models import Certificate, DesignVersion
from certificates.printing import pdf
from tests.certificates import drawn

NAME = "Wanjirũ Gathonĩ-Mũthĩnja"
LONG = (NAME + " ").encode() * 2
CODE = "7KQ2M9XWTD"
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
WORDS = ("wording_en", "wording_sw", "signatory", "signatory_role_en", "signatory_role_sw")


def certificate(holder_name=NAME, **fields):
    fields = {"course_title_en": "Red flags on the road", "course_title_sw": "Dalili za hatari barabarani"} | fields
    return Certificate(
        code=fields.pop("code", CODE),
        holder_name=holder_name,
        issuer=fields.pop("issuer", "Trace Kenya"),
        issued_at=datetime(2026, 3, 9, 22, tzinfo=UTC),
        expires_at=datetime(2028, 3, 9, 22, tzinfo=UTC),
        **fields,
    )


def signed(holder_name=NAME, length=150, **fields):
    """Return one with a statement of so many bytes, of which only the number matters here."""
    return certificate(holder_name, statement=random.Random(length).randbytes(length), **fields)


def design(*words, logo=b"", signature=b""):
    return DesignVersion(content=dict(zip(WORDS, words, strict=False)), logo=logo, signature=signature)


def full_design():
    return design(
        "learned to keep passengers safe",
        "amejifunza kulinda abiria",
        "Grace Achieng Odhiambo",
        "Director of training",
        "Mkurugenzi wa mafunzo",
        logo=drawn.saved(drawn.logo()),
        signature=drawn.saved(drawn.signature()),
    )


def longest_design():
    texts = (("mafunzo ya barabarani " * 6)[:120], "W" * 120, "W" * 80, "M" * 80, ("Mkurugenzi wa mafunzo " * 4)[:80])
    pictures = {"logo": drawn.saved(drawn.logo((900, 100))), "signature": drawn.saved(drawn.logo((100, 900)))}
    return design(*texts, **pictures)


def page_of(certificate, design=None):
    document = pypdfium2.PdfDocument(pdf.draw(certificate, design))
    assert len(document) == 1
    return document[0]


def text_of(certificate, design=None):
    return page_of(certificate, design).get_textpage().get_text_bounded()


def picture_of(certificate, design=None, dpi=72):
    return page_of(certificate, design).render(scale=dpi / 72).to_pil()


def boxes(page, kind):
    """Return (left, foot, right, top) of each thing of that kind on the page, in points."""
    return [found.get_bounds() for found in page.get_objects(filter=[kind], max_depth=5)]


def things(page):
    """Return the boxes of all texts, pictures and of the white square around the QR."""
    square = [box for box in boxes(page, FPDF_PAGEOBJ_PATH) if 95 < box[2] - box[0] < 140 and box[3] - box[1] > 95]
    assert len(square) == 1
    texts = [box for box in boxes(page, FPDF_PAGEOBJ_TEXT) if box[0] < box[2]]
    return [*square, *texts, *boxes(page, FPDF_PAGEOBJ_IMAGE)]


def overlaps(page):
    return [(one, other) for one, other in combinations(things(page), 2) if _overlap(one, other)]


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def letters(text):
    return "".join(filter(str.isalpha, text))


def opened(drawn):
    return pypdfium2.PdfDocument(BytesIO(drawn))
