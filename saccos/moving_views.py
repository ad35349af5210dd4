"""The page behind the link in "has put you on its staff list": whoever holds it says no without signing in."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from saccos import moving
from saccos.inviting import closing
from saccos.models import Move


@never_cache
def refuse_move(request, token):
    """Show what was done, and undo it only when the button is pressed: looking is safe."""
    moves = Move.objects.select_related("member__person", "member__operator", "came_from")
    move = moves.filter(token=token).first()
    if move is None:
        return _off_list(request, token)
    now = timezone.now()
    if request.method == "POST" and moving.can_refuse(move, now):
        moving.refuse(move, now)
        return redirect("saccos:refuse_move", token=token)
    context = {"move": move, "operator": move.member.operator, "can_refuse": moving.can_refuse(move, now)}
    return render(request, "saccos/moved.html", context)


def _off_list(request, token):
    """Say that the list was undone by which the person came to it."""
    gone = closing.of_gone().filter(token=token).first()
    if gone is None:
        raise Http404
    return render(request, "saccos/off_list.html", {"operator": gone.operator.kept})
