"""Pocket cards as large as a bank card: a page for the front of each, and one for its back."""

from collections.abc import Iterable
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext_noop as _

from certificates.models import Certificate
from certificates.printing import card_back, card_front
from printing.both import in_both
from printing.cutting import AS_LARGE_AS_IT_IS, CARD
from printing.sheet import Sheet


def draw(certificate: Certificate) -> bytes:
    """Return a PDF of two pages, front and back."""
    return draw_many([certificate])


def draw_many(certificates: Iterable[Certificate]) -> bytes:
    """Return a PDF with the front and the back of each, one after the other. Raises ValueError where there are none."""
    certificates = list(certificates)
    file = BytesIO()
    sheet = Sheet(file, description(certificates), CARD, AS_LARGE_AS_IT_IS)
    back = card_back.art()
    for number, certificate in enumerate(certificates):
        if number:
            sheet.next_page()
        card_front.draw(sheet, certificate)
        sheet.next_page()
        sheet.place(back)
    sheet.finish()
    return file.getvalue()


def description(certificates: list[Certificate]) -> dict:
    """Return what the file says about itself. Raises ValueError where there are no certificates."""
    if not certificates:
        raise ValueError("no certificates to print")
    about = {
        "author": certificates[0].issuer,
        "creator": settings.WAGTAIL_SITE_NAME,
        "date": max(certificate.issued_at for certificate in certificates),
    }
    if len(certificates) > 1:
        kind = in_both(_("Pocket cards"))
        return about | {"title": f"{kind} · {len(certificates)}", "subject": kind}
    (one,) = certificates
    return about | {
        "title": f"{one.course_title_en} · {one.holder_name}",
        "subject": f"{in_both(_('Pocket card'))} · {one.spelled_code}",
    }
