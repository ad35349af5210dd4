import re

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from certificates import codes
from printing import qr, qr_codewords

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


def peer_of(text):
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make()
    return code.version, code.get_matrix()


SIGNED = st.integers(0, 10**400).map(lambda number: f"{URL}#{number}")


@settings(max_examples=25, deadline=None)
@given(SIGNED | st.text(min_size=1) | st.text("0123456789ABC /:", min_size=1, max_size=300))
def test_it_is_the_very_figure_that_qrcode_draws(text):
    version, modules = peer_of(text)
    assert qr.version(text) == version
    assert [list(row) for row in qr.matrix(text)] == modules


@pytest.mark.parametrize("version", [1, 2, 6, 7, 9, 10, 14, 26, 27, 40])
def test_a_text_that_fills_a_version_takes_it_and_one_more_letter_the_next(version):
    heads = 4 + (8 if version < 10 else 16)
    most = (qrcode.util.BIT_LIMIT_TABLE[qrcode.ERROR_CORRECT_M][version] - heads) // 8
    full = "é" * (most // 2) + "z" * (most % 2)
    assert qr.version(full) == version
    if version < 40:
        assert qr.version(full + "z") == version + 1
        assert [list(row) for row in qr.matrix(full)] == peer_of(full)[1]


def test_what_no_version_holds_is_refused():
    assert qr.version("é" * 1165) == 40
    with pytest.raises(ValueError, match="more than"):
        qr.version("é" * 1166)
    with pytest.raises(ValueError, match="more than"):
        qr.matrix("é" * 1166)


def test_a_block_and_its_correction_together_are_a_multiple_of_the_generator():
    # ISO/IEC 18004, annex I: version 1-M, the digits 01234567.
    data = bytes.fromhex("10200c566180ec11ec11ec11ec11ec11")
    assert qr_codewords.correction(data, 10).hex() == "a524d4c1ed36c7872c55"
    assert qr_codewords.encode("01234567") == (1, data + qr_codewords.correction(data, 10))


def test_the_address_in_capitals_needs_a_small_square():
    assert len(qr.matrix(URL)) == 25
    assert len(qr.matrix(URL.lower())) > 25


def pixels_of(svg, scale):
    """Paint the path of the SVG, run by run."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    image = Image.new("L", (side, side), 255)
    x, y = (int(number) for number in re.search(r'd="M(\d+) (\d+)\.5', svg).groups())
    for across, down, length in re.findall(r"m(-?\d+) (\d+)h(\d+)", svg):
        x, y = x + int(across), y + int(down)
        image.paste(0, (x, y, x + int(length), y + 1))
        x += int(length)
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


@pytest.mark.parametrize("scale", [3, 8])
def test_the_square_on_the_page_reads_as_the_address(scale):
    (found,) = zxingcpp.read_barcodes(pixels_of(qr.svg(URL, "label"), scale))
    assert found.text == URL
    assert "M" in str(found.ec_level)


def test_the_label_is_what_a_screen_reader_says():
    assert 'role="img" aria-label="a &amp; b"' in qr.svg(URL, "a & b")
