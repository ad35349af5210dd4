from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from incidents.casework import appointing, ways
from incidents.models import Officer, Unlocked


@receiver(user_logged_out)
def lock_with_sign_out(sender, user, **kwargs):
    """Lock an officer's key wherever it is unlocked; for everybody else there is nothing to forget."""
    if user is not None:
        Unlocked.objects.filter(officer__user=user).delete()


@receiver(pre_delete, sender=User)
def leave_with_account(sender, instance, **kwargs):
    """Whoever deletes a person: not the last who holds the team's key, for with them every report would be lost."""
    appointing.leave(instance, timezone.now())


@receiver([post_save, post_delete], sender=Officer)
def show_the_way_anew(sender, **kwargs):
    """Whoever changes the team, an account's deletion included: once now, and once when others can see it too."""
    ways.forget()
    transaction.on_commit(ways.forget)
