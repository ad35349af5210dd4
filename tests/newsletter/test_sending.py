import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from messaging import outbox, reminders
from messaging.models import Message
from newsletter import kinds, leaving, sending
from newsletter.models import Delivery, Frozen, Issue, Subscriber
from tests.newsletter.conftest import NOON, begun, make_issue, make_subscriber


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def recipients():
    return sorted(Message.objects.filter(kind=kinds.NEWSLETTER).values_list("recipient", flat=True))


@pytest.mark.django_db
class TestSending:
    def test_each_gets_it_once_in_their_language(self):
        make_subscriber("amina@example.org", "en")
        make_subscriber("chausiku@example.org", "sw")
        begun()
        assert sending.put_some(NOON) == 2
        assert sending.put_some(NOON) == 0
        english, kiswahili = Message.objects.order_by("recipient")
        assert english.body.startswith("Five saccos trained\n\nGood news from the road.")
        assert kiswahili.body.startswith("Sacco tano zimefunzwa\n\nHabari njema za barabarani.")
        assert '<html lang="sw">' in kiswahili.html

    def test_it_is_begun_once(self, farida):
        issue = make_issue()
        assert sending.begin(issue, farida, NOON)
        assert not sending.begin(issue, farida, NOON)
        assert fresh(issue).sent_by == farida

    def test_who_has_not_confirmed_and_who_came_later_get_none(self):
        make_subscriber("asked@example.org", confirmed=None)
        make_subscriber("edge@example.org", confirmed=NOON)
        make_subscriber("later@example.org", confirmed=NOON + timedelta(seconds=1))
        begun()
        sending.put_some(NOON + timedelta(hours=1))
        assert recipients() == ["edge@example.org"]

    def test_it_is_sent_when_everybody_s_mail_is_in_the_outbox(self):
        make_subscriber()
        issue = begun()
        sending.put_some(NOON)
        issue = fresh(issue)
        assert (issue.state, issue.addressed, issue.sent_at) == (Issue.State.SENT, 1, NOON)

    def test_with_nobody_left_it_is_sent_to_nobody(self):
        issue = begun()
        assert sending.put_some(NOON) == 0
        assert (fresh(issue).state, fresh(issue).addressed) == (Issue.State.SENT, 0)

    @pytest.mark.parametrize("pace", [1, 2, 3])
    def test_no_more_than_the_pace_wait_in_the_outbox(self, settings, monkeypatch, pace):
        settings.NEWSLETTER_PACE = pace
        monkeypatch.setattr(sending, "BATCH", 2)
        for number in range(5):
            make_subscriber(f"p{number}@example.org")
        issue = begun()
        seen = []
        while fresh(issue).state == Issue.State.SENDING:
            seen.append(sending.put_some(NOON))
            assert sending.put_some(NOON) == 0
            Message.objects.update(state=Message.State.SENT)
        assert max(seen) == pace
        assert recipients() == [f"p{number}@example.org" for number in range(5)]
        assert fresh(issue).addressed == 5

    def test_two_newsletters_at_once_both_reach_everybody(self):
        make_subscriber()
        first, second = begun(), begun(NOON + timedelta(minutes=1))
        assert sending.put_some(NOON + timedelta(minutes=2)) == 2
        assert {fresh(first).state, fresh(second).state} == {Issue.State.SENT}

    def test_who_leaves_meanwhile_gets_none(self, settings):
        settings.NEWSLETTER_PACE = 1
        make_subscriber("amina@example.org")
        chausiku = make_subscriber("chausiku@example.org")
        begun()
        sending.put_some(NOON)
        leaving.leave(chausiku)
        Message.objects.update(state=Message.State.SENT)
        sending.put_some(NOON)
        assert recipients() == ["amina@example.org"]

    def test_a_run_that_dies_leaves_nothing_half_done(self, monkeypatch):
        make_subscriber()
        issue = begun()
        monkeypatch.setattr(Delivery.objects, "bulk_create", lambda rows: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sending.put_some(NOON)
        assert not Message.objects.exists()
        monkeypatch.undo()
        assert sending.put_some(NOON) == 1
        assert fresh(issue).addressed == 1

    def test_the_database_keeps_one_delivery_each(self):
        subscriber, issue = make_subscriber(), begun()
        Delivery.objects.create(issue=issue, subscriber=subscriber)
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(issue=issue, subscriber=subscriber)
        assert sending.put_some(NOON) == 0

    def test_at_night_it_waits_for_the_morning(self):
        make_subscriber()
        night = NOON + timedelta(hours=10)
        begun()
        sending.put_some(night)
        assert Message.objects.get().send_after == reminders.by_day(night) > night
        assert kinds.NEWSLETTER in reminders.held_back(night)

    def test_codes_go_before_newsletters(self):
        for number in range(15):
            make_subscriber(f"p{number}@example.org")
        begun()
        sending.put_some(NOON)
        outbox.enqueue("code", "+254700000001", "123 456", send_after=NOON + timedelta(minutes=1))
        taken = []
        gateway = type("Gateway", (), {"send": lambda self, message: taken.append(message.kind) or ""})()
        outbox.drain(gateway, NOON + timedelta(minutes=2))
        assert taken == ["code"] + [kinds.NEWSLETTER] * 9

    def test_sending_is_among_what_reminders_do(self):
        assert reminders.every()["newsletter"] == sending.put_some

    def test_the_command_says_how_many(self, capsys):
        make_subscriber()
        begun()
        call_command("send_newsletters")
        call_command("send_newsletters")
        assert capsys.readouterr().out.splitlines() == ["1 mails put into the outbox", "0 mails put into the outbox"]

    def test_its_text_is_wiped_once_it_is_sent(self, settings):
        settings.DEVELOPMENT = False
        make_subscriber()
        begun()
        sending.put_some(NOON)
        outbox.drain(type("Gateway", (), {"send": lambda self, message: ""})(), NOON)
        message = Message.objects.get()
        assert (message.state, message.body, message.html, message.headers) == (Message.State.SENT, "", "", {})

    @pytest.mark.parametrize("state", [Issue.State.SENDING, Issue.State.SENT])
    def test_once_begun_it_can_be_neither_changed_nor_deleted(self, state):
        issue = make_issue()
        stale = fresh(issue)
        Issue.objects.filter(pk=issue.pk).update(state=state)
        stale.subject_en = "Changed"
        with pytest.raises(Frozen):
            stale.save()
        with pytest.raises(Frozen):
            stale.delete()
        assert (fresh(issue).state, fresh(issue).subject_en) == (state, "Five saccos trained")

    def test_a_batch_takes_the_same_queries_for_one_and_for_fifty(self):
        counts = []
        for number in (1, 1, 50):
            for each in range(number):
                make_subscriber(f"p{len(counts)}-{each}@example.org")
            issue = begun()
            with CaptureQueriesContext(connection) as queries:
                assert sending._put_batch(issue.pk, 500, NOON) == Subscriber.objects.count()
            counts.append(len(queries))
        assert counts[1] == counts[2] <= 10

    def test_reach_counts_by_language(self):
        make_subscriber("a@example.org", "en")
        make_subscriber("b@example.org", "sw")
        make_subscriber("c@example.org", "sw")
        make_subscriber("d@example.org", "sw", confirmed=None)
        assert sending.reach() == {"en": 1, "sw": 2}


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Let other connections see what is written, and clear it away afterwards."""
    with django_db_blocker.unblock():
        yield
        for model in (Delivery, Message, Subscriber):
            model.objects.all().delete()
        Issue.objects.all()._raw_delete("default")


@pytest.mark.usefixtures("committed")
def test_two_runs_at_once_put_each_mail_once():
    for number in range(40):
        make_subscriber(f"p{number:02}@example.org")
    issue = begun()
    start = threading.Barrier(2)

    def run():
        start.wait()
        # One that meets the other at work puts nothing (PostgreSQL) or waits (SQLite), so each goes on to the end.
        while Issue.objects.filter(pk=issue.pk, state=Issue.State.SENDING).exists():
            sending._put_batch(issue.pk, 5, NOON)
        connection.close()

    runs = [threading.Thread(target=run) for _number in range(2)]
    [one.start() for one in runs]
    [one.join() for one in runs]
    assert recipients() == [f"p{number:02}@example.org" for number in range(40)]
    assert (fresh(issue).state, fresh(issue).addressed) == (Issue.State.SENT, 40)
