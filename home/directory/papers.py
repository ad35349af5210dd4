"""The directory on paper, for whoever wants to print it: one PDF of each kind, in the language of its address."""

from django.http import HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from home import page_cache
from home.directory import card, pocket, poster
from home.directory.filters import county_of

KINDS = {"card": card.draw, "poster": poster.draw, "pocket": pocket.draw}


@require_safe
def paper(request, kind):
    """Answer with the paper for the county in the address, for the whole country where there is none."""
    county = county_of(request.GET.get("county", ""))
    language = translation.get_language()
    key = f"helplines:{kind}:{language}:{county}"
    file = page_cache.remember(key, lambda: KINDS[kind](county, timezone.now()))
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="helplines-{kind}-{language}.pdf"'
    return response
