"""Who needs a card: holds a valid certificate of which no card was printed here, as far as the print jobs tell."""

from datetime import datetime

from certificates.models import Certificate, PrintJob
from saccos import printing
from saccos.models import Operator

CARD_FORMS = (PrintJob.Form.CARDS, PrintJob.Form.SHEETS)


def without_card(operator: Operator, now: datetime) -> list[str]:
    """Return the codes of the staff's valid certificates of which no card was printed, by name, in two queries."""
    printed = _printed(operator)
    codes = printing.certificates_of(operator, now).values_list("code", flat=True)
    return [code for code in codes if code not in printed]


def _printed(operator):
    jobs = printing.jobs_of(operator).filter(form__in=CARD_FORMS, finished_at__isnull=False, error="")
    return {code for codes in jobs.values_list("codes", flat=True) for code in codes}


def certificates(codes: list[str]) -> list[Certificate]:
    """Return these certificates in the order of their codes."""
    found = Certificate.objects.in_bulk(codes, field_name="code")
    return [found[code] for code in codes if code in found]
