"""What the templates of public pages ask for."""

from django import template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from wagtail.models import Page

from home import page_cache, pictures
from home.context_processors import site_context
from home.models import HomePage, NewsIndexPage, NewsPage, ProjectIndexPage, ProjectPage
from home.public_pages import published

NEWEST = 3

register = template.Library()


@register.simple_tag
def site_menu():
    """Return the menu of the site in this language."""
    return _kept("includes/menu.html")


@register.simple_tag
def site_foot():
    """Return what stands below the helplines on every page: the site's own pages, and how to reach the office."""
    return _kept("includes/site_foot.html")


def _kept(name):
    language = translation.get_language()
    return mark_safe(page_cache.remember(f"{name}:{language}", lambda: _rendered(name, language)))


def _rendered(name, language):
    return render_to_string(name, {"pages": _menu_pages(language), **site_context()})


def _menu_pages(language):
    """Return the home page's own pages that stand in the menu; the courses have their fixed place there."""
    home = HomePage.objects.filter(locale__language_code=language).first()
    if home is None:
        return []
    return list(published(language, Page.objects.child_of(home)).in_menu().exclude(slug="courses"))


@register.simple_tag
def photo(image, shape, alt=None, is_first=False):
    """Return a picture in one of the shapes that public pages know."""
    return pictures.html(image, shape, alt, is_first) if image else ""


@register.simple_tag
def latest_news():
    """Return the newest pieces of news in this language, and the page that lists them all (None: there is none)."""
    language = translation.get_language()
    news = published(language, NewsPage.objects.all()).newest_first().with_pictures()
    return {"news": list(news[:NEWEST]), "index": _first(NewsIndexPage, language)}


@register.simple_tag
def all_projects():
    """Return the projects in this language, and the page that lists them (None: there is none)."""
    language = translation.get_language()
    projects = published(language, ProjectPage.objects.all()).with_pictures()
    return {"projects": list(projects), "index": _first(ProjectIndexPage, language)}


def _first(model, language):
    return published(language, model.objects.all()).first()
