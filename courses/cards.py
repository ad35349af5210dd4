"""The cards that a lesson is made of."""

from django.http import QueryDict
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
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from accounts.models import User
from courses import practice
from courses.drawings import DrawingBlock
from courses.outcomes import Outcome
from home.models import Helpline


class NarrationBlock(SnippetChooserBlock):
    """The card's words read aloud, in the page's language."""

    def __init__(self, target_model="courses.Narration", **kwargs):
        super().__init__(target_model, required=kwargs.pop("required", False), label=_("Read aloud"), **kwargs)


class TextCard(StructBlock):
    heading = CharBlock(max_length=80)
    drawing = DrawingBlock()
    body = RichTextBlock(features=["bold", "ul", "ol", "link"])
    narration = NarrationBlock()

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
    narration = NarrationBlock()

    class Meta:
        icon = "warning"
        label = _("Red flag")
        template = "courses/cards/red_flag.html"


class RolesCard(StructBlock):
    role = ChoiceBlock(choices=User.Role.choices)
    do = ListBlock(CharBlock(max_length=200))
    do_not = ListBlock(CharBlock(max_length=200))
    narration = NarrationBlock()

    class Meta:
        icon = "group"
        label = _("Do and do not")
        template = "courses/cards/roles.html"


class ScenarioChoice(StructBlock):
    action = CharBlock(max_length=160)
    outcome = ChoiceBlock(choices=Outcome.choices)
    follows = TextBlock(rows=2, help_text=_("What happens next. Teach; never humiliate."))


class ScenarioCard(StructBlock):
    title = CharBlock(max_length=80)
    drawing = DrawingBlock()
    scene = TextBlock(rows=4)
    choices = ListBlock(ScenarioChoice(), min_num=2, max_num=4)
    false_alarm = BooleanBlock(required=False, help_text=_("The traveller turns out to be innocent."))
    narration = NarrationBlock()

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
    narration = NarrationBlock(required=True)

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
    narration = NarrationBlock()

    class Meta:
        icon = "tick"
        label = _("Key points")
        template = "courses/cards/key_points.html"


class PracticeCard(StructBlock):
    """A question of the bank, answered at once and as often as one likes; it counts for nothing."""

    question = SnippetChooserBlock("courses.Question", label=_("Question"))

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return context | {"practice": practice.on_card(value["question"], context.get("sent") or QueryDict())}

    class Meta:
        icon = "help"
        label = _("Practice question")
        template = "courses/cards/practice.html"


class CardStream(StreamBlock):
    text = TextCard()
    red_flag = RedFlagCard()
    roles = RolesCard()
    scenario = ScenarioCard()
    picture = PictureCard()
    sound = SoundCard()
    helplines = HelplinesCard()
    key_points = KeyPointsCard()
    practice = PracticeCard()
