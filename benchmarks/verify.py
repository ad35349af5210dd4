"""How many certificates a second are verified (HTML, read from the database each time), against bare Django views."""

import uuid
from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from benchmarks.server import folder, in_turns, rate, server, set_up

CERTIFICATES = 20_000
ASKED = 2_000


def main():
    with folder() as here:
        set_up(here)
        paths = _fill()
        with server(here) as platform, server(here, "benchmarks.settings_without_middleware") as naked:
            found = in_turns(
                {
                    "verify": lambda: rate(platform, paths),
                    "bare": lambda: rate(platform, ["/bare"]),
                    "naked": lambda: rate(naked, ["/bare"]),
                }
            )
    verify, bare, naked = found["verify"], found["bare"], found["naked"]
    print(f"verify: {verify:.0f} requests/s (bare view: {bare:.0f} requests/s, ratio: {verify / bare:.2f})")
    print(
        f"verify against no middleware: {verify:.0f} requests/s"
        f" (bare view without middleware: {naked:.0f} requests/s, ratio: {verify / naked:.2f})"
    )


def _fill():
    """Make certificates and return the addresses at which some of them are verified."""
    model, now = apps.get_model("certificates.Certificate"), timezone.now()
    made = model.objects.bulk_create(
        model(
            course_key=uuid.uuid4(),
            holder_name=f"Wanjirũ Gathonĩ {number}",
            course_title_en="Red flags on the road",
            course_title_sw="Dalili za hatari barabarani",
            issuer="Trace Kenya",
            issued_at=now,
            expires_at=now + timedelta(days=730),
        )
        for number in range(CERTIFICATES)
    )
    return [f"/v/{certificate.code}" for certificate in made[:: CERTIFICATES // ASKED]]


if __name__ == "__main__":
    main()
