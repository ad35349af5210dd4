"""What a trainer types to make the two forms: how many questions of each topic."""

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.measuring.forms import FOLLOW_UP, MOST_PER_TOPIC
from courses.models.pages import ModulePage
from courses.models.questions import Topic

SUGGESTED = 3
_STEM = "topic-"


class CountsForm(forms.Form):
    """One number a topic, the course's own topics first and with a suggestion; topics with no pair are left out."""

    follow_up = forms.IntegerField(
        label=_("Questions in the follow-up quiz"),
        min_value=0,
        max_value=10,
        initial=FOLLOW_UP,
        help_text=_("60 to 90 days after the course. 0 for none."),
    )

    def __init__(self, course, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = topics_of(course)
        topics = Topic.objects.annotate(have=Count("questions", filter=Q(questions__live=True))).filter(have__gte=2)
        for topic in sorted(topics, key=lambda topic: (topic.slug not in own, topic.slug)):
            pairs = topic.have // 2
            self.fields[f"{_STEM}{topic.slug}"] = forms.IntegerField(
                label=str(topic),
                min_value=0,
                max_value=min(MOST_PER_TOPIC, pairs),
                initial=min(SUGGESTED, pairs) if topic.slug in own else 0,
                required=False,
                help_text=ngettext("%(count)d question published", "%(count)d questions published", topic.have)
                % {"count": topic.have},
            )
        self.order_fields([name for name in self.fields if name != "follow_up"])

    @property
    def counts(self) -> dict[str, int]:
        """Return {topic's slug: questions in each form}, of what was typed."""
        return {
            name.removeprefix(_STEM): value or 0 for name, value in self.cleaned_data.items() if name.startswith(_STEM)
        }


def topics_of(course) -> set[str]:
    """Return the slugs of the topics that the course's quizzes ask about."""
    modules = ModulePage.objects.child_of(course).exclude(quiz__current_version=None)
    contents = modules.values_list("quiz__current_version__content", flat=True)
    return {question["topic"] for content in contents for question in content["questions"].values()}
