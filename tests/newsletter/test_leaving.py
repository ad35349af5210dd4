import pytest
from django.test import Client

from messaging.models import Message
from newsletter import joining, kinds, leaving, sending
from newsletter.models import Delivery, Subscriber
from tests.newsletter.conftest import NOON, begun, last_mail, link_in, make_issue, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscriber():
    return make_subscriber()


def test_one_click_of_the_mail_program_takes_off_the_list_without_cookies_or_token(subscriber):
    begun()
    sending.put_some(NOON)
    link = last_mail().headers["List-Unsubscribe"].strip("<>").removeprefix("https://salama.example")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not Subscriber.objects.exists()


def test_nothing_stays_of_who_leaves(subscriber):
    begun()
    sending.put_some(NOON)
    sending.send_test(make_issue(), subscriber.email)
    joining.ask(subscriber.email, "en", NOON)
    Message.objects.filter(kind=kinds.NEWSLETTER).update(state=Message.State.SENT)
    leaving.leave(subscriber)
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()
    assert not Subscriber.objects.exists()


def test_what_is_not_of_the_newsletter_stays(subscriber):
    Message.objects.create(kind="digest", recipient=subscriber.email, body="Week")
    leaving.leave(subscriber)
    assert Message.objects.get().kind == "digest"


def test_others_stay(subscriber):
    make_subscriber("baraka@example.org")
    begun()
    sending.put_some(NOON)
    leaving.leave(subscriber)
    assert Message.objects.get().recipient == "baraka@example.org"


def test_a_look_takes_nobody_off_and_shows_one_button(client, subscriber):
    page = client.get(f"/en/newsletter/leave/{subscriber.token}/").content.decode()
    assert page.count("Leave now") == 1
    assert Subscriber.objects.exists()


def test_leaving_twice_is_harmless(client, subscriber):
    link = f"/en/newsletter/leave/{subscriber.token}/"
    assert "You have left" in client.post(link).content.decode()
    for answer in (client.post(link), client.get(link)):
        assert answer.status_code == 200
        assert "You are not on the list" in answer.content.decode()


def test_two_who_take_the_same_one_off_take_it_once(subscriber):
    again = Subscriber.objects.get()
    assert leaving.leave(subscriber)
    assert not leaving.leave(again)


def test_who_never_confirmed_is_forgotten_by_the_mail_s_second_link(client):
    joining.ask("chausiku@example.org", "sw", NOON)
    client.post(link_in(last_mail(), "leave"))
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_do_nothing(client, subscriber, method):
    assert getattr(client, method)(f"/en/newsletter/leave/{subscriber.token}/").status_code == 405
    assert Subscriber.objects.exists()
