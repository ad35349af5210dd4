"""What certificates add to the data that a person may take along."""


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
