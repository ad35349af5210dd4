from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from incidents.casework import appointing
from incidents.models import Unlocked


@receiver(user_logged_out)
def lock_with_sign_out(sender, user, **kwargs):
    """Lock an officer's key wherever it is unlocked; for everybody else there is nothing to forget."""
    if user is not None:
        Unlocked.objects.filter(officer__user=user).delete()


@receiver(pre_delete, sender=User)
def leave_with_account(sender, instance, **kwargs):
    """Whoever deletes a person: not the last who holds the team's key, for with them every report would be lost."""
    appointing.leave(instance, timezone.now())
