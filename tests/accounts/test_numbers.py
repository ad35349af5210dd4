"""A new number: by the code that comes to it, or, for who never signed in, by the word of who knows them."""

import pytest
from django.test import Client

from accounts import numbers, sign_in
from accounts.models import PhoneDevice, User
from messaging.models import Message
from tests import make
from tests.accounts.conftest import PHONE, newest_code, wrong
from tests.conftest import sign_in as enter

pytestmark = pytest.mark.django_db
PAGE, NEW = "/en/me/data/phone/", "+254700000077"


@pytest.fixture
def own(client, amina):
    """Amina's browser."""
    sign_in.request_code(PHONE, "196.201.1.1", "en")
    client.post("/en/sign-in/", {"phone": PHONE})
    client.post("/en/sign-in/code/", {"code": newest_code()})
    return client


def number_of(person):
    return str(User.objects.get(pk=person.pk).phone or "")


def ask(client, phone="0700 000 077"):
    return client.post(PAGE, {"phone": phone})


def test_the_code_that_came_to_the_new_number_makes_it_hers(own, amina):
    assert ask(own).url == PAGE
    assert "0700 000077" in own.get(PAGE).content.decode()
    assert own.post(PAGE, {"code": newest_code(NEW)}).url == "/en/me/data/"
    assert number_of(amina) == NEW
    assert PhoneDevice.objects.get(phone=NEW).user == amina
    assert PhoneDevice.objects.get(phone=PHONE).user is None


def test_this_session_stays_and_her_others_end(own, amina):
    other = enter(Client(), amina)
    ask(own)
    own.post(PAGE, {"code": newest_code(NEW)})
    assert own.get("/en/me/data/").status_code == 200
    assert other.get("/en/me/data/").status_code == 302


def test_the_old_number_is_told(own, amina):
    ask(own)
    own.post(PAGE, {"code": newest_code(NEW)})
    told = Message.objects.get(kind=numbers.KIND)
    assert told.recipient == PHONE
    assert NEW not in told.body


def test_a_wrong_code_changes_nothing_and_the_number_typed_is_kept(own, amina):
    ask(own)
    page = own.post(PAGE, {"code": wrong(newest_code(NEW))}).content.decode()
    assert "That is not the code" in page
    assert "0700 000077" in page
    assert number_of(amina) == PHONE


def test_another_persons_number_is_said_to_be_taken_only_after_its_code(own, amina):
    other = make.make_user(NEW, "Wanjikũ Mũthoni")
    ask(own)
    before = own.get(PAGE).content.decode()
    after = own.post(PAGE, {"code": newest_code(NEW)}).content.decode()
    assert "training under this number" not in before
    assert "training under this number" in after
    assert "put them together" in after
    assert "Wanjik" not in after
    assert (number_of(amina), number_of(other)) == (PHONE, NEW)


def test_a_double_tap_is_one_change(own, amina):
    ask(own)
    code = newest_code(NEW)
    own.post(PAGE, {"code": code})
    assert own.post(PAGE, {"code": code}).status_code == 200
    assert Message.objects.filter(kind=numbers.KIND).count() == 1
    assert number_of(amina) == NEW


def test_another_number_may_be_typed_instead(own):
    ask(own)
    assert "Your new phone number" in own.post(PAGE, {"other": "1"}).content.decode()
    assert "Your new phone number" in own.get(PAGE).content.decode()


def test_a_new_code_may_be_asked_for(own, clock):
    ask(own)
    clock.move(seconds=60)
    assert "on its way" in own.post(PAGE, {"again": "1"}, follow=True).content.decode()


def test_the_number_she_has_is_no_new_one(own):
    assert "That is the number you have now." in ask(own, PHONE).content.decode()


def test_who_shared_a_phone_gets_their_own(client, chausiku):
    User.objects.filter(pk=chausiku.pk).update(phone=None, shared_phone=NEW)
    chausiku.refresh_from_db()
    enter(client, chausiku)
    ask(client)
    client.post(PAGE, {"code": newest_code(NEW)})
    chausiku.refresh_from_db()
    assert (str(chausiku.phone), str(chausiku.shared_phone)) == (NEW, "")


def test_a_manager_gives_the_second_factor_first(client, baraka):
    enter(client, baraka, verified=True)
    assert client.get(PAGE).status_code == 200
    assert enter(Client(), baraka).get(PAGE).url.startswith("/en/second-factor/")


@pytest.fixture
def unseen(db):
    """Somebody on a list who has never signed in."""
    return make.make_user(PHONE, "Chausiku Njeri", registered_at=None)


def test_who_never_signed_in_is_given_another_number(unseen):
    numbers.give_number(unseen, NEW)
    assert number_of(unseen) == NEW


def test_who_never_signed_in_may_be_left_without_one(unseen):
    numbers.give_number(unseen, None)
    assert number_of(unseen) == ""


def test_who_has_signed_in_changes_their_number_themselves(amina):
    for change in (numbers.give_number, numbers.share_number):
        with pytest.raises(numbers.HasSignedIn):
            change(amina, NEW)
    assert number_of(amina) == PHONE


def test_a_number_that_somebody_has_is_not_given_twice(unseen, baraka):
    with pytest.raises(numbers.NumberTaken):
        numbers.give_number(unseen, str(baraka.phone))


def test_such_a_number_may_be_shared_instead(unseen, baraka):
    numbers.share_number(unseen, str(baraka.phone))
    assert sign_in.people_on(str(baraka.phone)) == [baraka, unseen]
