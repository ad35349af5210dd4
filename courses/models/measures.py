from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PrePostTest(models.Model):
    """What a course teaches, measured: two parallel forms, one before and the other after, and a short one later.

    Half the learners get form A first, the others form B, so that neither form's difficulty passes for a gain.
    """

    course = models.OneToOneField(
        "courses.CoursePage", on_delete=models.CASCADE, related_name="pre_post_test", verbose_name=_("course")
    )
    form_a = models.ForeignKey("courses.Quiz", on_delete=models.PROTECT, related_name="+", verbose_name=_("form A"))
    form_b = models.ForeignKey("courses.Quiz", on_delete=models.PROTECT, related_name="+", verbose_name=_("form B"))
    follow_up = models.ForeignKey(
        "courses.Quiz",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("follow-up quiz"),
        help_text=_("A short one, 60 to 90 days after the course is done."),
    )
    is_open = models.BooleanField(_("open"), default=True, help_text=_("Learners are asked to take it."))

    class Meta:
        verbose_name = _("pre-test and post-test")
        verbose_name_plural = _("pre-tests and post-tests")
        constraints = [
            models.CheckConstraint(condition=~models.Q(form_a=models.F("form_b")), name="two_forms_differ"),
        ]

    def __str__(self):
        return str(self.course)


class Sitting(models.Model):
    """One learner taking a form on one occasion, once. The attempt has the same ticket."""

    class Occasion(models.TextChoices):
        PRE = "pre", _("Pre-test")
        POST = "post", _("Post-test")
        FOLLOW_UP = "follow_up", _("Follow-up")

    test = models.ForeignKey(PrePostTest, on_delete=models.CASCADE, related_name="sittings")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sittings")
    occasion = models.CharField(max_length=9, choices=Occasion)
    ticket = models.CharField(max_length=32, unique=True)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["test", "learner", "occasion"], name="one_sitting_per_occasion"),
        ]

    def __str__(self):
        return f"{self.learner} · {self.occasion}"


class FollowUpInvitation(models.Model):
    """One learner asked by SMS to take the follow-up: the row is there so that nobody is asked twice."""

    test = models.ForeignKey(PrePostTest, on_delete=models.CASCADE, related_name="invitations")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follow_up_invitations"
    )
    queued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["test", "learner"], name="one_follow_up_invitation"),
        ]

    def __str__(self):
        return f"{self.learner} · {self.test}"
