"""The drawings of the sample programme in the image library: as SVG for pages, as PNG for links that are shared."""

from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.images.models import Image

from sample import files, rasters

FOLDER = "pictures"


class Drawings:
    """Images made of the drawings as they are asked for, each once.

    Each language has an image of its own, as an image has words in one language only.
    """

    def __init__(self):
        self._about = files.read(f"{FOLDER}/pictures.yaml")
        self._images = {}

    def page(self, name: str, lang: str) -> Image:
        """Return the drawing as it stands on pages."""
        return self._made(f"{name}.svg", name, lang, lambda: _svg(name).encode())

    def share(self, name: str, lang: str) -> Image:
        """Return the drawing for links that are shared, which show no SVG."""
        # Wagtail cuts the end off the name of a picture whose size is told in many words.
        return self._made(f"{name}-for-links.png", name, lang, lambda: rasters.png(_svg(name)))

    def _made(self, filename, name, lang, data):
        if (filename, lang) not in self._images:
            about = self._about[name]
            title = f"{about['title'][lang]} ({filename.rpartition('.')[2].upper()})"
            file = ImageFile(BytesIO(data()), name=filename)
            image = Image.objects.create(title=title, description=about["alt"][lang], file=file)
            self._images[filename, lang] = image
        return self._images[filename, lang]


def _svg(name):
    return (files.CONTENT / FOLDER / f"{name}.svg").read_text()
