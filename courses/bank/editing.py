"""The pages on which questions are written, taken away and looked up."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views import snippets

from courses.bank import checking, comments, protecting, usage
from courses.bank.kinds import RULES
from courses.models import Question


class QuestionCreateView(snippets.CreateView):
    """Ask for the kind first, then show the form that belongs to it."""

    template_name = ["courses/admin/bank_question_create.html"]

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.kind else self.ask_for_the_kind()

    @cached_property
    def kind(self):
        named = self.request.POST.get("kind") or self.request.GET.get("kind")
        return named if named in RULES else None

    def ask_for_the_kind(self):
        kinds = [(kind, label, RULES[kind]) for kind, label in Question.Kind.choices]
        context = {
            "kinds": kinds,
            "header_title": _("New question"),
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "header_icon": self.header_icon,
        }
        return TemplateResponse(self.request, "courses/admin/bank_kinds.html", context)

    def get_initial_form_instance(self):
        return Question(kind=self.kind or Question.Kind.SINGLE)


class QuestionCopyView(snippets.CopyView):
    template_name = ["courses/admin/bank_question_create.html"]

    def get_initial_form_instance(self):
        copied = super().get_initial_form_instance().get_latest_revision_as_object()
        copied.pk, copied.latest_revision, copied.live = None, None, False
        copied.key = Question._meta.get_field("key").get_default()
        return copied


class QuestionEditView(snippets.EditView):
    template_name = ["courses/admin/bank_question_edit.html"]

    @cached_property
    def header_buttons(self):
        waiting = self.object.comments.filter(resolved_at=None).count()
        label = _("Comments (%(number)d)") % {"number": waiting} if waiting else _("Comments")
        return [HeaderButton(label, url=comments.address_of(self.object), icon_name="comment", priority=10)]


class LenientPreview:
    """Show a question before it has a topic; only saving it needs one."""

    def validate_form(self, form):
        for name in ("topic", "key", "native_review"):
            form.fields[name].required = False
        return super().validate_form(form)


class QuestionPreviewOnCreateView(LenientPreview, snippets.PreviewOnCreateView):
    pass


class QuestionPreviewOnEditView(LenientPreview, snippets.PreviewOnEditView):
    pass


class QuestionWorkflowActionView(snippets.WorkflowActionView):
    """Approving publishes the last draft, which may have been changed since it was handed in."""

    def post(self, request, *args, **kwargs):
        draft = self.object.get_latest_revision_as_object()
        if self.action_name == "approve" and checking.problems(checking.values_of(draft)):
            messages.error(request, _("The draft is not complete. Open it and publish: it will say what is missing."))
            address = reverse("wagtailsnippets_courses_question:edit", args=[self.object.pk])
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": address})
            return redirect(address)
        return super().post(request, *args, **kwargs)


class QuestionDeleteView(snippets.DeleteView):
    template_name = ["courses/admin/bank_question_delete.html"]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"warnings": list(protecting.before_deleting([self.object]))}


class QuestionUsageView(BaseObjectMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Which quizzes ask a question, in which versions, and where the figures are."""

    model = Question
    index_url_name = edit_url_name = usage_url_name = None
    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "courses/admin/bank_usage.html"
    page_title = gettext_lazy("Usage")
    header_icon = "help"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_courses_question:list"), "label": _("Questions")},
            {"url": reverse("wagtailsnippets_courses_question:edit", args=[self.object.pk]), "label": self.object},
            {"url": "", "label": _("Usage")},
        ]

    def get_context_data(self, **kwargs):
        found = usage.of_one(self.object)
        return super().get_context_data(**kwargs) | {
            "question": self.object,
            "answers": found.answers,
            "quizzes": [
                (use, usage.versions_with(use.quiz, self.object), reverse("course_analysis_quiz", args=[use.quiz.slug]))
                for use in found.uses
            ],
        }


def refuse_deleting(request, instances):
    """Wagtail's hook: stop the deletion of questions that are asked, one or many, and say where."""
    return _refuse(request, instances, protecting.against_deleting)


def refuse_unpublishing(request, instance):
    return _refuse(request, [instance], lambda questions: protecting.against_unpublishing(questions[0]))


def _refuse(request, instances, reasons_against):
    questions = [instance for instance in instances if isinstance(instance, Question)]
    reasons = list(reasons_against(questions)) if questions else []
    if not reasons:
        return None
    for reason in reasons:
        messages.error(request, reason)
    if len(questions) == 1:
        return redirect("wagtailsnippets_courses_question:edit", questions[0].pk)
    return redirect("wagtailsnippets_courses_question:list")
