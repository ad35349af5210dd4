"""Which design a course's certificates get, frozen at the moment of issuing."""

import hashlib
import json
import logging
from uuid import UUID

from django.db.models import F, Q

from certificates.designs import pictures
from certificates.models import CertificateDesign, DesignVersion

CONTENT = ("wording_en", "wording_sw", "signatory", "signatory_role_en", "signatory_role_sw")
logger = logging.getLogger(__name__)


def version_for(course_key: UUID | str) -> DesignVersion | None:
    """Return the frozen design of the course's certificates now, writing it down on first use; None for the plain one.

    The course's own design counts before the one for all other courses. Equal content gives the same version, in a
    transaction too, whoever else asks at that moment.
    """
    design = design_for(course_key)
    if design is None:
        return None
    made = frozen(design)
    fields = {name: getattr(made, name) for name in ("content", "logo", "signature")}
    return DesignVersion.objects.get_or_create(digest=made.digest, defaults=fields)[0]


def design_for(course_key: UUID | str) -> CertificateDesign | None:
    """Return the course's own design, else the one for all other courses, else None."""
    fitting = CertificateDesign.objects.filter(Q(course__translation_key=course_key) | Q(course=None))
    return fitting.select_related("logo", "signature").order_by(F("course").asc(nulls_last=True)).first()


def frozen(design: CertificateDesign) -> DesignVersion:
    """Return the design as it is now, with its pictures as they are drawn, unsaved.

    A picture that can't be read any more is left out: nobody who has passed waits for it.
    """
    content = {name: getattr(design, name) for name in CONTENT}
    logo, signature = _drawn(design.logo), _drawn(design.signature)
    return DesignVersion(digest=_digest(content, logo, signature), content=content, logo=logo, signature=signature)


def _drawn(image):
    if image is None:
        return b""
    try:
        return pictures.prepared(image)
    except pictures.CannotDraw as error:
        logger.warning("Picture %s of a certificate design is left out: %s", image.pk, error)
        return b""


def _digest(content, *files):
    """Return the SHA-256, in hexadecimal, of the content as sorted JSON and of each file's own SHA-256."""
    parts = [hashlib.sha256(file).hexdigest() for file in files]
    return hashlib.sha256(json.dumps([content, *parts], sort_keys=True).encode()).hexdigest()
