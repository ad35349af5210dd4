import pytest
from django.utils import timezone

from messaging import outbox, outcomes
from messaging.gateways import Refused, Unreachable
from messaging.models import Message

NOW = timezone.now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(outcomes, "_on_refused", {})
    told = []
    outcomes.register("hello", told.append)
    return told


def drain(fault, kind="hello"):
    outbox.enqueue(kind, "+254700000001", "Habari", send_after=NOW, is_secret=True)

    def send(self, message):
        if fault:
            raise fault
        return ""

    return outbox.drain(type("Gateway", (), {"send": send})(), NOW)


def test_the_room_that_wrote_a_message_is_told_once_that_it_was_refused(told, settings):
    settings.DEVELOPMENT = False
    drain(Refused("no such number"))
    outbox.drain(None, NOW)
    (message,) = told
    assert (message.recipient, message.body) == ("+254700000001", "Habari")
    assert Message.objects.get().state == Message.State.FAILED


def test_the_room_is_told_before_the_message_is_touched_and_may_delete_it(told):
    states = []

    def on_refused(message):
        states.append(Message.objects.get().state)
        Message.objects.all().delete()

    outcomes.register("hello", on_refused)
    assert drain(Refused("no")).failed == 1
    assert states == [Message.State.SENDING]
    assert not Message.objects.exists()


@pytest.mark.parametrize(("fault", "kind"), [(None, "hello"), (Unreachable("away"), "hello"), (Refused("no"), "code")])
def test_nothing_else_is_told(told, fault, kind):
    drain(fault, kind)
    assert told == []


def test_what_the_room_does_stands_or_falls_with_the_note(told):
    outcomes.register("hello", lambda message: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        drain(Refused("no"))
    assert Message.objects.get().state == Message.State.SENDING


def test_nobody_is_told_of_a_message_that_another_worker_took_over(told):
    outbox.enqueue("hello", "+254700000001", "Habari", send_after=NOW)

    def send(self, message):
        Message.objects.update(claimed_at=NOW + outbox.CLAIM_HOLDS)
        raise Refused("no")

    assert outbox.drain(type("Gateway", (), {"send": send})(), NOW).failed == 0
    assert told == []
