"""Wagtail's pages for the same person twice: two entries side by side, which one stays, and the list with undo."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts import guarded, merging
from accounts.models import PersonMerge, User

A_PAGE = 50
MOST_FOUND = 20
_LONGEST_KEY = 18


def _key(text):
    """Return the number that was sent; 0, which nothing has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_KEY else 0


class SearchForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name or phone of the other entry"), required=False, max_length=100)


class PeoplePage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_policy = None
    permission_required = "change"
    header_icon = "user"

    def get_breadcrumbs_items(self):
        people = {"url": reverse("wagtailusers_users:index"), "label": _("People")}
        return [*self.breadcrumbs_items, people, {"url": "", "label": self.page_title}]


class MergeView(PeoplePage):
    """Find the other entry, see both, and say which one stays."""

    page_title = gettext_lazy("The same person twice")
    template_name = "accounts/people/merge.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        other = request.GET.get("with", "")
        self.other = get_object_or_404(User, pk=_key(other)) if other.isdecimal() else None

    def dispatch(self, request, *args, **kwargs):
        pair = [self.person, *([self.other] if self.other else [])]
        if any(person.is_superuser for person in pair) and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return str(self.person)

    def get_context_data(self, **kwargs):
        form = SearchForm(self.request.GET if "q" in self.request.GET else {"q": self.person.full_name})
        typed = form.cleaned_data["q"] if form.is_valid() else ""
        return super().get_context_data(
            person=self.person,
            other=self.other,
            pair=[(self.person, self.other), (self.other, self.person)] if self.other else [],
            form=form,
            found=[] if self.other else self._found(typed),
            **kwargs,
        )

    def _found(self, typed):
        """Return who answers to what was typed, and who is reached on the same number."""
        numbers = [number for number in (self.person.phone, self.person.shared_phone) if number]
        same = Q(phone__in=numbers) | Q(shared_phone__in=numbers)
        others = User.objects.standing().exclude(pk=self.person.pk)
        near = others.filter(same)[:MOST_FOUND] if numbers else []
        named = others.found_by(typed).order_by("search_name", "pk")[:MOST_FOUND] if typed.strip() else []
        return list(dict.fromkeys([*near, *named]))

    def post(self, request, *args, **kwargs):
        pair = {str(person.pk): person for person in (self.person, self.other) if person}
        kept = pair.pop(request.POST.get("kept", ""), None)
        if kept is None or not pair:
            return redirect(request.get_full_path())
        try:
            merging.merge(kept, next(iter(pair.values())), request.user, timezone.now())
        except merging.SamePerson:
            messages.error(request, _("That is one and the same entry."))
        except merging.Guarded:
            messages.error(request, guarded.WHY)
            return redirect(request.get_full_path())
        except merging.MergedAway:
            messages.error(request, _("One of the two was put together with another entry before. Take that one."))
        except merging.NotYours as no:
            raise PermissionDenied from no
        else:
            messages.success(request, _("%(person)s is one entry now. It can be undone here.") % {"person": kept})
        return redirect("wagtailusers_users:merges")


class MergesView(PeoplePage):
    """What was put together, the newest first, each with its undo."""

    page_title = gettext_lazy("Put together")
    template_name = "accounts/people/merges.html"

    def get_context_data(self, **kwargs):
        merges = PersonMerge.objects.select_related("kept", "gone").order_by("-at", "-pk")
        page = Paginator(merges, A_PAGE).get_page(self.request.GET.get("page"))
        can_undo = set(merging.undoable().filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
        return super().get_context_data(page=page, can_undo=can_undo, **kwargs)

    def post(self, request, *args, **kwargs):
        pk = _key(request.POST.get("undo", ""))
        merge = get_object_or_404(PersonMerge.objects.select_related("kept", "gone"), pk=pk)
        try:
            merging.undo(merge, request.user, timezone.now())
        except merging.LaterMerge:
            messages.error(request, _("One of the two was put together again since. Undo that first."))
        except merging.Guarded:
            messages.error(request, guarded.WHY)
        except merging.NotYours as no:
            raise PermissionDenied from no
        else:
            messages.success(request, _("Undone: the two are two again, as they were."))
        return redirect("wagtailusers_users:merges")
