"""The directory's public page: every confirmed service, what fits a question first, and its print forms."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home import helpline_directory
from home.directory.filters import FindForm


# It changes nothing, and its page is the same for all.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def helplines(request):
    """Show what fits. Words are sent apart from the address, for they can tell what happened to somebody."""
    form = FindForm(request.POST if request.method == "POST" else _without_words(request.GET), label_suffix="")
    asked = form.asked()
    if request.method == "POST" and not asked["words"]:
        chosen = urlencode({name: value for name, value in asked.items() if value})
        return redirect(f"{reverse('home:helplines')}{'?' if chosen else ''}{chosen}")
    found = helpline_directory.found(**asked)
    shown = found or helpline_directory.shown_for()
    context = {
        "form": form,
        "is_narrowed": any(asked.values()),
        "count": len(found),
        "groups": helpline_directory.grouped(shown, asked["need"] if found else ""),
        "for_county": f"?county={asked['county']}" if asked["county"] else "",
    }
    response = render(request, "home/helplines.html", context)
    response.is_same_for_all = request.method != "POST" and not request.GET
    return response


def _without_words(query):
    return {name: query[name] for name in ("need", "county") if name in query}
