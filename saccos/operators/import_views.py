"""Bringing a table of operators in the admin: it is looked at first, and saved only when somebody says so."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test

from courses.exchange import waiting
from courses.exchange.waiting import Upload
from saccos.operators import columns, matching, planning, reading, saving
from saccos.operators.furniture import LIST, furniture
from saccos.operators.planning import Verdict

ROWS_ON_A_PAGE = 50


def may_bring(user) -> bool:
    """Return whether somebody may import: who may add operators and change them."""
    return user.has_perms(["saccos.add_operator", "saccos.change_operator"])


class BringForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV, at most %(limit)s MB and %(most)s operators.")
        % {"limit": reading.LIMIT_MB, "most": f"{reading.MOST_ROWS:,}"},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self):
        """Read it as far as to know whether it is a table of operators."""
        file = self.cleaned_data["file"]
        try:
            reading.check_size(file.size)
            self.data_read = file.read()
            planning.check(self.data_read)
        except reading.Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ConfirmForm(forms.Form):
    leave_out_wrong = forms.BooleanField(label=gettext_lazy("Leave out the wrong rows"), required=False)

    def __init__(self, *args, wrong, **kwargs):
        super().__init__(*args, **kwargs)
        if not wrong:
            del self.fields["leave_out_wrong"]

    def clean_leave_out_wrong(self):
        if not self.cleaned_data["leave_out_wrong"]:
            raise forms.ValidationError(
                _("Some rows are wrong: leave them out, or correct the file and bring it again.")
            )
        return True


@user_passes_test(may_bring)
def bring(request):
    form = BringForm(request.POST or None, request.FILES or None) if request.method == "POST" else BringForm()
    if request.method == "POST" and form.is_valid():
        upload = Upload(form.data_read, form.cleaned_data["file"].name[:100], "", "", "")
        return redirect("operator_import_preview", waiting.keep(upload, request.user))
    known = [(str(column.heading), column.name in columns.NEEDED) for column in columns.COLUMNS]
    context = {"form": form, "known": known, **furniture(_("Import operators"), "upload")}
    return render(request, "saccos/operators/import.html", context)


@user_passes_test(may_bring)
def preview(request, token):
    upload = waiting.find(token, request.user)
    if upload is None:
        messages.warning(request, _("This import is over: it was confirmed, or it waited for more than an hour."))
        return redirect(LIST)
    if request.method != "POST":
        return _page(request, upload, planning.make(upload.data))
    leave_out = "leave_out_wrong" in request.POST
    try:
        saved = saving.save(upload.data, request.user, request.POST.get("seen", ""), leave_out)
    except saving.SomeWrong as error:
        return _page(request, upload, error.plan, request.POST)
    except saving.ChangedMeanwhile as error:
        messages.warning(request, _("Operators changed meanwhile. Nothing was saved: look at what would happen now."))
        return _page(request, upload, error.plan)
    waiting.drop(token, request.user)
    messages.success(request, _saved_words(saved))
    return redirect(LIST)


def _page(request, upload, plan, said=None):
    form = ConfirmForm(said, wrong=plan.counts[Verdict.WRONG])
    return render(request, "saccos/operators/preview.html", _context(request, upload, plan, form))


def _saved_words(saved):
    new = ngettext("%(number)s operator was added", "%(number)s operators were added", saved.new)
    changed = ngettext("%(number)s was changed.", "%(number)s were changed.", saved.changed)
    return f"{new % {'number': saved.new}}, {changed % {'number': saved.changed}}"


def _context(request, upload, plan, form):
    shown = request.GET.get("show", "")
    rows = [row for row in plan.rows if shown in ("", row.verdict)]
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("p"))
    _say_likes(page.object_list)
    return {
        "plan": plan,
        "form": form,
        "upload": upload,
        "shown": shown,
        "counts": [(verdict.value, verdict.label, number) for verdict, number in plan.counts.items()],
        "page": page,
        **furniture(_("What would be imported"), "upload"),
    }


def _say_likes(rows):
    """Say of the new ones among these rows which operator they look like."""
    new = [row for row in rows if row.verdict == Verdict.NEW]
    found = matching.likest([row.name for row in new], matching.named()) if new else {}
    for row in new:
        row.like = found.get(row.name, "")
