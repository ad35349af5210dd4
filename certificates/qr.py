"""The QR of a certificate as horizontal runs of dark modules, so that a page and a PDF draw one and the same figure."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4


def matrix(text: str) -> list[list[bool]]:
    """Return the modules, True where dark, without the quiet zone. The encoder finds the segments itself."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()


def version(text: str) -> int:
    """Return the QR version (1 to 40) that the text needs, without drawing it."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    return code.best_fit(start=1)


def runs(modules: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Return (row, first column, length) of each unbroken run of dark modules."""
    for number, row in enumerate(modules):
        column = 0
        for is_dark, group in groupby(row):
            length = len(list(group))
            if is_dark:
                yield number, column, length
            column += length


def svg(text: str, label: str) -> SafeString:
    """Return the figure with its quiet zone as one path; the label is what a screen reader says."""
    modules = matrix(text)
    size = len(modules) + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for y, x, length in runs(modules))
    return format_html(
        '<svg class="qr big" viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<path d="{}"/></svg>',
        size,
        size,
        label,
        path,
    )
