from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from saccos.models import Roster
from saccos.roster import bringing, columns, reading, sheet, words
from saccos.roster.fields import Field

FIRST_ROWS = 5
_NO_ROLE = ("", gettext_lazy("say it row by row"))


class BringForm(forms.Form):
    """A list as pasted text or as a file; `cleaned_data["brought"]` is whichever came."""

    paste = forms.CharField(
        label=gettext_lazy("Paste the rows here"),
        required=False,
        strip=False,
        help_text=gettext_lazy("In the spreadsheet mark the rows with their headings, copy, and paste."),
        widget=forms.Textarea(attrs={"rows": 6, "aria-describedby": "id_paste_helptext", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Excel (XLSX) or CSV, up to 10 MB and 20,000 rows."),
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.csv,.tsv,.txt,text/csv", "aria-describedby": "id_file_helptext"}
        ),
    )

    def clean(self):
        paste, file = self.cleaned_data.get("paste", ""), self.cleaned_data.get("file")
        if file and paste.strip():
            self.add_error("file", _("You pasted rows and chose a file. Bring one of the two."))
        elif file:
            self._take_file(file)
        elif paste.strip():
            self.cleaned_data["brought"] = paste
        else:
            self.add_error("paste", _("Paste the rows, or choose a file below."))
        return self.cleaned_data

    def _take_file(self, file):
        """Read the file, unless its size alone says that it is no list."""
        if file.size > reading.MOST_BYTES:
            self.add_error("file", words.UNREADABLE["too_big"])
        else:
            self.cleaned_data |= {"brought": file.read(), "source": file.name}


@dataclass(frozen=True)
class Column:
    """One column of a list as the page shows it; without a `chooser` it is one that is never kept."""

    letter: str
    heading: str
    sample: list[str] = field(default_factory=list)
    chooser: forms.BoundField | None = None


class ColumnsForm(forms.Form):
    """What each column holds. `shown` are the columns with anything in them."""

    has_heading = forms.BooleanField(
        label=gettext_lazy("The first row is a row of headings, not a person"), required=False
    )
    otherwise = forms.ChoiceField(
        label=gettext_lazy("Role of those for whom the list says none"),
        choices=[_NO_ROLE, (sheet.ABOVE, gettext_lazy("the same as in the row above")), *User.Role.choices],
        required=False,
    )

    language = forms.ChoiceField(
        label=gettext_lazy("The new people read"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=gettext_lazy("Their messages and pages are in it. Each can choose another one later."),
    )

    def __init__(self, data, roster: Roster, rows: list[list[str]]):
        super().__init__(data)
        self.roster, self.rows = roster, rows
        self.initial = {
            "has_heading": roster.has_heading,
            "otherwise": roster.columns.get(sheet.OTHERWISE, ""),
            "language": bringing.language_of(roster),
        }
        self.places = [place for place in range(max(map(len, rows), default=0)) if any(self._cells(place))]
        chosen = {place: name for name in Field.values for place in roster.columns.get(name, ())}
        for place in self.places:
            self.fields[_key(place)] = forms.ChoiceField(
                choices=[("", _("leave out")), *Field.choices],
                required=False,
                label=self._label(place),
                initial=chosen.get(place, ""),
            )

    def _label(self, place):
        heading = self.rows[0][place] if self.roster.has_heading and place < len(self.rows[0]) else ""
        return heading or _("Column %(letter)s") % {"letter": columns.letter(place)}

    def _cells(self, place, rows=None):
        return [row[place] for row in (self.rows if rows is None else rows) if place < len(row) and row[place]]

    @property
    def shown(self):
        """Return the columns, those that were guessed first."""
        rows = self.rows[self.roster.has_heading :][:FIRST_ROWS]
        found = [
            Column(columns.letter(place), self[_key(place)].label, self._cells(place, rows), self[_key(place)])
            for place in self.places
            if not self._is_private(place)
        ]
        return sorted(found, key=lambda column: not (column.chooser.value() or column.chooser.errors))

    def _is_private(self, place):
        """Return whether nothing but the heading of a column was kept."""
        return self[_key(place)].label in self.roster.columns.get(sheet.NOT_KEPT, ()) and not self._cells(
            place, self.rows[self.roster.has_heading :]
        )

    def clean(self):
        found = {}
        for place in self.places:
            if name := self.cleaned_data.get(_key(place)):
                found.setdefault(name, []).append(place)
        for name, places in found.items():
            if name != Field.NAME and len(places) > 1:
                said = {"field": Field(name).label}
                self.add_error(_key(places[1]), _("Two columns are chosen for “%(field)s”. Keep one.") % said)
        if Field.NAME not in found:
            self.add_error(None, _("Say which column holds the names: nobody is put on the list without one."))
        if Field.ROLE not in found and self.cleaned_data.get("otherwise") in (None, "", sheet.ABOVE):
            self.add_error(
                "otherwise", _("No column holds the roles. Choose one role for all; you can change it later.")
            )
        self.cleaned_data["columns"] = found
        return self.cleaned_data


def _key(place):
    return f"column-{place}"


class RowForm(forms.Form):
    """One row as it stands, to be mended."""

    name = forms.CharField(label=Field.NAME.label, required=False, max_length=200)
    phone = forms.CharField(
        label=Field.PHONE.label,
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=gettext_lazy("Empty for somebody without a phone."),
    )
    role = forms.ChoiceField(
        label=Field.ROLE.label, required=False, choices=[("", gettext_lazy("Choose one")), *User.Role.choices]
    )
    staff_number = forms.CharField(label=Field.STAFF_NUMBER.label, required=False, max_length=200)
    stage = forms.CharField(label=Field.STAGE.label, required=False, max_length=200)
    since = forms.CharField(
        label=Field.SINCE.label, required=False, max_length=60, help_text=gettext_lazy("Day, month, year: 31/12/2024.")
    )
