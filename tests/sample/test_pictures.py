import re
from io import BytesIO

import pytest
from django.test import TestCase
from PIL import Image as Raster
from wagtail.images.models import Image

from sample import files, rasters
from sample.pictures import FOLDER, Drawings
from tests import make
from tests.sample.test_public_pages import load, seeded

DRAWN = sorted((files.CONTENT / FOLDER).glob("*.svg"))
LARGEST = 2048
COLOURS = {"black": (0, 0, 0), "white": (255, 255, 255), "red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}


def square(body):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" fill="none" stroke="none">{body}</svg>'


def colour_at(svg, x, y):
    """Return the name of the colour that the PNG has at a place of the drawing."""
    raster = Raster.open(BytesIO(rasters.png(svg))).convert("RGB")
    found = raster.getpixel((x * rasters.SCALE, y * rasters.SCALE))
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], found, strict=True)))


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_drawing_is_light_and_says_nothing_but_shapes(path):
    svg = path.read_text()
    assert len(svg) < LARGEST
    assert set(re.findall(r"<(\w+)", svg)) <= {"svg", "g", "path", "rect", "circle"}
    assert set(re.findall(r'stroke-width="(.*?)"', svg)) <= {"2", "4"}


def test_every_drawing_has_words_in_both_languages():
    about = files.read(f"{FOLDER}/pictures.yaml")
    assert set(about) == {path.stem for path in DRAWN}
    for one in about.values():
        assert one["alt"]["en"] != one["alt"]["sw"]


def test_a_png_has_the_colours_of_its_drawing():
    svg = square(
        '<rect width="10" height="10" fill="#ff0000"/><circle cx="5" cy="5" r="2" fill="#0000ff"/>'
        '<g stroke="#00ff00" stroke-width="2"><path d="M0 9H10"/></g>'
    )
    assert (colour_at(svg, 1, 1), colour_at(svg, 5, 5), colour_at(svg, 5, 9)) == ("red", "blue", "green")


def test_a_dashed_line_has_gaps():
    svg = square('<path stroke="#000000" stroke-width="1" stroke-dasharray="2 4" d="M0 5L10 5"/>')
    assert (colour_at(svg, 1, 5), colour_at(svg, 4, 5), colour_at(svg, 7, 5)) == ("black", "white", "black")


def test_curves_and_closed_paths_enclose_what_they_should():
    svg = square('<path fill="#000000" d="M1 9Q1 1 5 1Q9 1 9 9Z"/>')
    assert (colour_at(svg, 5, 5), colour_at(svg, 1, 1)) == ("black", "white")


def test_a_picture_is_made_once_for_each_language(db):
    drawings = Drawings()
    first = drawings.page("the-stage", "en")
    assert drawings.page("the-stage", "en") == first
    assert drawings.page("the-stage", "sw").description.startswith("Mchoro")
    assert (first.is_svg(), first.width, first.height) == (True, 240, 160)
    shared = drawings.share("the-stage", "en")
    assert (shared.is_svg(), shared.width, shared.height) == (False, 1200, 800)
    assert Image.objects.count() == 3


class PicturedPagesTests(TestCase):
    """Read-only stories about the seeded pages."""

    @classmethod
    def setUpTestData(cls):
        make.make_root()
        load()

    def shown(self, page):
        return self.client.get(page.url).content.decode()

    def test_pages_show_pictures_with_words_in_their_own_language(self):
        for lang, begins in (("en", "Drawing: "), ("sw", "Mchoro: ")):
            pictured = [page for page in seeded(lang) if getattr(page, "picture", None)]
            assert len(pictured) == 6
            for page in pictured:
                words = [alt for alt in re.findall(r'<img alt="(.*?)"', self.shown(page)) if alt]
                assert words, page.url
                assert all(alt.startswith(begins) for alt in words), page.url

    def test_a_link_that_is_shared_shows_a_picture_of_the_page_or_else_of_the_road(self):
        for page in seeded("en") + seeded("sw"):
            assert '<meta property="og:image:width" content="1200">' in self.shown(page), page.url
            assert "/images/." not in self.shown(page), page.url

    def test_the_project_with_the_road_has_a_gallery(self):
        (page,) = [page for page in seeded("sw") if page.slug == "transport-sector"]
        assert self.shown(page).count("<figcaption>") == 3
