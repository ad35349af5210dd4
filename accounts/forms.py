import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import LoginForm

from accounts import names, password_guard, phones, waits
from accounts.models import User
from places.counties import County

CODE_DIGITS = 6


class PhoneField(forms.CharField):
    """A phone number in any habit of typing it, returned as +254…"""

    def __init__(self, **kwargs):
        attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return phones.read(typed)
        except phones.NotAPersonsPhone as error:
            text = _("Helplines, short codes and office lines can't get a code. Type your own mobile number.")
            raise ValidationError(text) from error
        except phones.NotAPhone as error:
            text = _("Type a mobile number like 0712 345 678, or with + and the country code.")
            raise ValidationError(text) from error


class NameField(forms.CharField):
    """A full name, returned as it is kept."""

    def clean(self, value):
        typed = super().clean(value)
        return names.clean(typed, self._missing) if typed else typed

    _missing = ""

    def say_of_another(self, missing):
        """Ask with this sentence for the name of somebody else, where "your full name" would be wrong."""
        self._missing = self.error_messages["required"] = missing


class SignInForm(forms.Form):
    phone = PhoneField(
        label=gettext_lazy("Your phone number"),
        help_text=gettext_lazy("For example 0712 345 678. From another country: with + and the country code."),
        error_messages={"required": gettext_lazy("Type your phone number.")},
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the SMS"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Type the six digits from the SMS.")},
    )
    is_shared = forms.BooleanField(label=gettext_lazy("This is a shared phone"), required=False)

    def clean_code(self):
        digits = phonenumbers.normalize_digits_only(self.cleaned_data["code"])
        if len(digits) != CODE_DIGITS:
            raise ValidationError(_("The code has six digits."))
        return digits


class NewNumberForm(forms.Form):
    phone = PhoneField(
        label=gettext_lazy("Your new phone number"),
        help_text=gettext_lazy("We send a code to it, so keep that phone at hand."),
        error_messages={"required": gettext_lazy("Type your new phone number.")},
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_phone(self):
        if self.cleaned_data["phone"] == self.person.phone:
            raise ValidationError(_("That is the number you have now."))
        return self.cleaned_data["phone"]


class NewNumberCodeForm(CodeForm):
    """The same code, without asking whose phone it is: the session is there already."""

    is_shared = None
    is_taken = False


class WhoForm(forms.Form):
    """Who is learning now, of the people on one number; somebody else where the number has no owner yet."""

    ELSE = "else"
    who = forms.TypedChoiceField(
        label=gettext_lazy("Choose your name"),
        coerce=lambda value: None if value == WhoForm.ELSE else int(value),
        empty_value="",
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who is learning now."),
            "invalid_choice": gettext_lazy("The names on this number have changed. Choose again."),
        },
    )

    def __init__(self, *args, phone, people, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(one.pk, one.full_name or phones.show(phone)) for one in people if one.is_active]
        has_owner = any(one.phone == phone for one in people)
        self.fields["who"].choices = names if has_owner else [*names, (self.ELSE, _("Somebody else"))]


class ProfileForm(forms.Form):
    full_name = NameField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("As on your ID. It will stand on your certificate."),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your full name as on your ID.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Your work"),
        choices=User.Role,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what comes nearest.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("en", "English"), ("sw", "Kiswahili")],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language.")},
    )
    county = forms.ChoiceField(
        label=gettext_lazy("County (you may leave it out)"),
        help_text=gettext_lazy("Shows the programme whether training reaches every county."),
        choices=[("", gettext_lazy("No answer")), *County.choices],
        required=False,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex (you may leave it out)"),
        help_text=gettext_lazy("Shows whether training reaches women and men alike. It is counted, never shown."),
        choices=User.Sex,
        widget=forms.RadioSelect,
        required=False,
    )


class ConsentForm(forms.Form):
    """A yes to the very notice that was on the page: one that was published meanwhile is shown first."""

    consent = forms.BooleanField(
        label=gettext_lazy("I have read the privacy notice and agree"),
        error_messages={"required": gettext_lazy("Without your consent we can't keep your training.")},
    )
    version = forms.IntegerField(required=False)

    def __init__(self, *args, notice, **kwargs):
        super().__init__(*args, **kwargs)
        self.notice = notice

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("consent") and cleaned.get("version") != self.notice.version:
            self.add_error("consent", _("There is a new privacy notice since. Please read it, then agree."))
        return cleaned


class DataForm(ProfileForm):
    """The same, where an answer can be taken back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [*User.Sex.choices, ("", _("No answer"))]


class WelcomeForm(ConsentForm, ProfileForm):
    is_adult = forms.BooleanField(
        label=gettext_lazy("I am 18 years old or over"),
        error_messages={"required": gettext_lazy("This training is for people of 18 years or over.")},
    )


class SecondFactorForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from your authenticator app"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the code.")},
    )


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Who asked, how you know that it is this person. It is kept on record."),
        max_length=200,
    )


class AdminSignInForm(LoginForm):
    """Wagtail's, with a clear word where passwords are being guessed; the same for a name that nobody has."""

    def clean(self):
        if wait := password_guard.seconds_to_wait(self.cleaned_data.get("username") or ""):
            raise ValidationError(waits.try_again_in(wait))
        return super().clean()
