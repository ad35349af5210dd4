"""Wagtail's "Certificate designs": how a course's certificates look from now on, seen while it is typed."""

from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput

from certificates.designs.forms import DesignForm
from certificates.designs.preview import PreviewView
from certificates.designs.sample import Holder
from certificates.models import CertificateDesign
from courses.models import CoursePage

# The script shows the PDF it was sent; no other page of the admin may frame such a thing.
frames_drawn_pdf = method_decorator(csp_update({"frame-src": ["blob:"]}), name="dispatch")


def _text(name, language):
    """Return the panel of a text that may take several lines on screen."""
    widget = AdminAutoHeightTextInput(attrs={"rows": 2, "lang": language})
    return FieldPanel(name, widget=widget)


_PANELS = [
    FieldPanel(
        "course",
        widget=forms.Select,
        help_text=gettext_lazy("“Every other course” is used where a course has no design of its own."),
    ),
    FieldPanel(
        "logo",
        help_text=gettext_lazy(
            "Top right, at most 60 mm wide and 25 mm high. PNG or JPEG, best without a background, 600 pixels wide."
        ),
    ),
    MultiFieldPanel(
        [FieldRowPanel([_text("wording_en", "en"), _text("wording_sw", "sw")])],
        heading=gettext_lazy("What the holder did"),
        help_text=gettext_lazy(
            "Under the name, above the course. Empty: “completed the course and passed its quizzes”."
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel("signatory", help_text=gettext_lazy("Under the line for the signature. Empty: no such line.")),
            FieldRowPanel([_text("signatory_role_en", "en"), _text("signatory_role_sw", "sw")]),
            FieldPanel(
                "signature",
                help_text=gettext_lazy(
                    "Above the line. Best dark ink on nothing: a PNG without a background. Whoever knows the address "
                    "of an uploaded picture can see it: give the file a name that nobody guesses."
                ),
            ),
        ],
        heading=gettext_lazy("Signature"),
    ),
]


class DesignsView(generic.IndexView):
    page_title = gettext_lazy("Certificate designs")

    @cached_property
    def columns(self):
        title = self._get_title_column_class(TitleColumn)
        return [
            title("course", accessor=str, label=_("Course"), get_url=self.get_edit_url),
            Column("wording_en", label=_("What the holder did")),
            Column("signatory", label=_("Who signs")),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("course")


class WithPreview:
    """Hand the form's page what its preview needs: an address, and whose name to try."""

    def get_context_data(self, **kwargs):
        pk = self.kwargs.get("pk")
        address = reverse("certificatedesign:preview_one", args=[pk]) if pk else reverse("certificatedesign:preview")
        holder = self.request.POST.get("holder", Holder.SHORT)
        return super().get_context_data(preview=address, holders=Holder.choices, holder=holder, **kwargs)


@frames_drawn_pdf
class NewDesignView(WithPreview, generic.CreateView):
    success_message = gettext_lazy("Saved. Certificates issued from now on look like this.")

    def get_initial_form_instance(self):
        """Begin with what lacks a design: every other course first, then the courses."""
        if not CertificateDesign.objects.filter(course=None).exists():
            return CertificateDesign()
        lacking = CoursePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE, certificate_design=None)
        return CertificateDesign(course=lacking.order_by("path").first())


@frames_drawn_pdf
class DesignView(WithPreview, generic.EditView):
    success_message = gettext_lazy("Saved. New certificates look like this; those issued before stay as they are.")


class DeleteDesignView(generic.DeleteView):
    confirmation_message = gettext_lazy("Certificates that were issued with it keep it.")


class DesignViewSet(ModelViewSet):
    model = CertificateDesign
    icon = "edit"
    menu_label = gettext_lazy("Designs")
    copy_view_enabled = False
    edit_handler = ObjectList(_PANELS, base_form_class=DesignForm)
    index_view_class = DesignsView
    add_view_class = NewDesignView
    edit_view_class = DesignView
    delete_view_class = DeleteDesignView
    create_template_name = edit_template_name = "certificates/designs/form.html"

    def get_urlpatterns(self):
        preview = self.construct_view(PreviewView, form_class=self.get_form_class())
        return [
            *super().get_urlpatterns(),
            path("preview/", preview, name="preview"),
            path("preview/<int:pk>/", preview, name="preview_one"),
        ]
