"""The directory's public page: every confirmed service, what fits a question first, and its print forms."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from home import helpline_directory
from home.directory.filters import FindForm


@require_safe
def helplines(request):
    form = FindForm(request.GET, label_suffix="")
    asked = form.asked()
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
    response.is_same_for_all = not request.GET
    return response
