from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from courses import personal_data
from courses.measuring import forms, invitations
from courses.models import FollowUpInvitation
from messaging import reminders
from messaging.models import Message
from tests.courses.measuring.conftest import NAIROBI, NOON, complete, take, take_both

pytestmark = pytest.mark.django_db


def day(number):
    return NOON + timedelta(days=number)


@pytest.mark.parametrize(("number", "queued"), [(59, 0), (60, 1), (90, 1), (91, 0)])
def test_it_goes_out_from_day_60_to_day_90(course, test, amina, number, queued):
    complete(amina, course)
    assert invitations.queue(day(number)) == queued


def test_each_person_is_asked_once_ever_however_often_it_runs(course, test, amina):
    complete(amina, course)
    assert [invitations.queue(day(number)) for number in (60, 60, 75, 90)] == [1, 0, 0, 0]
    Message.objects.all().delete()
    assert invitations.queue(day(80)) == 0, "what the outbox has forgotten is still known"
    assert FollowUpInvitation.objects.count() == 1


def test_the_message_is_short_in_the_learner_s_language_and_leads_to_the_page(course, test, amina):
    amina.language = "sw"
    amina.save()
    complete(amina, course)
    invitations.queue(day(60))
    message = Message.objects.get()
    assert message.recipient == str(amina.phone)
    assert message.body.endswith(f"https://salama.example/sw/learn/test/{course.translation_key}/")
    for language in ("en", "sw"):
        text = invitations.text_for(language, course.translation_key)
        assert text.isascii()
        assert len(text) <= 306, "two SMS at most"


def test_it_runs_out_when_the_follow_up_does(course, test, amina):
    complete(amina, course)
    invitations.queue(day(89))
    assert Message.objects.get().expires_at == datetime(2026, 6, 1, tzinfo=NAIROBI)


@pytest.mark.parametrize(
    ("hour", "minute", "sends_at"),
    [
        (20, 59, (1, 20, 59)),
        (21, 0, (2, 7, 0)),
        (23, 30, (2, 7, 0)),
        (0, 0, (1, 7, 0)),
        (6, 59, (1, 7, 0)),
        (7, 0, (1, 7, 0)),
    ],
)
def test_at_night_it_waits_for_the_morning(hour, minute, sends_at):
    now = datetime(2026, 6, 1, hour, minute, tzinfo=NAIROBI)
    assert reminders.by_day(now) == datetime(2026, 6, *sends_at, tzinfo=NAIROBI)


def test_a_message_queued_at_night_is_not_due_before_the_morning(course, test, amina):
    complete(amina, course)
    night = day(60).replace(hour=22)
    invitations.queue(night)
    assert not Message.objects.due(night + timedelta(hours=8, minutes=59))
    assert Message.objects.due(night + timedelta(hours=9))


def test_who_can_not_or_need_not_be_asked_is_not(course, test, amina, chausiku, baraka, daudi):
    for person in (amina, chausiku, baraka, daudi):
        complete(person, course)
    take(amina, course, 1, day(61))
    type(chausiku).objects.filter(pk=chausiku.pk).update(is_active=False)
    type(baraka).objects.filter(pk=baraka.pk).update(phone=None, username="baraka")
    type(daudi).objects.filter(pk=daudi.pk).update(registered_at=None)
    assert invitations.queue(day(62)) == 0


def test_a_closed_test_or_one_without_a_follow_up_asks_nobody(course, test, amina):
    complete(amina, course)
    forms.set_open(test, False)
    assert invitations.queue(day(60)) == 0
    forms.set_open(test, True)
    type(test).objects.update(follow_up=None)
    assert invitations.queue(day(60)) == 0


def test_the_command_queues_what_every_room_has_registered(course, test, amina, monkeypatch):
    known = {"follow-up": reminders.every()["follow-up"], "another": lambda now: 3}
    monkeypatch.setattr(reminders, "_reminders", known)
    complete(amina, course, timezone.now() - timedelta(days=70))
    said = StringIO()
    call_command("send_reminders", stdout=said)
    call_command("send_reminders", stdout=said)
    assert said.getvalue().splitlines() == [
        "follow-up: 1 queued",
        "another: 3 queued",
        "follow-up: 0 queued",
        "another: 3 queued",
    ]


def test_the_number_of_queries_does_not_grow_with_those_who_were_asked(
    course, test, amina, chausiku, django_assert_max_num_queries
):
    for person in (amina, chausiku):
        complete(person, course)
    invitations.queue(day(60))
    with django_assert_max_num_queries(2):
        invitations.queue(day(60))


def test_people_take_along_their_tests_and_invitations(course, test, amina):
    take_both(amina, course, before=1, after=2)
    invitations.queue(day(70))
    mine = personal_data.of(amina)
    assert [sitting["occasion"] for sitting in mine["tests"]] == ["pre", "post"]
    assert [attempt["right"] for attempt in mine["attempts"]] == [1, 2]
    assert {"points", "language"} <= mine["attempts"][0].keys()
    assert len(mine["test_invitations"]) == 1
    assert mine["allowances"] == []
