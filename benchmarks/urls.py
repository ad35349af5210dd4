from django.http import HttpResponse
from django.urls import path
from wagtail.models import Page

from courses import reading
from lms.urls import urlpatterns as the_platform


def bare(request):
    """Answer as little as Django can: the floor that a page is measured against."""
    return HttpResponse("ok")


def uncached(request, path):
    """Serve a lesson as Wagtail alone would: found by its routing, rendered afresh each time."""
    page, _args, _kwargs = Page.route_for_request(request, path)
    return reading.preview_response(page.specific)


urlpatterns = [path("bare", bare), path("uncached/en/<path:path>", uncached), *the_platform]
