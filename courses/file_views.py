"""The way in for a phone that never gets online: its attempts in a file, brought by whoever has a network."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import learner_required
from accounts.models import User
from courses import handed, receiving
from courses.handed import Unreadable
from courses.handing_in import MOST_BYTES
from courses.holding import telling, words
from courses.models.offline import HeldAttempt
from courses.models.quizzes import Quiz
from courses.models.records import Attempt

FORMAT = "safari-salama-attempt"
MOST_ATTEMPTS = 100


class FileForm(forms.Form):
    """Take the file that a phone saved; `cleaned_data["file"]` is the list of its attempts."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("Its name begins with safari-salama and ends with .json."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json", "aria-describedby": "id_file_helptext"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Save it again on the phone where the quiz was answered."),
        },
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 1 MB, so it is not one that holds attempts."))
        return _attempts_in(upload.read())


def _attempts_in(data):
    try:
        sent = handed.decode(data)
    except Unreadable:
        raise ValidationError(
            _("This file can't be read. Choose the one that was saved on the phone, as it is, without opening it.")
        ) from None
    found = sent.get("attempts") if isinstance(sent, dict) and sent.get("format") == FORMAT else None
    if not isinstance(found, list) or not found:
        raise ValidationError(_("This file holds no attempt of Safari Salama. Its name begins with safari-salama."))
    if len(found) > MOST_ATTEMPTS:
        raise ValidationError(_("This file holds more attempts than a phone saves, so nothing was taken from it."))
    return found


@dataclass(frozen=True)
class Line:
    """What became of one attempt in a file, as whoever brought it is told: a first name, and no result."""

    name: str = ""
    is_own: bool = False
    receipt: str = ""
    state: str = ""
    why: str = ""


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in_file(request):
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        lines = [_take(request.user, payload) for payload in form.cleaned_data["file"]]
        return render(request, "courses/phone/handed_in_file.html", {"lines": lines})
    return render(request, "courses/phone/hand_in_file.html", {"form": form}, status=422 if form.is_bound else 200)


def _take(sender, payload):
    try:
        outcome = receiving.receive(sender, payload, way=Attempt.Way.FILE)
    except receiving.TooManyWaiting:
        return Line(state="full")
    learner = (outcome.attempt or outcome.held).learner
    known = {"name": _first_name(learner), "is_own": learner == sender, "receipt": outcome.receipt}
    if outcome.attempt:
        return Line(state="received", **known)
    if outcome.held.state == HeldAttempt.State.EXPLAINED:
        return Line(state="explained", **known)
    return Line(state="held", why=words.for_bringer(outcome.held), **known)


def _first_name(learner: User) -> str:
    return learner.full_name.split(" ")[0]


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def read(request, pk):
    """Note that the learner has read what was decided about an attempt of theirs, and go back to where they were."""
    if request.method == "POST":
        telling.read(request.user, pk)
        quiz = Quiz.objects.filter(slug=request.POST.get("quiz", "").replace("\0", "")).first()
        if quiz:
            return redirect("courses:quiz", quiz.slug)
    return redirect("courses:me")
