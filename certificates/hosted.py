"""The documents that badges name by their address: the issuer, each course in each language, each key."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from certificates import credentials
from certificates.models import CourseNumber

_LD_JSON = "application/ld+json"


@require_safe
def issuer(request):
    return _document(credentials.issuer_profile(), _LD_JSON)


@require_safe
def course(request, number, language):
    try:
        return _document(credentials.achievement(int(number), language or credentials.MAIN), _LD_JSON)
    except CourseNumber.DoesNotExist:
        raise Http404 from None


@require_safe
def key(request, kid):
    try:
        return _document(credentials.public_key(int(kid)), "application/jwk+json")
    except KeyError:
        raise Http404 from None


def _document(content, content_type):
    """Return an answer that other sites' wallets may read, too."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}
    return JsonResponse(content, content_type=content_type, headers=headers)
