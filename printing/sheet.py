"""Sheets of paper: a PDF of pages of one size, drawn one after the other."""

from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from printing import fonts, objects, typesetting
from printing.drawing import BLACK, GO, INK, MM, PAPER, QUIET, WHITE, Art, Box, Drawing, Style

__all__ = ["A4", "A4_UPRIGHT", "BLACK", "GO", "INK", "MM", "PAPER", "QUIET", "WHITE", "Art", "Box", "Sheet", "Style"]
__all__ += ["describe"]
A4 = WIDTH, HEIGHT = 297 * MM, 210 * MM
A4_UPRIGHT = HEIGHT, WIDTH

# What every file begins with, in this order; then come its pages, with their pictures and art.
_CATALOG, _INFORMATION, _METADATA, _PAGES, _RESOURCES, _FONTS = range(1, 7)
_LEVEL = 1  # 6 takes five times as long and saves 0.7 kB of 26


def describe(title: str, subject: str, date: datetime) -> dict:
    """Return what a file of the platform's own says of itself; `date` is an aware moment."""
    site = settings.WAGTAIL_SITE_NAME
    return {"title": title, "author": site, "subject": subject, "creator": site, "date": date}


class Sheet(Drawing):
    """The page being drawn, in a document whose pages share fonts, pictures and art."""

    def __init__(self, file: BinaryIO, description: dict, size: tuple[float, float] = A4, wishes: str = ""):
        """Begin the first page. The description says title, author, subject, creator and date (an aware moment).

        `wishes` are more of the viewer's preferences (ISO 32000-1 §12.2), for example how it is to be printed.
        """
        super().__init__()
        self._file, self._description, self._size, self._wishes = file, description, size, wishes
        self._bodies, self._pages, self._things = [], [], {}

    def next_page(self):
        """End this page and begin another."""
        content = self._put(objects.deflated(self._content(), level=_LEVEL))
        self._pages.append(self._put(f"<< /Type /Page /Parent {_PAGES} 0 R /Contents {content} 0 R >>".encode()))
        self._operators.clear()

    def place(self, art: Art, corner=(0, 0)):
        """Put the art on the page, its own bottom left at the corner."""
        self._letters |= art.letters
        self._pictures |= art.pictures
        if art.name not in self._things:
            self._things[art.name] = self._put(objects.stream(art.data, f"{art.entries} /Resources {_RESOURCES} 0 R"))
        self._show(art.name, (1, 0, 0, 1, *corner))

    def finish(self):
        """End the last page and write the file."""
        self.next_page()
        for picture in self._pictures.values():
            mask = f" /SMask {self._put(picture.alpha)} 0 R" if picture.alpha else ""
            self._things[picture.name] = self._put(objects.stream(picture.data, picture.entries + mask))
        first = [
            self._catalog(),
            objects.information(self._description),
            objects.metadata(self._description, [code for code, _name in settings.LANGUAGES]),
            self._page_tree(),
            self._resources(),
            *self._fonts(),
        ]
        told_apart_by = b"".join((first[1], *self._bodies))
        self._file.write(objects.file([*first, *self._bodies], _CATALOG, _INFORMATION, told_apart_by))

    def _put(self, body):
        """Keep an object and return its number."""
        self._bodies.append(body)
        return _FONTS + fonts.OBJECTS * len(typesetting.NAMES) + len(self._bodies) - 1

    def _catalog(self):
        language = settings.LANGUAGES[0][0]
        return (
            f"<< /Type /Catalog /Pages {_PAGES} 0 R /Metadata {_METADATA} 0 R /Lang ({language})"
            f" /ViewerPreferences << /DisplayDocTitle true{self._wishes} >> >>"
        ).encode()

    def _page_tree(self):
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        width, height = self._size
        return (
            f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] /MediaBox [0 0 {width:.2f} {height:.2f}]"
            f" /Resources {_RESOURCES} 0 R >>"
        ).encode()

    def _resources(self):
        places = (_FONTS + fonts.OBJECTS * number for number in range(len(typesetting.NAMES)))
        named = " ".join(f"/F{number} {place} 0 R" for number, place in enumerate(places))
        things = " ".join(f"/{name} {number} 0 R" for name, number in self._things.items())
        return f"<< /Font << {named} >> /XObject << {things} >> >>".encode()

    def _fonts(self):
        used = [typesetting.font(name) for name in typesetting.NAMES]
        is_common = all(self._letters <= font.common for font in used)
        for number, font in enumerate(used):
            yield from font.objects(_FONTS + fonts.OBJECTS * number, is_common=is_common)
