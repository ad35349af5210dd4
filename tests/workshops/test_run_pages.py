"""The trainer's pages at a workshop, with plain forms, and what scripts fetch."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.conftest import sign_in
from tests.make import make_workshop
from workshops import attending, codes
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(workshop):
    return reverse("workshops:run", args=[workshop.pk])


@pytest.fixture
def row(workshop, amina, pwani):
    attending.expect(workshop, [(amina, pwani)])
    return workshop.participants.get()


def page_of(response):
    return " ".join(response.content.decode().split())


def test_the_code_is_shown_large_on_the_day(as_eshe, workshop, address):
    assert codes.code(workshop.code_secret, timezone.now()) in page_of(as_eshe.get(address))


def test_ticking_and_taking_the_tick_away(as_eshe, row, address, eshe):
    response = as_eshe.post(address, {"tick": row.pk})
    assert response["Location"] == f"{address}#row-{row.pk}"
    row.refresh_from_db()
    assert (row.way, row.noted_by) == ("trainer", eshe)
    as_eshe.post(address, {"untick": row.pk})
    row.refresh_from_db()
    assert row.came_at is None


@pytest.mark.parametrize("tick", ["", "x", "0", "9" * 30, "-1"])
def test_ticking_nobody_changes_nothing(as_eshe, row, address, tick):
    assert as_eshe.post(address, {"tick": tick}).status_code == 302
    row.refresh_from_db()
    assert row.came_at is None


def test_a_person_without_a_phone_is_added_once(as_eshe, workshop, pwani, address):
    given = {"do": "add", "full_name": "Juma Ali", "phone": "", "operator": pwani.pk, "role": "", "mark": "m"}
    for _time in range(2):
        response = as_eshe.post(address, given, follow=True)
    assert "Juma Ali is here: number 1 on the list" in page_of(response)
    row = workshop.participants.get()
    assert (row.operator, row.way) == (pwani, "trainer")


def test_a_slip_is_said_beside_the_field_and_nothing_typed_is_lost(as_eshe, workshop, address):
    given = {"do": "add", "full_name": "Juma Ali", "phone": "071", "operator": "other", "role": "", "mark": "m"}
    page = page_of(as_eshe.post(address, given))
    assert 'value="Juma Ali"' in page
    assert 'value="071"' in page
    assert "Type a mobile number" in page
    assert not workshop.participants.exists()


@pytest.mark.parametrize("people", [1, 60])
def test_the_page_costs_the_same_however_long_the_list(
    as_eshe, workshop, address, people, django_assert_max_num_queries
):
    attending.expect(workshop, [(make.make_user(full_name=f"Person {n}"), None) for n in range(people)])
    as_eshe.get(address)
    with django_assert_max_num_queries(8):
        as_eshe.get(address)


# What scripts fetch


def send(client, workshop, entries):
    address = reverse("workshops:rows", args=[workshop.pk])
    return client.post(address, json.dumps(entries), content_type="application/json")


def test_a_phone_sends_and_is_told_how_the_list_stands(as_eshe, workshop, row):
    answer = send(as_eshe, workshop, [{"mark": "t", "do": "here", "row": row.pk, "age": 1}]).json()
    assert answer["answers"] == [{"mark": "t", "is": "kept", "row": row.pk}]
    assert answer["here"] == 1
    assert answer["token"]


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b'{"a":1}', b"[" * 2000])
def test_a_broken_sending_is_refused_whole(as_eshe, workshop, body):
    address = reverse("workshops:rows", args=[workshop.pk])
    assert as_eshe.post(address, body, content_type="application/json").status_code == 400


def test_a_phone_that_is_signed_out_is_told_to_sign_in(client, workshop, baraka, pwani):
    assert client.get(reverse("workshops:rows", args=[workshop.pk])).status_code == 401


def test_a_trainer_without_the_second_factor_is_asked_for_it(client, workshop, eshe, address):
    sign_in(client, eshe)
    assert "second-factor" in client.get(address)["Location"]
    assert client.get(reverse("workshops:rows", args=[workshop.pk])).status_code == 401


def test_a_manager_finds_no_workshop(client, workshop, baraka, address):
    sign_in(client, baraka, verified=True)
    assert client.get(address).status_code == 404
    assert client.get(reverse("workshops:rows", args=[workshop.pk])).status_code == 404


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_worker_keeps_to_the_trainer_s_pages(client, db, language):
    response = client.get(f"/{language}/run/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert f'"scope": "/{language}/run/"' in response.content.decode()


def test_the_list_of_workshops_costs_the_same_however_many(as_eshe, course, django_assert_max_num_queries):
    for number in range(30):
        make_workshop(course, title=f"Workshop {number}")
    as_eshe.get(reverse("workshops:runs"))
    with django_assert_max_num_queries(9):
        assert "Workshop 29" in page_of(as_eshe.get(reverse("workshops:runs")))


def test_where_no_operator_is_invited_none_is_asked_for(as_eshe, workshop, address):
    workshop.invited.all().delete()
    assert 'name="operator"' not in page_of(as_eshe.get(address))
    as_eshe.post(address, {"do": "add", "full_name": "Juma Ali", "mark": "m1"})
    assert workshop.participants.get().operator is None


def test_a_closed_workshop_says_so_and_is_still_found_and_ticked(as_eshe, workshop, row, address):
    Workshop.objects.update(closed_at=timezone.now())
    page = page_of(as_eshe.get(address))
    assert "This workshop is closed" in page
    assert 'class="digits"' not in page
    assert workshop.title in page_of(as_eshe.get(reverse("workshops:runs")))
    as_eshe.post(address, {"tick": row.pk})
    assert workshop.participants.came().exists()
