"""What people uploaded, sent so that nothing in it ever runs on our address."""

import mimetypes

from django.conf import settings
from django.http import Http404
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_document

POLICY = "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'"
_SHOWN = ("image/", "audio/", "video/")


def media(request, folder, name):
    """Send a picture or a sound; what else lies there, under whatever name, is nobody's to open here."""
    kind = mimetypes.guess_type(name)[0] or ""
    if not kind.startswith(_SHOWN):
        raise Http404
    return harmless(serve(request, f"{folder}/{name}", document_root=settings.MEDIA_ROOT))


def document(request, number, name):
    """Send a document to who may open it, as a download; Wagtail's own pages on the way there stay pages."""
    response = serve_document(request, number, name)
    # A browser takes the headers of "not modified" for those of the file it kept.
    return harmless(response) if response.streaming or response.status_code == 304 else response


def harmless(response):
    """Forbid whatever the file holds to run, and the browser to take it for another kind of file."""
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
