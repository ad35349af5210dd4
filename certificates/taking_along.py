"""What certificates add to the data that a person may take along, and to what their phone keeps."""

from django.urls import reverse


def certificates(user) -> list[dict]:
    return [
        {
            "code": certificate.spelled_code,
            "course": certificate.course_title_en,
            "holder": certificate.holder_name,
            "issued": certificate.issued_at,
            "valid_until": certificate.expires_at,
            "issuer": certificate.issuer,
            "revoked": certificate.revoked_at,
            "why_revoked": certificate.revoke_reason,
        }
        for certificate in user.certificates.order_by("issued_at")
    ]


def pages(user) -> list[str]:
    """Return the addresses of the person's certificates, in the active language, for a phone to keep."""
    codes = user.certificates.order_by("issued_at").values_list("code", flat=True)
    return [reverse("certificates:mine"), *(reverse("certificates:one", args=[code]) for code in codes)]
