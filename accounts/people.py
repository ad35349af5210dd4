"""Wagtail's "People": everybody, whether they sign in with a phone or with a user name."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.users.forms import UserForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from accounts import guarded, second_factor
from accounts.forms import NameField, PhoneField, ResetForm
from accounts.merging_admin import MergesView, MergeView
from accounts.models import User


def may_manage(editor, person) -> bool:
    """Return whether the editor may change this person: only an administrator may change an administrator."""
    return editor.is_superuser or not person.is_superuser


class PersonForm(UserForm):
    """A person with a phone, a user name, or both. Only user names have passwords; only administrators give rights."""

    first_name = last_name = None
    password_required = False
    full_name = NameField(label=gettext_lazy("Full name"), max_length=150, required=False)
    phone = PhoneField(
        label=gettext_lazy("Phone number"),
        required=False,
        help_text=gettext_lazy("Signs in with a code by SMS. For example 0712 345 678."),
    )
    shared_phone = PhoneField(
        label=gettext_lazy("Shared phone"),
        required=False,
        help_text=gettext_lazy("Somebody else's number, on which this person is reached and may sign in too."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    class Meta:
        model = User
        fields = [
            "full_name",
            "phone",
            "shared_phone",
            "username",
            "role",
            "language",
            "county",
            "email",
            "is_superuser",
            "groups",
        ]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args, editor, editing_self=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("For trainers and administrators: signs in at /admin/ with a password.")
        if editing_self:
            self.fields.pop("is_active", None)
        if editing_self or not editor.is_superuser:
            del self.fields["is_superuser"]
        if not editor.is_superuser:
            del self.fields["groups"]

    def clean_shared_phone(self):
        return self.cleaned_data["shared_phone"] or ""

    def _clean_username(self):
        if self.cleaned_data.get("username"):
            super()._clean_username()

    def clean(self):
        cleaned = super().clean()
        username, password = cleaned.get("username"), cleaned.get("password1")
        if not (cleaned.get("phone") or username or cleaned.get("full_name") or self.errors):
            self.add_error("full_name", _("Give a full name, a phone number or a user name."))
        if password and not username:
            self.add_error("username", _("A password goes with a user name."))
        has_password = self.instance.password and self.instance.has_usable_password()
        if username and not password and not has_password:
            self.add_error("password1", _("Give a password to go with the user name."))
        return cleaned

    def save(self, commit=True):
        if not self.cleaned_data["username"]:
            self.instance.set_unusable_password()
        return super().save(commit)


class EditPersonForm(PersonForm):
    SIGN_IN = ("username", "phone", "shared_phone", "is_active")

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "is_active"]

    def clean(self):
        cleaned = super().clean()
        if guarded.is_guarded(self.instance):
            for name in self._changes_of_sign_in(cleaned):
                self.add_error(name, guarded.WHY)
        return cleaned

    def _changes_of_sign_in(self, cleaned):
        """Return the fields that would change how the person signs in; the instance is still as it was."""
        kept = {name: getattr(self.instance, name) or "" for name in self.SIGN_IN}
        changed = [name for name in kept if name in cleaned and (cleaned[name] or "") != kept[name]]
        return changed + ["password1"] * bool(cleaned.get("password1"))


class PeopleView(IndexView):
    page_title = gettext_lazy("People")
    add_item_label = gettext_lazy("Add a person")
    search_fields = ["full_name"]

    @cached_property
    def columns(self):
        title = self._get_title_column_class(TitleColumn)
        return [
            title("full_name", accessor=str, label=_("Name"), sort_key="search_name", get_url=self.get_edit_url),
            Column("signs_in_with", accessor=_signs_in_with, label=_("Signs in with")),
            Column("role", accessor="get_role_display", label=_("Role")),
            Column("groups", accessor=_groups, label=_("Groups")),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().standing().prefetch_related("groups")

    def search_queryset(self, queryset):
        return queryset.found_by(self.search_query) if self.is_searching else queryset


def _signs_in_with(person):
    return " · ".join(filter(None, [person.username, person.shown_phone]))


def _groups(person):
    names = [group.name for group in person.groups.all()]
    return ", ".join([_("Administrator"), *names] if person.is_superuser else names)


class EditorMixin:
    """Tell the form who is editing."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"editor": self.request.user}


class AddPersonView(EditorMixin, CreateView):
    page_title = gettext_lazy("Add a person")
    success_message = gettext_lazy("%(object)s added.")


class EditPersonView(EditorMixin, EditView):
    success_message = gettext_lazy("%(object)s saved.")
    error_message = gettext_lazy("Not saved: see what is marked below.")

    def dispatch(self, request, *args, **kwargs):
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_more_buttons(self):
        url = reverse("wagtailusers_users:second_factor", args=[self.object.pk])
        second = Button(_("Second factor"), url=url, icon_name="lock", priority=15)
        url = reverse("wagtailusers_users:merge", args=[self.object.pk])
        twice = Button(_("The same person twice"), url=url, icon_name="group", priority=16)
        return [*super().header_more_buttons, second, twice]


class SecondFactorView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """What happened to somebody's second factor; and its reset, for a person who lost their phone."""

    permission_policy = None
    permission_required = "change"
    page_title = gettext_lazy("Second factor")
    header_icon = "lock"
    template_name = "accounts/people/second_factor.html"
    form_class = ResetForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not may_manage(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return str(self.person)

    def get_breadcrumbs_items(self):
        people = {"url": reverse("wagtailusers_users:index"), "label": _("People")}
        person = {"url": reverse("wagtailusers_users:edit", args=[self.person.pk]), "label": str(self.person)}
        return [*self.breadcrumbs_items, people, person, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.person,
            is_self=self.person == self.request.user,
            why_not=guarded.WHY if guarded.is_guarded(self.person) else "",
            has_one=not second_factor.needs_enrolment(self.person),
            codes_left=second_factor.recovery_codes_left(self.person),
            events=self.person.security_events.all()[:20],
            **kwargs,
        )

    def form_valid(self, form):
        try:
            second_factor.reset(self.person, by=self.request.user, reason=form.cleaned_data["reason"])
        except second_factor.OwnReset:
            form.add_error(None, _("You can't reset your own. Ask another administrator."))
            return self.form_invalid(form)
        except second_factor.Guarded:
            form.add_error(None, guarded.WHY)
            return self.form_invalid(form)
        text = _("Done. %(person)s is signed out everywhere and sets up a new authenticator at the next sign-in.")
        messages.success(self.request, text % {"person": self.person})
        return redirect("wagtailusers_users:second_factor", pk=self.person.pk)


class PeopleViewSet(UserViewSet):
    icon = "user"
    ordering = "search_name"
    menu_label = gettext_lazy("People")
    menu_order = 230
    add_to_settings_menu = False
    add_to_admin_menu = True
    index_view_class = PeopleView
    index_template_name = "wagtailadmin/generic/index.html"
    add_view_class = AddPersonView
    create_template_name = "wagtailadmin/generic/form.html"
    edit_view_class = EditPersonView
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return EditPersonForm if for_update else PersonForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("second-factor/<int:pk>/", self.construct_view(SecondFactorView), name="second_factor"),
            path("merge/<int:pk>/", self.construct_view(MergeView), name="merge"),
            path("merges/", self.construct_view(MergesView), name="merges"),
        ]

    def get_search_area(self):
        return self.search_area_class(
            self.menu_label, reverse(self.get_url_name("index")), name="users", icon_name=self.icon, order=600
        )
