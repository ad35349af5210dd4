from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class QuestionForm(WagtailAdminModelForm):
    """Refuse to publish a question that could not be marked or would not teach; a draft may be unfinished."""

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation and "options" in cleaned:
            self._check_options(cleaned["options"], cleaned.get("kind"))
        return cleaned

    def _check_options(self, options, kind):
        right = sum(bool(option.value["is_right"]) for option in options)
        if right == 0:
            self.add_error("options", ValidationError(_("Mark the option that is right.")))
        elif kind in ("single", "true_false") and right > 1:
            self.add_error("options", ValidationError(_("Only one option may be right for this kind of question.")))
        if kind == "true_false" and len(options) != 2:
            self.add_error("options", ValidationError(_("True or false has exactly two options.")))


class QuizForm(WagtailAdminModelForm):
    """Refuse to publish a quiz that asks nothing, or draws more than its topic holds."""

    def clean(self):
        cleaned = super().clean()
        parts = cleaned.get("parts")
        if self.is_deferred_validation or parts is None:
            return cleaned
        if not parts:
            self.add_error("parts", ValidationError(_("Add at least one question.")))
        fixed = {part.value.pk for part in parts if part.block_type == "question" and part.value}
        for part in parts:
            if part.block_type == "draw" and part.value["topic"]:
                self._check_draw(part.value, fixed)
        return cleaned

    def _check_draw(self, draw, fixed):
        available = draw["topic"].questions.filter(live=True).exclude(pk__in=fixed).count()
        if draw["count"] > available:
            message = _("The topic “%(topic)s” has only %(count)d more published questions to draw from.")
            self.add_error("parts", ValidationError(message, params={"topic": draw["topic"], "count": available}))
