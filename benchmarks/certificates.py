"""How many certificates a second one core signs and draws, QR and PDF together: against the plain way (qrcode's own
picture on a ReportLab canvas that reads its fonts) and against WeasyPrint, on a page that says and shows the same."""

import base64
import itertools
import time
import uuid
from datetime import timedelta
from html import escape
from io import BytesIO

import pypdfium2
import qrcode
import zxingcpp
from django.utils import timezone
from qrcode.image.pil import PilImage
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.server import folder, in_turns, set_up

try:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
except OSError:  # it draws with Pango, which a machine may lack (Debian: libpango-1.0-0 and libpangoft2-1.0-0)
    HTML = None

ROUNDS, MANY = 9, 100
TIMES = {"ours": 50, "plain": 3, "weasyprint": 3}
WIDTH, HEIGHT, LEFT, RIGHT = 842, 595, 112, 792
FRAME, QR = (677, 92, 115, 115), (692, 107, 85, 85)
ROAD = (("#fdfbf7", 0, 842), ("#14213d", 0, 62), ("#0b5d3b", 62, 5))  # colour, left, width
_numbers = itertools.count()


def make():
    """Return a certificate as it is issued: signed now, for somebody new each time."""
    from certificates import issuing

    number, now = next(_numbers), timezone.now()
    return issuing.build(
        {
            "course_key": uuid.UUID(int=1),
            "holder_name": f"Wanjirũ Gathonĩ {number:04d}",
            "course_title_en": "Red flags on the road",
            "course_title_sw": "Dalili za hatari barabarani",
            "issuer": "Trace Kenya",
            "status_index": number,
            "issued_at": now,
            "expires_at": now + timedelta(days=730),
        }
    )


def texts(certificate):
    """Return what the page says: (style, x, y, text), in points from the bottom left corner."""
    from certificates.printing import pdf
    from printing.both import dates, each, in_both

    issued, expires = dates(certificate.issued_at), dates(certificate.expires_at)
    scan = each("Scan to check")
    return [
        (pdf.BRAND, LEFT + 60, 534, "Safari Salama"),
        (pdf.KIND, LEFT + 60, 513, in_both("Certificate of training")),
        (pdf.SMALL, LEFT, 446, in_both("This certifies that")),
        (pdf.NAME._replace(size=48), LEFT, 386, certificate.holder_name),
        (pdf.SMALL, LEFT, 338, in_both("completed the course and passed its quizzes")),
        (pdf.TITLE, LEFT, 290, certificate.course_title_en),
        (pdf.TITLE, LEFT, 256, certificate.course_title_sw),
        *((pdf.LABEL, LEFT, 204, in_both("Issued on")), (pdf.LABEL, 262, 204, in_both("Valid until"))),
        (pdf.LABEL, 412, 204, in_both("Issued by")),
        *((pdf.VALUE, LEFT, 186 - 17 * row, day) for row, day in enumerate(issued)),
        *((pdf.VALUE, 262, 186 - 17 * row, day) for row, day in enumerate(expires)),
        (pdf.VALUE, 412, 186, certificate.issuer),
        *((pdf.LABEL, LEFT, 132, in_both("Code")), (pdf.CODE, LEFT, 104, certificate.spelled_code)),
        *((pdf.SCAN, FRAME[0], 226 - 15 * row, label) for row, label in enumerate(scan)),
        *((pdf.LABEL, LEFT, 51 - 16 * row, line) for row, line in enumerate(advice())),
    ]


def advice():
    """Return the two lines at the foot, as our own page has them."""
    from django.utils.translation import gettext

    from printing.both import in_each

    said = (
        "This paper proves nothing until it is checked: scan the square or type the code at %(address)s,"
        " and compare the name with the ID card."
    )
    return in_each(lambda: gettext(said) % {"address": "salama.example/v"})


def font_file(name):
    from printing import fonts

    return fonts.FOLDER / f"{name}.ttf"


def ours():
    from certificates.printing import pdf

    certificate = make()
    return certificate, pdf.draw(certificate)


def plain():
    """Do it as one would at first: fonts read, QR as a picture, everything drawn anew."""
    from printing.typesetting import NAMES

    certificate, file = make(), BytesIO()
    for name in NAMES:
        pdfmetrics.registerFont(TTFont(name, font_file(name)))
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setTitle(certificate.holder_name)
    for colour, left, width in ROAD:
        canvas.setFillColor(colour)
        canvas.rect(left, 0, width, HEIGHT, stroke=0, fill=1)
    _draw_lines(canvas)
    canvas.drawImage(ImageReader(square(certificate)), *QR)
    for style, x, y, text in texts(certificate):
        canvas.setFillColor(style.colour)
        canvas.setFont(style.font, style.size)
        canvas.drawString(x, y, text)
    canvas.save()
    return certificate, file.getvalue()


def _draw_lines(canvas):
    """Draw the lane, the line below the name, the sign and the frame of the QR."""
    for colour, width, dash, line in (
        ("#fdfbf7", 5, [30, 22], (31, -8, 31, HEIGHT)),
        ("#0b5d3b", 2.5, [16, 10.6], (LEFT, 356, RIGHT, 356)),
    ):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.setDash(dash)
        canvas.line(*line)
    canvas.setDash([])
    canvas.setStrokeColor("#0b5d3b")
    canvas.setFillColor("#ffffff")
    canvas.roundRect(*FRAME, 8, stroke=1, fill=1)
    canvas.setLineWidth(4)
    path = canvas.beginPath()
    path.moveTo(134, 555)
    path.curveTo(154, 547, 154, 547, 154, 540)
    path.curveTo(154, 515, 144, 508, 134, 503)
    path.curveTo(124, 508, 114, 515, 114, 540)
    path.curveTo(114, 547, 114, 547, 134, 555)
    canvas.drawPath(path)


