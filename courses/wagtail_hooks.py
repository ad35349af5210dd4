from django.conf import settings
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses import attention
from courses.models import CourseIndexPage, Question, Quiz, Topic


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = ["text_en", "topic", "kind", BooleanColumn("is_critical", label=_("Critical")), "native_review"]
    list_filter = ["topic", "kind", "is_critical", "native_review", "live"]
    list_per_page = 50


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "form"
    menu_label = _("Quizzes")
    list_display = ["title_en", "slug", "pass_mark", "current_version", UpdatedAtColumn()]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name_en", "slug"]


class QuestionBankGroup(SnippetViewSetGroup):
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 210
    items = (QuestionViewSet, QuizViewSet, TopicViewSet)


register_snippet(QuestionBankGroup)


@hooks.register("register_admin_menu_item")
def courses_menu_item():
    return CoursesMenuItem(
        _("Courses"), reverse_lazy("wagtailadmin_explore_root"), name="courses", icon_name="doc-full", order=200
    )


class CoursesMenuItem(MenuItem):
    """Lead to the English list of courses, where a trainer begins."""

    @property
    def url(self):
        index = CourseIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        return reverse("wagtailadmin_explore", args=[index.pk]) if index else self._root

    @url.setter
    def url(self, root):
        self._root = root


@hooks.register("construct_homepage_panels")
def attention_first(request, panels):
    panels.insert(0, AttentionPanel())


class AttentionPanel(Component):
    """What a trainer should look at today, with the way there."""

    order = 10
    template_name = "courses/admin/attention.html"

    def get_context_data(self, parent_context):
        return {"lines": [line for line in attention.lines() if line.number]}
