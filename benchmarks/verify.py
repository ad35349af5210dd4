"""How many certificates a second are verified (HTML, read from the database and counted each time), against bare views.

Partners' programs get JSON instead, by the same read and the same count.
"""

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
                    "page": lambda: rate(platform, paths),
                    "api": lambda: rate(platform, [path.replace("/v/", "/api/v1/certificates/") for path in paths]),
                    "bare": lambda: rate(platform, ["/bare"]),
                    "naked": lambda: rate(naked, ["/bare"]),
                }
            )
        _say_that_each_was_counted()
    bare, naked = found["bare"], found["naked"]
    _print("verify", found["page"], bare, "bare view")
    _print("verify against no middleware", found["page"], naked, "bare view without middleware")
    _print("verify by api", found["api"], bare, "bare view")


def _print(name, value, floor, what):
    print(f"{name}: {value:.0f} requests/s ({what}: {floor:.0f} requests/s, ratio: {value / floor:.2f})")


def _say_that_each_was_counted():
    counts = apps.get_model("certificates.CheckCount").objects.values_list("result", "county").distinct()
    assert set(counts) == {("valid", "047")}, counts


def _fill():
    """Make certificates and return the addresses at which some of them are verified."""
    now = timezone.now()
    course = apps.get_model("certificates.CourseNumber").objects.create(
        course_key=uuid.uuid4(), title_en="Red flags on the road", title_sw="Dalili za hatari barabarani"
    )
    people = apps.get_model("accounts.User").objects.bulk_create(_people())
    made = apps.get_model("certificates.Certificate").objects.bulk_create(
        _certificate(person, course, now) for person in people
    )
    return [f"/v/{certificate.code}" for certificate in made[:: CERTIFICATES // ASKED]]


def _people():
    model = apps.get_model("accounts.User")
    for number in range(CERTIFICATES):
        yield model(phone=f"+2547{number:08}", full_name=f"Wanjirũ Gathonĩ {number}", county="047")


def _certificate(person, course, now):
    return apps.get_model("certificates.Certificate")(
        learner=person,
        course_key=course.course_key,
        holder_name=person.full_name,
        course_title_en=course.title_en,
        course_title_sw=course.title_sw,
        issuer="Trace Kenya",
        issued_at=now,
        expires_at=now + timedelta(days=730),
    )


if __name__ == "__main__":
    main()
