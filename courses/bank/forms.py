"""What the editor refuses to publish, told beside the field; a draft may be unfinished."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError

from courses import plain_text
from courses.bank import checking
from courses.bank.blocks import KindWidget
from courses.bank.errors import stream_error
from courses.bank.kinds import FIELDS_OF_SOME, RULES, rules_of


class QuestionForm(WagtailAdminModelForm):
    """Offer what the question's kind is made of, and refuse to publish what could not be marked or would not teach."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FIELDS_OF_SOME - rules_of(self.kind).fields:
            self.fields.pop(name, None)
        if "kind" in self.fields:
            self.fields["kind"].choices = [choice for choice in self.fields["kind"].choices if choice[0] == self.kind]
        if "options" in self.fields:
            self.fields["options"].widget = KindWidget(self.fields["options"].block, self.kind)

    @cached_property
    def kind(self):
        """The kind never changes once it is chosen: the answers of another one would be lost."""
        typed = None if self.instance.pk else self.data.get(self.add_prefix("kind"))
        return typed if typed in RULES else self.instance.kind

    def clean(self):
        cleaned = super().clean()
        cleaned.update({name: plain_text.clean_within(value) for name, value in cleaned.items()})
        values = self._values(cleaned)
        if self.is_deferred_validation:
            self._show([*checking.wrong_blocks(values), *checking.too_long(values)])
        else:
            self._show(checking.problems(values))
        return cleaned

    def _values(self, cleaned):
        values = {name: cleaned.get(name, getattr(self.instance, name)) for name in checking.FIELDS}
        options = [(block.block_type, block.value) for block in cleaned.get("options") or ()]
        return values | {"kind": self.kind, "picture": cleaned.get("picture"), "options": options}

    def _show(self, problems):
        """Put each problem beside its field, unless Django or Wagtail has refused that field already."""
        of_options = [problem for problem in problems if problem[0].partition(".")[0] == "options"]
        if of_options and "options" not in self.errors:
            self.add_error("options", stream_error(of_options))
        for path, message in problems:
            if path in self.fields and path not in self.errors:
                self.add_error(path, message)


class QuizForm(WagtailAdminModelForm):
    """Refuse to publish a quiz that asks nothing, asks something twice, or draws more than its topic holds."""

    def clean(self):
        cleaned = super().clean()
        parts = cleaned.get("parts")
        if self.is_deferred_validation or parts is None:
            return cleaned
        if not parts:
            self.add_error("parts", ValidationError(_("Add at least one question.")))
        problems = {**_fixed_problems(parts), **_draw_problems(parts)}
        if problems:
            self.add_error("parts", StreamBlockValidationError(block_errors=problems))
        return cleaned


def _fixed_problems(parts):
    """Return {place: error} for each question that is asked already or could not be asked."""
    problems, seen = {}, set()
    for place, part in enumerate(parts):
        if part.block_type == "question" and part.value:
            if part.value.pk in seen:
                problems[place] = ValidationError(_("This question is in the quiz already."))
            elif not part.value.live:
                problems[place] = ValidationError(_("This question is not published, so nobody would be asked it."))
            seen.add(part.value.pk)
    return problems


def _draw_problems(parts):
    """Return {place: error} for each draw for which its topic has too few questions left."""
    fixed = {part.value.pk for part in parts if part.block_type == "question" and part.value}
    problems, drawn = {}, Counter()
    for place, part in enumerate(parts):
        if part.block_type != "draw" or not part.value["topic"]:
            continue
        topic, count = part.value["topic"], part.value["count"]
        available = topic.questions.filter(live=True).exclude(pk__in=fixed).count() - drawn[topic.pk]
        drawn[topic.pk] += count
        if count > available:
            message = _("The topic “%(topic)s” has only %(count)d more published questions to draw from.")
            problems[place] = ValidationError(message, params={"topic": topic, "count": max(0, available)})
    return problems
