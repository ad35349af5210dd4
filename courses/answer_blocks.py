"""What a question of each kind is made of, in both languages at once."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DecimalBlock,
    IntegerBlock,
    ListBlock,
    RegexBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from courses.drawings import DrawingBlock
from courses.outcomes import Outcome

MOST_TEXT = 160


class OptionBlock(StructBlock):
    """One answer that may be chosen, with the reason it is right or wrong."""

    text_en = CharBlock(max_length=MOST_TEXT, label=_("English"))
    text_sw = CharBlock(max_length=MOST_TEXT, label=_("Kiswahili"))
    is_right = BooleanBlock(required=False, label=_("This is right"))
    why_en = TextBlock(rows=2, label=_("Why (English)"))
    why_sw = TextBlock(rows=2, label=_("Why (Kiswahili)"))
    weight = DecimalBlock(
        required=False,
        min_value=-100,
        max_value=100,
        decimal_places=5,
        label=_("Part of the mark (%)"),
        help_text=_(
            "Only where part of the mark can be had. Empty: right ones share it, a wrong one cancels a right one."
        ),
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")


class ItemBlock(StructBlock):
    """One thing to put in order; the right order is the one in which they stand here."""

    text_en = CharBlock(max_length=MOST_TEXT, label=_("English"))
    text_sw = CharBlock(max_length=MOST_TEXT, label=_("Kiswahili"))

    class Meta:
        icon = "list-ol"
        label = _("Step, in the right order")


class PairBlock(StructBlock):
    """Two things that belong together; without its left side, a right side that belongs to none."""

    text_en = CharBlock(max_length=MOST_TEXT, required=False, label=_("Left (English)"))
    text_sw = CharBlock(max_length=MOST_TEXT, required=False, label=_("Left (Kiswahili)"))
    match_en = CharBlock(max_length=MOST_TEXT, label=_("Right (English)"))
    match_sw = CharBlock(max_length=MOST_TEXT, label=_("Right (Kiswahili)"))

    class Meta:
        icon = "link"
        label = _("Pair")


class SpotBlock(StructBlock):
    """One place in the picture that can be tapped: a red flag, or something innocent."""

    text_en = CharBlock(max_length=MOST_TEXT, label=_("What is there (English)"))
    text_sw = CharBlock(max_length=MOST_TEXT, label=_("What is there (Kiswahili)"))
    is_right = BooleanBlock(required=False, label=_("This is a red flag"))
    why_en = TextBlock(rows=2, label=_("Why (English)"))
    why_sw = TextBlock(rows=2, label=_("Why (Kiswahili)"))
    x = IntegerBlock(min_value=0, max_value=100, label=_("From the left (%)"))
    y = IntegerBlock(min_value=0, max_value=100, label=_("From the top (%)"))

    class Meta:
        icon = "crosshairs"
        label = _("Spot")


class ActionBlock(StructBlock):
    """Something one could do, what follows, and where that leads: to another scene, or to an end."""

    text_en = CharBlock(max_length=MOST_TEXT, label=_("What one does (English)"))
    text_sw = CharBlock(max_length=MOST_TEXT, label=_("What one does (Kiswahili)"))
    follows_en = TextBlock(rows=2, label=_("What follows (English)"))
    follows_sw = TextBlock(rows=2, label=_("What follows (Kiswahili)"))
    leads_to = CharBlock(
        max_length=20,
        required=False,
        label=_("Leads to the scene"),
        help_text=_("Its short name. Empty: the story ends."),
    )
    outcome = ChoiceBlock(choices=Outcome.choices, required=False, label=_("How it ends"))

    class Meta:
        label = _("Action")


class SceneBlock(StructBlock):
    """One moment of a scenario. The first one is where the story begins."""

    name = RegexBlock(
        regex=r"^[a-z0-9-]{1,20}$",
        label=_("Short name"),
        help_text=_("Small letters, digits and hyphens. Actions lead here by it."),
        error_messages={"invalid": _("Use small letters, digits and hyphens, at most 20.")},
    )
    text_en = TextBlock(rows=3, label=_("Scene (English)"))
    text_sw = TextBlock(rows=3, label=_("Scene (Kiswahili)"))
    drawing = DrawingBlock()
    actions = ListBlock(ActionBlock(), min_num=2, max_num=4, label=_("What one could do"))

    class Meta:
        icon = "form"
        label = _("Scene")


class AnswerStream(StreamBlock):
    option = OptionBlock()
    item = ItemBlock()
    pair = PairBlock()
    spot = SpotBlock()
    scene = SceneBlock()