def square(certificate):
    """Return qrcode's own picture of the QR, at 300 dpi or a little more."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, box_size=7)
    code.add_data(certificate.qr_text)
    return code.make_image(image_factory=PilImage).get_image()


def weasyprint(configuration):
    """Do it with HTML and CSS, everything at its place."""
    certificate, file = make(), BytesIO()
    square(certificate).save(file, "PNG")
    source = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    bars = "".join(
        f'<div style="background:{colour};left:{left}pt;width:{width}pt;top:0;height:100%"></div>'
        for colour, left, width in ROAD
    )
    words = "".join(
        f'<p style="left:{x}pt;bottom:{y - 0.383 * style.size:.1f}pt;'
        f'font:{"bold " if "Bold" in style.font else ""}{style.size}pt/1.266 Overpass;color:{style.colour}">'
        f"{escape(text)}</p>"
        for style, x, y, text in texts(certificate)
    )
    left, foot, width, height = QR
    picture = f'<img src="{source}" style="left:{left}pt;bottom:{foot}pt;width:{width}pt;height:{height}pt">'
    html = HTML(string=_HTML.format(bars=bars, words=words, picture=picture, **_faces()))
    return certificate, html.write_pdf(font_config=configuration)


def _faces():
    from printing.typesetting import BOLD, REGULAR

    return {"regular": font_file(REGULAR).as_uri(), "bold": font_file(BOLD).as_uri()}


_HTML = """<!doctype html><html lang="en"><title>Certificate</title><style>
@font-face {{ font-family: Overpass; src: url({regular}) }}
@font-face {{ font-family: Overpass; font-weight: bold; src: url({bold}) }}
@page {{ size: 842pt 595pt; margin: 0 }}
div, p, img, svg, hr {{ position: absolute; margin: 0; white-space: nowrap }}
.lane {{ left: 28.5pt; top: 0; height: 100%; border-left: 5pt dashed #fdfbf7 }}
hr {{ left: 112pt; bottom: 355pt; width: 680pt; border: 0; border-top: 2.5pt dashed #0b5d3b }}
.frame {{ left: 677pt; bottom: 92pt; width: 110pt; height: 110pt; background: #fff; border: 2.5pt solid #0b5d3b;
border-radius: 8pt }}
svg {{ left: 104pt; bottom: 500pt; width: 60pt; height: 60pt }}</style>
{bars}<div class="lane"></div><hr><div class="frame"></div>
<svg viewBox="0 0 24 24" fill="none" stroke="#0b5d3b" stroke-width="1.6"><path
d="M12 2 20 5v6c0 6-4 9-8 11-4-2-8-5-8-11V5zM8 12l3 3 5-6"/></svg>{picture}{words}</html>"""


def check(certificate, file):
    """Fail where the page does not say who, or where its QR does not say all that was signed."""
    page = pypdfium2.PdfDocument(file)[0]
    said = page.get_textpage().get_text_bounded()
    for words in (certificate.holder_name, certificate.spelled_code, "Dalili za hatari", "Scan to check", "ID card"):
        assert words in said, words
    (found,) = zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())
    assert found.text == certificate.qr_text


def rate(act, times):
    """Return how many are made in a second of this core's time."""
    began = time.process_time()
    for _time in range(times):
        act()
    return times / (time.process_time() - began)


def one_file():
    """Return how many pages a second go into one file of a hundred."""
    from certificates.printing import pdf

    began = time.process_time()
    pdf.draw_many([make() for _page in range(MANY)])
    return MANY / (time.process_time() - began)


def main():
    with folder() as here:
        set_up(here)
        ways = {"ours": ours, "plain": plain}
        if HTML:
            configuration = FontConfiguration()
            ways["weasyprint"] = lambda: weasyprint(configuration)
        sizes = {}
        for name, way in ways.items():
            certificate, file = way()
            check(certificate, file)
            sizes[name] = len(file) / 1000
        measures = {name: lambda name=name, way=way: rate(way, TIMES[name]) for name, way in ways.items()}
        found = in_turns({**measures, "one file": one_file}, ROUNDS)
    ours_a_second, plain_a_second = found["ours"], found["plain"]
    weasyprints, in_one = found.get("weasyprint"), found["one file"]
    print(
        f"certificates, signed and drawn: {ours_a_second:.0f} a second"
        f" (the plain way: {plain_a_second:.1f} a second, ratio: {ours_a_second / plain_a_second:.1f})"
    )
    if weasyprints:
        print(
            f"certificates against WeasyPrint: {ours_a_second:.0f} a second"
            f" (WeasyPrint: {weasyprints:.1f} a second, ratio: {ours_a_second / weasyprints:.1f})"
        )
    else:
        print("certificates against WeasyPrint: not measured, Pango is not installed")
    print(
        f"certificates, a hundred in one file: {in_one:.0f} a second"
        f" (one by one: {ours_a_second:.0f} a second, ratio: {in_one / ours_a_second:.2f})"
    )
    print(
        f"certificate, its file: {sizes['ours']:.0f} kB"
        f" (the plain way: {sizes['plain']:.0f} kB, ratio: {sizes['ours'] / sizes['plain']:.2f})"
    )


if __name__ == "__main__":
    main()
