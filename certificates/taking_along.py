"""What certificates add to the data that a person may take along, and to what their phone keeps."""

from django.urls import reverse


def certificates(user) -> list[dict]:
    rows = user.certificates.select_related("renews", "replaced_by").prefetch_related("acts")
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
            "renews": certificate.renews.spelled_code if certificate.renews else "",
            "replaced_by": certificate.replaced_by.spelled_code if certificate.replaced_by else "",
            "acts": [
                {"what": act.kind, "at": act.at, "by": act.by, "detail": act.detail} for act in certificate.acts.all()
            ],
        }
        for certificate in rows.order_by("issued_at")
    ]


def pages(user) -> list[str]:
    """Return the addresses of the person's certificates, in the active language, for a phone to keep."""
    codes = user.certificates.order_by("issued_at").values_list("code", flat=True)
    return [reverse("certificates:mine"), *(reverse("certificates:one", args=[code]) for code in codes)]
