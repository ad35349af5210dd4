"""The cards that a lesson is made of."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    MultipleChoiceBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from accounts.models import User
from home.models import Helpline


def drawing_choices():
    """Return the drawings that ship with the platform, by file name."""
    folder = Path(settings.BASE_DIR, "templates", "drawings")
    return [(path.stem, path.stem.replace("-", " ")) for path in sorted(folder.glob("*.svg"))]


class DrawingBlock(ChoiceBlock):
    """One of the platform's own drawings; it repeats the words beside it, so it needs no alternative text."""

    def __init__(self, choices=drawing_choices, **kwargs):
        super().__init__(choices=choices, required=kwargs.pop("required", False), label=_("Drawing"), **kwargs)


class TextCard(StructBlock):
    heading = CharBlock(max_length=80)
    drawing = DrawingBlock()
    body = RichTextBlock(features=["bold", "ul", "ol", "link"])

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "courses/cards/text.html"


class RedFlagCard(StructBlock):
    flag = TextBlock(max_length=160, rows=2, help_text=_("The flag, in one sentence."))
    drawing = DrawingBlock()
    why = TextBlock(rows=2, help_text=_("Why it can be a sign."))
    innocent = TextBlock(rows=2, help_text=_("Ends the sentence: it may be innocent when…"))
    do = TextBlock(rows=2, help_text=_("What you do."))

    class Meta:
        icon = "warning"
        label = _("Red flag")
        template = "courses/cards/red_flag.html"


class RolesCard(StructBlock):
    role = ChoiceBlock(choices=User.Role.choices)
    do = ListBlock(CharBlock(max_length=200))
    do_not = ListBlock(CharBlock(max_length=200))

    class Meta:
        icon = "group"
        label = _("Do and do not")
        template = "courses/cards/roles.html"


class Outcome:
    SAFE, MISSED, HARMFUL = "safe", "missed", "harmful"
    CHOICES = [(SAFE, _("Safe")), (MISSED, _("A missed chance")), (HARMFUL, _("Somebody could be harmed"))]


class ScenarioChoice(StructBlock):
    action = CharBlock(max_length=160)
    outcome = ChoiceBlock(choices=Outcome.CHOICES)
    follows = TextBlock(rows=2, help_text=_("What happens next. Teach; never humiliate."))


class ScenarioCard(StructBlock):
    title = CharBlock(max_length=80)
    drawing = DrawingBlock()
    scene = TextBlock(rows=4)
    choices = ListBlock(ScenarioChoice(), min_num=2, max_num=4)
    false_alarm = BooleanBlock(required=False, help_text=_("The traveller turns out to be innocent."))

    class Meta:
        icon = "help"
        label = _("Scenario")
        template = "courses/cards/scenario.html"


class PictureCard(StructBlock):
    picture = ImageBlock()
    caption = CharBlock(max_length=160, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "courses/cards/picture.html"


class SoundCard(StructBlock):
    title = CharBlock(max_length=80)
    sound = DocumentChooserBlock(help_text=_("MP3 or Opus, mono, small."))
    length = CharBlock(max_length=8, help_text=_("Minutes and seconds, such as 0:38."))
    transcript = TextBlock(rows=4)

    class Meta:
        icon = "media"
        label = _("Sound with transcript")
        template = "courses/cards/sound.html"


class HelplinesCard(StructBlock):
    heading = CharBlock(max_length=80)
    needs = MultipleChoiceBlock(choices=Helpline.Need.choices, required=False, help_text=_("None means all."))

    class Meta:
        icon = "mobile-alt"
        label = _("Helplines")
        template = "courses/cards/helplines.html"


class KeyPointsCard(StructBlock):
    points = ListBlock(CharBlock(max_length=200))

    class Meta:
        icon = "tick"
        label = _("Key points")
        template = "courses/cards/key_points.html"


class CardStream(StreamBlock):
    text = TextCard()
    red_flag = RedFlagCard()
    roles = RolesCard()
    scenario = ScenarioCard()
    picture = PictureCard()
    sound = SoundCard()
    helplines = HelplinesCard()
    key_points = KeyPointsCard()


class OptionBlock(StructBlock):
    """One answer that may be chosen, in both languages, with the reason it is right or wrong."""

    text_en = CharBlock(max_length=160, label=_("English"))
    text_sw = CharBlock(max_length=160, label=_("Kiswahili"))
    is_right = BooleanBlock(required=False, label=_("This is right"))
    why_en = TextBlock(rows=2, label=_("Why (English)"))
    why_sw = TextBlock(rows=2, label=_("Why (Kiswahili)"))

    class Meta:
        icon = "list-ul"
        label = _("Option")
