"""Nothing of another operator's staff may be seen: every address, export, search, print job and API, by nobody.

Mawimbi's people have names, numbers and staff numbers that stand nowhere else. Who has no business there walks through
every address of the platform, with Mawimbi's own ids and tokens in each place where an address takes one, searches for
them, downloads what can be downloaded, and finds no trace.
"""

import re
import zipfile
from io import BytesIO
from itertools import product

import pypdfium2
import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from django.urls.resolvers import URLPattern
from django.utils import timezone

from accounts.models import User
from certificates import issuing
from certificates.printing import jobs
from courses.models import CourseIndexPage
from saccos import history, invitations, moving, namesakes, printing
from saccos.models import Invitation, Management, ManagerInvitation, Roster, RosterRow
from sample import groups
from tests import make
from tests.conftest import sign_in

NAMES = ("Zuhura Mwambasiri", "Zablon Mwambasiri", "Zainabu Mwambasiri")
PHONES = ("+254799111222", "+254799333444", "+254799555666")
SECRETS = (
    "mwambasiri",
    "799111222",
    "799 111 222",
    "799333444",
    "799 333 444",
    "799555666",
    "ms-77",
    "zuhura",
    "zablon",
)
SEARCHES = ("Mwambasiri", "799111222", "1222", "zuhura", "MS-77", "%", "_")


@pytest.fixture
def world(amina, chausiku, baraka, daudi, pwani, other, course):
    """Both operators with all that can belong to one, and everybody who might look."""
    groups.load(CourseIndexPage.objects.all())
    make.make_staff(pwani, amina)
    make.make_staff(pwani, chausiku)
    people = [make.make_user(phone, name) for phone, name in zip(PHONES, NAMES, strict=True)]
    staff = [make.make_staff(other, person, staff_number="MS-77", stage="Zuhura stage") for person in people]
    certificates = [issuing.issue(make.make_enrolment(person, course)) for person in people[:2]]
    now = timezone.now()
    job = jobs.work(printing.start(other, certificates, "cards", daudi), 60)
    own_link = Invitation.objects.create(operator=other, member=staff[2])
    asked = ManagerInvitation.objects.create(operator=other, phone="+254799777888", by=daudi)
    roster = Roster.objects.create(operator=other, made_by=daudi, digest="0" * 64, phase="ready", total=1, done=1)
    row = RosterRow.objects.create(
        roster=roster,
        number=1,
        cells=[NAMES[0], PHONES[0]],
        given={"name": NAMES[0], "phone": PHONES[0]},
        verdict="new",
    )
    namesakes.say_two(other, staff[0].pk, staff[1].pk, daudi, now)
    history.note(other, "left", daudi, now, name=NAMES[0])
    gone = make.make_staff(pwani, make.make_user("+254799999000", "Yusufu Aliyehama"))
    moved = moving.move(gone.person, other, "driver", daudi, now)
    viewer = make.make_user("+254700000055", "Vera Juma")
    Management.objects.create(operator=pwani, user=viewer, right="1-view")
    values = {
        "operator": [pwani.slug, other.slug],
        "pk": list({staff[0].pk, asked.pk, row.pk, other.pk, people[0].pk}),
        "number": [1],
        "token": [job.token, roster.token, invitations.open_for(other, daudi).token, asked.token, moved.move.token],
        "code": [certificates[0].code],
        "ticket": ["0" * 32],
        "course_key": [course.translation_key],
        "?": [1],
    }
    return values | {"own_link": own_link.token}, {
        "visitor": None,
        "learner": amina,
        "own_manager": baraka,
        "viewer": viewer,
        "trainer_without_rights": make.make_user("+254700000056", "Simon Kahindi"),
    }


@pytest.fixture
def other(daudi):
    return make.make_operator("Mawimbi Link Sacco", "mawimbi-link", manager=daudi)


# Where somebody is meant to be seen: the check of a certificate whose code one has, an open link, a slip in the hand.
MEANT = {"verify", "certificates:check", "api:certificate", "saccos:join", "seal", "saccos:public_seal"}
FIXED = {
    "form": ["csv", "xlsx", "poster", "sticker"],
    "kind": ["pdf"],
    "suffix": ["csv", "xlsx"],
    "path": ["none.svg"],
    "lesson_key": [],
    "name": ["check"],
    "day": ["2026-11-28"],
}


