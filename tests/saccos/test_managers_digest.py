import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging import parts, reminders
from messaging.models import Message
from saccos import keeping
from saccos.managing import digest
from saccos.models import DigestAddress, Management
from saccos.models.managing import Digest
from tests import make

NAIROBI = ZoneInfo("Africa/Nairobi")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=NAIROBI)
ADDRESS = "/en/manage/pwani-shuttle/digest/"


@pytest.fixture
def mine(pwani, baraka):
    """Baraka's management, of an operator with two people, one of them trained last Friday."""
    long_ago = MONDAY.date() - timedelta(days=90)
    trained = make.make_staff(pwani, started_on=long_ago).person
    make.make_staff(pwani, started_on=long_ago)
    make.make_certificate(
        trained, uuid4(), issued_at=MONDAY - timedelta(days=3), expires_at=MONDAY + timedelta(days=300)
    )
    keeping.recount([pwani.pk], MONDAY)
    Management.objects.update(created_at=MONDAY - timedelta(days=60))
    return Management.objects.get(user=baraka)


def sent():
    return Message.objects.filter(kind=digest.KIND)


def test_on_monday_the_figures_go_out_by_sms(mine, baraka):
    assert digest.queue(MONDAY) == 1
    sms = sent().get()
    assert (sms.channel, sms.recipient) == ("sms", str(baraka.phone))
    assert sms.body == (
        "Pwani Shuttle Sacco: 1 of 2 trained, 1 new, 0 lapse soon. See or stop: "
        "https://salama.example/en/manage/pwani-shuttle/digest/"
    )
    assert parts.parts(sms.body) == 1


def test_however_often_the_command_runs_it_goes_out_once(mine):
    assert [digest.queue(MONDAY + timedelta(hours=hours)) for hours in (0, 1, 30)] == [1, 0, 0]
    assert digest.queue(MONDAY + timedelta(days=7)) == 1


def test_what_monday_missed_tuesday_sends_and_wednesday_leaves(mine):
    assert digest.queue(MONDAY + timedelta(days=2)) == 0
    assert digest.queue(MONDAY - timedelta(hours=9)) == 0
    assert digest.queue(MONDAY + timedelta(days=1)) == 1


def test_before_dawn_it_waits_for_seven(mine):
    digest.queue(MONDAY.replace(hour=0, minute=5))
    assert sent().get().send_after == MONDAY.replace(hour=7)


def test_a_late_outbox_rings_nobody_at_night(mine):
    assert digest.KIND in reminders.held_back(MONDAY.replace(hour=23))


def test_what_was_not_sent_in_two_days_is_not_sent_at_all(mine):
    digest.queue(MONDAY)
    assert sent().get().expires_at == MONDAY + timedelta(days=2)


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize(
    "name", ["Ng'ang'a na Mwang'ombe Wasafirishaji wa Kĩmani Transporters Limited", "Ũ" * 100], ids=["long", "accents"]
)
def test_the_longest_name_keeps_the_sms_in_one_part(mine, baraka, pwani, language, name):
    pwani.name = name
    pwani.save()
    baraka.language = language
    baraka.save()
    digest.queue(MONDAY)
    assert parts.parts(sent().get().body) == 1
    assert f"/{language}/manage/" in sent().get().body


def by_email(management, address="baraka@example.org"):
    """Let the digest go to an address that its owner has confirmed."""
    DigestAddress.objects.create(management=management, email=address)
    digest.choose(management, Digest.EMAIL, address, MONDAY)


def test_by_e_mail_it_says_what_changed_and_how_to_stop(mine, pwani):
    make.make_staff(pwani, started_on=MONDAY.date())
    digest.queue(MONDAY) and sent().delete()
    by_email(mine)
    digest.queue(MONDAY + timedelta(days=7))
    message = sent().get()
    subject, _empty, text = message.body.partition("\n")
    assert (message.channel, message.recipient) == ("email", "baraka@example.org")
    assert subject == "Pwani Shuttle Sacco: 1 of 3 staff are trained"
    assert "Trained: 1\nLapse in 30 days: 0\nNot trained yet: 2\n" in text
    assert "Last week: nothing changed." in text
    assert "https://salama.example/en/digest/stop/" in text
    assert "https://salama.example/en/manage/pwani-shuttle/\n" in text


def test_what_changed_counts_the_last_seven_days(mine, pwani):
    week = digest.week_of(pwani, MONDAY)
    assert (week.certificates, week.joined, week.left) == (1, 0, 0)
    joined = make.make_staff(pwani, started_on=MONDAY.date() - timedelta(days=6))
    make.make_staff(pwani, started_on=MONDAY.date() - timedelta(days=7))
    left = make.make_staff(pwani, started_on=MONDAY.date() - timedelta(days=50))
    left.ended_on = MONDAY.date() - timedelta(days=6)
    left.save()
    keeping.recount([pwani.pk], MONDAY)
    week = digest.week_of(pwani, MONDAY)
    assert (week.certificates, week.joined, week.left) == (1, 1, 1)
    assert digest.week_of(pwani, MONDAY + timedelta(days=5)).certificates == 0
    assert joined.operator == pwani


