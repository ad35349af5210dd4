from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models.offline import HeldAttempt
from courses.models.quizzes import Quiz

MOST_LETTERS = 1000


class FilterForm(forms.Form):
    """Which held attempts are listed; what can't be understood filters nothing."""

    q = forms.CharField(label=_("Learner's name or number"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *HeldAttempt.State.choices])
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("All")), *HeldAttempt.Reason.choices])
    quiz = forms.ModelChoiceField(
        Quiz.objects.all(), label=_("Quiz"), required=False, to_field_name="slug", empty_label=_("All")
    )


class ExplainForm(forms.Form):
    words = forms.CharField(
        label=_("What you tell the learner"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what the learner should know, and what to do now.")},
    )
