"""How an operator's form is laid out in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

from saccos.operators.forms import ContactFormSet, ManagementFormSet, OperatorForm, StageForm


class RowsPanel(InlinePanel):
    """Rows with a form, or a form set that checks them together, of their own."""

    def __init__(self, *args, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = options

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "options": self.options}

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name].update(self.options)
        return options


_OPERATOR = [
    FieldPanel("name"),
    FieldPanel("registered_name", help_text=_("As its papers have it, where that is another name.")),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("county", help_text=_("Where its office is."))]),
    FieldRowPanel([FieldPanel("ntsa_number"), FieldPanel("registration_number")]),
    FieldPanel("slug", help_text=_("Leave it empty: it is made from the name.")),
]
_PROGRAMME = [
    MultiFieldPanel(
        [
            FieldPanel("engagement", help_text=_("How far the programme has come with it.")),
            FieldRowPanel([FieldPanel("next_step"), FieldPanel("next_step_on", help_text=_("By when."))]),
        ],
        heading=_("Next"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("has_procedure", help_text=_("One page that says who does what when a crew notices.")),
            FieldPanel("has_poster", help_text=_("At its stages and in its offices.")),
        ],
        heading=_("In place"),
    ),
    FieldPanel("notes", help_text=_("Only the programme's staff read them.")),
    MultiFieldPanel(
        [InlinePanel("documents", label=_("document"))],
        heading=_("Documents"),
        help_text=_("Agreements, procedures, lists. Only the programme's staff can open them."),
    ),
]
_CONTACTS = [
    MultiFieldPanel(
        [RowsPanel("contacts", options={"formset": ContactFormSet}, label=_("contact"))],
        heading=_("Contacts"),
        help_text=_("Whom to call. One of them is the focal person for trafficking, and one the deputy."),
    ),
]
_ROADS = [
    MultiFieldPanel(
        [InlinePanel("routes", label=_("route"))],
        heading=_("Routes"),
        help_text=_("Each with its towns, as crews say it: Mombasa – Ukunda – Lunga Lunga."),
    ),
    MultiFieldPanel(
        [RowsPanel("stages", options={"form": StageForm}, label=_("stage"))],
        heading=_("Stages and offices"),
        help_text=_("With both degrees, a place shows on the map. A map on a phone tells them for a point you hold."),
    ),
    MultiFieldPanel([FieldPanel("fleet_size"), InlinePanel("vehicles", label=_("vehicle"))], heading=_("Fleet")),
]
_MANAGERS = [
    MultiFieldPanel(
        [RowsPanel("managements", options={"formset": ManagementFormSet}, label=_("manager"))],
        heading=_("Managers"),
        help_text=_("Who sees and changes the staff list on the managers' pages."),
    ),
]

edit_handler = TabbedInterface(
    [
        ObjectList(_OPERATOR, heading=_("Operator")),
        ObjectList(_PROGRAMME, heading=_("Programme")),
        ObjectList(_CONTACTS, heading=_("Contacts")),
        ObjectList(_ROADS, heading=_("Roads and fleet")),
        ObjectList(_MANAGERS, heading=_("Managers")),
    ],
    base_form_class=OperatorForm,
)
