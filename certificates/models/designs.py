from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateDesign(models.Model):
    """How the certificates of a course look from now on; without a course, those of every other one."""

    course = models.OneToOneField(
        "courses.CoursePage",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="certificate_design",
        verbose_name=_("course"),
        limit_choices_to={"locale__language_code": "en"},
    )
    logo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("logo")
    )
    wording_en = models.CharField(_("wording in English"), max_length=120, blank=True)
    wording_sw = models.CharField(_("wording in Kiswahili"), max_length=120, blank=True)
    signatory = models.CharField(_("who signs"), max_length=80, blank=True)
    signatory_role_en = models.CharField(_("their office, in English"), max_length=80, blank=True)
    signatory_role_sw = models.CharField(_("their office, in Kiswahili"), max_length=80, blank=True)
    signature = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("picture of the signature"),
    )

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(course=None), name="one_design_for_all_other_courses"
            )
        ]

    def __str__(self):
        return str(self.course) if self.course_id else str(_("Every other course"))


class DesignVersion(models.Model):
    """A design as it was when a certificate was issued with it: later changes alter nothing on paper already out."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of content and pictures.")
    content = models.JSONField(help_text="wording_en, wording_sw, signatory, signatory_role_en, signatory_role_sw")
    logo = models.BinaryField(default=b"", blank=True, help_text="PNG or JPEG, as it is drawn.")
    signature = models.BinaryField(default=b"", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.digest[:12]
