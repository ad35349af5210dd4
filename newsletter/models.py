import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from messaging.models import Message
from places.native_review import review_field


def new_token():
    """Return what a link in a mail holds, so that only who reads the mailbox can follow it."""
    return secrets.token_urlsafe(24)


class SubscriberQuerySet(models.QuerySet):
    def confirmed(self):
        """Return who has said yes from their own mailbox."""
        return self.exclude(confirmed_at=None)


class Subscriber(models.Model):
    """An address that asked for the newsletter. Who leaves is deleted, so that no trace stays."""

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    bounces = models.PositiveSmallIntegerField(_("mails that came back"), default=0)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="subscriber_email_is_lower_case")
        ]

    def __str__(self):
        return self.email


class Issue(models.Model):
    """One newsletter, in both languages, written in the admin and sent once."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    FEATURES = ["bold", "italic", "link", "ul", "ol", "h3"]

    subject_en = models.CharField(_("subject (English)"), max_length=120)
    subject_sw = models.CharField(_("subject (Kiswahili)"), max_length=120)
    body_en = RichTextField(_("text (English)"), features=FEATURES)
    body_sw = RichTextField(_("text (Kiswahili)"), features=FEATURES)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    addressed = models.PositiveIntegerField(_("sent to"), default=0)
    came_back = models.PositiveIntegerField(_("came back"), default=0)
    native_review = review_field()

    class Meta:
        verbose_name = _("newsletter")
        ordering = ["-pk"]

    def __str__(self):
        return self.subject

    @property
    def subject(self):
        return self.subject_sw if get_language() == "sw" else self.subject_en

    @property
    def body(self):
        return self.body_sw if get_language() == "sw" else self.body_en


class Delivery(models.Model):
    """One newsletter to one subscriber: it is put into the outbox once, however often sending is begun again."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="newsletter_delivery"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="one_delivery_each")]

    def __str__(self):
        return f"{self.issue} → {self.subscriber}"
