"""The REST interface for partners: /api/v1/, described in /api/v1/openapi.json."""

from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from certificates.api import router as certificates

DESCRIPTION = """\
Checks certificates of Safari Salama: whoever has a certificate's code sees what its page shows. No key and no account
is needed, and GET works from any web page. Errors are problem documents (RFC 9457).
"""


def _as_document(view):
    return cache_control(public=True, max_age=3600)(require_safe(view))


api = NinjaAPI(
    title="Safari Salama",
    version="1.0.0",
    description=DESCRIPTION,
    docs_url=None,
    docs_decorator=_as_document,
    urls_namespace="api",
)
api.add_router("certificates", certificates)
