"""Cards as large as a bank card, ten on a sheet of A4 with marks to cut them apart by. Measures are points."""

from printing.drawing import BLACK, MM, Art, Drawing
from printing.sheet import A4_UPRIGHT

# As large as a bank card: ISO/IEC 7810, ID-1.
CARD = CARD_WIDTH, CARD_HEIGHT = 85.6 * MM, 54 * MM
# A card is as large as a bank card only where nothing fits it to the paper.
AS_LARGE_AS_IT_IS = " /PrintScaling /None /Duplex /DuplexFlipLongEdge"

COLUMNS, ROWS = 2, 5
ON_A_SHEET = COLUMNS * ROWS
WIDTH, HEIGHT = A4_UPRIGHT
LEFT = (WIDTH - COLUMNS * CARD_WIDTH) / 2
FOOT = (HEIGHT - ROWS * CARD_HEIGHT) / 2
# A mark ends so far from the cards that nothing of it stays on them.
MARK_GAP, MARK, MARK_WIDTH = 2 * MM, 5 * MM, 0.4


def corner(number: int) -> tuple[float, float]:
    """Return the bottom left of the front in that place, 0 to 9, row by row from the top left."""
    row, column = divmod(number, COLUMNS)
    return LEFT + column * CARD_WIDTH, FOOT + (ROWS - 1 - row) * CARD_HEIGHT


def corner_behind(number: int) -> tuple[float, float]:
    """Return the bottom left of that place's back, on the sheet turned over its long edge."""
    left, foot = corner(number)
    return WIDTH - left - CARD_WIDTH, foot


def marks() -> Art:
    """Return the crop marks in the margins: where each cut begins and ends."""
    drawing = Drawing()
    for column in range(COLUMNS + 1):
        x = LEFT + column * CARD_WIDTH
        for edge, outwards in ((FOOT, -1), (HEIGHT - FOOT, 1)):
            drawing.line(BLACK, MARK_WIDTH, (x, edge + outwards * MARK_GAP, x, edge + outwards * (MARK_GAP + MARK)))
    for row in range(ROWS + 1):
        y = FOOT + row * CARD_HEIGHT
        for edge, outwards in ((LEFT, -1), (WIDTH - LEFT, 1)):
            drawing.line(BLACK, MARK_WIDTH, (edge + outwards * MARK_GAP, y, edge + outwards * (MARK_GAP + MARK), y))
    return drawing.keep(A4_UPRIGHT)
