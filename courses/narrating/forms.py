"""A narration as a trainer makes it: recorded on the spot or uploaded, with its words written down."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.forms import FileInput
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from courses.narrating import sound

LEAST_LETTERS = 10
FIELDS = ("language", "file", "transcript", "title")

_REFUSALS = {
    sound.NotSound: _(
        "There is no sound in this file that can be read. Record it here, or choose an MP3, M4A, WAV, OGG or WebM file."
    ),
    sound.TooBig: _("This file is larger than 20 MB. Record it here, or save it as MP3 or M4A first."),
    sound.TooLong: _("This is longer than 5 minutes. Say it shorter, or spread it over several cards."),
    sound.TooShort: _("This is shorter than a second. Record it again."),
    sound.CutShort: _("The file is damaged or breaks off before its end. Record it again, or upload it once more."),
}
_NO_WORDS = _("Write down, word for word, what is said: some can't listen, and some can't hear.")


class RecorderInput(FileInput):
    """A file to choose, and where the browser can record, a recorder that fills it in."""

    template_name = "courses/admin/narrating_recorder.html"
    is_kept = False

    class Media:
        js = ["admin/narrating.js"]
        css = {"all": ["admin/narrating.css"]}

    def get_context(self, name, value, attrs):
        known = value if isinstance(value, FieldFile) and value else None
        found = super().get_context(name, value, attrs)
        return found | {"known": known, "is_kept": self.is_kept, "most_seconds": sound.MOST_SECONDS}


class NarrationForm(WagtailAdminModelForm):
    """Read the sound that was given and replace it by a small one; refuse what cannot be heard or read."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("To find it again. Empty: the first words of the transcript.")
        self.fields["file"].error_messages |= {
            "required": _("Record it here, or choose a file."),
            "empty": _REFUSALS[sound.NotSound],
        }
        self.fields["transcript"].error_messages["required"] = _NO_WORDS

    def full_clean(self):
        """After an error elsewhere the browser puts the recording back: nobody says it all again."""
        super().full_clean()
        self.fields["file"].widget.is_kept = self.is_bound and "file" not in self.errors

    def clean_file(self):
        given = self.cleaned_data["file"]
        if "file" not in self.changed_data or given is False:
            return given
        try:
            small = sound.made_small(given)
        except tuple(_REFUSALS) as refusal:
            raise ValidationError(_REFUSALS[type(refusal)]) from None
        self.instance.seconds, self.instance.size = small.seconds, small.size
        return ContentFile(small.data, name=f"{uuid4().hex[:12]}{sound.SUFFIX}")

    def clean_transcript(self):
        transcript = self.cleaned_data["transcript"].strip()
        letters = [letter for letter in transcript.lower() if letter.isalpha()]
        if len(letters) < LEAST_LETTERS or len(set(letters)) < LEAST_LETTERS // 2:
            raise ValidationError(_NO_WORDS)
        return transcript

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title"):
            cleaned["title"] = Truncator(cleaned.get("transcript", "")).chars(80)
        return cleaned

    def save(self, commit=True):
        before = self.initial.get("file") if "file" in self.changed_data else None
        if self.instance.pk is None and self.for_user:
            self.instance.created_by = self.for_user
        saved = super().save(commit)
        if before:
            transaction.on_commit(lambda: before.storage.delete(before.name))
        return saved
