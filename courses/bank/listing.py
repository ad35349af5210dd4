"""The list of questions: found in both languages, with where each is used."""

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView

from courses.bank import languages, usage
from courses.exchange.views import may_exchange
from courses.models import Question, QuestionComment

LANGUAGE_NAMES = {"en": gettext_lazy("English"), "sw": gettext_lazy("Kiswahili")}


class QuestionFilterSet(WagtailFilterSet):
    languages = django_filters.ChoiceFilter(
        label=gettext_lazy("Languages"),
        choices=[
            ("complete", gettext_lazy("complete")),
            ("en", gettext_lazy("English missing")),
            ("sw", gettext_lazy("Kiswahili missing")),
        ],
        method="filter_languages",
    )

    changes = django_filters.BooleanFilter(
        field_name="has_unpublished_changes", label=gettext_lazy("Unpublished changes")
    )
    comments = django_filters.ChoiceFilter(
        label=gettext_lazy("Comments"),
        choices=[("waiting", gettext_lazy("wait for an answer"))],
        method="filter_comments",
    )

    class Meta:
        model = Question
        fields = ["topic", "kind", "is_critical", "native_review", "live"]

    def filter_comments(self, queryset, name, wanted):
        return queryset.filter(comments__in=QuestionComment.objects.filter(resolved_at=None)).distinct()

    def filter_languages(self, queryset, name, wanted):
        missing = {question.pk: languages.missing_in(question) for question in queryset}
        fits = [pk for pk, lacks in missing.items() if (wanted in lacks if wanted != "complete" else not lacks)]
        return queryset.filter(pk__in=fits)


class UsageColumn(Column):
    """Leads to the page that says where."""

    cell_template_name = "courses/admin/bank_usage_cell.html"


class QuestionIndexView(IndexView):
    filterset_class = QuestionFilterSet

    @cached_property
    def list_display(self):
        return [
            "__str__",
            Column("topic", label=_("Topic"), sort_key="topic__slug"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("is_critical", label=_("Critical"), accessor=critical_shown, sort_key="is_critical"),
            Column("languages", label=_("Languages"), accessor=languages_shown),
            UsageColumn("usage", label=_("Usage"), accessor=usage_shown),
            StatusTagColumn("state", label=_("State"), accessor=state_shown, primary=is_whole, sort_key="live"),
            UpdatedAtColumn(),
        ]

    @cached_property
    def header_buttons(self):
        if not may_exchange(self.request.user):
            return super().header_buttons
        return [
            *super().header_buttons,
            HeaderButton(_("Import questions"), url=reverse("question_import"), icon_name="upload"),
            HeaderButton(_("Export questions"), url=reverse("question_export"), icon_name="download"),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("topic")

    def search_queryset(self, queryset):
        """Find each word typed, or part of one, in either language or in the key; filters hold whatever is searched."""
        for word in (self.search_query or "").split():
            found = Q(text_en__icontains=word) | Q(text_sw__icontains=word) | Q(key__icontains=word)
            queryset = queryset.filter(found)
        return queryset

    def get_table(self, object_list):
        questions = list(object_list)
        used = usage.of(questions)
        for question in questions:
            question.usage = used[question.pk]
        return super().get_table(questions)


def state_shown(question) -> str:
    """Return how far the question is published; Wagtail's own words for it cost two queries a row."""
    if not question.live:
        return _("draft")
    return _("published, with a newer draft") if question.has_unpublished_changes else _("published")


def critical_shown(question) -> str:
    return _("critical") if question.is_critical else ""


def is_whole(question) -> bool:
    return question.live and not question.has_unpublished_changes


def languages_shown(question) -> str:
    """Return "English · Kiswahili", with what is missing said in words."""
    lacks = languages.missing_in(question)
    if not lacks:
        return _("both")
    return ", ".join(_("%(language)s missing") % {"language": LANGUAGE_NAMES[name]} for name in sorted(lacks))


def usage_shown(question) -> str:
    """Return "in 3 quizzes, 412 answers", or "in 3 quizzes" where no answers have been counted yet."""
    number = len(question.usage.uses)
    quizzes = ngettext("in %(number)d quiz", "in %(number)d quizzes", number) % {"number": number}
    if question.usage.answers is None:
        return quizzes
    return f"{quizzes}, {answers_shown(question.usage.answers)}"


def answers_shown(answers: int) -> str:
    return ngettext("%(number)d answer", "%(number)d answers", answers) % {"number": answers}
