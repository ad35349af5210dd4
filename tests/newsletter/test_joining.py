import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from messaging.models import Message
from newsletter import joining, kinds, leaving, limits, retention
from newsletter.models import Subscriber
from tests.newsletter.conftest import last_mail, link_in, make_subscriber

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ADDRESS = "/en/newsletter/"
TYPED = {"email": "amina@example.org", "language": "en"}


def test_who_asks_is_on_the_list_only_after_the_button_in_the_mail_s_link(client):
    assert client.post(ADDRESS, TYPED, follow=True).status_code == 200
    link = link_in(last_mail(kinds.CONFIRM), "confirm")
    page = client.get(link).content.decode()
    assert "Yes, send it to me" in page
    assert not Subscriber.objects.confirmed().exists()
    assert "You are on the list" in client.post(link, follow=True).content.decode()
    assert Subscriber.objects.confirmed().get().email == "amina@example.org"


def test_a_second_press_of_the_button_changes_nothing(client):
    subscriber = make_subscriber(confirmed=None)
    link = f"/en/newsletter/confirm/{subscriber.token}/"
    client.post(link)
    first = Subscriber.objects.get().confirmed_at
    assert "You are on the list" in client.post(link, follow=True).content.decode()
    assert "You are on the list" in client.get(link).content.decode()
    assert Subscriber.objects.get().confirmed_at == first


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_page_s_language_is_chosen_already(client, language):
    page = client.get(f"/{language}/newsletter/").content.decode()
    (chosen,) = [tag for tag in re.findall("<input[^>]*>", page) if "checked" in tag]
    assert f'value="{language}"' in chosen


def test_the_mail_is_in_the_language_that_was_chosen(client):
    client.post(ADDRESS, TYPED | {"language": "sw"})
    assert "/sw/newsletter/confirm/" in last_mail().body
    assert '<html lang="sw">' in last_mail().html


