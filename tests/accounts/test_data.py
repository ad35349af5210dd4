import json

import pytest

from accounts import personal_data
from accounts.models import User
from tests.conftest import sign_in

pytestmark = pytest.mark.django_db
DATA = "/en/me/data/"
GIVEN = {"full_name": "Amina Juma", "role": "driver", "language": "en", "county": "", "sex": ""}


def test_i_see_what_is_kept_about_me(client, amina):
    page = sign_in(client, amina).get(DATA).content.decode()
    for words in ("0700 000001", "Amina Hassan", "Your data", "Version 1"):
        assert words in page


def test_i_put_right_what_is_wrong(client, amina):
    User.objects.update(sex="woman", county="001")
    assert sign_in(client, amina).post(DATA, GIVEN).url == DATA
    amina.refresh_from_db()
    assert (amina.full_name, amina.role, amina.county, amina.sex) == ("Amina Juma", "driver", "", "")


def test_a_name_that_can_not_be_is_explained_and_nothing_is_saved(client, amina):
    response = sign_in(client, amina).post(DATA, GIVEN | {"full_name": "A" * 49})
    assert "first letter" in response.content.decode()
    amina.refresh_from_db()
    assert amina.full_name == "Amina Hassan"


def test_a_new_language_shows_at_once(client, amina):
    assert sign_in(client, amina).post(DATA, GIVEN | {"language": "sw"}).url == "/sw/me/data/"


def test_i_take_all_of_it_along(client, amina, monkeypatch):
    monkeypatch.setitem(personal_data._parts, "training", lambda user: [{"course": "Dalili", "learner": user.pk}])
    response = sign_in(client, amina).get(DATA + "?format=json")
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    taken = json.loads(response.content)
    assert taken["profile"]["phone"] == "+254700000001"
    assert taken["consents"][0]["version"] == 1
    assert taken["training"] == [{"course": "Dalili", "learner": amina.pk}]


def test_nobody_else_sees_it(client):
    assert client.get(DATA).url == f"/en/sign-in/?next={DATA}"


def test_who_has_not_registered_does_that_first(client, amina):
    User.objects.update(registered_at=None)
    assert sign_in(client, amina).get(DATA).url == "/en/sign-in/welcome/"
