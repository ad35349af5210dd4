from django.http import HttpResponse
from django.template import Context, Template
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


BARE_PAGE = Template(
    """{% load static wagtailcore_tags %}<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{{ page.title }}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{% static 'css/admin.css' %}"></head>
<body><h1>{{ page.title }}</h1>{% for card in page.cards|slice:":1" %}{% include_block card %}{% endfor %}
<script src="{% static 'js/plain.js' %}"></script></body></html>"""
)


def bare_page(request, path):
    """Serve the same words as the project that `wagtail start` makes would: one stylesheet, one script, no more."""
    page, _args, _kwargs = Page.route_for_request(request, path)
    return HttpResponse(BARE_PAGE.render(Context({"page": page.specific})))


urlpatterns = [
    path("bare", bare),
    path("bare-page/en/<path:path>", bare_page),
    path("uncached/en/<path:path>", uncached),
    *the_platform,
]
