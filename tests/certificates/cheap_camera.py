"""What a cheap phone sees of a printed square: from a slant, blurred, in uneven light, noisy, and saved as JPEG."""

from io import BytesIO
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

PIXELS_A_MODULE = 3.5
SLANT, TURN = 15, 12  # degrees at most, each drawn anew for every shot
DISTANCE = 6  # from camera to square, in the square's own sides
BLUR = (0.8, 1.0)  # sigma in pixels of the sensor
NOISE = 8  # sigma, of 255
DARK, BRIGHT = 40, 215
SHADE = 0.35  # how much of the light is missing at the darkest edge
QUALITY = 60
AROUND = 9  # modules around the square that are in the picture too
_FINER = 2  # how many times finer than the sensor's pixels the lens draws, in each direction


class Square(NamedTuple):
    """Where the square is in an image, in pixels without its quiet zone, and how many modules it has on a side."""

    left: float
    top: float
    side: float
    modules: int


def shoot(image: Image.Image, square: Square, seed: int, pixels: float = PIXELS_A_MODULE) -> Image.Image:
    """Return the photograph of the square, in grey; the same one for the same seed."""
    chance = np.random.default_rng(seed)
    size = round((square.modules + 2 * AROUND) * pixels)
    seen = _project(image.convert("L"), square, size, chance)
    seen = seen.filter(ImageFilter.GaussianBlur(chance.uniform(*BLUR)))
    light = np.asarray(seen, dtype=float) / 255 * (BRIGHT - DARK) + DARK
    noisy = light * _shade(size, chance) + chance.normal(0, NOISE, (size, size))
    file = BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=QUALITY)
    return Image.open(file)


def _project(image, square, size, chance):
    """Draw the plane of the paper as the lens sees it, and let each pixel of the sensor gather its share."""
    fine = size * _FINER
    scale = square.modules / (square.modules + 2 * AROUND) * fine
    aim = fine / 2 + chance.uniform(-2, 2, 2) * _FINER
    to_sensor = np.array([[scale * DISTANCE, 0, aim[0]], [0, scale * DISTANCE, aim[1]], [0, 0, 1]])
    turned = _turned(chance)
    lens = to_sensor @ np.column_stack([turned[:, 0], turned[:, 1], (0, 0, DISTANCE)])
    middle = (square.left + square.side / 2, square.top + square.side / 2)
    to_image = np.array([[square.side, 0, middle[0]], [0, square.side, middle[1]], [0, 0, 1]])
    back = to_image @ np.linalg.inv(lens)
    back /= back[2, 2]
    drawn = image.transform(
        (fine, fine), Image.Transform.PERSPECTIVE, back.flatten()[:8], Image.Resampling.BICUBIC, fillcolor=255
    )
    return drawn.reduce(_FINER)


def _turned(chance):
    """Return the rotation of a paper that is held askew."""
    slant, turn = np.radians(chance.uniform(0, SLANT)), np.radians(chance.uniform(-TURN, TURN))
    towards = chance.uniform(0, 2 * np.pi)
    x, y = np.cos(towards), np.sin(towards)
    cross = np.array([[0, 0, y], [0, 0, -x], [-y, x, 0]])
    leaning = np.eye(3) + np.sin(slant) * cross + (1 - np.cos(slant)) * cross @ cross
    flat = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    return leaning @ flat


def _shade(size, chance):
    """Return the share of the light that falls on each pixel: less and less towards one side."""
    towards = chance.uniform(0, 2 * np.pi)
    across = np.linspace(-0.5, 0.5, size)
    slope = np.cos(towards) * across[None, :] + np.sin(towards) * across[:, None]
    slope = (slope - slope.min()) / (slope.max() - slope.min())
    return 1 - chance.uniform(0, SHADE) * slope
