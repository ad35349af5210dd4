from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language_from_path, get_language_from_request


class LanguageMiddleware(LocaleMiddleware):
    """Serve the address's language, and remember it where `/` would have chosen another one.

    A visitor whose browser already asks for the page's language gets no cookie. What scripts fetch chooses nothing.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        language = get_language_from_path(request.path_info)
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if language and is_page and language != get_language_from_request(request):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response


class AdminPolicyMiddleware:
    """Loosen the rules for Wagtail's own pages, which need inline scripts and show previews in a frame."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            # A preview is rendered by a request within this one, which has set the strict header already.
            del response["Content-Security-Policy"]
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response