def test_the_answer_is_the_same_for_an_address_that_is_known(client):
    make_subscriber("amina@example.org")
    known = client.post(ADDRESS, TYPED)
    unknown = client.post(ADDRESS, TYPED | {"email": "chausiku@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_an_address_is_kept_in_small_letters(client):
    client.post(ADDRESS, TYPED | {"email": " Amina@Example.ORG "})
    client.post(ADDRESS, TYPED)
    assert Subscriber.objects.get().email == "amina@example.org"
    assert Message.objects.count() == 1


@pytest.mark.parametrize(("minutes", "mails"), [(59, 1), (60, 2)])
def test_within_an_hour_a_second_request_sends_no_second_mail(minutes, mails):
    joining.ask("amina@example.org", "en", NOW)
    joining.ask("amina@example.org", "sw", NOW + timedelta(minutes=minutes))
    assert Message.objects.filter(kind=kinds.CONFIRM).count() == mails


def test_who_asks_again_later_gets_the_language_asked_for_last():
    joining.ask("amina@example.org", "en", NOW)
    joining.ask("amina@example.org", "sw", NOW + timedelta(hours=1))
    assert Subscriber.objects.get().language == "sw"
    assert "/sw/newsletter/confirm/" in last_mail().body


def test_an_address_gets_three_mails_a_week_however_often_it_is_asked_for():
    for hours in range(0, 7 * 24, 2):
        joining.ask("amina@example.org", "en", NOW + timedelta(hours=hours))
    assert Message.objects.filter(kind=kinds.CONFIRM).count() == limits.MAILS == 3


def test_forgetting_an_address_gives_it_no_further_mail():
    for minutes in range(6):
        joining.ask("amina@example.org", "en", NOW + timedelta(minutes=minutes))
        leaving.leave_by(Subscriber.objects.values_list("token", flat=True).first() or "gone")
    assert not Subscriber.objects.exists()
    joining.ask("amina@example.org", "en", NOW + timedelta(days=6))
    assert not Message.objects.exists()
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(("age", "mails"), [(timedelta(days=7, seconds=-1), 0), (timedelta(days=7), 1)])
def test_after_a_week_an_address_may_be_asked_for_again(age, mails):
    for _ in range(limits.MAILS):
        assert limits.may_write("amina@example.org", NOW)
    joining.ask("amina@example.org", "en", NOW + age)
    assert Message.objects.count() == Subscriber.objects.count() == mails


def test_asking_again_does_not_keep_an_address_from_lapsing():
    joining.ask("amina@example.org", "en", NOW)
    joining.ask("amina@example.org", "en", NOW + timedelta(days=6))
    assert retention.purge(NOW + timedelta(days=7)) == 1


def test_who_asks_when_the_first_link_has_lapsed_gets_one_that_holds(client):
    joining.ask("amina@example.org", "en", NOW - timedelta(days=8))
    joining.ask("amina@example.org", "en", NOW)
    assert client.get(link_in(last_mail(kinds.CONFIRM), "confirm")).status_code == 200


def test_no_address_can_be_read_where_its_mails_are_counted():
    joining.ask("amina@example.org", "en", NOW)
    assert "amina" not in str(cache._cache)


def test_nobody_changes_the_language_of_who_is_on_the_list():
    make_subscriber("amina@example.org", "en")
    joining.ask("amina@example.org", "sw", NOW)
    assert Subscriber.objects.get().language == "en"


@pytest.mark.parametrize(("hours", "mails"), [(23, 1), (25, 2)])
def test_who_is_on_the_list_is_told_so_once_a_day(hours, mails):
    make_subscriber("amina@example.org")
    joining.ask("amina@example.org", "en", NOW)
    joining.ask("amina@example.org", "en", timezone.now() + timedelta(hours=hours))
    assert Message.objects.filter(kind=kinds.ALREADY).count() == mails
    assert not Message.objects.filter(kind=kinds.CONFIRM).exists()


WRONG = [
    "",
    "amina",
    "amina@",
    "a b@example.org",
    "amina@example",
    "amina@example.org\nBcc: all@example.org",
    "ámina@example.org",
    "amina\u017f@example.org",
    "x" * 250 + "@example.org",
    "amina@example.org,baraka@example.org",
    "<amina@example.org>",
]


@pytest.mark.parametrize("email", WRONG)
def test_a_wrong_address_is_said_beside_the_field_and_stays_there(client, email):
    page = client.post(ADDRESS, {"email": email, "language": "sw"})
    assert page.status_code == 200
    assert 'class="error-text" id="id_email_error"' in page.content.decode()
    assert not Message.objects.exists()


def test_an_unknown_language_is_refused(client):
    assert "Choose a language." in client.post(ADDRESS, TYPED | {"language": "xx"}).content.decode()


def test_a_place_may_ask_thirty_times_an_hour(client):
    for number in range(limits.PER_HOUR):
        assert client.post(ADDRESS, TYPED | {"email": f"p{number}@example.org"}).status_code == 302
    page = client.post(ADDRESS, TYPED)
    assert page.status_code == 429
    assert "amina@example.org" in page.content.decode()
    assert not Subscriber.objects.filter(email="amina@example.org").exists()


def test_the_limit_is_of_an_hour_and_of_a_place():
    for _time in range(limits.PER_HOUR):
        assert limits.may_ask("2001:db8::1", NOW)
    assert not limits.may_ask("2001:db8::2", NOW)
    assert limits.may_ask("2001:db8:0:1::1", NOW)
    assert limits.may_ask("2001:db8::1", NOW + timedelta(hours=1))


def test_no_address_of_a_visitor_can_be_read_in_the_cache():
    limits.may_ask("203.0.113.7", NOW)
    assert "203.0.113.7" not in repr(cache._cache)


@pytest.mark.parametrize(("age", "status"), [(timedelta(days=7), 404), (timedelta(days=7, seconds=-60), 200)])
def test_a_link_holds_for_seven_days(client, age, status):
    subscriber = make_subscriber(confirmed=None, asked_at=timezone.now() - age)
    link = f"/en/newsletter/confirm/{subscriber.token}/"
    assert client.get(link).status_code == status
    client.post(link)
    assert Subscriber.objects.confirmed().exists() == (status == 200)


def test_what_nobody_confirmed_in_seven_days_is_forgotten_with_its_mail():
    joining.ask("amina@example.org", "en", NOW)
    make_subscriber("baraka@example.org", asked_at=NOW - timedelta(days=400))
    assert retention.purge(NOW + timedelta(days=7, seconds=-1)) == 0
    assert retention.purge(NOW + timedelta(days=7)) == 1
    assert [one.email for one in Subscriber.objects.all()] == ["baraka@example.org"]
    assert not Message.objects.exists()


def test_who_confirms_while_the_forgetting_runs_stays():
    subscriber = make_subscriber(confirmed=None, asked_at=NOW - timedelta(days=8))
    Subscriber.objects.update(confirmed_at=NOW)
    assert not leaving.leave(subscriber, among=Subscriber.objects.lapsed(NOW))
    assert Subscriber.objects.exists()


@pytest.mark.parametrize(("days", "kept"), [(179, 1), (180, 0)])
def test_old_mails_are_forgotten_after_half_a_year(days, kept):
    for state in (Message.State.SENT, Message.State.QUEUED):
        Message.objects.create(
            kind=kinds.NEWSLETTER, recipient="a@example.org", state=state, created_at=NOW - timedelta(days=days)
        )
    Message.objects.create(kind="digest", recipient="a@example.org", created_at=NOW - timedelta(days=999))
    assert retention.purge(NOW) == 1 - kept
    assert Message.objects.count() == 2 + kept


def test_a_link_of_nobody_says_what_to_do(client):
    page = client.get("/en/newsletter/confirm/nobody/")
    assert page.status_code == 404
    assert "Subscribe again" in page.content.decode()


def test_pages_of_links_are_kept_by_nobody(client):
    page = client.get(f"/en/newsletter/confirm/{make_subscriber().token}/")
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"


def test_asking_costs_the_same_queries_for_known_and_unknown_within_few(client, django_assert_max_num_queries):
    make_subscriber("amina@example.org")
    with django_assert_max_num_queries(14):
        client.post(ADDRESS, TYPED)
    with django_assert_max_num_queries(14):
        client.post(ADDRESS, TYPED | {"email": "new@example.org"})
