"""A certificate that was never issued, to try a design on. Whoever scans it is told that it is not genuine."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates import checking, holder_names, statement
from certificates.models import Certificate
from courses import outline
from home.context_processors import organisation

CODE = "0" * 10
_MONTHS = 24
_LARGEST_NUMBER, _LARGEST_INDEX, _KID = 300, 2**20 - 1, 1


class Holder(models.TextChoices):
    """Whose name is tried: the two long ones have the most bytes that a QR holds (48)."""

    SHORT = "short", _("A short name")
    LONG = "long", _("The longest name")
    WORD = "word", _("One word that can't be broken")


NAMES = {
    Holder.SHORT: "Ali Omar",
    Holder.LONG: "Wanjirũ Gathonĩ-Mũthĩnja Wambũi Kamau Njoro",
    Holder.WORD: "Gathonĩmũthĩnjawanjirũwambũinyamburawangeci",
}


def certificate(holder: str, course, now: datetime) -> Certificate:
    """Return an unsaved certificate for that kind of name, of a CoursePage, or for None of the first course there is.

    Its QR is as dense as a real one, and signed by a key that nobody publishes.
    """
    made = Certificate(
        code=CODE,
        holder_name=NAMES[Holder(holder)],
        issuer=organisation().name,
        issued_at=now,
        expires_at=now + relativedelta(months=getattr(course, "valid_months", _MONTHS)),
        **_titles(course),
    )
    made.statement = _signed_by_nobody(made)
    return made


def _titles(course):
    keys = [course.translation_key] if course else [one.key for one in outline.every("en")[:1]]
    facts = outline.facts_of(keys[0]) if keys else None
    if facts is None:
        return {"course_title_en": "Title of the course", "course_title_sw": "Jina la kozi"}
    return {f"course_title_{language}": title for language, title in facts.titles.items()}


def _signed_by_nobody(made):
    said = statement.Statement(
        _KID,
        holder_names.for_code(made.holder_name),
        _LARGEST_NUMBER,
        _LARGEST_INDEX,
        int(made.issued_at.timestamp()),
        int(made.expires_at.timestamp()),
    )
    return statement.sign(said, ec.generate_private_key(ec.SECP256R1()), checking.address(settings.BASE_URL, made.code))
