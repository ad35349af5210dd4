"""What the editor offers for each kind: its own answers only, the two languages side by side."""

from functools import cache

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockWidget, ListBlock, StreamBlock, StructBlock

from courses.answer_blocks import ActionBlock, ItemBlock, OptionBlock, PairBlock, SceneBlock, SpotBlock
from courses.bank.kinds import rules_of

SIDES = {"form_classname": "struct-block bank-sides"}


class SceneInSides(SceneBlock):
    actions = ListBlock(ActionBlock(**SIDES), min_num=2, max_num=4, label=_("What one could do"))


class KindWidget(BlockWidget):
    """Shows the answers of one kind; it reads any, so that those of another kind are refused rather than dropped."""

    def __init__(self, block_def, kind):
        super().__init__(block_def)
        self.whole_def = block_def
        self.block_def = shown(kind)

    def value_from_datadict(self, data, files, name):
        return self.whole_def.value_from_datadict(data, files, name)

    def render_with_errors(self, name, value, **kwargs):
        if any(child.block_type not in self.block_def.child_blocks for child in value or ()):
            return BlockWidget(self.whole_def).render_with_errors(name, value, **kwargs)
        return super().render_with_errors(name, value, **kwargs)


@cache
def shown(kind: str) -> StreamBlock:
    """Return the answers that the editor offers for a kind."""
    rules = rules_of(kind)
    block = _plain_option() if kind in ("single", "true_false") else _BLOCKS[rules.block](**SIDES)
    return StreamBlock([(rules.block, block)], min_num=rules.fewest, max_num=rules.most)


def _plain_option():
    """An option where no part of the mark can be had."""
    parts = [(name, block) for name, block in OptionBlock.base_blocks.items() if name != "weight"]
    return StructBlock(parts, icon="list-ul", label=_("Option"), **SIDES)


_BLOCKS = {"option": OptionBlock, "item": ItemBlock, "pair": PairBlock, "spot": SpotBlock, "scene": SceneInSides}
