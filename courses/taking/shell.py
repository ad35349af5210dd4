"""The page in which a phone runs a quiz by itself: the same for everybody, and for every quiz."""

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from courses.outcomes import Outcome


class Several(int):
    """A number that only the phone will know: it counts as several, and stands in the words as its place."""

    def __new__(cls, name: str):
        several = super().__new__(cls, 2)
        several.name = name
        return several

    def __str__(self) -> str:
        return f"{{{self.name}}}"


@require_safe
def quiz(request):
    here = translation.get_language()
    other = next(code for code, _name in settings.LANGUAGES if code != here)
    context = {
        "other": {"code": other, "name": translation.get_language_info(other)["name_local"]},
        "outcomes": [{"outcome": one.value, "outcome_words": one.label} for one in Outcome],
        "numbers": {"asked": (1, Several("asked")), "left": (1, Several("left"))},
    }
    response = render(request, "courses/phone/quiz.html", context)
    patch_cache_control(response, public=True, no_cache=True)
    response.is_same_for_all = True
    return response
