"""The certificate as a picture for WhatsApp, which makes pictures smaller and blurs them: few colours, a large QR.

Measures are pixels from the top left corner. The same certificate gives the same bytes.
"""

from functools import cache
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from PIL import Image, ImageColor, ImageDraw, ImageFont

from certificates.models import Certificate
from printing import fonts, qr, typesetting
from printing.both import dates, in_both, in_each, once
from printing.sheet import BLACK, GO, INK, PAPER, QUIET, WHITE, Box, Style

WIDTH, HEIGHT = 1080, 1380
ROAD, LEFT, RIGHT = 84, 140, 1024
MEASURE = RIGHT - LEFT
QR_ROOM = 640  # 9 pixels a module for the densest QR that is issued, 10 for the usual one
QR_TOP = 494
FRAME = 5
# How a text's edge fades into the paper: so many shades of each colour.
SHADES = 8
_COLOURS = (INK, GO, QUIET)
# Letters are set on whole pixels, which makes a line a little longer than its letters' widths add up to.
_SPARE = 0.96
_SHIELD = ((12, 2), (20, 5), (20, 11), (18.9, 16), (16, 19.5), (12, 22), (8, 19.5), (5.1, 16), (4, 11), (4, 5), (12, 2))
_TICK = ((8, 12), (11, 15), (16, 9))


def _style(font, size, colour=INK):
    return Style(font, size, colour, smallest=20)


BRAND, KIND = _style(typesetting.BOLD, 60), _style(typesetting.REGULAR, 30, GO)
NAME, TITLE = _style(typesetting.BOLD, 80), _style(typesetting.BOLD, 42)
LABEL, VALUE = _style(typesetting.REGULAR, 28, QUIET), _style(typesetting.BOLD, 34)
CODE = _style(typesetting.BOLD, 48)


def draw(certificate: Certificate) -> bytes:
    """Return the picture as a PNG of 1080 x 1380 pixels."""
    page = Page()
    _draw_road(page)
    page.draw_shield((LEFT - 12, 52), 84)
    page.say(settings.WAGTAIL_SITE_NAME, Box(LEFT + 84, 48, MEASURE - 84, 70), BRAND)
    page.say(in_both(_("Certificate of training")), Box(LEFT + 84, 112, MEASURE - 84, 40), KIND)
    page.say(certificate.holder_name, Box(LEFT, 174, MEASURE, 170), NAME)
    _draw_titles(page, certificate)
    _draw_square(page, certificate)
    _draw_facts(page, certificate)
    return page.as_png()


