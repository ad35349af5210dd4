"""The team is told that a report has arrived, and nothing else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from incidents import taking
from incidents.models import Officer
from messaging.models import Message
from tests.incidents.conftest import reported

AT = datetime(2026, 3, 1, 8, 13, 7, tzinfo=ZoneInfo("Africa/Nairobi"))
BEGUN, OVER = AT.replace(minute=10, second=0), AT.replace(minute=20, second=0)
PHONE = "+254700000051"


def take(now, token="t", urgency=3):  # noqa: S107 - a form's token is no password
    return taking.take(taking.Sent({"what": "Mtoto kwenye lori"}, token), now, urgency)


def messages():
    return list(Message.objects.order_by("pk"))


def test_an_officer_with_keys_is_told_by_sms_and_nothing_but_that(gathoni, juma):
    take(AT)
    message = Message.objects.get()
    assert (message.kind, message.channel, message.recipient) == ("report_arrived", "sms", PHONE)
    assert message.body == "A report has arrived. https://salama.example/en/cases/"


def test_the_message_is_in_the_officer_s_language_and_by_e_mail_where_there_is_one(gathoni):
    User.objects.filter(pk=gathoni.user_id).update(language="sw", email="gathoni@team.example")
    take(AT)
    message = Message.objects.get()
    assert (message.channel, message.recipient) == ("email", "gathoni@team.example")
    assert message.body.endswith("\n\nhttps://salama.example/sw/cases/")


def test_its_times_are_on_the_ten_minutes(gathoni):
    take(AT)
    message = Message.objects.get()
    assert (message.created_at, message.send_after) == (BEGUN, OVER)


@pytest.mark.parametrize(("later", "count"), [(OVER - timedelta(microseconds=1), 1), (OVER, 2)])
def test_in_ten_minutes_there_is_one_message(gathoni, later, count):
    take(AT)
    take(later, "other")
    assert len(messages()) == count


def test_what_happens_now_goes_at_once_by_sms(gathoni):
    User.objects.filter(pk=gathoni.user_id).update(email="gathoni@team.example")
    take(AT)
    take(AT, "other", urgency=1)
    assert [(one.channel, one.send_after) for one in messages()] == [("email", OVER), ("sms", BEGUN)]


def test_a_waiting_sms_is_brought_forward(gathoni):
    take(AT)
    take(AT, "other", urgency=1)
    assert Message.objects.get().send_after == BEGUN


def test_urgent_or_not_it_says_the_same(gathoni):
    take(AT, "one", urgency=1)
    take(OVER, "two", urgency=3)
    assert len({one.body for one in messages()}) == 1


def test_an_addition_is_told_too_and_a_repeat_is_not(gathoni):
    _receipt, case = reported()
    Message.objects.all().delete()
    for _click in range(2):
        taking.add(case, taking.Sent({"text": "Zaidi"}, "a"), AT)
    assert len(messages()) == 1
    Message.objects.all().delete()
    taking.add(case, taking.Sent({"text": "Zaidi"}, "a"), AT)
    assert messages() == []


def test_who_has_left_is_not_told(gathoni, hamisi):
    Officer.objects.filter(pk=hamisi.pk).update(left_at=AT)
    Message.objects.all().delete()
    take(AT)
    assert [one.recipient for one in messages()] == [PHONE]
