"""Staff of one operator who may be one person, in the admin: where it is the programme's to say one, or two."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from saccos import duplicates, duplicates_views, namesakes
from saccos.models import Operator
from saccos.operators import menu
from saccos.operators.furniture import furniture
from saccos.operators.merge_views import ON_A_PAGE

MAY_ACT = (menu.MAY_CHANGE, "accounts.change_user")
"""What somebody needs who sees an operator's staff in the admin, and may put two entries together there."""


@permission_required(MAY_ACT, raise_exception=True)
def staff_alike(request, pk):
    operator = get_object_or_404(Operator.objects.standing(), pk=pk)
    if request.method == "POST":
        duplicates_views.say(request, operator)
        return redirect("operator_staff_alike", pk)
    page = Paginator(duplicates.pairs_of(operator), ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "operator": operator,
        "page": page,
        "pairs": duplicates_views.shown(operator, page.object_list),
        "words": Paginator(namesakes.told(operator), ON_A_PAGE).get_page(request.GET.get("two")),
        **furniture(_("Staff who look alike"), "group"),
    }
    return render(request, "saccos/operators/staff_alike.html", context)
