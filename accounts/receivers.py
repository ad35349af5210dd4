"""What happens with a person's other entries when the person is erased."""

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from accounts.models import User


@receiver(pre_delete, sender=User)
def erase_entries_put_together(instance, **_signal):
    """Whoever erases a person erases also the entries that were made one with theirs: they are the same person."""
    for other in User.objects.filter(merges_away__kept=instance, merges_away__undone_at=None):
        other.delete()
