"""An address gets the weekly digest once its owner has said yes from the mailbox itself."""

import importlib
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from accounts import merging
from messaging.models import Message
from saccos import personal_data
from saccos.managing import confirming, digest
from saccos.models import DigestAddress, Management
from saccos.models.managing import Digest
from saccos.operators import merging as operators
from tests import make
from tests.saccos.test_managers_digest import MONDAY, sent

NOW = timezone.now()
SECOND = timedelta(seconds=1)
ADDRESS = "/en/manage/pwani-shuttle/digest/"
MAIL = "b@example.org"


@pytest.fixture
def mine(pwani, baraka, member):
    Management.objects.update(created_at=MONDAY - timedelta(days=60))
    return Management.objects.get(user=baraka)


@pytest.fixture
def asked(mine):
    """Baraka's choice of an address, just made; nobody has confirmed it."""
    digest.choose(mine, Digest.EMAIL, MAIL, NOW)
    return DigestAddress.objects.get()


def links():
    messages = Message.objects.filter(kind=confirming.KIND).order_by("pk")
    return [re.search(r"https://salama.example(/\w\w/digest/confirm/\S+)", one.body)[1] for one in messages]


def text_of(response):
    return " ".join(response.content.decode().split())


def press(link):
    return text_of(Client().post(link, follow=True))


def choose(client, email=MAIL, how="email"):
    return text_of(client.post(ADDRESS, {"digest": how, "email": email}, follow=True))


def test_until_it_is_confirmed_nothing_goes_there(asked):
    assert digest.queue(MONDAY) == 0
    press(links()[0])
    assert digest.queue(MONDAY) == 1
    assert sent().get().recipient == MAIL


def test_the_page_says_that_it_waits_and_then_that_it_is_confirmed(as_baraka, mine):
    page = choose(as_baraka)
    assert "One more step: confirm the address" in page
    assert f"We sent a link to {MAIL}" in page
    assert "Until then nothing comes by e-mail." in page
    press(links()[0])
    page = text_of(as_baraka.get(ADDRESS))
    assert "Waiting for confirmation" not in page
    assert f"{MAIL} is confirmed." in page


def test_the_mail_says_what_it_is_about_and_is_wiped_once_it_is_sent(asked):
    mail = Message.objects.get(kind=confirming.KIND)
    subject, _empty, text = mail.body.partition("\n")
    assert (mail.channel, mail.recipient, mail.is_secret) == ("email", MAIL, True)
    assert subject == "Confirm: weekly figures of Pwani Shuttle Sacco"
    assert "without your yes no figures are sent" in text
    assert mail.expires_at == NOW + confirming.HOLDS


def test_a_look_confirms_nothing_and_the_button_does_twice_the_same(asked):
    for look in (Client().get, Client().head):
        assert look(links()[0]).status_code == 200
    asked.refresh_from_db()
    assert asked.email == ""
    for _time in range(2):
        assert "The address is confirmed" in press(links()[0])
    asked.refresh_from_db()
    assert (asked.email, asked.asked_email) == (MAIL, "")


def test_the_page_of_the_link_is_for_nobody_else_to_find(asked):
    response = Client().get(links()[0])
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_a_link_that_comes_too_late_confirms_nothing(asked):
    DigestAddress.objects.update(asked_at=NOW - confirming.HOLDS)
    assert [ask(links()[0]).status_code for ask in (Client().get, Client().post)] == [404, 404]
    asked.refresh_from_db()
    assert asked.email == ""


@pytest.mark.parametrize(("passed", "is_open"), [(confirming.HOLDS - SECOND, True), (confirming.HOLDS, False)])
def test_the_seventh_day_ends_to_the_second(asked, passed, is_open):
    assert confirming.is_open(asked, NOW + passed) is is_open
    assert bool(confirming.of_token(asked.token, NOW + passed)) is is_open


def test_a_made_up_link_says_that_it_holds_no_more(asked):
    response = Client().post("/en/digest/confirm/none/")
    assert response.status_code == 404
    assert "This link holds no more" in text_of(response)


def test_the_old_address_goes_on_until_the_new_one_is_confirmed(as_baraka, asked):
    press(links()[0])
    page = choose(as_baraka, "New@Example.org")
    assert f"Until then the digest goes to {MAIL}." in page
    digest.queue(MONDAY)
    assert sent().get().recipient == MAIL
    press(links()[1])
    digest.queue(MONDAY + timedelta(days=7))
    assert sent().latest("pk").recipient == "new@example.org"


def test_another_address_makes_the_first_link_worthless(as_baraka, asked):
    choose(as_baraka, "new@example.org")
    assert "This link holds no more" in press(links()[0])
    assert DigestAddress.objects.get().email == ""


@pytest.mark.parametrize("how", ["", "sms"])
def test_who_chooses_otherwise_meanwhile_waits_for_nothing(as_baraka, asked, how):
    choose(as_baraka, how=how)
    assert "This link holds no more" in press(links()[0])
    assert "Waiting for confirmation" not in text_of(as_baraka.get(ADDRESS))


def test_what_was_confirmed_before_needs_no_second_yes(as_baraka, asked):
    press(links()[0])
    choose(as_baraka, how="")
    assert "the digest comes by e-mail on Monday morning" in choose(as_baraka)
    assert len(links()) == 1


