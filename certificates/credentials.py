"""The certificate as a badge for wallets: an Open Badges 3.0 credential (1EdTech, 2024) on the W3C's data model 2.0.

Signed as a JSON Web Token (Open Badges 3.0, §8.2): the payload is the credential itself with the token's own claims.
What it names has an address of ours: the issuer's profile, the course (as an achievement), the key and the status list.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from certificates import jws, keys, public_keys, publishing, statement, status_list
from certificates.models import Certificate, CourseNumber
from home.context_processors import organisation

CONTEXT = [status_list.CONTEXT, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
MAIN, OTHER = "en", "sw"


def can_be_made(certificate: Certificate) -> bool:
    """Return whether a badge can be made: one without a place in the status list could never be taken back."""
    return bool(certificate.statement) and certificate.status_index is not None


def sign(certificate: Certificate, now: datetime) -> str:
    """Return the badge as a compact JWS, with the key that is current now: the same text while that key is.

    Raises keys.NoKey.
    """
    key = keys.load().current(now)
    header = {"typ": "JWT", "kid": address_of_key(key.kid), "jwk": public_keys.to_jwk(key.public)}
    return jws.sign(payload(certificate), keys.private(key.kid), header)


def payload(certificate: Certificate) -> dict:
    """Return the credential with the claims of its token (Open Badges 3.0, §8.2.4.1), dates there in s since 1970."""
    badge = credential(certificate)
    return badge | {
        "iss": badge["issuer"]["id"],
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": int(certificate.issued_at.timestamp()),
        "exp": int(certificate.expires_at.timestamp()),
    }


def credential(certificate: Certificate) -> dict:
    """Return the OpenBadgeCredential, unsigned, for a certificate of which `can_be_made` is true.

    The holder is named as on the certificate itself, whose address shows the name to whoever has it; neither phone
    number nor any other identifier goes in.
    """
    said = statement.read(bytes(certificate.statement)).statement
    titles = {MAIN: certificate.course_title_en, OTHER: certificate.course_title_sw}
    return {
        "@context": CONTEXT,
        "id": certificate.link,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.course_title_en,
        "issuer": {"id": publishing.issuer(), "type": ["Profile"], "name": certificate.issuer},
        "validFrom": _text(certificate.issued_at),
        "validUntil": _text(certificate.expires_at),
        "credentialSubject": {
            "id": f"{certificate.link}#holder",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.holder_name,
                    "identityType": "name",
                }
            ],
            "achievement": _achievement(said.course, titles, MAIN),
        },
        "credentialStatus": {
            "id": f"{publishing.address()}#{certificate.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(certificate.status_index),
            "statusListCredential": publishing.address(),
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def issuer_profile() -> dict:
    """Return the Profile of who issues now, as it stands at `publishing.issuer()`."""
    known = organisation()
    profile = {
        "@context": CONTEXT,
        "id": publishing.issuer(),
        "type": ["Profile"],
        "name": known.name,
        "url": known.website or f"{settings.BASE_URL}/",
    }
    return profile | ({"email": known.email} if known.email else {}) | ({"phone": known.phone} if known.phone else {})


def achievement(number: int, language: str) -> dict:
    """Return the Achievement that a course is, in one language, as it stands at its address.

    Raises CourseNumber.DoesNotExist.
    """
    course = CourseNumber.objects.get(number=number)
    return {"@context": CONTEXT} | _achievement(number, {MAIN: course.title_en, OTHER: course.title_sw}, language)


def public_key(kid: int) -> dict:
    """Return the key of that number as a JWK, as it stands at its address. Raises KeyError."""
    return public_keys.to_jwk(keys.load()[kid].public) | {"kid": address_of_key(kid), "alg": "ES256", "use": "sig"}


def address_of_key(kid: int) -> str:
    return f"{settings.BASE_URL}/v/key-{kid}.json"


def address_of_course(number: int, language: str) -> str:
    return f"{settings.BASE_URL}/v/course-{number}{'' if language == MAIN else f'-{language}'}.json"


def _achievement(number, titles, language):
    other = OTHER if language == MAIN else MAIN
    with translation.override(language):
        return {
            "id": address_of_course(number, language),
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "inLanguage": language,
            "name": titles[language],
            "description": gettext(_DESCRIPTION),
            "criteria": {"narrative": gettext(_CRITERIA)},
            "related": [{"id": address_of_course(number, other), "type": ["Related"], "inLanguage": other}],
        }


_DESCRIPTION = _("A course against trafficking in persons, for the people who work on the road.")
_CRITERIA = _("Complete every module of the course: read its lessons and pass its quizzes.")


def _text(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
