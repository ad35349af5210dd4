from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.team import Officer, TeamKey
from places.counties import County


class CaseQuerySet(models.QuerySet):
    def current(self):
        """Return the cases that stand for themselves: not those that went into another one."""
        return self.filter(merged_into=None)


class Case(models.Model):
    """One report and what came of it. In clear stands only what the team needs to order its work."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("being worked on")
        WAITING = "waiting", _("waiting for an answer")
        CLOSED = "closed", _("closed")

    class Urgency(models.IntegerChoices):
        NOW = 1, _("now")
        SOON = 2, _("soon")
        NORMAL = 3, _("normal")

    number = models.CharField(_("number"), max_length=9, unique=True)
    receipt_hash = models.CharField(max_length=64, unique=True, help_text="The 16 digits themselves are not stored.")
    reporter_key = models.BinaryField(max_length=32, help_text="Public; the private half follows from the receipt.")
    public_key = models.BinaryField(max_length=32)
    team_key = models.ForeignKey(TeamKey, on_delete=models.PROTECT, related_name="cases")
    sealed_key = models.BinaryField(help_text="The private half of public_key, sealed to the team's key.")
    # To the hour: to the second it would tell, beside a server's log, who sent it.
    arrived_at = models.DateTimeField(_("arrived"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.NORMAL)
    has_news = models.BooleanField(_("news from the reporter"), default=True)
    is_county_locked = models.BooleanField(default=False, help_text="A phone sealed it, and nobody has opened it yet.")
    assigned_to = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases", verbose_name=_("assigned to")
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        ordering = ["urgency", "-pk"]
        indexes = [models.Index(fields=["state", "urgency", "-id"], name="case_inbox")]

    def __str__(self):
        return self.number


class Entry(models.Model):
    """One thing said in a case, sealed to the case; a reply is sealed to the reporter as well."""

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        ADDITION = "addition", _("from the reporter")
        NOTE = "note", _("note")
        REPLY = "reply", _("reply")
        REFERRAL = "referral", _("referral")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    # What a reporter sent, to the hour; what an officer wrote, to the second.
    made_at = models.DateTimeField()
    by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    box = models.BinaryField()
    reporter_box = models.BinaryField(null=True, blank=True)
    # The same form sent twice is one entry.
    sent_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.case} {self.kind}"


class Attachment(models.Model):
    """A photo or a sound with an entry: what it is stands sealed in `box`, and its bytes sealed in a file."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    token = models.CharField(max_length=32, unique=True)
    box = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.token


class ReceivedCount(models.Model):
    """How many reports came in a month about a county; nothing ties them to a case."""

    month = models.DateField()
    county = models.CharField(max_length=3, choices=County, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "county"], name="one_received_count_each")]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.county}: {self.number}"
