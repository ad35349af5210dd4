"""What colleagues say to each other about a question, on a page of its own."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from courses.models import Question, QuestionComment


class CommentForm(forms.ModelForm):
    class Meta:
        model = QuestionComment
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


def add(question: Question, author, text: str) -> QuestionComment:
    """Keep a comment; the same words of the same person that still wait are the same comment sent twice."""
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        waiting = {"question": question, "author": author, "text": text, "resolved_at": None}
        return QuestionComment.objects.get_or_create(**waiting)[0]


def resolve(comment: QuestionComment, person) -> None:
    """Close a comment; who closed it first stays."""
    QuestionComment.objects.filter(pk=comment.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=person
    )


def reopen(comment: QuestionComment) -> None:
    QuestionComment.objects.filter(pk=comment.pk).update(resolved_at=None, resolved_by=None)


class CommentsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    permission_policy = ModelPermissionPolicy(QuestionComment)
    any_permission_required = ["add", "change", "view"]
    template_name = "courses/admin/bank_comments.html"
    page_title = gettext_lazy("Comments")
    header_icon = "comment"
    form_class = CommentForm

    def setup(self, request, pk, **kwargs):
        super().setup(request, pk=pk, **kwargs)
        self.question = get_object_or_404(Question, pk=pk)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_courses_question:list"), "label": _("Questions")},
            {"url": reverse("wagtailsnippets_courses_question:edit", args=[self.question.pk]), "label": self.question},
            {"url": "", "label": _("Comments")},
        ]

    def form_valid(self, form):
        if not self.user_has_permission("add"):
            raise PermissionDenied
        add(self.question, self.request.user, form.cleaned_data["text"])
        messages.success(self.request, _("The comment is kept. It waits until somebody resolves it."))
        return redirect(address_of(self.question))

    def get_context_data(self, **kwargs):
        comments = self.question.comments.select_related("author", "resolved_by")
        return super().get_context_data(**kwargs) | {
            "question": self.question,
            "waiting": [comment for comment in comments if not comment.resolved_at],
            "resolved": [comment for comment in comments if comment.resolved_at],
            "may_add": self.user_has_permission("add"),
            "may_resolve": self.user_has_permission("change"),
        }


class ResolveView(PermissionCheckedMixin, View):
    """Close a comment, or open it again."""

    permission_policy = ModelPermissionPolicy(QuestionComment)
    permission_required = "change"

    def post(self, request, pk, comment):
        found = get_object_or_404(QuestionComment.objects.select_related("question"), pk=comment, question=pk)
        if "reopen" in request.POST:
            reopen(found)
        else:
            resolve(found, request.user)
        return redirect(address_of(found.question))

    def get(self, request, pk, comment):
        return redirect(address_of(get_object_or_404(Question, pk=pk)))


def address_of(question: Question) -> str:
    return reverse("wagtailsnippets_courses_question:comments", args=[question.pk])