class Page:
    """A sheet of palette colours: 0 is paper, 1 white, 2 black, then the shades of each colour."""

    def __init__(self):
        self.image = Image.new("P", (WIDTH, HEIGHT), 0)
        self.image.putpalette(_palette())
        self.pen = ImageDraw.Draw(self.image)

    def as_png(self):
        file = BytesIO()
        self.image.save(file, "PNG", optimize=True)
        return file.getvalue()

    def fill(self, box, colour):
        self.pen.rectangle((box.x, box.y, box.x + box.width - 1, box.y + box.height - 1), fill=_index(colour))

    def say(self, text, box, style):
        """Write the text in the middle of the box's height, smaller or in more lines where it would not fit."""
        room = (box.width * _SPARE, box.height)
        size, lines = typesetting.fit(text, style.font, room, range(style.size, style.smallest - 1, -2))
        leading = size * typesetting.LEADING
        mask = Image.new("L", (box.width, box.height), 0)
        first = (box.height - leading * len(lines)) / 2 + leading - size * typesetting.DESCENT
        for number, line in enumerate(lines):
            place = (0, round(first + number * leading))
            ImageDraw.Draw(mask).text(place, line, fill=255, font=_font(style.font, size), anchor="ls")
        self.stamp(mask, (box.x, box.y), style.colour)

    def stamp(self, mask, place, colour):
        """Lay a mask of 0 to 255 on the paper, in the shades of a colour."""
        darkest = _index(colour)
        steps = [darkest - (255 - level) * SHADES // 256 for level in range(256)]
        seen = [255 if level >= 256 // SHADES else 0 for level in range(256)]
        self.image.paste(mask.point(steps), place, mask.point(seen))

    def draw_shield(self, place, side):
        """Draw the site's shield with a tick, four times as large and then reduced, so that its lines are smooth."""
        scale = 4 * side / 24
        mask = Image.new("L", (4 * side, 4 * side), 0)
        pen = ImageDraw.Draw(mask)
        for points in (_SHIELD, _TICK):
            pen.line([(x * scale, y * scale) for x, y in points], fill=255, width=round(1.7 * scale), joint="curve")
        self.stamp(mask.resize((side, side), Image.Resampling.BOX), place, GO)


def _draw_road(page):
    page.fill(Box(0, 0, ROAD, HEIGHT), INK)
    page.fill(Box(ROAD, 0, 8, HEIGHT), GO)
    for top in range(-20, HEIGHT, 90):
        page.fill(Box(ROAD // 2 - 4, top, 8, 52), PAPER)


def _draw_titles(page, certificate):
    titles = once(certificate.course_title_en, certificate.course_title_sw)
    for number, title in enumerate(titles):
        height = 112 // len(titles)
        page.say(title, Box(LEFT, 362 + number * height, MEASURE, height), TITLE)


def _draw_square(page, certificate):
    """Draw the QR on white with its quiet zone: whole pixels a module, as many as there is room for."""
    modules = qr.matrix(certificate.qr_text)
    module = QR_ROOM // (len(modules) + 2 * qr.QUIET)
    left = LEFT + (MEASURE - QR_ROOM) // 2
    page.fill(Box(left - FRAME, QR_TOP - FRAME, QR_ROOM + 2 * FRAME, QR_ROOM + 2 * FRAME), GO)
    page.fill(Box(left, QR_TOP, QR_ROOM, QR_ROOM), WHITE)
    around = (QR_ROOM - len(modules) * module) // 2
    for row, column, length in qr.runs(modules):
        place = left + around + column * module, QR_TOP + around + row * module
        page.fill(Box(*place, length * module, module), BLACK)


def _draw_facts(page, certificate):
    half = MEASURE // 2
    page.say(in_both(_("Valid until")), Box(LEFT, 1158, half, 36), LABEL)
    for number, day in enumerate(dates(certificate.expires_at)):
        page.say(day, Box(LEFT, 1194 + 42 * number, half, 42), VALUE)
    page.say(in_both(_("Code")), Box(LEFT + half, 1158, half, 36), LABEL)
    page.say(certificate.spelled_code, Box(LEFT + half, 1194, half, 64), CODE)
    where = {"address": f"{urlsplit(settings.BASE_URL).netloc}/v"}
    advice = _("Scan to check, or type the code at %(address)s")
    for number, text in enumerate(in_each(lambda: gettext(advice) % where)):
        page.say(text, Box(LEFT, 1288 + 28 * number, MEASURE, 30), LABEL._replace(size=24, smallest=14))


@cache
def _palette():
    """Return red, green and blue of each colour in turn."""
    shades = [_mixed(colour, step / SHADES) for colour in _COLOURS for step in range(1, SHADES + 1)]
    flat = [ImageColor.getrgb(colour) for colour in (PAPER, WHITE, BLACK)] + shades
    return [part for colour in flat for part in colour]


def _mixed(colour, share):
    return tuple(
        round(ink * share + paper * (1 - share))
        for ink, paper in zip(ImageColor.getrgb(colour), ImageColor.getrgb(PAPER), strict=True)
    )


def _index(colour):
    """Return the place of a colour in the palette: its darkest shade."""
    plain = (PAPER, WHITE, BLACK)
    return plain.index(colour) if colour in plain else 2 + SHADES * (_COLOURS.index(colour) + 1)


@cache
def _font(name, size):
    # Pillow's other engine, where it is installed, would set some letters elsewhere.
    return ImageFont.truetype(fonts.FOLDER / f"{name}.ttf", size, layout_engine=ImageFont.Layout.BASIC)
