"""Checks by partners' programs: the same as the page shows, as JSON."""

from datetime import datetime
from typing import Annotated

from django.urls import register_converter
from django.urls.converters import StringConverter
from ninja import Field, Path, Router, Schema
from pydantic.json_schema import SkipJsonSchema

from accounts import addresses
from certificates import codes, lookup, problems
from certificates.models import Certificate

_PATH = "/{anything:code}"


class AnythingConverter(StringConverter):
    """What Django's own would leave unfound at once, slashes and line ends too: no code, and answered like any."""

    regex = r"[\s\S]+"


register_converter(AnythingConverter, "anything")


def _without_default(schema):
    """Say that a field may be absent, not that it may be null."""
    schema.pop("default", None)


def _where_it_applies(description):
    return Field(None, description=description, json_schema_extra=_without_default)


class CourseTitle(Schema):
    en: str
    sw: str


class CertificateOut(Schema):
    """A certificate as its page shows it. Times are UTC."""

    code: str = Field(description="Ten characters, as they are stored.", pattern=f"^[{codes.ALPHABET}]{{10}}$")
    status: Certificate.State
    holder: str = Field(description="To be compared with the ID card; empty once the holder's data were erased.")
    course: CourseTitle
    issuer: str
    issued: datetime
    expires: datetime
    revoked_on: datetime | SkipJsonSchema[None] = _where_it_applies("Only where it is revoked.")
    reason: Certificate.RevokeReason | SkipJsonSchema[None] = _where_it_applies("Only where it is revoked.")
    replaced_on: datetime | SkipJsonSchema[None] = _where_it_applies("Only where a corrected one took its place.")
    url: str = Field(description="The page for people.", json_schema_extra={"format": "uri"})


Code = Annotated[
    str,
    Path(description="As printed: capitals, hyphens and spaces do not matter.", example="7KQ2-M9X-WTD"),
]
_WAIT = {"Retry-After": {"description": "Seconds.", "required": True, "schema": {"type": "integer", "minimum": 1}}}
_ALLOW = {"Allow": {"description": "GET and HEAD.", "required": True, "schema": {"type": "string"}}}

router = Router(tags=["certificates"])


@router.get(
    _PATH,
    response=CertificateOut,
    exclude_none=True,
    operation_id="check_certificate",
    summary="Check a certificate",
    url_name="certificate",
    openapi_extra={
        "responses": {
            404: problems.described(404),
            405: problems.described(405, _ALLOW),
            429: problems.described(429, _WAIT),
        }
    },
)
def check(request, code: Code):
    """Say what the page of this code shows.

    Unknown, malformed and deleted codes answer alike, with 404; whoever asks for too many of these waits, with 429.
    HEAD works too.
    """
    result, found, wait = lookup.answer(code.removesuffix("/"), addresses.of(request))
    if result == lookup.TOO_MANY:
        return problems.answer(429, "Too many codes that lead nowhere. Wait, then try again.", {"Retry-After": wait})
    return lookup.facts(result, found) if found else problems.answer(404, "No certificate has this code.")


# By itself, so that the OpenAPI document has the operation once.
router.api_operation(
    ["HEAD"], _PATH, response=CertificateOut, exclude_none=True, url_name="certificate", include_in_schema=False
)(check)
