"""Many certificates as one PDF, in each form that can be printed."""

from certificates.models import Certificate, PrintJob
from certificates.printing import card, pdf, ten

_DRAWN = {
    PrintJob.Form.CERTIFICATES: pdf.draw_many,
    PrintJob.Form.CARDS: card.draw_many,
    PrintJob.Form.SHEETS: ten.draw_many,
}


def draw(form: str, certificates: list[Certificate]) -> bytes:
    """Return a PDF of the certificates, in their order. `form` is a PrintJob.Form."""
    return _DRAWN[form](certificates)
