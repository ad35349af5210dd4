"""What this room hears from the rooms below, so that staff rows and figures keep up."""

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from certificates.signals import certificate_acted
from courses.models import Enrolment
from saccos import keeping, reports
from saccos.minute import reminding, withdrawing
from saccos.models import Reminder, StaffMember
from saccos.reports import StaffList


@receiver(post_save, sender=Certificate)
@receiver(post_save, sender=Enrolment)
def keep_training(instance, **_signal):
    keeping.settle_person(instance.learner_id, timezone.now())


@receiver(post_save, sender=Certificate)
def spare_who_has_finished(instance, created, **_signal):
    """Take back the reminder that still waits, where the certificate leaves nothing to remind of."""
    now = timezone.now()
    lately = Reminder.objects.filter(person=instance.learner_id, at__gt=now - reminding.BETWEEN)
    if not (created and lately.exists()):
        return
    members = StaffMember.objects.current().filter(person=instance.learner_id).select_related("operator")
    with transaction.atomic():
        for member in members.exclude(reports.in_list(StaffList.TO_ACT_ON, now)):
            withdrawing.take_back([member.person_id], member.operator, now)


@receiver(certificate_acted)
def keep_act(certificate, **_signal):
    """What is done to certificates is done in the database alone, so that no row is saved."""
    keeping.settle_person(certificate.learner_id, timezone.now())


@receiver(post_save, sender=StaffMember)
def keep_member(instance, **_signal):
    keeping.settle(instance, timezone.now())


@receiver(pre_delete, sender=StaffMember)
def forget_member(instance, **_signal):
    """Whoever goes, by their own erasing or with their operator, is counted no more."""
    keeping.forget(instance)


@receiver(post_save, sender=User)
def keep_name(instance, update_fields, **_signal):
    """A corrected name moves the person to another place in the lists."""
    if update_fields is None or "full_name" in update_fields:
        rows = StaffMember.objects.filter(person=instance).exclude(sort_name=instance.search_name)
        rows.update(sort_name=instance.search_name)
