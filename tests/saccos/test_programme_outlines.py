"""The outlines of the counties, and the way from degrees to them."""

import gzip
from pathlib import Path

import pytest

from places import outlines
from places.counties import County
from places.outlines import HEIGHT, OUTLINES, WIDTH

# Towns whose degrees and county are known, one for each county.
TOWNS = {
    "Mombasa": (-4.05, 39.67),
    "Kwale": (-4.29, 39.57),
    "Kilifi": (-3.22, 40.12),
    "Tana River": (-1.50, 40.03),
    "Lamu": (-2.27, 40.90),
    "Taita-Taveta": (-3.40, 38.56),
    "Garissa": (-0.45, 39.65),
    "Wajir": (1.75, 40.06),
    "Mandera": (3.94, 41.86),
    "Marsabit": (2.33, 37.99),
    "Isiolo": (0.35, 37.58),
    "Meru": (0.05, 37.65),
    "Tharaka-Nithi": (-0.30, 37.90),
    "Embu": (-0.53, 37.45),
    "Kitui": (-1.37, 38.01),
    "Machakos": (-1.52, 37.26),
    "Makueni": (-1.80, 37.62),
    "Nyandarua": (-0.27, 36.38),
    "Nyeri": (-0.42, 36.95),
    "Kirinyaga": (-0.50, 37.28),
    "Murang'a": (-0.72, 37.15),
    "Kiambu": (-1.17, 36.83),
    "Turkana": (3.12, 35.60),
    "West Pokot": (1.24, 35.11),
    "Samburu": (1.10, 36.70),
    "Trans-Nzoia": (1.02, 35.00),
    "Uasin Gishu": (0.52, 35.27),
    "Elgeyo-Marakwet": (0.67, 35.51),
    "Nandi": (0.20, 35.10),
    "Baringo": (0.49, 35.74),
    "Laikipia": (0.02, 37.07),
    "Nakuru": (-0.30, 36.07),
    "Narok": (-1.08, 35.87),
    "Kajiado": (-2.55, 36.79),
    "Kericho": (-0.37, 35.28),
    "Bomet": (-0.78, 35.34),
    "Kakamega": (0.28, 34.75),
    "Vihiga": (0.07, 34.72),
    "Bungoma": (0.56, 34.56),
    "Busia": (0.46, 34.12),
    "Siaya": (0.06, 34.29),
    "Kisumu": (-0.10, 34.75),
    "Homa Bay": (-0.53, 34.46),
    "Migori": (-1.24, 34.48),
    "Kisii": (-0.68, 34.77),
    "Nyamira": (-0.57, 34.93),
    "Nairobi": (-1.29, 36.82),
}


def test_every_county_has_one_outline():
    assert sorted(OUTLINES) == sorted(County.values)
    assert len({outline.path for outline in OUTLINES.values()}) == 47


def test_a_town_of_each_county_falls_into_it_and_no_other():
    assert set(TOWNS) == set(County.labels)
    for name, degrees in TOWNS.items():
        place = outlines.project(*degrees)
        assert [County(code).label for code, outline in OUTLINES.items() if outline.holds(place)] == [name]


@pytest.mark.parametrize("degrees", [(-1.2, 33.0), (-6.8, 39.28), (0.35, 32.6), (-3.0, 41.5)])
def test_a_place_outside_the_country_falls_into_none(degrees):
    place = outlines.project(*degrees)
    assert not any(outline.holds(place) for outline in OUTLINES.values())


def test_the_country_fills_its_drawing():
    boxes = [outline.box for outline in OUTLINES.values()]
    edges = [pick(numbers) for pick, numbers in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)]
    assert edges == pytest.approx([0, 0, WIDTH, HEIGHT], abs=2)


def test_each_name_stands_within_its_county():
    assert all(outline.holds((outline.label.x + 0.1, outline.label.y + 0.1)) for outline in OUTLINES.values())


def test_the_outlines_are_light_and_their_licence_is_beside_them():
    paths = "".join(outline.path for outline in OUTLINES.values())
    assert len(gzip.compress(paths.encode())) < 5_400
    licence = Path(outlines.__file__).with_name("county_shapes.LICENSE").read_text()
    assert all(words in licence for words in ("MIT License", "@react-map/kenya 1.0.9", "Copyright (c)"))
