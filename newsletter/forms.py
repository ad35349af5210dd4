from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WRONG = gettext_lazy("That is not an e-mail address. Write it like amina@example.org.")
# Each in its own tongue, so that who reads only one of them finds it.
LANGUAGES = [("en", "English"), ("sw", "Kiswahili")]


class AddressField(forms.EmailField):
    """An e-mail address, returned in small letters: those of one mailbox differ in nothing else."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        messages = {"invalid": WRONG, "required": gettext_lazy("Write your e-mail address.")}
        super().__init__(max_length=254, widget=forms.EmailInput(attrs), error_messages=messages, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed.isascii():
            raise ValidationError(WRONG, code="invalid")
        return typed.lower()


class SubscribeForm(forms.Form):
    email = AddressField(label=gettext_lazy("Your e-mail address"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the newsletter"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a language."),
            "invalid_choice": gettext_lazy("Choose a language."),
        },
    )

    def refuse_for_now(self):
        """Say that too many came from this visitor's network; what was typed stays."""
        self.add_error("email", _("Too many addresses came from your network just now. Try again in an hour."))


class TestForm(forms.Form):
    __test__ = False

    email = AddressField(label=gettext_lazy("Send it to"))
