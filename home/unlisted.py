"""Pages whose address is somebody's own key: nobody else may come upon it."""

from functools import wraps

from django.views.decorators.cache import never_cache


def unlisted(view):
    """Keep a view's pages out of caches and search engines."""

    @wraps(view)
    def answer(*args, **kwargs):
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(answer)
