import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from places.counties import County
from saccos.models import Operator


def draw_token():
    return secrets.token_urlsafe(9)


def draw_secret():
    return secrets.token_hex(16)


OPENS_BEFORE = timedelta(hours=2)
OPEN_AFTER = timedelta(hours=6)


class WorkshopQuerySet(models.QuerySet):
    def of_trainer(self, user):
        """Return the workshops this person may run: all where they may change workshops, by their rights."""
        return self.all() if user.has_perm("workshops.change_workshop") else self.none()

    def around(self, now):
        """Return the workshops of these hours: from 2 hours before the beginning to 6 hours after the end."""
        return self.filter(starts_at__lte=now + OPENS_BEFORE, ends_at__gte=now - OPEN_AFTER)

    def open_at(self, now):
        """Return the workshops at which people may say now that they are here."""
        return self.around(now).filter(closed_at=None)

    def past(self, now):
        return self.filter(ends_at__lt=now)

    def coming(self, now):
        """Return those that run or are to come."""
        return self.filter(ends_at__gte=now)


class Workshop(ClusterableModel):
    """Training in person: where and when, who is invited, what is taught, and what it cost."""

    title = models.CharField(_("title"), max_length=100)
    county = models.CharField(_("county"), max_length=3, choices=County)
    place = models.CharField(_("place"), max_length=150, help_text=_("The hall or stage, so that people find it."))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    course_key = models.UUIDField(_("course"), help_text="The translation key of the course that is taught.")
    capacity = models.PositiveSmallIntegerField(_("places"), default=40)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="workshops_led",
        verbose_name=_("trainer"),
    )
    cost = models.DecimalField(
        _("cost"), max_digits=10, decimal_places=2, null=True, blank=True, help_text=_("In shillings, all in all.")
    )
    funder = models.CharField(_("funder"), max_length=100, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    token = models.CharField(max_length=16, unique=True, default=draw_token, editable=False)
    code_secret = models.CharField(
        max_length=32, default=draw_secret, editable=False, help_text="From it and the time come the spoken codes."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="workshop_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["county", "-starts_at"], name="workshops_by_county")]

    def __str__(self):
        return f"{self.title}, {timezone.localtime(self.starts_at):%Y-%m-%d}"

    @property
    def hours(self):
        """Return from when to when, as 09:00–16:30; with the last day where it is another one."""
        starts, ends = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        last = "" if starts.date() == ends.date() else f"{ends:%d.%m.%Y} "
        return f"{starts:%H:%M}–{last}{ends:%H:%M}"

    @property
    def opens_at(self):
        return self.starts_at - OPENS_BEFORE

    @property
    def closes_at(self):
        return self.ends_at + OPEN_AFTER

    def is_open(self, now):
        """Return whether people may say now that they are here: from 2 hours before to 6 hours after, both included.

        The trainer may close it earlier.
        """
        return self.closed_at is None and self.opens_at <= now <= self.closes_at


class InvitedOperator(models.Model):
    """An operator asked to send some of its crew."""

    workshop = ParentalKey(Workshop, on_delete=models.CASCADE, related_name="invited")
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="workshop_invitations")
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "operator"], name="one_invitation_per_workshop")]

    def __str__(self):
        return f"{self.operator} · {self.workshop}"
