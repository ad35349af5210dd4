import logging

from django.db import transaction
from django.dispatch import receiver

from certificates import issuing
from courses.signals import course_completed

logger = logging.getLogger(__name__)


@receiver(course_completed)
def issue_certificate(sender, enrolment, **kwargs):
    """Issue at once; where that fails, the attempt still counts and `issue_certificates` makes up for it later."""
    try:
        with transaction.atomic():
            issuing.issue(enrolment)
    except Exception:  # no fault of ours may cost a learner the attempt they handed in
        logger.exception("No certificate for enrolment %s; issue_certificates will try again.", enrolment.pk)
