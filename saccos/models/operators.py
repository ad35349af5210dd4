"""What the programme maps: the operators, their roads, vehicles, stages and people to speak to."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin

from places.corridors import Corridor
from places.counties import County

# Kenya lies between these degrees, so that a slip of the finger is told from a place.
_SOUTH, _NORTH, _WEST, _EAST = Decimal("-4.8"), Decimal("5.1"), Decimal("33.9"), Decimal("41.95")


class OperatorQuerySet(models.QuerySet):
    def standing(self):
        """Return the operators that were not merged into another one."""
        return self.filter(merged_into=None)

    def mapped(self):
        """Return those with which the programme has come so far that they count as mapped."""
        return self.filter(engagement__in=[step for step in Operator.Engagement if step.is_mapped])

    def managed_by(self, user):
        """Return the operators this person manages; a stranger's set is empty."""
        if not user.is_authenticated:
            return self.none()
        return self.standing().filter(managements__user=user)

    def with_trained_share(self):
        """Add `trained_share`, how many of a hundred current staff are trained, rounded down; 0 without staff."""
        trained = models.F("figures__trained") + models.F("figures__lapsing")
        share = models.Case(models.When(figures__total__gt=0, then=100 * trained / models.F("figures__total")))
        return self.annotate(trained_share=Coalesce(share, 0, output_field=models.IntegerField()))

    def with_staff_count(self):
        """Add `staff_count`, the number of current staff, as the kept figures have it."""
        return self.annotate(staff_count=Coalesce("figures__total", 0))


class Operator(RevisionMixin, ClusterableModel):
    """A sacco or company whose crews the programme trains."""

    class Kind(models.TextChoices):
        MATATU_SACCO = "matatu_sacco", _("matatu sacco")
        BUS_SACCO = "bus_sacco", _("bus sacco")
        BUS_COMPANY = "bus_company", _("bus company")
        TRUCK_COMPANY = "truck_company", _("truck company")

    class Engagement(models.TextChoices):
        """How far the programme has come with an operator, each step after the one before."""

        IDENTIFIED = "1-identified", _("identified")
        CONTACTED = "2-contacted", _("contacted")
        MAPPED = "3-mapped", _("mapped")
        AGREEMENT = "4-agreement", _("agreement signed")
        TRAINED = "5-trained", _("trained")
        REFRESHED = "6-refreshed", _("refreshed")

        @property
        def is_mapped(self):
            """Return whether an operator that is so far counts as mapped."""
            return self >= type(self).MAPPED

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("As crews and passengers call it."))
    registered_name = models.CharField(_("registered name"), max_length=150, blank=True)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    county = models.CharField(_("county"), max_length=3, choices=County)
    ntsa_number = models.CharField(_("NTSA number"), max_length=40, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    fleet_size = models.PositiveIntegerField(_("vehicles in all"), null=True, blank=True)
    has_procedure = models.BooleanField(
        _("procedure in place"), default=False, help_text=_("One page that says who does what when a crew notices.")
    )
    has_poster = models.BooleanField(_("poster with helplines up"), default=False)
    engagement = models.CharField(
        _("engagement"), max_length=12, choices=Engagement, default=Engagement.IDENTIFIED, db_index=True
    )
    notes = models.TextField(_("notes"), blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("next step on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OperatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ["name"]
        indexes = [models.Index(fields=["county", "kind"], name="operators_by_county")]

    def __str__(self):
        return self.name

    @property
    def kept(self):
        """The operator into which this one was merged, however often that happened; or itself."""
        operator = self
        while operator.merged_into_id:
            operator = operator.merged_into
        return operator


class Contact(models.Model):
    """A person at the operator to whom the programme speaks, and what they do there about trafficking."""

    class Duty(models.TextChoices):
        NONE = "", _("none")
        FOCAL = "focal", _("focal person")
        DEPUTY = "deputy", _("deputy")

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=100)
    role = models.CharField(_("role"), max_length=60, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    duty = models.CharField(_("duty in trafficking cases"), max_length=6, choices=Duty, blank=True, default="")

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("duty")]),
    ]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "duty"], condition=~models.Q(duty=""), name="one_focal_person_and_one_deputy"
            )
        ]

    def __str__(self):
        return self.name


class Route(models.Model):
    """A line the operator runs, as its crews say it: Mombasa – Ukunda – Lunga Lunga."""

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="routes")
    towns = models.CharField(_("towns"), max_length=200)
    corridor = models.CharField(_("corridor"), max_length=20, choices=Corridor, blank=True, db_index=True)

    panels = [FieldPanel("towns"), FieldPanel("corridor")]

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.towns


class OperatorStage(models.Model):
    """A stage or office at which the operator's vehicles wait for passengers; with a point, it shows on the map."""

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(_("name"), max_length=100)
    county = models.CharField(_("county"), max_length=3, choices=County, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(_SOUTH), MaxValueValidator(_NORTH)],
        help_text=_("In degrees, south of the equator with a minus: -4.0435."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(_WEST), MaxValueValidator(_EAST)],
        help_text=_("In degrees: 39.6682."),
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("county")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="a_point_has_both_degrees",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Ask for the degree that lacks, beside its field."""
        if (self.latitude is None) != (self.longitude is None):
            lacking = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({lacking: _("A point needs both degrees: give this one too, or neither.")})


class Vehicle(models.Model):
    """One vehicle of the fleet, its plate as written on it."""

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="vehicles")
    plate = models.CharField(_("number plate"), max_length=20)
    note = models.CharField(_("note"), max_length=60, blank=True)

    panels = [FieldRowPanel([FieldPanel("plate"), FieldPanel("note")])]

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.plate

    def clean(self):
        """Keep the plate as written, without what only looks like a space."""
        self.plate = " ".join(self.plate.split())


class OperatorDocument(models.Model):
    """A paper about the operator: an agreement, a procedure, a list."""

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name=_("document")
    )
    note = models.CharField(_("note"), max_length=100, blank=True)

    panels = [FieldPanel("document"), FieldPanel("note")]

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.document)


class Target(models.Model):
    """How many operators of one kind the programme means to map and train."""

    kind = models.CharField(_("kind"), max_length=14, choices=Operator.Kind, unique=True)
    number = models.PositiveIntegerField(_("target"))

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("number")])]

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["kind"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.number}"


class OperatorMerge(models.Model):
    """Two entries found to be one operator: what moved from the one to the other, so that it can be undone."""

    kept = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="merges_away")
    moved = models.JSONField(default=dict, help_text="What the two were before, for undoing.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.gone} → {self.kept}"
