"""What a reporter types and chooses: little is asked for, and only what happened is demanded."""

import secrets

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from incidents import files, photos, receipts, said, sounds
from places.counties import County

MOST_LETTERS = 10_000
MEGABYTE = 1024 * 1024
_LINE = 200
_REFUSALS = {
    photos.TooManyPixels: gettext_lazy("This photo is too large to read. Take it again with a smaller size."),
    sounds.TooLong: gettext_lazy("This sound is longer than 15 minutes. Cut it, or send the most important part."),
    sounds.IsVideo: gettext_lazy("Videos can't be sent here. Send photos of it, or write what it shows."),
    files.IsHeic: gettext_lazy(
        "This photo is in the HEIC format, which can't be read here. Take a screenshot of it, and choose that."
    ),
    files.NotPhotoOrSound: gettext_lazy("This is no photo and no sound that can be read here."),
}


class UnfiledForm(forms.Form):
    """A form with a token, by which a repeat is known, and with files, which are read apart from the words."""

    token = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, uploaded=(), **kwargs):
        super().__init__(data, initial={"token": secrets.token_urlsafe(16)}, **kwargs)
        self.uploaded = uploaded
        self.file_errors = []

    def is_valid(self):
        return super().is_valid() and not self.file_errors

    def clean(self):
        if len(self.uploaded) > settings.REPORT_FILES:
            self.file_errors.append(too_many())
        large = [one.name for one in self.uploaded if one.size > settings.REPORT_FILE_BYTES]
        self.file_errors += [f"{name}: {too_large()}" for name in large]
        return super().clean()

    def strip_files(self):
        """Return the files made anew, which takes a while; where one can't be read, say so in `file_errors`."""
        stripped = []
        for number, one in enumerate(self.uploaded, start=1):
            try:
                stripped.append(files.strip(one.read(), number))
            except tuple(_REFUSALS) as refusal:
                self.file_errors.append(f"{one.name}: {_REFUSALS[type(refusal)]}")
        return stripped

    @property
    def words(self):
        """Return the record of incidents.said."""
        told = {name: value for name, value in self.cleaned_data.items() if name in said.LABELS and value}
        return told | {"language": get_language()}


def too_many() -> str:
    most = settings.REPORT_FILES
    return ngettext("Only %(most)s file can be sent.", "At most %(most)s files can be sent.", most) % {"most": most}


def too_large() -> str:
    return _("This file is larger than %(most)s MB.") % {"most": settings.REPORT_FILE_BYTES // MEGABYTE}


def _line(label, help_text="", **attrs):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=_LINE,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", **attrs}),
    )


def _words(label, help_text="", required=""):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST_LETTERS,
        # A browser's spelling aid can send what is typed to its maker.
        widget=forms.Textarea({"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": required},
    )


def _choice(label, choices):
    return forms.ChoiceField(label=label, choices=list(choices.items()), required=False, widget=forms.RadioSelect)


class ReportForm(UnfiledForm):
    what = _words(
        gettext_lazy("What happened?"),
        gettext_lazy("What did you see or hear? Who was there? Write as you would say it."),
        gettext_lazy("Write what happened, if only in a few words."),
    )
    now = _choice(gettext_lazy("Is it happening now?"), said.NOW)
    who = _choice(gettext_lazy("Who is at risk?"), said.WHO)
    county = forms.ChoiceField(
        label=gettext_lazy("County"), required=False, choices=[("", gettext_lazy("I do not know")), *County.choices]
    )
    stage = _line(gettext_lazy("Stage or place"), gettext_lazy("For example: Likoni ferry stage"))
    road = _line(gettext_lazy("Road or route"), gettext_lazy("For example: Mombasa to Lunga Lunga"))
    plate = _line(gettext_lazy("Number plate"), autocapitalize="characters")
    operator = _line(gettext_lazy("Sacco or company"))
    when = _line(gettext_lazy("When was it?"), gettext_lazy("For example: today at 7 in the morning"))
    reach = _line(
        gettext_lazy("How can the team reach you? (you may leave it out)"),
        gettext_lazy(
            "A phone number or an e-mail address. Only the case team sees it, and uses it only to ask you about this"
            " report. Without it you stay unknown, and can still read replies by your receipt."
        ),
    )


class AdditionForm(UnfiledForm):
    """What somebody adds to their report: words, files, or both."""

    text = _words(gettext_lazy("Your message"), required=gettext_lazy("Write something, or choose a file."))

    def __init__(self, data=None, uploaded=(), **kwargs):
        super().__init__(data, uploaded, **kwargs)
        self.fields["text"].required = not uploaded


class ReceiptForm(forms.Form):
    file_errors = ()
    receipt = forms.CharField(
        label=gettext_lazy("Your receipt"),
        help_text=gettext_lazy("The 16 digits that you wrote down. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the 16 digits of your receipt.")},
    )

    def clean_receipt(self):
        receipt = receipts.cleaned(self.cleaned_data["receipt"])
        if not receipt:
            raise forms.ValidationError(_("A receipt has 16 digits. Count them, and type it again."))
        return receipt
