from functools import wraps

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saccos.models import Operator

MAY_LOOK = ("saccos.view_operator", "saccos.change_operator")


def may_look(user) -> bool:
    """Return whether the person may see the operators in the admin, so also what is added up of them."""
    return any(user.has_perm(permission) for permission in MAY_LOOK)


def programme_only(view):
    """Let those look who may see the operators; the admin says no to others in its own way."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_look(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def edit_address(user) -> tuple[str, str] | None:
    """Return what stands before and after an operator's id in the address of its admin page.

    It is None for who may only look. A list of thousands need not ask for each address.
    """
    if not user.has_perm("saccos.change_operator"):
        return None
    address = reverse(Operator.snippet_viewset.get_url_name("edit"), args=[0])
    before, after = address.rsplit("0", 1)
    return before, after
