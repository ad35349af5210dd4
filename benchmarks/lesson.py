"""A lesson for a signed-in learner against the same lesson as an uncached Wagtail page; what the first one weighs."""

import re
from io import StringIO
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.server import folder, in_turns, rate, server, set_up

FIRST = "/en/courses/red-flags/what-trafficking-is/three-parts/"
LESSON = "/en/courses/red-flags/the-red-flags/the-companion/"


def learner():
    """Return a client signed in as a new learner who has consented to the sample notice, published for the purpose."""
    from accounts.models import Consent, PrivacyNotice, User

    person = User.objects.create_learner("+254712000001", full_name="Bench Learner", registered_at=timezone.now())
    PrivacyNotice.objects.update(is_published=True)
    Consent.objects.create(user=person, notice=PrivacyNotice.objects.in_force())
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def weight():
    """Print what a stranger's first lesson weighs over the wire, with brotli at the quality the server uses."""
    page = Client().get(FIRST).content
    html = len(brotli.compress(page, quality=5))
    linked = {name.decode() for name in re.findall(rb'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', page)}
    files = {name: len(brotli.compress(Path(finders.find(name)).read_bytes())) for name in linked}
    first_trip = html + sum(size for name, size in files.items() if name.endswith(".css"))
    total = html + sum(files.values())
    print(f"first lesson, HTML and CSS: {first_trip} bytes (limit: 14336 bytes, ratio: {first_trip / 14336:.2f})")
    print(f"first lesson, everything: {total} bytes (limit: 30720 bytes, ratio: {total / 30720:.2f})")


def queries(client):
    """Print how many queries a lesson takes when it is seen again, and when the learner moves on to a new card."""
    client.get(LESSON)
    for name, address in (("seen again", LESSON), ("moved on", f"{LESSON}?card=2")):
        Client().get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        print(f"lesson, {name}: {len(captured)} queries (limit: 12 queries, ratio: {len(captured) / 12:.2f})")


def speed(here, client):
    """Print lessons a second beside the same lesson uncached."""
    cookie = {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    with server(here) as address:
        rates = in_turns(
            {
                "ours": lambda: rate(address, [LESSON], cookie),
                "wagtail": lambda: rate(address, [f"/uncached{LESSON}"], cookie),
            }
        )
    ours, peer = rates["ours"], rates["wagtail"]
    print(f"lesson: {ours:.0f} requests/s (uncached Wagtail page: {peer:.0f} requests/s, ratio: {ours / peer:.1f})")


def main():
    with folder() as here:
        set_up(here)
        call_command("seed", no_people=True, stdout=StringIO())
        client = learner()
        weight()
        queries(client)
        speed(here, client)


if __name__ == "__main__":
    main()
