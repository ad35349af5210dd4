from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.exchange.formats import FORMATS, guess, look, parse
from courses.exchange.reading import LIMIT_MB, check_length
from courses.exchange.remarks import UnreadableFile
from courses.exchange.waiting import Upload
from courses.models import Topic

NAMES = {
    "gift": _("GIFT"),
    "moodlexml": _("Moodle XML"),
    "csv": _("Table (CSV)"),
    "xlsx": _("Excel workbook (.xlsx)"),
}
MOST_PASTED = 1_000_000


class ImportForm(forms.Form):
    """Take a file, or text that was pasted, and read it; `upload` is what is kept until it is confirmed."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("GIFT, Moodle XML, CSV or Excel, at most %(limit)s MB.") % {"limit": LIMIT_MB},
        widget=forms.FileInput(attrs={"accept": ".gift,.txt,.xml,.csv,.tsv,.xlsx"}),
    )
    pasted = forms.CharField(
        label=_("or paste the text"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[("", _("Find out")), *((name, NAMES[name]) for name in FORMATS)]
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        initial="en",
        help_text=_("GIFT and Moodle XML hold one language. Tables name theirs."),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        required=False,
        to_field_name="slug",
        empty_label=_("As the file says"),
        help_text=_("For questions that name no topic of their own."),
    )
    upload = None

    def clean(self):
        cleaned = super().clean()
        file, pasted = cleaned.get("file"), cleaned.get("pasted")
        if self.errors:
            return cleaned
        if file and pasted:
            self.add_error("pasted", _("Choose a file or paste text, not both."))
        elif file:
            self._read("file", file.name, file.size, file.read)
        elif pasted:
            self._read("pasted", "", len(pasted), pasted.encode)
        else:
            self.add_error("file", _("Choose a file, or paste text."))
        return cleaned

    def _read(self, field, name, size, read):
        try:
            check_length(size)
            data = read()
            written_as = self.cleaned_data["format"] or guess(name) or look(data)
            parse(data, written_as, self.cleaned_data["language"])
        except UnreadableFile as error:
            where = _("Line %(line)s: ") % {"line": error.line} if error.line else ""
            self.add_error(field, f"{where}{error}")
            return
        topic = self.cleaned_data["topic"]
        language = self.cleaned_data["language"]
        self.upload = Upload(data, name[:100], written_as, language, topic.slug if topic else "")


class ConfirmForm(forms.Form):
    """What a person decides of a plan they have seen; `seen` tells which one it was."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    publish = forms.ChoiceField(
        label=_("Save them"),
        initial="no",
        widget=forms.RadioSelect,
        choices=[("no", _("as drafts")), ("yes", _("and publish those that lack nothing"))],
    )
    skip_refused = forms.BooleanField(label=_("Leave out the refused ones"), required=False)

    def __init__(self, *args, may_publish, has_refused, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]
        if not has_refused:
            del self.fields["skip_refused"]

    def clean_skip_refused(self):
        if not self.cleaned_data["skip_refused"]:
            raise forms.ValidationError(_("Some are refused: leave them out, or correct the file and import it again."))
        return True


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=[(name, NAMES[name]) for name in FORMATS])
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), required=False, to_field_name="slug", empty_label=_("All topics")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("GIFT and Moodle XML hold one, tables hold both.")
    )

    @property
    def topic_slug(self):
        topic = self.cleaned_data["topic"]
        return topic.slug if topic else None
