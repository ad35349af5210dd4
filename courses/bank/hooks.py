"""The question bank in the admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.bank import comments, editing, pictures
from courses.bank.learner_chooser import LearnerChooserViewSet
from courses.bank.listing import QuestionIndexView
from courses.models import Allowance, Question, Quiz, Topic

learner_chooser = LearnerChooserViewSet("learner_chooser")


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_per_page = 50
    inspect_view_enabled = False
    index_view_class = QuestionIndexView
    add_view_class = editing.QuestionCreateView
    copy_view_class = editing.QuestionCopyView
    edit_view_class = editing.QuestionEditView
    delete_view_class = editing.QuestionDeleteView
    usage_view_class = editing.QuestionUsageView
    preview_on_add_view_class = editing.QuestionPreviewOnCreateView
    preview_on_edit_view_class = editing.QuestionPreviewOnEditView
    workflow_action_view_class = editing.QuestionWorkflowActionView
    index_template_name = "courses/admin/bank_question_index.html"
    create_template_name = "courses/admin/bank_question_create.html"
    edit_template_name = "courses/admin/bank_question_edit.html"
    delete_template_name = "courses/admin/bank_question_delete.html"

    def get_usage_view_kwargs(self, **kwargs):
        return super().get_usage_view_kwargs(**kwargs) | {"template_name": "courses/admin/bank_usage.html"}

    def get_urlpatterns(self):
        common = {"permission_policy": comments.CommentsView.permission_policy}
        return [
            *super().get_urlpatterns(),
            path("comments/<int:pk>/", comments.CommentsView.as_view(**common), name="comments"),
            path("comments/<int:pk>/<int:comment>/", comments.ResolveView.as_view(**common), name="resolve"),
            path("picture/", self.construct_view(pictures.PictureView), name="picture"),
        ]


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "form"
    menu_label = _("Quizzes")
    list_display = [
        "title_en",
        "slug",
        "purpose",
        "pass_mark",
        "current_version",
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name_en", "slug"]


class AllowanceViewSet(SnippetViewSet):
    model = Allowance
    icon = "time"
    menu_label = _("Allowances")
    list_display = [
        Column("learner", label=_("Learner"), sort_key="learner__full_name"),
        Column("quiz", label=_("Quiz"), sort_key="quiz__slug"),
        "extra_minutes",
        "extra_attempts",
    ]
    list_filter = ["quiz"]
    panels = [
        FieldPanel("learner", widget=learner_chooser.widget_class),
        FieldPanel("quiz"),
        FieldRowPanel([FieldPanel("extra_minutes"), FieldPanel("extra_attempts")]),
        FieldPanel("reason"),
    ]

    def get_queryset(self, request):
        return Allowance.objects.select_related("learner", "quiz")


class QuestionBankGroup(SnippetViewSetGroup):
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 210
    items = (QuestionViewSet, QuizViewSet, TopicViewSet, AllowanceViewSet)


register_snippet(QuestionBankGroup)
hooks.register("before_delete_snippet", editing.refuse_deleting)
hooks.register("before_unpublish", editing.refuse_unpublishing)


@hooks.register("register_admin_viewset")
def register_learner_chooser():
    return learner_chooser
