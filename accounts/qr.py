"""A QR code as inline SVG, small and crisp at any size."""

from itertools import groupby

import qrcode
from django.utils.safestring import SafeString, mark_safe


def svg(text: str) -> SafeString:
    """Return the picture, each row of dark squares as one stroke; the class `qr` gives it a white ground and a size."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _dark_runs(row))
    size = len(rows)
    return mark_safe(
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="QR" shape-rendering="crispEdges">'
        f'<path d="{path}" fill="#000"/></svg>'
    )


def _dark_runs(row):
    """Yield where each run of dark squares starts, and its length."""
    x = 0
    for is_dark, squares in groupby(row):
        length = len(list(squares))
        if is_dark:
            yield x, length
        x += length
