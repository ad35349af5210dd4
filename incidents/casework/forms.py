"""What officers type."""

import secrets

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import waits
from home.models import Helpline
from incidents import sealing, unlocking
from incidents.casework import opening, passphrases
from incidents.models import Case, Officer

TEXT_LENGTH = 5000


class PassphraseField(forms.CharField):
    """A passphrase as it was typed, with outer and doubled blanks taken away."""

    def __init__(self, autocomplete="current-password", **kwargs):
        attrs = {"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"}
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Type the passphrase.")})
        super().__init__(max_length=200, widget=forms.PasswordInput(attrs), **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class UnlockForm(forms.Form):
    """The officer's passphrase; a right one leaves the cookie's value in `cookie` and the key in `private`."""

    passphrase = PassphraseField(label=gettext_lazy("Your passphrase"))

    def __init__(self, officer, data=None):
        super().__init__(data)
        self.officer = officer

    def clean_passphrase(self):
        passphrase = self.cleaned_data["passphrase"]
        now = timezone.now()
        try:
            self.cookie = opening.unlock(self.officer, passphrase, now)
        except opening.TooSoon as error:
            raise forms.ValidationError(waits.try_again_in(error.seconds)) from error
        except sealing.WrongPassphrase as error:
            raise forms.ValidationError(_("That is not your passphrase. Look at blanks and small letters.")) from error
        self.private = unlocking.private_key(self.officer, self.cookie, now)
        return passphrase


class SureForm(forms.Form):
    """Asks to be sure where nobody else holds the team's key."""

    sure = forms.BooleanField(
        label=gettext_lazy("I know that no report so far can then be read, unless the old passphrase comes back to me"),
        error_messages={"required": gettext_lazy("Tick this, or go back.")},
    )

    def __init__(self, data=None, needs_sure=False):
        super().__init__(data)
        if not needs_sure:
            del self.fields["sure"]


class NewPassphraseForm(SureForm):
    passphrase = PassphraseField(autocomplete="new-password", label=gettext_lazy("A new passphrase"))
    passphrase_again = PassphraseField(autocomplete="new-password", label=gettext_lazy("The same once more"))
    # The officer's public key as this page knows it, in hex.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, officer, data=None, needs_sure=False):
        super().__init__(data, needs_sure)
        self.initial["seen"] = bytes(officer.public_key or b"").hex()

    def clean_seen(self):
        try:
            return bytes.fromhex(self.cleaned_data["seen"])
        except ValueError:
            return b""

    def clean_passphrase(self):
        passphrases.check(self.cleaned_data["passphrase"])
        return self.cleaned_data["passphrase"]

    def clean(self):
        typed = super().clean()
        again = typed.get("passphrase_again")
        if typed.get("passphrase") and again and typed["passphrase"] != again:
            self.add_error("passphrase_again", _("The two are not the same."))
        return typed


class OldPassphraseForm(forms.Form):
    """A passphrase that was given up; a right one gives back what only it opens."""

    old_passphrase = PassphraseField(label=gettext_lazy("The old passphrase"))

    def __init__(self, officer, data=None):
        super().__init__(data)
        self.officer = officer

    def clean_old_passphrase(self):
        try:
            opening.bring_back(self.officer, self.cleaned_data["old_passphrase"], timezone.now())
        except opening.TooSoon as error:
            raise forms.ValidationError(waits.try_again_in(error.seconds)) from error
        except sealing.WrongPassphrase as error:
            raise forms.ValidationError(_("That opens nothing. Look at blanks and small letters.")) from error
        return self.cleaned_data["old_passphrase"]


class AppointForm(forms.Form):
    who = forms.CharField(
        max_length=150,
        label=gettext_lazy("User name or phone number"),
        help_text=gettext_lazy("They must have signed in here once."),
        error_messages={"required": gettext_lazy("Type a user name or a phone number.")},
    )


class ActForm(forms.Form):
    """An act on a case. By its token the same form sent twice is known."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    is_brought_back = False

    def __init__(self, case, data=None, **kwargs):
        super().__init__(data, initial={"token": secrets.token_urlsafe(16)}, **kwargs)
        self.case = case

    def bring_back(self, typed):
        """Show what was typed before, without checking it or taking it for sent."""
        names = [name for name in self.fields if self.add_prefix(name) in typed]
        self.initial |= {name: typed[self.add_prefix(name)] for name in names}
        self.is_brought_back = bool(names)


class TextForm(ActForm):
    text = forms.CharField(
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )

    def said(self):
        return {"text": self.cleaned_data["text"]}


class ReplyForm(TextForm):
    prefix = "reply"
    waits = forms.BooleanField(required=False, label=gettext_lazy("The case now waits for the reporter's answer"))

    def __init__(self, case, data=None, **kwargs):
        super().__init__(case, data, **kwargs)
        self.fields["text"].label = _("Reply to the reporter")


class NoteForm(TextForm):
    prefix = "note"

    def __init__(self, case, data=None, **kwargs):
        super().__init__(case, data, **kwargs)
        self.fields["text"].label = _("Note for the team")


class ReferralForm(TextForm):
    """To whom the person was sent on: a confirmed service of the directory, or one that is named."""

    prefix = "refer"
    service = forms.ModelChoiceField(
        Helpline.objects.none(),
        required=False,
        to_field_name="key",
        label=gettext_lazy("Service"),
        empty_label=gettext_lazy("Another one, named below"),
    )

    def __init__(self, case, data=None, **kwargs):
        super().__init__(case, data, **kwargs)
        self.fields["service"].queryset = Helpline.objects.shown()
        self.fields["text"].label = _("What was agreed, and with whom")
        self.fields["text"].required = False

    def clean(self):
        typed = super().clean()
        if not typed.get("service") and not typed.get("text") and not self.errors:
            self.add_error("text", _("Choose a service, or name one here."))
        return typed

    def said(self):
        service = self.cleaned_data["service"]
        return {"service": service.name if service else "", "text": self.cleaned_data["text"]}


def _capitalised(choices):
    return [(value, capfirst(label)) for value, label in choices]


class ChangeForm(ActForm):
    prefix = "change"
    state = forms.ChoiceField(choices=_capitalised(Case.State.choices), label=gettext_lazy("State"))
    urgency = forms.TypedChoiceField(
        choices=_capitalised(Case.Urgency.choices), coerce=int, label=gettext_lazy("Urgency")
    )
    assigned_to = forms.ModelChoiceField(
        Officer.objects.none(),
        required=False,
        label=gettext_lazy("Assigned to"),
        empty_label=capfirst(gettext_lazy("nobody")),
    )

    def __init__(self, case, data=None, **kwargs):
        super().__init__(case, data, **kwargs)
        self.fields["assigned_to"].queryset = Officer.objects.active().select_related("user").order_by("pk")
        self.initial |= {"state": case.state, "urgency": case.urgency, "assigned_to": case.assigned_to_id}


class MergeForm(ActForm):
    prefix = "merge"
    number = forms.CharField(
        max_length=12,
        label=gettext_lazy("Number of the other case"),
        help_text=gettext_lazy("This case goes into that one. Both receipts go on working."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Type a case number, such as ABC-DEF.")},
    )
