"""Certificates as an officer meets them, and what is done on the officer's phone."""

import json
from io import BytesIO

import qrcode
from django.conf import settings
from django.utils import timezone
from PIL import Image

from certificates import issuing, revoking
from courses.models import CoursePage
from tests import make

READY = "#officer [data-say=ready]:not([hidden])"
BAND = "[data-state]:not([hidden])"
NAME = "Wanjikũ Ng'ang'a"


def issued(name=NAME, phone="+254700000031"):
    """Return a signed certificate of a new learner."""
    course = CoursePage.objects.filter(locale__language_code="en").first() or make.make_course()
    return issuing.issue(make.make_enrolment(make.make_user(phone, name), course))


def revoke(certificate):
    revoking.revoke(certificate, "cheating", "Farida", timezone.now())


def place_of(certificate):
    """Return what a phone's camera opens below the platform's address: `/V/CODE#DIGITS`."""
    return certificate.qr_text[len(settings.BASE_URL) :]


def forged(certificate):
    """Return the same place with one digit of the signature changed."""
    place = place_of(certificate)
    return f"{place[:-20]}{(int(place[-20]) + 1) % 10}{place[-19:]}"


def prepare(page, language="en"):
    page.goto(f"/{language}/verify/")
    page.click("#prepare")
    page.wait_for_selector(READY)


def shown(page):
    """Return (state, word, all that stands on the page) of a check on the phone."""
    band = page.wait_for_selector(BAND)
    return band.get_attribute("data-state"), band.query_selector("strong").inner_text(), page.inner_text("main")


def check(page, place):
    """Open what the camera read, and return what is shown."""
    page.goto("about:blank")
    page.goto(place)
    return shown(page)


def stored(page, path):
    """Return a document that the phone has stored."""
    text = page.evaluate(
        "path => caches.match(path, {cacheName: 'officer', ignoreVary: true}).then(found => found.text())", path
    )
    return json.loads(text)


def filmed(text, path):
    """Write what a camera sees that looks at a square code with this text: a film of one picture, 640 x 480."""
    picture = Image.new("L", (640, 480), 200)
    code = qrcode.make(text, border=4, box_size=1)
    side = 420 // code.size[0] * code.size[0]
    picture.paste(code.convert("L").resize((side, side)), ((640 - side) // 2, (480 - side) // 2))
    frame = BytesIO()
    picture.convert("RGB").save(frame, "JPEG", quality=85)
    path.write_bytes(frame.getvalue() * 30)
