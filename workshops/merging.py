"""The same person twice at one workshop: one participant, who was there if either was."""

from accounts.merging import Mover, Pair
from accounts.merging_rows import Kind, change, change_back, move, undo
from workshops.models import Participant


def _was_there(kept, gone):
    return gone.came_at is not None and kept.came_at is None


KINDS = (Kind(Participant, "person", ["workshop_id"], _was_there),)


def give(pair: Pair) -> dict:
    """Give the places at workshops to the entry kept. Where both came, they are counted once."""
    told = move(KINDS, *pair.both)
    twice = Participant.objects.came().filter(person=pair.gone)
    return told | {"uncounted": [change(row, {"came_at": None, "way": ""}) for row in twice]}


def give_back(pair: Pair, told: dict) -> None:
    for one in told["uncounted"]:
        change_back(Participant, one)
    undo(KINDS, *pair.both, told)


MOVER = Mover(give, give_back, floor=5)
