"""What programs are told when something goes wrong: problem documents (RFC 9457)."""

import json
from http import HTTPStatus

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"


def answer(status: int, detail: str, headers: dict | None = None) -> HttpResponse:
    """Return the document for this status of HTTP; `detail` says in one sentence what happened."""
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(json.dumps(document), content_type=MEDIA_TYPE, status=status, headers=headers)


def described(status: int, headers: dict | None = None) -> dict:
    """Return what an OpenAPI document says of such an answer; `headers` are those that come along, as it names them."""
    schema = {
        "type": "object",
        "properties": {
            "type": {"type": "string", "const": "about:blank"},
            "title": {"type": "string", "const": HTTPStatus(status).phrase},
            "status": {"type": "integer", "const": status},
            "detail": {"type": "string"},
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    }
    content = {MEDIA_TYPE: {"schema": schema}}
    found = {"description": HTTPStatus(status).phrase, "content": content}
    return found | ({"headers": headers} if headers else {})
