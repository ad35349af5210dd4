"""The page behind the link in "has put you on its staff list": whoever holds it says no without signing in."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from saccos import moving
from saccos.models import Move


@never_cache
def refuse_move(request, token):
    """Show what was done, and undo it only when the button is pressed: looking is safe."""
    moves = Move.objects.select_related("member__person", "member__operator", "came_from")
    move = get_object_or_404(moves, token=token)
    now = timezone.now()
    if request.method == "POST" and moving.can_refuse(move, now):
        moving.refuse(move, now)
        return redirect("saccos:refuse_move", token=token)
    context = {"move": move, "operator": move.member.operator, "can_refuse": moving.can_refuse(move, now)}
    return render(request, "saccos/moved.html", context)
