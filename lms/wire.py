"""What a page costs on its way: nothing where the browser has it already, few bytes where it has not."""

import re
from functools import lru_cache
from hashlib import blake2b

import brotli
from django.middleware.gzip import compress_sequence, compress_string
from django.utils.cache import cc_delim_re, get_conditional_response, patch_vary_headers
from whitenoise.middleware import WhiteNoiseFileResponse

from home import encodings

# Brotli's dictionary knows HTML: a page is a tenth smaller than by zstd, in a tenth of a millisecond.
QUALITY, BEST_QUALITY = 5, 11
# Below this many bytes, headers weigh more than what compressing saves.
SMALLEST = 400
_WORDS = re.compile(r"text/|image/svg|application/(javascript|json|[a-z.-]+\+(json|xml))")
_MASKED_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


class WireMiddleware:
    """Give each page an ETag, answer 304 to whoever has it, and compress it for everybody else.

    A response whose `is_same_for_all` is true is compressed as far as can be, once; one that `is_ready` is left alone,
    and so is a static file, which lies there compressed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(response, "is_ready", False) or isinstance(response, WhiteNoiseFileResponse):
            return response
        if may_be_kept(request, response):
            describe(request, response)
            response = unless_known(request, response)
        return _compressed(request, response)


def may_be_kept(request, response) -> bool:
    """Return whether a browser may keep this answer and ask again whether it still holds."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return False
    return "no-store" not in cc_delim_re.split(response.get("Cache-Control", ""))


def describe(request, response) -> None:
    """Add the headers by which a browser keeps an answer: what it depends on, and the ETag that names it."""
    if response.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie", "Save-Data"])
    if response.content and "ETag" not in response:
        response["ETag"] = _etag(request, response.content)


def unless_known(request, response):
    """Return the answer, or a 304 without its body for a browser that has it."""
    return get_conditional_response(request, etag=response.get("ETag"), response=response)


def _etag(request, body):
    """Return a weak ETag of the page as it reads.

    A form's token is masked anew each time, and each mask stays good while the secret behind it does: the secret is
    counted in, and the mask left out.
    """
    digest = blake2b(_MASKED_TOKEN.sub(rb"\1", body), digest_size=12, key=request.META.get("CSRF_COOKIE", "").encode())
    return f'W/"{digest.hexdigest()}"'


def encoding_for(request) -> str:
    """Return the best content encoding that the browser takes: "br", "gzip", or "" for none."""
    accepted = encodings.accepted(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    return next((name for name in ("br", "gzip") if name in accepted), "")


def in_each_encoding(response, is_lasting: bool) -> dict[str, tuple[dict, bytes]]:
    """Return {content encoding: (headers, body)} of a whole page, where it is lasting compressed as far as can be.

    "" is uncompressed. The headers are as Django keeps them: {name in small letters: (name, value)}.
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    plain = response.content
    by_brotli = _brotli_at_its_best(plain) if is_lasting else brotli.compress(plain, quality=QUALITY)
    bodies = {"": plain, "gzip": compress_string(plain), "br": by_brotli}
    return {name: (_kept(_with_body(response, name, body).items()), body) for name, body in bodies.items()}


def _kept(headers):
    return {name.lower(): (name, value) for name, value in headers}


def _compressed(request, response):
    if not _WORDS.match(response.get("Content-Type", "")) or "Content-Encoding" in response:
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.streaming:
        accepted = encodings.accepted(request.headers.get("Accept-Encoding", ""))
        return _compressed_stream(response) if "gzip" in accepted else response
    encoding = encoding_for(request)
    if len(response.content) < SMALLEST or not encoding:
        return response
    return _with_body(response, encoding, _brotli(response) if encoding == "br" else compress_string(response.content))


def _brotli(response):
    if getattr(response, "is_same_for_all", False):
        return _brotli_at_its_best(response.content)
    return brotli.compress(response.content, quality=QUALITY)


@lru_cache(maxsize=1024)
def _brotli_at_its_best(body):
    return brotli.compress(body, quality=BEST_QUALITY)


def _with_body(response, encoding, body):
    response.content = body
    if encoding:
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(body))
    if response.get("ETag", "").startswith('"'):
        response["ETag"] = f"W/{response['ETag']}"
    return response


def _compressed_stream(response):
    response.streaming_content = compress_sequence(response.streaming_content)
    response["Content-Encoding"] = "gzip"
    del response["Content-Length"]
    return response
