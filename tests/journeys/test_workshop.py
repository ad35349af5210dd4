"""A workshop on real phones: participants by the QR, and the trainer's list with and without a network."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from courses import outline
from saccos.models import Operator
from tests.conftest import sign_in
from tests.journeys.conftest import fits_the_screen, press_on
from tests.journeys.test_any_phone import RULES
from tests.journeys.waiting import until
from workshops import attending
from workshops.models import InvitedOperator, Participant, Workshop

pytestmark = pytest.mark.browser
KEPT = """async path => {
  const cache = await caches.open("workshop-pages")
  return !!navigator.serviceWorker.controller && !!(await cache.match(path, { ignoreVary: true }))
}"""
ROW = "#row-{} .tick"


@pytest.fixture
def workshop(programme):
    now = timezone.now()
    workshop = Workshop.objects.create(
        title="Red flags for the crews of Likoni",
        county="001",
        place="Likoni Social Hall",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=5),
        course_key=outline.every("en")[0].key,
    )
    operator = Operator.objects.get(slug="pwani-shuttle")
    InvitedOperator.objects.create(workshop=workshop, operator=operator)
    staff = operator.staff.current().select_related("person")[:9]
    attending.expect(workshop, [(member.person, operator) for member in staff])
    return workshop


@pytest.fixture
def rows(workshop):
    return list(workshop.participants.all())


def address_of(workshop, language="en"):
    return f"/{language}/run/{workshop.pk}/"


def let_in(page, address, name="eshe"):
    """Sign the trainer in on this phone, past the second factor."""
    client = sign_in(Client(), User.objects.get(username=name), verified=True)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    return page


@pytest.fixture
def trainers_phone(open_phone, programme):
    return lambda *args, **options: let_in(open_phone(*args, **options), programme)


def keep_on(page, workshop):
    """Open the list, and wait until the phone can open it without a network."""
    page.goto(address_of(workshop))
    until(page, KEPT, address_of(workshop))
    expect(page.locator("#state")).to_contain_text("opens on this phone without a network")
    return page


def add(page, name):
    page.evaluate("document.getElementById('adding').open = true")
    page.locator("#add [name=full_name]").fill(name)
    page.locator("#add [name=operator]").select_option("other")
    page.locator("#add .button").click()


@pytest.mark.parametrize("javascript", [False, True])
def test_a_participant_says_that_they_are_here(open_phone, workshop, javascript):
    page = open_phone("sw", javascript)
    page.goto(f"/w/{workshop.token}/")
    assert page.url.endswith(f"/sw/workshop/{workshop.token}/")
    page.locator("[name=full_name]").fill("Wanjikũ Mũthoni")
    page.locator("[name=operator]").select_option("other")
    page.locator("[name=role]").select_option("driver")
    press_on(page)
    row = Participant.objects.get(person__full_name="Wanjikũ Mũthoni")
    assert row.came_at
    assert str(row.number) in page.locator(".card.go").inner_text()


def test_the_list_works_with_scripts_off(trainers_phone, workshop, rows):
    page = trainers_phone("en")
    page.goto(address_of(workshop))
    page.locator(ROW.format(rows[0].pk)).click()
    expect(page.locator(ROW.format(rows[0].pk))).to_contain_text("✓ Here")
    page.locator("#adding summary").click()
    page.locator("#add [name=full_name]").fill("Juma Ali")
    page.locator("#add .button").click()
    expect(page.locator(".note.success")).to_contain_text("Juma Ali is here")
    assert workshop.participants.came().count() == 2


def test_without_a_network_the_list_opens_and_what_is_ticked_is_sent_later(trainers_phone, workshop, rows):
    page = keep_on(trainers_phone("en", True), workshop)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Red flags for the crews of Likoni")
    page.locator(ROW.format(rows[0].pk)).click()
    page.locator(ROW.format(rows[1].pk)).click()
    add(page, "Juma Ali")
    expect(page.locator("#state")).to_contain_text("Waiting to be sent: 3")
    expect(page.locator("#here")).to_have_text("3")
    page.reload()
    expect(page.locator("#state")).to_contain_text("Waiting to be sent: 3")
    assert not workshop.participants.came().exists()

    page.context.set_offline(False)
    expect(page.locator("#state")).not_to_contain_text("Waiting", timeout=20_000)
    came = workshop.participants.came()
    assert {row.pk for row in came} >= {rows[0].pk, rows[1].pk}
    assert came.get(person__full_name="Juma Ali").way == "trainer"
    expect(page.locator("#rows")).to_contain_text("Juma Ali")


def test_a_tick_taken_back_before_it_was_sent_never_leaves_the_phone(trainers_phone, workshop, rows):
    page = keep_on(trainers_phone("en", True), workshop)
    page.context.set_offline(True)
    for _press in range(2):
        page.locator(ROW.format(rows[0].pk)).click()
    expect(page.locator("#state")).not_to_contain_text("Waiting")
    expect(page.locator(ROW.format(rows[0].pk))).to_contain_text("Not here")


def test_two_trainers_phones_come_together(trainers_phone, workshop, rows):
    first, second = (keep_on(trainers_phone("en", True), workshop) for _phone in range(2))
    for page in (first, second):
        page.context.set_offline(True)
    first.locator(ROW.format(rows[0].pk)).click()
    second.locator(ROW.format(rows[0].pk)).click()
    second.locator(ROW.format(rows[1].pk)).click()
    for page in (first, second):
        add(page, "Juma Ali")
    for page in (first, second):
        page.context.set_offline(False)
        expect(page.locator("#state")).not_to_contain_text("Waiting", timeout=20_000)
    assert workshop.participants.came().count() == 3
    assert workshop.participants.filter(person__full_name="Juma Ali").count() == 1


def test_what_the_server_refuses_is_shown_and_can_be_put_right(trainers_phone, workshop):
    page = trainers_phone("en", True)
    page.goto(address_of(workshop))
    page.locator("#adding summary").click()
    page.locator("#add [name=phone]").fill("071")
    add(page, "Juma Ali")
    expect(page.locator("#refused")).to_contain_text("Could not be kept: Juma Ali")
    page.get_by_role("button", name="Put it right").click()
    assert page.locator("#add [name=full_name]").input_value() == "Juma Ali"
    page.locator("#add [name=phone]").fill("0711 111 111")
    page.locator("#add .button").click()
    expect(page.locator("#rows")).to_contain_text("Juma Ali")
    expect(page.locator("#refused")).to_be_empty()
    until(page, "() => !document.getElementById('state').textContent.includes('Waiting')")
    assert workshop.participants.get(person__full_name="Juma Ali").person.phone == "+254711111111"


@pytest.mark.parametrize(
    ("name", "is_kept"), [("X", False), (" x ", False), ("''", False), ("12", False), ("Al", True), ("Ől", True)]
)
def test_a_name_that_the_server_would_refuse_as_none_is_not_kept_on_the_phone(trainers_phone, workshop, name, is_kept):
    page = trainers_phone("en", True)
    page.goto(address_of(workshop))
    page.locator("#adding summary").click()
    add(page, name)
    if is_kept:
        expect(page.locator("#rows")).to_contain_text(name)
        expect(page.locator("#refused")).to_be_empty()
    else:
        assert page.locator("#add [name=full_name]").input_value() == name
        assert page.locator("#add [name=full_name]").evaluate("field => field.validationMessage").startswith("Write")
    until(page, "() => !document.getElementById('state').textContent.includes('Waiting')")
    assert workshop.participants.filter(person__full_name=name).exists() is is_kept


def test_who_is_signed_out_keeps_what_waits(trainers_phone, workshop, rows):
    page = keep_on(trainers_phone("en", True), workshop)
    page.context.clear_cookies()
    page.locator(ROW.format(rows[0].pk)).click()
    expect(page.locator("#state")).to_contain_text("Sign in again")
    expect(page.locator("#state")).to_contain_text("Waiting to be sent: 1")
    assert not workshop.participants.came().exists()


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_access_or_the_edge_of_a_small_screen(trainers_phone, workshop, language, scheme):
    attending.come_by_oneself(workshop, workshop.participants.first().person, attending.Way.QR, timezone.now())
    page = trainers_phone(language, javascript=True, bypass_csp=True, service_workers="block", color_scheme=scheme)
    public = (f"/{language}/workshop/", f"/{language}/workshop/{workshop.token}/?another=1")
    own = (f"/{language}/run/", address_of(workshop, language), f"{address_of(workshop, language)}paper/")
    for address in (*public, *own):
        assert page.goto(address).status == 200, address
        page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        for width in (320, 180):
            page.set_viewport_size({"width": width, "height": 640})
            assert fits_the_screen(page), f"{address} is wider than {width}"
        page.set_viewport_size({"width": 360, "height": 640})
