import re

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from certificates import codes, qr

URL = codes.url("7KQ2M9XWTD")


@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=12), max_size=6))
def test_runs_are_unbroken_and_cover_every_dark_module_once(modules):
    covered = [[False] * len(row) for row in modules]
    for row, column, length in qr.runs(modules):
        assert column == 0 or not modules[row][column - 1]
        for place in range(column, column + length):
            assert not covered[row][place]
            covered[row][place] = True
    assert covered == modules


def test_the_address_in_capitals_needs_a_small_square():
    assert len(qr.matrix(URL)) == 25
    assert len(qr.matrix(URL.lower())) > 25


def pixels_of(svg, scale):
    """Paint the path of the SVG, module by module."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    image = Image.new("L", (side, side), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        image.paste(0, (int(x), int(y), int(x) + int(length), int(y) + 1))
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


@pytest.mark.parametrize("scale", [3, 8])
def test_the_square_on_the_page_reads_as_the_address(scale):
    (found,) = zxingcpp.read_barcodes(pixels_of(qr.svg(URL, "label"), scale))
    assert found.text == URL
    assert "M" in str(found.ec_level)


def test_the_label_is_what_a_screen_reader_says():
    assert 'role="img" aria-label="a &amp; b"' in qr.svg(URL, "a & b")
