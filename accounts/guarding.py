"""Views of the admin that are for those with certain rights only."""

from django.core.exceptions import PermissionDenied


class GuardedMixin:
    """Keep a view from everybody who has none of the rights in `may_look`."""

    may_look: tuple[str, ...] = ()

    def dispatch(self, request, *args, **kwargs):
        if not any(request.user.has_perm(permission) for permission in self.may_look):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
