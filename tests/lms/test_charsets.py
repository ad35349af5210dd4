"""What a request says of its charset breaks no page."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest

from lms.handler import Handler
from newsletter.models import Subscriber

CHARSETS = ["utf-7", "utf-16", "idna", "rot13", "base64", "undefined", "hz", "unicode_escape", "latin-1", "none-such"]
PARTS = (
    '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n{}\r\n'
    '--x\r\nContent-Disposition: form-data; name="language"\r\n\r\nsw\r\n--x--\r\n'
)
SEND = {
    "multipart/form-data; boundary=x": PARTS.format,
    "application/x-www-form-urlencoded": "email={}&language=sw".format,
}
TOKEN = "x" * 32


def status(method, path, kind, body="", query=""):
    """Return how the platform answers to a request as a server hands it over."""
    sent = body.encode()
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(sent)),
        "HTTP_COOKIE": f"csrftoken={TOKEN}",
        "HTTP_X_CSRFTOKEN": TOKEN,
        "wsgi.input": BytesIO(sent),
    }
    setup_testing_defaults(environ)
    return Handler().get_response(Handler.request_class(environ)).status_code


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", SEND)
def test_a_form_is_read_as_utf_8_whatever_its_charset_is_said_to_be(db, kind, charset):
    said = f"{kind}; charset={charset}"
    assert status("POST", "/en/newsletter/", said, SEND[kind]("amina@example.org")) == 302
    assert Subscriber.objects.get().language == "sw"
    assert status("POST", "/en/newsletter/", said, SEND[kind]("+\u00e9+AGE\u00ff-")) == 200


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_search_is_read_so_too(db, charset):
    assert status("GET", "/en/search/", f"text/plain; charset={charset}", query="q=%ff+AGE-%c3%a9+") == 200
