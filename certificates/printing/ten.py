"""Pocket cards, ten on a sheet of A4: a page of fronts, then their backs, to be printed on both sides and cut apart."""

from collections.abc import Iterable
from io import BytesIO

from certificates.models import Certificate
from certificates.printing import card, card_back, card_front
from certificates.printing.drawing import BLACK, MM, Art, Drawing
from certificates.printing.sheet import A4_UPRIGHT, Sheet

COLUMNS, ROWS = 2, 5
ON_A_SHEET = COLUMNS * ROWS
WIDTH, HEIGHT = A4_UPRIGHT
LEFT = (WIDTH - COLUMNS * card_front.WIDTH) / 2
FOOT = (HEIGHT - ROWS * card_front.HEIGHT) / 2
# A mark ends so far from the cards that nothing of it stays on them.
MARK_GAP, MARK, MARK_WIDTH = 2 * MM, 5 * MM, 0.4


def draw_many(certificates: Iterable[Certificate]) -> bytes:
    """Return a PDF of two pages for each ten certificates: fronts, then backs. Raises ValueError where there are none.

    Turned over its long edge, each back lies behind its front; places without a card stay empty on both sides.
    """
    certificates = list(certificates)
    file = BytesIO()
    sheet = Sheet(file, card.description(certificates), A4_UPRIGHT, card.AS_LARGE_AS_IT_IS)
    back, marks = card_back.art(), _marks()
    for start in range(0, len(certificates), ON_A_SHEET):
        if start:
            sheet.next_page()
        cards = certificates[start : start + ON_A_SHEET]
        sheet.place(marks)
        for number, certificate in enumerate(cards):
            card_front.draw(sheet, certificate, corner(number))
        sheet.next_page()
        sheet.place(marks)
        for number in range(len(cards)):
            sheet.place(back, corner_behind(number))
    sheet.finish()
    return file.getvalue()


def corner(number: int) -> tuple[float, float]:
    """Return the bottom left of the front in that place, 0 to 9, row by row from the top left, in points."""
    row, column = divmod(number, COLUMNS)
    return LEFT + column * card_front.WIDTH, FOOT + (ROWS - 1 - row) * card_front.HEIGHT


def corner_behind(number: int) -> tuple[float, float]:
    """Return the bottom left of that place's back, on the sheet turned over its long edge."""
    left, foot = corner(number)
    return WIDTH - left - card_front.WIDTH, foot


def _marks() -> Art:
    """Return the crop marks in the margins: where each cut begins and ends."""
    drawing = Drawing()
    for column in range(COLUMNS + 1):
        x = LEFT + column * card_front.WIDTH
        for edge, outwards in ((FOOT, -1), (HEIGHT - FOOT, 1)):
            drawing.line(BLACK, MARK_WIDTH, (x, edge + outwards * MARK_GAP, x, edge + outwards * (MARK_GAP + MARK)))
    for row in range(ROWS + 1):
        y = FOOT + row * card_front.HEIGHT
        for edge, outwards in ((LEFT, -1), (WIDTH - LEFT, 1)):
            drawing.line(BLACK, MARK_WIDTH, (edge + outwards * MARK_GAP, y, edge + outwards * (MARK_GAP + MARK), y))
    return drawing.keep(A4_UPRIGHT)
