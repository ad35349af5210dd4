"""Publishing that is whole or not at all."""

from django.db import transaction


class AtomicPublishing:
    """A question or quiz is published together with the versions that it freezes, or nothing is saved."""

    def publish(self, *args, **kwargs):
        with transaction.atomic():
            return super().publish(*args, **kwargs)

    def unpublish(self, *args, **kwargs):
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)
