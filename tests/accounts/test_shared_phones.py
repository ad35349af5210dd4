"""One phone, several learners: after the right code, and only then, the phone asks who is learning."""

import pytest
from django.test import Client

from accounts import sign_in
from accounts.models import PhoneDevice, User
from tests import make
from tests.accounts.conftest import PHONE, newest_code, wrong
from tests.accounts.test_sign_in_pages import CODE, SIGN_IN, ask, is_signed_in

pytestmark = pytest.mark.django_db
WHO = "/en/sign-in/who/"


def make_sharer(full_name="Chausiku Njeri", phone=PHONE, **fields):
    return User.objects.create_learner(None, full_name=full_name, shared_phone=phone, **fields)


@pytest.fixture
def chausiku(db):
    """She has never signed in, and no phone of her own."""
    return make_sharer()


def prove(client, **given):
    ask(client)
    return client.post(CODE, {"code": newest_code()} | given)


def signed_in(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_nobody_on_the_phone_is_named_before_the_right_code(client, amina, chausiku):
    ask(client)
    pages = [client.get(CODE), client.post(CODE, {"code": wrong(newest_code())}), client.get(WHO, follow=True)]
    assert all("Chausiku" not in page.content.decode() for page in pages)


def test_the_right_code_asks_who_is_learning_the_owner_first(client, amina, chausiku):
    assert prove(client).url == WHO
    page = client.get(WHO).content.decode()
    assert 0 < page.index("Amina Hassan") < page.index("Chausiku Njeri")
    assert "Somebody else" not in page
    assert not is_signed_in(client)


def test_choosing_signs_that_person_in(client, amina, chausiku):
    prove(client)
    assert client.post(WHO, {"who": amina.pk}).url == "/en/me/"
    assert signed_in(client) == amina


def test_who_never_registered_goes_on_to_the_welcome_page(client, amina, chausiku):
    prove(client)
    assert client.post(WHO, {"who": chausiku.pk}).url == "/en/sign-in/welcome/"
    assert signed_in(client) == chausiku


def test_where_they_were_going_is_kept(client, amina, chausiku):
    ask(client, query="?next=/en/helplines/")
    response = client.post(f"{CODE}?next=/en/helplines/", {"code": newest_code()})
    assert client.post(response.url, {"who": amina.pk}).url == "/en/helplines/"


def test_a_tick_beside_the_code_still_ends_the_session_with_the_browser(client, amina, chausiku):
    prove(client, is_shared="on")
    client.post(WHO, {"who": amina.pk})
    assert client.session.get_expire_at_browser_close()


def test_a_double_tap_on_the_code_asks_again(client, amina, chausiku):
    ask(client)
    cookie, code = client.cookies["sign_in"].value, newest_code()
    client.post(CODE, {"code": code})
    client.cookies["sign_in"] = cookie
    assert client.post(CODE, {"code": code}).url == WHO


def test_a_double_tap_on_the_name_is_one(client, amina, chausiku):
    prove(client)
    client.post(WHO, {"who": amina.pk})
    assert client.post(WHO, {"who": amina.pk}).url == "/en/me/"


def test_choosing_nobody_is_explained_beside_the_names(client, amina, chausiku):
    prove(client)
    assert "Choose who is learning now." in client.post(WHO, {}).content.decode()


@pytest.mark.parametrize("who", ["else", "0", "abc"])
def test_nobody_comes_in_who_is_not_on_the_number(client, amina, chausiku, who):
    prove(client)
    assert client.post(WHO, {"who": who}).status_code == 200
    assert not is_signed_in(client)


def test_another_persons_name_is_not_on_the_number(client, amina, chausiku, baraka):
    prove(client)
    client.post(WHO, {"who": baraka.pk})
    assert not is_signed_in(client)
    with pytest.raises(sign_in.NotOnThisPhone):
        sign_in.choose(PHONE, baraka.pk)


def test_without_the_code_the_page_leads_back(client, amina, chausiku):
    assert client.get(WHO).url == SIGN_IN
    assert client.post(WHO, {"who": amina.pk}).url == SIGN_IN


def test_ten_minutes_after_the_code_it_is_asked_for_again(client, amina, chausiku, monkeypatch):
    prove(client)
    import time

    later = time.time() + 601
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(WHO).url == SIGN_IN


def test_after_signing_out_the_code_is_asked_for_again(client, amina, chausiku):
    prove(client)
    client.post(WHO, {"who": amina.pk})
    client.post("/en/sign-out/")
    assert client.get(WHO).url == SIGN_IN


def test_where_the_number_is_nobodys_own_nobody_is_made(client, chausiku):
    prove(client)
    assert User.objects.count() == 1
    assert "Somebody else" in client.get(WHO).content.decode()


def test_somebody_else_becomes_the_numbers_owner_once(client, chausiku):
    prove(client)
    client.post(WHO, {"who": "else"})
    owner = signed_in(client)
    assert (str(owner.phone), owner.full_name, PhoneDevice.objects.get().user) == (PHONE, "", owner)
    assert sign_in.choose(PHONE, None) == owner


def test_nobody_else_is_made_on_a_number_that_has_its_owner(amina, chausiku):
    PhoneDevice.objects.create(phone=PHONE, name="phone")
    with pytest.raises(sign_in.NotOnThisPhone):
        sign_in.choose(PHONE, None)


def test_one_who_shares_alone_is_asked_for_too(client, chausiku):
    prove(client)
    client.post(WHO, {"who": chausiku.pk})
    assert signed_in(client) == chausiku


def test_who_is_closed_is_not_on_the_phone(client, amina, chausiku):
    User.objects.filter(pk=chausiku.pk).update(is_active=False)
    assert prove(client).url == "/en/me/"


def test_the_closed_owner_of_a_shared_number_keeps_nobody_out(client, amina, chausiku):
    User.objects.filter(pk=amina.pk).update(is_active=False)
    prove(client)
    assert "Amina" not in client.get(WHO).content.decode()
    assert client.post(WHO, {"who": chausiku.pk}).status_code == 302


def test_asking_who_costs_the_same_for_many(client, amina, chausiku, django_assert_max_num_queries):
    for number in range(10):
        make_sharer(f"Learner {number}")
    prove(client)
    client.get(WHO)
    with django_assert_max_num_queries(3):
        client.get(WHO)


def test_the_consent_of_one_is_not_the_consent_of_another(client, amina, chausiku):
    make.make_notice()
    prove(client)
    page = client.post(WHO, {"who": chausiku.pk}, follow=True).content.decode()
    assert "I have read the privacy notice and agree" in page


def test_a_second_browser_needs_a_code_of_its_own(client, amina, chausiku):
    prove(client)
    assert Client().get(WHO).url == SIGN_IN
