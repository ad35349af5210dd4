"""A staff list that a manager brings: read, looked at, mended, and only then saved."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saccos.models.invitations import draw_token
from saccos.models.operators import Operator
from saccos.models.staff import StaffMember


class RosterQuerySet(models.QuerySet):
    def being_undone(self):
        return self.filter(phase=Roster.Phase.SAVED, undone_at__isnull=False)


class Roster(models.Model):
    """One list brought by a manager, on its way from columns to saved, and how to undo it."""

    class Phase(models.TextChoices):
        COLUMNS = "columns", _("columns to confirm")
        CHECKING = "checking", _("being checked")
        READY = "ready", _("to be confirmed")
        SAVING = "saving", _("being saved")
        SAVED = "saved", _("saved")
        UNDONE = "undone", _("undone")

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="rosters")
    token = models.CharField(max_length=16, unique=True, default=draw_token)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=120, blank=True, help_text="The file's name; empty where it was pasted.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was brought, so that twice the same is one.")
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.COLUMNS)
    columns = models.JSONField(default=dict, help_text="For each field, the number of its column, from 0.")
    has_heading = models.BooleanField(default=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="Rows checked, or saved.")
    counts = models.JSONField(default=dict, help_text="For each verdict, how many rows.")
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"{self.operator} · {self.made_at:%Y-%m-%d}"

    @property
    def is_being_undone(self):
        """Tell whether the undoing was asked for and is still to be done: until then `undone_at` is when it was."""
        return self.phase == self.Phase.SAVED and self.undone_at is not None


class RosterRow(models.Model):
    """One row of the list: what was written, what will happen, what is wrong, and what was done."""

    class Verdict(models.TextChoices):
        UNCHECKED = "", _("not checked yet")
        NEW = "new", _("new")
        HERE = "here", _("already here")
        CHANGES = "changes", _("already here, changes")
        MOVES = "moves", _("comes from another operator")
        RETURNS = "returns", _("comes back")
        LOOKS_LIKE = "looks-like", _("looks like somebody known")
        TWICE = "twice", _("twice in this list")
        WRONG = "wrong", _("to be mended")
        LEFT_OUT = "left-out", _("left out")

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row's number in the file, from 1.")
    cells = models.JSONField(help_text="What was written, as text, column by column.")
    given = models.JSONField(default=dict, help_text="For each field, what counts: as read, or as mended by hand.")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default=Verdict.UNCHECKED)
    problems = models.JSONField(default=list, help_text="What is wrong: field and code for each.")
    choice = models.CharField(max_length=10, blank=True, help_text="What the manager decided where it was theirs to.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    member = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict, help_text="What saving changed, as it was, for undoing.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="one_roster_row_per_number")]
        indexes = [models.Index(fields=["roster", "verdict", "number"], name="roster_rows_by_verdict")]

    def __str__(self):
        return f"{self.roster_id} · {self.number}"
