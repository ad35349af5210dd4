"""Pocket cards, ten on a sheet of A4: a page of fronts, then their backs, to be printed on both sides and cut apart."""

from collections.abc import Iterable
from io import BytesIO

from certificates.models import Certificate
from certificates.printing import card, card_back, card_front
from printing.cutting import AS_LARGE_AS_IT_IS, ON_A_SHEET, corner, corner_behind, marks
from printing.sheet import A4_UPRIGHT, Sheet


def draw_many(certificates: Iterable[Certificate]) -> bytes:
    """Return a PDF of two pages for each ten certificates: fronts, then backs. Raises ValueError where there are none.

    Turned over its long edge, each back lies behind its front; places without a card stay empty on both sides.
    """
    certificates = list(certificates)
    file = BytesIO()
    sheet = Sheet(file, card.description(certificates), A4_UPRIGHT, AS_LARGE_AS_IT_IS)
    back, cuts = card_back.art(), marks()
    for start in range(0, len(certificates), ON_A_SHEET):
        if start:
            sheet.next_page()
        cards = certificates[start : start + ON_A_SHEET]
        sheet.place(cuts)
        for number, certificate in enumerate(cards):
            card_front.draw(sheet, certificate, corner(number))
        sheet.next_page()
        sheet.place(cuts)
        for number in range(len(cards)):
            sheet.place(back, corner_behind(number))
    sheet.finish()
    return file.getvalue()
