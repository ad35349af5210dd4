from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import access, marks, second_factor

ADMIN = "/admin/"
LOGIN = "/admin/login/"
OPEN = {LOGIN, "/admin/logout/"}
ADMIN_SESSION = timedelta(hours=12)


class SecondFactorMiddleware:
    """Stand before everything under /admin/: who may enter it gives the second factor first, whatever the address.

    Others are left to Wagtail, which turns them away.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        if not path.startswith(ADMIN):
            return self.get_response(request)
        if path not in OPEN and _may_enter(request.user) and (way := _way_in(request)):
            return way
        response = self.get_response(request)
        if path == LOGIN and request.method == "POST" and request.user.is_authenticated:
            # Wagtail's "remember me" would keep a password session for as long as a learner's.
            request.session.set_expiry(timezone.now() + ADMIN_SESSION)
        return response


class LearnerCookieMiddleware:
    """Tell the page's scripts, by a cookie that they can read, who is signed in: pages stored for everybody don't.

    Where nothing looked at the session nothing is known, and the cookie stays as it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.accessed:
            _tell(response, request.COOKIES.get(marks.COOKIE, ""), request.session)
        return response


def _tell(response, told, session):
    user_pk = session.get(SESSION_KEY)
    mark = marks.mark_of(user_pk) if user_pk else ""
    is_shared = session.get_expire_at_browser_close()
    if mark and not is_shared:
        # By this the service worker knows whose page it keeps: it can't read cookies. On a shared phone it keeps none.
        response["Learner"] = mark
    value = mark + marks.SHARED if mark and is_shared else mark
    if value == told:
        return
    if mark:
        response.set_cookie(
            marks.COOKIE,
            value,
            max_age=None if is_shared else settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    else:
        response.delete_cookie(marks.COOKIE, samesite="Lax")


def _may_enter(user):
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def _way_in(request):
    is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    if is_script and not second_factor.is_verified(request):
        raise PermissionDenied
    return access.ask_second_factor(request)
