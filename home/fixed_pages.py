"""Pages that stay where they are: the menu, other rooms and printed addresses lead there.

A kind of page says so of itself by `is_fixed`. What was never published may go: nobody was sent there yet.
"""

from collections.abc import Iterable

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

TAKING_AWAY = {"delete", "move", "unpublish"}


def fixed(pages: Iterable[Page]) -> list[Page]:
    """Return those of the pages that may not be deleted, moved or unpublished."""
    return [page for page in pages if page.live and getattr(page.specific_class, "is_fixed", False)]


def keep(request, page, *_destination):
    """Answer for `before_delete_page`, `before_move_page` and `before_unpublish_page`: a fixed page stays, and why."""
    if not fixed([page]):
        return None
    _say_why(request, [page])
    return redirect("wagtailadmin_pages:edit", page.pk)


def keep_among(request, action_type, pages, action):
    """Answer for `before_bulk_action`: where one of the pages is fixed, all stay as they are."""
    if action_type not in TAKING_AWAY or action.model is not Page or not (staying := fixed(pages)):
        return None
    _say_why(request, staying)
    return redirect(action.next_url)


def _say_why(request, pages):
    titles = ", ".join(f"“{page.get_admin_display_title()}”" for page in pages)
    why = _(
        "%(pages)s can't be deleted, moved or unpublished: all of this platform and printed papers lead there."
        " Nothing was changed. The text can be edited."
    )
    messages.error(request, why % {"pages": titles})


class FixedPageForm(WagtailAdminPageForm):
    """Refuses to let a fixed page run out, or to change its address."""

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and fixed([self.instance]):
            if cleaned.get("expire_at"):
                self.add_error("expire_at", _("This page can't run out: the whole platform leads to it."))
            if "slug" in self.changed_data:
                self.add_error("slug", _("This address stays: printed papers and other pages lead to it."))
        return cleaned
