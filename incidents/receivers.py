from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from incidents.models import Unlocked


@receiver(user_logged_out)
def lock_with_sign_out(sender, user, **kwargs):
    """Lock an officer's key wherever it is unlocked; for everybody else there is nothing to forget."""
    if user is not None:
        Unlocked.objects.filter(officer__user=user).delete()
