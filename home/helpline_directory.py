"""Which helplines are shown for which need; lessons, the Help bar and printed cards all read them here."""

from collections.abc import Iterable

from home.models import Helpline


def shown_for(needs: Iterable[str] = ()) -> list[Helpline]:
    """Return the confirmed helplines for these needs, in order; for every need where none is named."""
    helplines = Helpline.objects.shown()
    return list(helplines.filter(need__in=list(needs)) if needs else helplines)


def to_call(most: int) -> list[str]:
    """Return the first helplines as lines for paper, in the active language: what for, and the numbers to call."""
    return [f"{line.get_need_display()}: {numbers_of(line)}" for line in shown_for()[:most]]


def numbers_of(line: Helpline) -> str:
    """Return the numbers to call, as they stand on paper."""
    return ", ".join(part.value for part in line.numbers if part.block_type == "call")
