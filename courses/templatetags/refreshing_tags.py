from django import template
from django.utils import translation

from courses.refreshing import welcome

register = template.Library()


@register.simple_tag(takes_context=True)
def welcome_back(context):
    """Return what the page says first to this visitor (`welcome.Welcome`), found once for each request; None often."""
    request = context.get("request")
    if not hasattr(request, "user"):
        return None
    if not hasattr(request, "welcome_back"):
        request.welcome_back = welcome.to(request.user, translation.get_language())
    return request.welcome_back
