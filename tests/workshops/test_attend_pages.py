"""On the participant's own phone, by the QR or the spoken code."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests import make
from tests.conftest import sign_in
from tests.make import make_workshop
from workshops import attending, codes
from workshops.models import Participant, Workshop
from workshops.people import Said

pytestmark = pytest.mark.django_db
Way = Participant.Way
CODE = "/en/workshop/"


@pytest.fixture
def address(workshop):
    return reverse("workshops:attend", args=[workshop.token])


def form(**given):
    return {"full_name": "Juma Ali", "phone": "", "operator": "other", "role": "driver", "mark": "m1"} | given


def page_of(response):
    return " ".join(response.content.decode().split())


# By the QR


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_square_opens_the_page_in_the_phone_s_language(client, workshop, language):
    response = client.get(f"/w/{workshop.token}/", headers={"Accept-Language": language})
    assert response["Location"] == f"/{language}/workshop/{workshop.token}/"


def test_who_is_signed_in_presses_one_button(client, workshop, address, amina):
    sign_in(client, amina)
    assert "I am here" in page_of(client.get(address))
    client.post(address, {"do": "me"})
    (row,) = workshop.participants.all()
    assert (row.person, row.way) == (amina, Way.QR)
    assert "You are on the list, number 1" in page_of(client.get(address))


def test_who_is_not_signed_in_writes_their_name_and_no_sign_in_is_asked(client, workshop, pwani, address):
    response = client.post(address, form(operator=pwani.pk, phone="0711 111 111"), follow=True)
    (row,) = workshop.participants.all()
    assert (str(row.person), row.operator, row.person.role) == ("Juma Ali", pwani, "driver")
    assert row.person.phone == "+254711111111"
    assert "You are on the list, number 1" in page_of(response)
    assert "_auth_user_id" not in client.session


def test_a_known_number_is_answered_like_an_unknown_one(client, workshop, address, amina):
    known = client.post(address, form(full_name="Amina Hassan", phone="0700000001"))
    unknown = client.post(address, form(full_name="Nobody Known", phone="0799999999", mark="m2"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert workshop.participants.filter(person=amina).exists()


def test_pressing_twice_makes_one(client, workshop, address):
    for _time in range(2):
        client.post(address, form())
    assert workshop.participants.count() == 1


def test_two_people_put_themselves_on_the_list_with_one_phone(client, workshop, address):
    client.post(address, form())
    client.post(f"{address}?another=1", form(full_name="Ali Omar", mark="m2"))
    assert [str(row.person) for row in workshop.participants.all()] == ["Juma Ali", "Ali Omar"]


def test_somebody_else_may_use_the_phone_of_who_is_signed_in(client, workshop, address, amina):
    sign_in(client, amina)
    assert 'name="full_name"' in page_of(client.get(f"{address}?another=1"))
    client.post(f"{address}?another=1", form())
    assert [str(row.person) for row in workshop.participants.all()] == ["Juma Ali"]


@pytest.mark.parametrize(
    "given",
    [{"full_name": ""}, {"phone": "12"}, {"phone": "116"}, {"operator": ""}, {"operator": "999999"}, {"role": "king"}],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, workshop, address, given):
    response = client.post(address, form(**given))
    page = page_of(response)
    assert response.status_code == 200
    assert "error-text" in page
    assert 'value="m1"' in page
    assert given.get("full_name") == "" or 'value="Juma Ali"' in page
    assert not workshop.participants.exists()


def test_an_operator_that_was_not_invited_is_not_offered(client, workshop, address, other):
    assert other.name not in page_of(client.get(address))
    assert client.post(address, form(operator=other.pk)).status_code == 200
    assert not workshop.participants.exists()


def test_nobody_else_s_name_is_shown(client, workshop, address, amina, pwani):
    attending.expect(workshop, [(amina, pwani)])
    client.post(address, form())
    assert "Amina" not in page_of(client.get(address))


@pytest.mark.parametrize(("days", "said"), [(1, "It is too early"), (-1, "This workshop is over")])
def test_on_another_day_it_says_so_kindly(client, workshop, address, days, said):
    moved = timedelta(days=days)
    Workshop.objects.update(starts_at=workshop.starts_at + moved, ends_at=workshop.ends_at + moved)
    assert said in page_of(client.get(address))
    response = client.post(address, form())
    assert response.status_code == 200
    assert said in page_of(response)
    assert not workshop.participants.exists()


def test_who_was_taken_off_is_sent_to_the_trainer(client, workshop, address, amina, eshe):
    sign_in(client, amina)
    client.post(address, {"do": "me"})
    attending.note_away(workshop.participants.get(), eshe)
    assert "Speak to the trainer" in page_of(client.post(address, {"do": "me"}))


def test_a_full_hall_is_told_so(client, workshop, address):
    Workshop.objects.update(capacity=1)
    for number in range(2):
        attending.come_by_oneself(workshop_now(workshop), Said(f"Person {number}"), Way.QR, timezone.now())
    assert "More people than the hall holds" in page_of(client.post(address, form()))
    assert not User.objects.filter(full_name="Juma Ali").exists()


def workshop_now(workshop):
    workshop.refresh_from_db()
    return workshop


def test_a_square_of_no_workshop_leads_to_the_page_for_what_is_not_there(client, db):
    make.make_site()
    assert client.get("/en/workshop/nothing/").status_code == 404


def test_who_was_signed_out_meanwhile_is_asked_for_their_name(client, workshop, address):
    response = client.post(address, {"do": "me"})
    assert response.status_code == 200
    assert 'name="full_name"' in page_of(response)
    assert not workshop.participants.exists()


# By the spoken code


def said_now(workshop):
    return codes.code(workshop.code_secret, timezone.now())


def test_the_code_leads_to_the_workshop_and_is_kept_as_the_way(client, workshop, address):
    response = client.post(CODE, {"code": f" {said_now(workshop)[:2]} {said_now(workshop)[2:]} "})
    assert response["Location"] == f"{address}?by=code"
    client.post(response["Location"], form())
    assert workshop.participants.get().way == Way.CODE


def test_two_workshops_with_one_code_are_told_apart_by_their_titles(client, workshop, course):
    second = make_workshop(course, title="Malindi", code_secret=workshop.code_secret)
    page = page_of(client.post(CODE, {"code": said_now(workshop)}))
    assert workshop.token in page
    assert second.token in page
    assert "Malindi" in page


def test_the_code_of_a_workshop_that_is_not_today_leads_nowhere(client, workshop):
    Workshop.objects.update(starts_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(days=2))
    page = page_of(client.post(CODE, {"code": said_now(workshop)}))
    assert "No workshop has this code now" in page


@pytest.mark.parametrize("typed", ["", "12", "12345", "abcd", "12a4", "٣٤", "\0\0\0\0"])
def test_what_is_no_code_is_answered_beside_the_field(client, db, typed):
    make.make_site()
    response = client.post(CODE, {"code": typed})
    assert response.status_code == 200
    assert "error-text" in page_of(response)


def test_finding_the_workshop_costs_the_same_however_many_run(client, course, django_assert_max_num_queries):
    for _each in range(20):
        make_workshop(course)
    client.post(CODE, {"code": "0000"})
    with django_assert_max_num_queries(4):
        client.post(CODE, {"code": "0000"})


# Where nobody was invited, and when it is closed


def test_where_no_operator_is_invited_the_question_is_left_out(client, workshop, address):
    workshop.invited.all().delete()
    assert "For whom do you work?" not in page_of(client.get(address))
    given = form()
    del given["operator"]
    client.post(address, given)
    assert workshop.participants.get().operator is None


def test_a_workshop_that_is_closed_takes_nobody_until_it_is_opened_again(client, workshop, address, amina):
    Workshop.objects.update(closed_at=timezone.now())
    assert "The trainer has closed this workshop." in page_of(client.post(address, form()))
    assert not workshop.participants.exists()
    page = page_of(client.post(CODE, {"code": said_now(workshop)}))
    assert "No workshop has this code now." in page
    Workshop.objects.update(closed_at=None)
    client.post(address, form())
    assert workshop.participants.count() == 1


def test_the_footer_leads_to_the_page_for_the_code(client, db):
    assert f'href="{CODE}"' in page_of(client.get(reverse("accounts:sign_in")))
