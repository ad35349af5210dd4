import math
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_otp.models import CooldownMixin, SideChannelDevice, ThrottlingMixin
from phonenumber_field.modelfields import PhoneNumberField

from accounts import names, phones, untouched
from places.counties import County
from places.native_review import review_field


class UserQuerySet(models.QuerySet):
    def registered(self):
        return self.exclude(registered_at=None)

    def untouched(self):
        """Return those as whom nobody ever signed in, and who are nobody but learners."""
        return self.filter(untouched.rule())

    def only_learners(self):
        return self.filter(untouched.only_learner())

    def standing(self):
        """Leave out entries that have gone into another one of the same person."""
        gone = PersonMerge.objects.filter(gone=models.OuterRef("pk"), undone_at=None)
        return self.exclude(models.Exists(gone))

    def found_by(self, typed):
        """Return the people whose name, user name or number contains what was typed; Wanjiku finds Wanjikũ."""
        found = models.Q(search_name__contains=names.fold(typed)) | models.Q(username__icontains=typed)
        digits = phones.digits_within(typed)
        return self.filter(found | models.Q(phone__contains=digits) if digits else found)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_learner(self, phone, **fields):
        """Make a person who signs in with a code to their phone and never has a password."""
        user = self.model(phone=phone, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Learners and managers are known by their phone number, trainers by a user name."""

    class Role(models.TextChoices):
        CONDUCTOR = "conductor", _("Conductor")
        DRIVER = "driver", _("Driver")
        TRUCK_DRIVER = "truck_driver", _("Truck driver")
        CLERK = "clerk", _("Ticket clerk")
        STAGE = "stage", _("Stage staff")
        MANAGER = "manager", _("Manager")
        OTHER = "other", _("Something else")

    class Sex(models.TextChoices):
        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        UNSAID = "unsaid", _("Prefer not to say")

    phone = PhoneNumberField(_("phone number"), unique=True, null=True, blank=True)
    shared_phone = PhoneNumberField(
        _("shared phone"),
        blank=True,
        db_index=True,
        help_text=_("Somebody else's number, on which this person is reached and may sign in too."),
    )
    username = models.CharField(_("user name"), max_length=60, unique=True, null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=100, blank=True)
    search_name = models.CharField(
        max_length=200, blank=True, editable=False, help_text="The name without accents and capitals, kept by save()."
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    county = models.CharField(_("county"), max_length=3, choices=County, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    registered_at = models.DateTimeField(null=True, blank=True, help_text="When the first sign-in was completed.")
    session_version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Raised to end every session of this person at once."
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["search_name", "id"], name="people_by_name")]
        constraints = [
            models.CheckConstraint(
                # A conductor without a phone is known by name, and signs in nowhere until they get one.
                condition=models.Q(phone__isnull=False) | models.Q(username__isnull=False) | ~models.Q(full_name=""),
                name="user_has_phone_username_or_name",
            )
        ]

    def __str__(self):
        return self.full_name or self.get_username()

    def save(self, *args, update_fields=None, **kwargs):
        self.search_name = names.fold(self.full_name)[:200]
        if update_fields is not None and "full_name" in update_fields:
            update_fields = {*update_fields, "search_name"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        """Keep empty names out of the unique columns, where a second one would collide."""
        self.username = self.username or None
        self.phone = self.phone or None

    def get_username(self):
        return self.username or str(self.phone or self.full_name)

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return self.full_name.split(" ")[0] or self.get_username()

    @property
    def is_registered(self):
        return self.registered_at is not None

    @property
    def shown_phone(self):
        return phones.show(self.phone) if self.phone else ""

    def _get_session_auth_hash(self, secret=None):
        # Every session carries this hash, so a new version ends all of them without a search through the sessions.
        # The number is in it too: whoever kept the old phone is signed out when the person gets a new one.
        value = f"{self.session_version}|{self.phone or ''}|{self.password}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()


class PhoneDevice(CooldownMixin, ThrottlingMixin, SideChannelDevice):
    """A phone number that may receive a sign-in code; its person is made when the first code comes back.

    The code itself is never stored: `token` holds a keyed hash of it, bound to this number and its expiry.
    """

    VALID_SECONDS = 300
    COOLDOWN_SECONDS = 60
    # A new code forgives failures down to these: its owner waits 16 seconds at most, a guesser stays slowed down.
    FAILURES_KEPT = 5

    phone = PhoneNumberField(unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="phone_device"
    )
    used_by = models.CharField(
        max_length=64, blank=True, help_text="A keyed hash of the code that was used and the browser that used it."
    )

    def __str__(self):
        return str(self.phone)

    def get_cooldown_duration(self):
        return self.COOLDOWN_SECONDS

    def get_throttle_factor(self):
        return 1

    def seconds_to_next_code(self, now):
        """Return how long to wait until another code may be asked for; 0 when it may be now."""
        if self.last_generated_timestamp is None:
            return 0
        waited = (now - self.last_generated_timestamp).total_seconds()
        return max(0, math.ceil(self.COOLDOWN_SECONDS - waited))

    def seconds_to_next_try(self, now):
        """Return how long to wait until another code may be tried; 0 when it may be now."""
        allowed, why = self.verify_is_allowed()
        return 0 if allowed else max(1, math.ceil((why["locked_until"] - now).total_seconds()))

    def make_code(self, now):
        """Draw a new six-digit code, store its hash, start the cool-down, and return the code."""
        self.generate_token(length=6, commit=False)
        code = self.token
        self.valid_until = now + timedelta(seconds=self.VALID_SECONDS)
        self.token = self._hash(code)[:16]
        self.used_by = ""
        self.last_generated_timestamp = now
        self.throttling_failure_count = min(self.throttling_failure_count, self.FAILURES_KEPT)
        self.save()
        return code

    def verify_token(self, token, browser=""):
        """Return whether this is the code last sent; a right code works once, wrong ones slow down further tries."""
        allowed, _reason = self.verify_is_allowed()
        if not allowed:
            return False
        is_right = bool(self.token) and constant_time_compare(self.token, self._hash(token)[:16])
        if is_right and timezone.now() < self.valid_until:
            self.token = None
            self.used_by = self._hash(f"{token}|{browser}") if browser else ""
            self.throttle_reset(commit=False)
            self.cooldown_reset(commit=False)
            self.save()
            return True
        self.throttle_increment()
        return False

    def is_sent_twice(self, token, browser):
        """Return whether the browser that has just used this code sends it again, as a double tap does."""
        if not (browser and self.used_by and timezone.now() < self.valid_until):
            return False
        return constant_time_compare(self.used_by, self._hash(f"{token}|{browser}"))

    def _hash(self, secret):
        bound = f"{self.phone}|{self.valid_until.timestamp()}|{secret}"
        return salted_hmac("accounts.PhoneDevice", bound, algorithm="sha256").hexdigest()


class PrivacyNoticeQuerySet(models.QuerySet):
    def in_force(self):
        """Return the newest published notice, or None where the organisation has none yet."""
        return self.filter(is_published=True).order_by("-version").first()

    def with_agreement_of(self, user):
        """Tell of each notice, as `is_agreed`, whether this person has said yes to it."""
        return self.annotate(is_agreed=models.Exists(Consent.objects.filter(user=user, notice=models.OuterRef("pk"))))


class PrivacyNotice(models.Model):
    """What we tell people before we ask for anything; a new version asks everybody again."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    title_en = models.CharField(_("title (English)"), max_length=100)
    title_sw = models.CharField(_("title (Kiswahili)"), max_length=100)
    body_en = models.TextField(_("text (English)"), help_text=_("A line that starts with ## is a heading."))
    body_sw = models.TextField(_("text (Kiswahili)"))
    is_published = models.BooleanField(_("published"), default=False)
    native_review = review_field()

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        ordering = ["-version"]

    def __str__(self):
        return f"{self.title_en} {self.version}"

    def clean(self):
        """Keep what people have agreed to: a published notice stands as it is, and a new version replaces it."""
        before = type(self).objects.filter(pk=self.pk, is_published=True).first()
        if before and any(getattr(self, name) != getattr(before, name) for name in self._FROZEN):
            raise ValidationError(_("People have agreed to this text. Make a new version instead of changing it."))

    _FROZEN = ("version", "title_en", "title_sw", "body_en", "body_sw")

    @property
    def title(self):
        return self.title_sw if get_language() == "sw" else self.title_en

    @property
    def body(self):
        return self.body_sw if get_language() == "sw" else self.body_en


class Consent(models.Model):
    """One person's yes to one version of the notice, with its time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="one_consent_per_notice")]

    def __str__(self):
        return f"{self.user} · {self.notice.version}"


class SecurityEvent(models.Model):
    """What happened to somebody's ways of signing in, and who did it. Rows are only ever added."""

    class Kind(models.TextChoices):
        ENROLLED = "enrolled", _("second factor set up")
        RECOVERY_CODE_USED = "recovery_code_used", _("recovery code used")
        RECOVERY_CODES_MADE = "recovery_codes_made", _("new recovery codes made")
        RESET = "reset", _("second factor reset")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="security_events")
    actor = models.CharField(max_length=120, help_text="Who did it: a person, or the command line.")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.user}: {self.get_kind_display()}"


class PersonMerge(models.Model):
    """Two entries found to be one person: what moved from the one to the other, so that it can be undone."""

    kept = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="merges_away")
    moved = models.JSONField(default=dict, help_text="For each room, what it moved and changed, for undoing.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=120, help_text="Who did it, as they were called then.")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.gone} → {self.kept}"
