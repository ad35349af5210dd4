import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import PreviewableMixin

from messaging.models import Message
from newsletter import letters, rich_text
from places.native_review import review_field

CONFIRM_WITHIN = timedelta(days=7)
"""An address that nobody has confirmed by then is forgotten."""


class Frozen(Exception):
    """This newsletter is on its way or sent: it stays as its readers got it."""


def new_token():
    """Return what a link in a mail holds, so that only who reads the mailbox can follow it."""
    return secrets.token_urlsafe(24)


class SubscriberQuerySet(models.QuerySet):
    def confirmed(self):
        """Return who has said yes from their own mailbox."""
        return self.exclude(confirmed_at=None)

    def lapsed(self, now):
        """Return whom nobody has confirmed in time."""
        return self.filter(confirmed_at=None, asked_at__lte=now - CONFIRM_WITHIN)

    def not_lapsed(self, now):
        return self.exclude(confirmed_at=None, asked_at__lte=now - CONFIRM_WITHIN)

    def waiting_for(self, issue):
        """Return who was on the list when sending began, and has not been put into the outbox for this issue."""
        there = self.confirmed().filter(confirmed_at__lte=issue.started_at)
        return there.exclude(models.Exists(Delivery.objects.filter(issue=issue, subscriber=models.OuterRef("pk"))))


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


class Issue(PreviewableMixin, models.Model):
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

    def save(self, *args, **kwargs):
        """Save a draft. Raises Frozen where sending has begun, by whomever."""
        with transaction.atomic():
            self._hold()
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Delete a draft. Raises Frozen likewise."""
        with transaction.atomic():
            self._hold()
            return super().delete(*args, **kwargs)

    def _hold(self):
        if self.pk and not Issue.objects.select_for_update().filter(pk=self.pk, state=self.State.DRAFT).exists():
            raise Frozen

    def serve_preview(self, request, mode_name):
        """Return the mail in the language and form of the mode, such as "sw-text"."""
        language, _dash, form = (mode_name or self.default_preview_mode).partition("-")
        letter = letters.newsletter(self, language).to("preview")
        if form == "text":
            return HttpResponse(letter.body, content_type="text/plain; charset=utf-8")
        return HttpResponse(letter.html)

    @property
    def preview_modes(self):
        return [
            ("en-page", _("English")),
            ("en-text", _("English, plain text")),
            ("sw-page", _("Kiswahili")),
            ("sw-text", _("Kiswahili, plain text")),
        ]

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def subject(self):
        """Return it in the person's language; a draft may have it in the other only."""
        asked, other = self.subject_en, self.subject_sw
        return (other or asked) if get_language() == "sw" else (asked or other)

    @property
    def unwritten(self):
        """Return the languages that lack a subject or a text, by their codes."""
        written = {"en": (self.subject_en, self.body_en), "sw": (self.subject_sw, self.body_sw)}
        return [code for code, (subject, body) in written.items() if not (subject and rich_text.to_text(body).strip())]

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
