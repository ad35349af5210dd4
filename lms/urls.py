from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from lms import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("v/", include("certificates.verify_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEVELOPMENT:
    urlpatterns += [path("dev/messages/", include("messaging.dev_urls"))]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("", serve, {"path": ""}, name="home"),
    path("", include("home.urls")),
    path("", include("accounts.urls")),
    path("", include("courses.urls")),
    path("", include("certificates.urls")),
    path("", include("saccos.urls")),
    path("", include(wagtail_urls)),
)