@pytest.mark.parametrize(("passed", "mails"), [(confirming.SEND_AGAIN - SECOND, 1), (confirming.SEND_AGAIN, 2)])
def test_a_second_mail_waits_ten_minutes(mine, asked, passed, mails):
    confirming.send_again(mine, NOW + passed)
    digest.choose(mine, Digest.EMAIL, MAIL, NOW + passed)
    assert len(links()) == mails
    assert len(set(links())) == 1


def test_the_button_sends_it_again(as_baraka, asked):
    # The page looks at the clock, and NOW is as old as the run of tests.
    DigestAddress.objects.update(asked_at=timezone.now())
    assert "Send again" not in text_of(as_baraka.get(ADDRESS))
    DigestAddress.objects.update(asked_at=NOW - confirming.SEND_AGAIN)
    assert 'name="again"' in text_of(as_baraka.get(ADDRESS))
    assert "The link is on its way" in text_of(as_baraka.post(ADDRESS, {"again": "1"}, follow=True))
    assert len(links()) == 2
    assert "From " in text_of(as_baraka.get(ADDRESS))


def test_where_nothing_waits_nothing_is_sent_again(as_baraka, mine):
    as_baraka.post(ADDRESS, {"again": "1"})
    assert links() == []


def test_who_tries_many_addresses_is_stopped_and_keeps_what_was_typed(as_baraka, mine):
    for number in range(confirming.MOST_A_DAY):
        choose(as_baraka, f"b{number}@example.org")
    page = choose(as_baraka, "one-more@example.org")
    assert "Many links were sent today" in page
    assert 'value="one-more@example.org"' in page
    assert len(links()) == confirming.MOST_A_DAY
    assert DigestAddress.objects.get().asked_email == f"b{confirming.MOST_A_DAY - 1}@example.org"


def test_an_address_in_other_letters_is_refused(as_baraka, mine):
    assert 'id="email-error"' in choose(as_baraka, "barakä@example.org")
    assert links() == []


def test_a_manager_of_two_lists_confirms_once(mine, baraka):
    second = Management.objects.create(operator=make.make_operator("Second", "second"), user=baraka)
    for management in (mine, second):
        digest.choose(management, Digest.EMAIL, MAIL, NOW)
    press(links()[0])
    assert set(DigestAddress.objects.values_list("email", flat=True)) == {MAIL}
    third = Management.objects.create(operator=make.make_operator("Third", "third"), user=baraka)
    digest.choose(third, Digest.EMAIL, MAIL, NOW)
    assert DigestAddress.objects.get(management=third).email == MAIL


def test_the_yes_to_one_manager_is_no_yes_to_another(asked, pwani, daudi):
    theirs = Management.objects.create(operator=pwani, user=daudi)
    digest.choose(theirs, Digest.EMAIL, MAIL, NOW)
    press(links()[0])
    assert DigestAddress.objects.get(management=theirs).email == ""


def test_who_manages_no_more_leaves_no_address_behind(asked, mine):
    mine.delete()
    assert not DigestAddress.objects.exists()
    assert "This link holds no more" in press(links()[0])


def test_two_entries_made_one_keep_the_address_and_get_it_back(asked, mine, pwani, baraka):
    twin = make.make_user(full_name="Baraka Mwangi")
    Management.objects.create(operator=pwani, user=twin)
    before = list(DigestAddress.objects.values())
    done = merging.merge(twin, baraka, None, NOW)
    assert not DigestAddress.objects.exists()
    merging.undo(done, None, NOW)
    assert list(DigestAddress.objects.values()) == before


def test_an_operator_merged_into_another_takes_choice_and_address_along(asked, mine, pwani, other, daudi):
    done = operators.merge(other, pwani, {}, None, NOW)
    copy = Management.objects.get(operator=other, user=mine.user)
    assert copy.digest == Digest.EMAIL
    press(links()[0])
    assert DigestAddress.objects.get(management=copy).email == MAIL
    stop = digest.stop_token(mine)
    assert digest.of_stop_token(stop) == copy
    operators.undo(done, None, NOW)
    assert digest.of_stop_token(stop) == mine


def test_addresses_used_before_are_asked_for_by_the_next_weekly_run(mine, baraka):
    baraka.email = "old@example.org"
    baraka.save()
    Management.objects.update(digest=Digest.EMAIL)
    migration = importlib.import_module("saccos.migrations.0005_namesakes_print_jobs_and_digest_addresses")
    migration.ask_for_addresses(apps, None)
    assert [digest.queue(MONDAY + timedelta(hours=hour)) for hour in range(2)] == [0, 0]
    assert Message.objects.get().recipient == "old@example.org"
    DigestAddress.objects.update(asked_at=timezone.now())
    press(links()[0])
    assert digest.queue(MONDAY + timedelta(hours=2)) == 1


def test_the_address_is_in_what_one_takes_along(asked, baraka):
    assert personal_data.of(baraka)["managing"][0]["digest_address__asked_email"] == MAIL


def test_the_page_costs_the_same_while_it_waits(as_baraka, asked, django_assert_max_num_queries):
    as_baraka.get(ADDRESS)
    with django_assert_max_num_queries(12):
        as_baraka.get(ADDRESS)
