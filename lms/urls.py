from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import authenticate_with_password
from wagtail.views import serve

from lms import health, uploads
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
    re_path(r"^documents/(\d+)/(.*)$", uploads.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("w/<slug:token>/", workshop_by_qr, name="workshop_qr"),
]

if settings.DEVELOPMENT:
    urlpatterns += [path("dev/messages/", include("messaging.dev_urls"))]
    # In real use a reverse proxy sends these folders, with the same headers. Documents have an address of their own,
    # which asks who may open them; uploads that wait for their form are nobody's.
    folders = "|".join(settings.PUBLIC_MEDIA)
    urlpatterns += [re_path(rf"^media/({folders})/([^/]+)$", uploads.media)]

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
