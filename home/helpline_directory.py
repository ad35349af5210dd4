"""Which helplines are shown for which need; lessons, the Help bar and printed cards all read them here."""

from collections.abc import Iterable

from home.models import Helpline


def shown_for(needs: Iterable[str] = ()) -> list[Helpline]:
    """Return the confirmed helplines for these needs, in order; for every need where none is named."""
    helplines = Helpline.objects.shown()
    return list(helplines.filter(need__in=list(needs)) if needs else helplines)
