"""Who works where, with what of their training the lists and figures read."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from saccos.models.invitations import draw_token
from saccos.models.operators import Operator


class StaffQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_on=None)

    def with_standing(self):
        """Tell of each, as `is_untouched` and `is_only_learner`, what accounts.untouched says of the person."""
        people = User.objects.filter(pk=models.OuterRef("person"))
        return self.annotate(
            is_untouched=models.Exists(people.untouched()), is_only_learner=models.Exists(people.only_learners())
        )


class State(models.TextChoices):
    """How somebody's training stands; who lapses soon is still trained."""

    LAPSING = "lapsing", _("Lapses in 30 days")
    TRAINED = "trained", _("Trained")
    IN_PROGRESS = "in-progress", _("In progress")
    NOT_STARTED = "not-started", _("Not started")


class StaffMember(models.Model):
    """A person's time at one operator. Who moves ends one row and begins another; the record stays theirs.

    What is kept here of person, certificates and enrolments is a copy, brought up to date as they change (`keeping`),
    so that lists and figures read one table.
    """

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employments")
    role = models.CharField(_("role"), max_length=12, choices=User.Role)
    staff_number = models.CharField(_("staff number"), max_length=30, blank=True)
    stage = models.CharField(_("stage"), max_length=60, blank=True, help_text=_("Where they mostly work."))
    started_on = models.DateField(_("since"), default=timezone.localdate)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    sort_name = models.CharField(max_length=200, blank=True, editable=False, help_text="The person's search name.")
    trained_until = models.DateTimeField(
        null=True, editable=False, help_text="When the last standing certificate ends or ended; None without one."
    )
    has_begun = models.BooleanField(default=False, editable=False, help_text="Has an enrolment.")
    stopped_at = models.PositiveSmallIntegerField(
        null=True,
        editable=False,
        help_text="The first module not done of the course last opened, if it is not complete.",
    )
    counted_as = models.CharField(
        max_length=12,
        choices=State,
        blank=True,
        editable=False,
        help_text="The state in which the operator's kept figures count them; empty for who has left.",
    )

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff member")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_on=None), name="one_current_operator_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="staff_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["operator", "ended_on", "sort_name", "id"], name="staff_by_name"),
            models.Index(fields=["trained_until"], condition=models.Q(ended_on=None), name="staff_by_end_of_training"),
        ]

    def __str__(self):
        return f"{self.person} · {self.operator}"

    def save(self, *args, update_fields=None, **kwargs):
        """Leave the copies to `keeping`: what was read before may be out of date."""
        if update_fields is None and not self._state.adding:
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            update_fields = names - self._KEPT
        super().save(*args, update_fields=update_fields, **kwargs)

    _KEPT = frozenset({"sort_name", "trained_until", "has_begun", "stopped_at", "counted_as"})


class Move(models.Model):
    """Somebody put on a new operator's list by its manager's word: they are told, and may say no."""

    member = models.OneToOneField(StaffMember, on_delete=models.CASCADE, related_name="move")
    came_from = models.ForeignKey(StaffMember, null=True, on_delete=models.SET_NULL, related_name="moves_away")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    token = models.CharField(max_length=16, unique=True, default=draw_token)
    at = models.DateTimeField(default=timezone.now)
    refused_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.member} · {self.at:%Y-%m-%d}"


class Reminder(models.Model):
    """One person reminded by their manager, so that nobody is asked more than once in three days."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="reminders")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(
        default=timezone.now, help_text="When it may go out: in the morning if asked for at night."
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="reminders_of_person"),
            models.Index(fields=["operator", "-at"], name="reminders_of_operator"),
        ]

    def __str__(self):
        return f"{self.person} · {self.at:%Y-%m-%d}"