def test_a_stopped_digest_is_not_sent(mine):
    digest.choose(mine, Digest.NONE, "", MONDAY)
    assert digest.queue(MONDAY) == 0


def test_an_operator_without_staff_gets_none(mine, pwani):
    pwani.staff.all().delete()
    keeping.recount([pwani.pk], MONDAY)
    assert digest.queue(MONDAY) == 0


def test_who_became_a_manager_today_waits_a_week(mine):
    Management.objects.update(created_at=MONDAY.replace(hour=0))
    assert digest.queue(MONDAY) == 0
    Management.objects.update(created_at=MONDAY.replace(hour=0) - timedelta(minutes=1))
    assert digest.queue(MONDAY) == 1


def test_who_cannot_be_reached_is_passed_by(mine, baraka):
    Management.objects.update(digest=Digest.EMAIL)
    assert digest.queue(MONDAY) == 0
    baraka.is_active, baraka.email = False, "b@example.org"
    baraka.save()
    assert digest.queue(MONDAY) == 0


def test_a_batch_costs_the_same_with_many_managers(mine, pwani, django_assert_num_queries):
    for number in range(30):
        operator = make.make_operator(f"Sacco {number}", f"sacco-{number}", manager=make.make_user())
        make.make_staff(operator)
    Management.objects.update(created_at=MONDAY - timedelta(days=60))
    Management.objects.exclude(pk=mine.pk).update(digest=Digest.NONE)
    with django_assert_num_queries(13):
        assert digest.queue(MONDAY) == 1
    Management.objects.update(digest=Digest.SMS)
    with django_assert_num_queries(13):
        assert digest.queue(MONDAY) == 30


def test_not_at_all_stops_it_and_keeps_the_address(as_baraka, mine):
    by_email(mine)
    as_baraka.post(ADDRESS, {"digest": "", "email": "not an address"})
    mine.refresh_from_db()
    assert (mine.digest, mine.digest_address.email) == (Digest.NONE, "baraka@example.org")


@pytest.mark.parametrize("typed", ["", "baraka", "a@b@c"])
def test_by_e_mail_needs_an_address(as_baraka, mine, typed):
    text = as_baraka.post(ADDRESS, {"digest": "email", "email": typed}).content.decode()
    assert 'id="email-error"' in text
    assert f'value="{typed}"' in text
    assert 'value="email" checked' in text
    mine.refresh_from_db()
    assert mine.digest == Digest.SMS


def test_the_choice_is_each_managers_own(as_baraka, mine, pwani, chausiku):
    theirs = Management.objects.create(operator=pwani, user=chausiku, right="1-view")
    as_baraka.post(ADDRESS, {"digest": "", "email": ""})
    theirs.refresh_from_db()
    assert theirs.digest == Digest.SMS


def test_the_link_in_the_e_mail_stops_it_without_signing_in(mine):
    by_email(mine)
    digest.queue(MONDAY)
    address = re.search(r"https://salama.example(/en/digest/stop/\S+)", sent().get().body)[1]
    visitor = Client()
    assert "Stop the weekly digest of Pwani Shuttle Sacco?" in visitor.get(address).content.decode()
    mine.refresh_from_db()
    assert mine.digest == Digest.EMAIL
    for _time in range(2):
        assert "No more digests by e-mail" in visitor.post(address).content.decode()
    mine.refresh_from_db()
    assert mine.digest == Digest.NONE


def test_an_old_stop_link_leaves_the_sms_alone(mine):
    address = reverse("saccos:stop_digest", args=[digest.stop_token(mine)])
    Client().post(address)
    mine.refresh_from_db()
    assert mine.digest == Digest.SMS


@pytest.mark.parametrize("token", ["nonsense", signing.dumps(1)], ids=["nonsense", "another salt"])
def test_a_made_up_stop_link_stops_nothing(mine, token):
    by_email(mine)
    response = Client().post(reverse("saccos:stop_digest", args=[token]))
    text = response.content.decode()
    assert response.status_code == 404
    assert "This link is not whole, or no longer works" in text
    assert "No more digests" not in text
    assert reverse("saccos:operators") in text
    mine.refresh_from_db()
    assert mine.digest == Digest.EMAIL


def test_a_week_without_anything_says_so(as_baraka, pwani, member):
    text = as_baraka.get(ADDRESS).content.decode()
    assert "1 person joined" in text
    assert timezone.localdate() == member.started_on
