from django.conf import settings

from home import page_cache
from home.models import Organisation


def site(request):
    return site_context()


def site_context():
    """Give every template the platform's name and the organisation that runs it."""
    return {"site_name": settings.WAGTAIL_SITE_NAME, "organisation": organisation()}


def organisation():
    """Return who runs this platform; a nameless default until somebody fills in the settings."""
    return page_cache.remember("organisation", lambda: Organisation.objects.first() or Organisation())
