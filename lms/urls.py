from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve as serve_file
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from lms import health
from lms.api import api
from saccos.seals import views as seals
from workshops.views import by_qr as workshop_by_qr

TO_OUR_SIGN_IN = RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)

handler404 = "home.not_found.not_found"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("home.app_urls")),
    re_path("^[vV]/", include("certificates.verify_urls")),  # a QR holds capitals only
    re_path(r"^[sS]/(?P<code>[^/]+)/?$", seals.scanned, name="seal"),
    path("api/v1/", api.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("w/<slug:token>/", workshop_by_qr, name="workshop_qr"),
]

if settings.DEVELOPMENT:
    urlpatterns += [path("dev/messages/", include("messaging.dev_urls"))]
    # Documents have an address of their own, which asks who may open them; a reverse proxy leaves them out too.
    urlpatterns += [re_path(r"^media/(?P<path>(?!documents/).*)$", serve_file, {"document_root": settings.MEDIA_ROOT})]

urlpatterns += i18n_patterns(
    path("", serve, {"path": ""}, name="home"),
    path("", include("home.urls")),
    path("", include("newsletter.urls")),
    path("", include("accounts.urls")),
    path("", include("courses.urls")),
    path("", include("certificates.urls")),
    path("", include("saccos.urls")),
    path("", include("workshops.urls")),
    path("", include("incidents.urls")),
    # Wagtail's own door for restricted pages asks for a password, which learners do not have.
    path("_util/login/", TO_OUR_SIGN_IN, name="frontend_login"),
    path("", include(wagtail_urls)),
)
