import logging

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from certificates import erasing, issuing, renewing
from courses.signals import course_completed, quiz_passed

logger = logging.getLogger(__name__)


@receiver(course_completed)
def issue_certificate(sender, enrolment, **kwargs):
    """Issue at once; where that fails, the attempt still counts and `issue_certificates` makes up for it later."""
    try:
        with transaction.atomic():
            issuing.issue(enrolment)
    except Exception:  # no fault of ours may cost a learner the attempt they handed in
        logger.exception("No certificate for enrolment %s; issue_certificates will try again.", enrolment.pk)


@receiver(quiz_passed)
def renew_certificates(sender, learner, quiz_slug, now, **kwargs):
    """Renew at once what this pass earns; a fault costs nobody the attempt, and is made up for like the above."""
    try:
        with transaction.atomic():
            renewing.renew_earned(learner, quiz_slug, now)
    except Exception:  # as above
        logger.exception("No renewal for person %s; issue_certificates will try again.", learner.pk)


@receiver(pre_delete, sender=User)
def erase_certificates(sender, instance, **kwargs):
    """Whoever deletes a person: that a code was issued stays, revoked and without the name."""
    erasing.erase(instance, issuing.PLATFORM, timezone.now())
