"""What the public reads of the certificates in figures."""

from django.db.models import Count
from django.utils import timezone

from certificates.models import Certificate


def certified() -> int:
    """Return how many people hold a certificate that is valid now; each counts once, and who was erased does not."""
    return Certificate.objects.valid(timezone.now()).aggregate(people=Count("learner", distinct=True))["people"]
