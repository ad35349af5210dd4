"""What tests of print jobs share: many certificates quickly made, a drawing that costs little, and reading the PDF."""

import re
import time
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pypdfium2
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

from certificates import codes
from certificates.models import Certificate
from certificates.printing import jobs
from tests import make

COURSE = UUID("0b7f4b3e-3f5b-4c3e-8d0a-6a3c2f9f8f10")
_SPELLED = re.compile(r"\b([0-9A-Z]{4})-([0-9A-Z]{3})-([0-9A-Z]{3})\b")


def certify(number, learner=None):
    """Write so many valid certificates of one person; their codes are their numbers from 1 on."""
    learner, now = learner or make.make_user(), timezone.now()
    return Certificate.objects.bulk_create(
        Certificate(
            code=f"{place:010}",
            learner=learner,
            course_key=COURSE,
            period=place,
            holder_name=f"Holder {place}",
            course_title_en="Red flags on the road",
            course_title_sw="Dalili za hatari barabarani",
            issuer="Trace Kenya",
            issued_at=now,
            expires_at=now + timedelta(days=700),
        )
        for place in range(1, number + 1)
    )


def draw_plainly(form, certificates):
    """Draw a page for each certificate, with nothing but its code."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(200, 100))
    for certificate in certificates:
        canvas.drawString(20, 50, codes.spell(certificate.code))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pages_of(path):
    """Return the code on each page of the PDF, in order."""
    texts = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    return ["".join(_SPELLED.search(text).groups()) for text in texts]


def printed(job):
    return pages_of(jobs.file_of(job))


def finish(job):
    """Work step by step until the job is finished or has failed."""
    for _step in range(1000):
        if jobs.work(job, 0).finished_at or job.error:
            return job
        time.sleep(0.001)
    raise TimeoutError