def patterns_of(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name and not pattern.callback.__module__.startswith("wagtail"):
                yield f"{namespace}{pattern.name}", pattern
        elif not str(getattr(pattern.urlconf_name, "__name__", "")).startswith("wagtail"):
            yield from patterns_of(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)


def addresses(values):
    """Yield (name, address) for every address of ours, once for each way to fill its parts."""
    for name, pattern in patterns_of(get_resolver().url_patterns):
        if name in MEANT:
            continue
        parts = list(pattern.pattern.regex.groupindex) or ["?"] * pattern.pattern.regex.groups
        choices = [values.get(part, FIXED.get(part, ["none"])) for part in parts]
        for chosen in product(*choices):
            address = try_reverse(name, parts, chosen)
            if address:
                yield name, address


def try_reverse(name, parts, chosen):
    """Return the address, or None where the value is of another type than the address takes."""
    try:
        if parts and parts[0] == "?":
            return reverse(name, args=chosen)
        return reverse(name, kwargs=dict(zip(parts, chosen, strict=True)))
    except NoReverseMatch:
        return None


def text_of(response):
    """Return all that can be read in an answer: of a PDF its text, of a workbook its cells, of a page its source."""
    body = b"".join(response) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    if "pdf" in kind:
        document = pypdfium2.PdfDocument(body)
        body = " ".join(page.get_textpage().get_text_range() for page in document).encode()
    elif body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as archive:
            body = b" ".join(archive.read(name) for name in archive.namelist())
    said = body.decode(errors="replace") + str(dict(response.headers))
    return re.sub(r"\s+", " ", said).casefold()


def find_in(response):
    said = text_of(response)
    return [secret for secret in SECRETS if secret in said]


def client_of(person):
    client = Client(raise_request_exception=True)
    return sign_in(client, person, verified=True) if person else client


@pytest.mark.parametrize("who", ["visitor", "learner", "own_manager", "viewer", "trainer_without_rights"])
def test_no_address_shows_another_operator_s_staff(world, who):
    values, people = world
    client = client_of(people[who])
    leaks = {}
    for name, address in addresses(values):
        if found := find_in(client.get(address)):
            leaks[address] = (name, found)
    assert not leaks


@pytest.mark.parametrize("who", ["own_manager", "viewer"])
def test_no_post_does_anything_there(world, who):
    values, people = world
    client = client_of(people[who])
    before = [list(model.objects.order_by("pk").values()) for model in KEPT]
    for name, address in addresses(values):
        if name.startswith("saccos:") and "/mawimbi-link/" in address:
            for do in ("", "left", "role", "remind", "delete", "save", "undo"):
                assert not find_in(client.post(address, {"do": do, "role": "driver", "confirm": "1"}))
    assert [list(model.objects.order_by("pk").values()) for model in KEPT] == before


KEPT = (Management, Invitation, ManagerInvitation, Roster, RosterRow)


@pytest.mark.parametrize("typed", SEARCHES)
def test_no_search_or_export_finds_them(world, typed):
    _values, people = world
    client = client_of(people["own_manager"])
    leaks = {}
    for name in ("saccos:staff", "saccos:print_list", "saccos:invited", "saccos:history", "saccos:remind"):
        address = reverse(name, args=["pwani-shuttle"])
        said = text_of(client.get(address, {"q": typed})).replace(typed.casefold(), "")
        if found := [secret for secret in SECRETS if secret in said]:
            leaks[address] = found
    for form in ("csv", "xlsx"):
        address = reverse("saccos:export", args=["pwani-shuttle", form])
        if found := find_in(client.get(address, {"q": typed})):
            leaks[address] = found
    assert not leaks


def test_a_filter_by_another_operator_s_stage_finds_nothing(world):
    client = client_of(world[1]["own_manager"])
    response = client.get(reverse("saccos:staff", args=["pwani-shuttle"]), {"stage": "Somewhere"})
    assert not find_in(response)


def test_the_old_operator_sees_nothing_of_who_moved_away(world):
    """Somebody who moved to Mawimbi is on Pwani's list as one who left: no new operator, no new training."""
    client = client_of(world[1]["own_manager"])
    gone = User.objects.get(full_name="Yusufu Aliyehama").employments.get(operator__slug="pwani-shuttle")
    said = text_of(client.get(reverse("saccos:person", args=["pwani-shuttle", gone.pk])))
    assert "mawimbi" not in said


def test_the_walk_would_notice(world):
    """The same walk as Mawimbi's own manager finds them in many places: the test can fail."""
    values, _people = world
    client = client_of(User.objects.get(full_name="Daudi Otieno"))
    found = {name for name, address in addresses(values) if find_in(client.get(address))}
    assert {"saccos:staff", "saccos:person", "saccos:export", "saccos:history", "saccos:print_file"} <= found


def test_trainers_in_the_admin_find_no_staff_lists(world):
    """A trainer writes courses: operators' people are not theirs to look up."""
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.groups.add(Group.objects.get(name="Trainers"))
    client = client_of(eshe)
    for address in (
        "/admin/users/?q=mwambasiri",
        "/admin/person_chooser/?q=mwambasiri",
        "/admin/snippets/saccos/operator/",
    ):
        assert not find_in(client.get(address, follow=True)), address
