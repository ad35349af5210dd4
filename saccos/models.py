import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from accounts.models import User
from places.counties import County


class OperatorQuerySet(models.QuerySet):
    def managed_by(self, user):
        """Return the operators this person manages; a stranger's set is empty."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(managements__user=user)

    def with_staff_count(self):
        """Add `staff_count`, the number of current staff."""
        return self.annotate(staff_count=models.Count("staff", filter=models.Q(staff__ended_on=None)))


class Operator(ClusterableModel):
    """A sacco or company whose crews the programme trains."""

    class Kind(models.TextChoices):
        MATATU_SACCO = "matatu_sacco", _("matatu sacco")
        BUS_SACCO = "bus_sacco", _("bus sacco")
        BUS_COMPANY = "bus_company", _("bus company")
        TRUCK_COMPANY = "truck_company", _("truck company")

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    county = models.CharField(_("county"), max_length=3, choices=County)
    contact_name = models.CharField(_("contact"), max_length=100, blank=True)
    contact_phone = PhoneNumberField(_("contact's phone"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OperatorQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("county")]),
        FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_phone")]),
        MultiFieldPanel([InlinePanel("routes", label=_("route"))], heading=_("Routes")),
        MultiFieldPanel([InlinePanel("managements", label=_("manager"))], heading=_("Managers")),
    ]

    class Meta:
        verbose_name = _("operator")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Route(models.Model):
    """A line the operator runs, as its crews say it: Mombasa – Ukunda – Lunga Lunga."""

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="routes")
    towns = models.CharField(_("towns"), max_length=200)

    panels = [FieldPanel("towns")]

    def __str__(self):
        return self.towns


class Management(models.Model):
    """A person's right to see and manage one operator's staff."""

    operator = ParentalKey(Operator, on_delete=models.CASCADE, related_name="managements")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="managements", verbose_name=_("person")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    panels = [FieldPanel("user")]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "user"], name="one_management_per_person")]

    def __str__(self):
        return f"{self.user} · {self.operator}"


class StaffQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_on=None)


class StaffMember(models.Model):
    """A person's time at one operator. Who moves ends one row and begins another; the record stays theirs."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employments")
    role = models.CharField(_("role"), max_length=12, choices=User.Role)
    started_on = models.DateField(_("since"), default=timezone.localdate)
    ended_on = models.DateField(_("until"), null=True, blank=True)

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
        indexes = [models.Index(fields=["operator", "ended_on"], name="staff_of_operator")]

    def __str__(self):
        return f"{self.person} · {self.operator}"


def draw_token():
    return secrets.token_urlsafe(9)


class Invitation(models.Model):
    """A link, or a QR on a poster, by which people join an operator's staff."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=16, unique=True, default=draw_token)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator"], condition=models.Q(closed_at=None), name="one_open_invitation_per_operator"
            )
        ]

    def __str__(self):
        return f"{self.operator} · {self.token}"
