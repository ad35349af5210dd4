"""The picture of a question as it is being written, for the editor to click spots in."""

from django.shortcuts import render
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.images import get_image_model

from courses.drawings import drawing_choices


class PictureView(PermissionCheckedMixin, View):
    """Answer with the drawing or the picture named in the address as a piece of HTML; empty where there is neither."""

    model = None
    index_url_name = edit_url_name = None
    any_permission_required = ["add", "change"]

    def get(self, request):
        drawing = request.GET.get("drawing", "")
        known = drawing in dict(drawing_choices())
        picture = None if known else _picture(request.GET.get("picture", ""))
        context = {"drawing": f"drawings/{drawing}.svg" if known else "", "picture": picture}
        return render(request, "courses/admin/bank_picture.html", context)


def _picture(number):
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return get_image_model().objects.filter(pk=number).first()
