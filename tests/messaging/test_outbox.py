import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from messaging import outbox
from messaging.gateways import Refused, Unreachable
from messaging.models import Message

State = Message.State
NOW = timezone.now()


class Gateway:
    """Takes every message, or raises what it is told to."""

    def __init__(self, fault=None):
        self.fault = fault
        self.taken = []

    def send(self, message):
        self.taken.append(message.body)
        if self.fault:
            raise self.fault
        return f"id-{len(self.taken)}"


@pytest.fixture
def _real(settings):
    settings.DEVELOPMENT = False


def put(body="Habari", **fields):
    fields.setdefault("send_after", NOW)
    return outbox.enqueue("reminder", "+254700000001", body, **fields)


def fresh(message):
    return Message.objects.get(pk=message.pk)


@pytest.mark.django_db
def test_a_due_message_is_sent_once():
    message, gateway = put(), Gateway()
    assert outbox.drain(gateway, NOW).sent == 1
    assert outbox.drain(gateway, NOW).total == 0
    assert gateway.taken == ["Habari"]
    assert (fresh(message).state, fresh(message).gateway_id) == (State.SENT, "id-1")


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Let other connections see what is written, and clear it away afterwards."""
    with django_db_blocker.unblock():
        yield
        Message.objects.all().delete()


@pytest.mark.django_db
def test_a_message_goes_with_the_transaction_that_caused_it():
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.usefixtures("committed")
def test_the_gateway_is_called_outside_any_transaction():
    put()
    inside = []
    gateway = Gateway()
    gateway.send = lambda message: inside.append(connection.in_atomic_block) or ""
    outbox.drain(gateway, NOW)
    assert inside == [False]


@pytest.mark.django_db
def test_a_message_for_later_waits_until_its_moment():
    put(send_after=NOW + timedelta(seconds=1))
    gateway = Gateway()
    assert outbox.drain(gateway, NOW).total == 0
    assert outbox.drain(gateway, NOW + timedelta(seconds=1)).sent == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_real")
def test_a_message_expires_at_its_moment_and_not_before():
    early, late = put("early", expires_at=NOW + timedelta(seconds=1)), put("late", expires_at=NOW, is_secret=True)
    gateway = Gateway()
    counts = outbox.drain(gateway, NOW)
    assert (counts.sent, counts.expired) == (1, 1)
    assert gateway.taken == ["early"]
    assert fresh(early).state == State.SENT
    assert (fresh(late).state, fresh(late).body) == (State.EXPIRED, "")


@pytest.mark.django_db
@pytest.mark.usefixtures("_real")
@pytest.mark.parametrize("fault", [None, Refused("403")])
def test_a_secret_is_wiped_when_its_message_is_done_with(fault):
    secret, open_one = put("123456", is_secret=True), put("Habari")
    outbox.drain(Gateway(fault), NOW)
    assert fresh(secret).body == ""
    assert fresh(open_one).body == "Habari"


@pytest.mark.django_db
@pytest.mark.usefixtures("_real")
def test_a_secret_stays_while_it_is_to_be_tried_again():
    secret = put("123456", is_secret=True)
    outbox.drain(Gateway(Unreachable("Timeout")), NOW)
    assert fresh(secret).body == "123456"


@pytest.mark.django_db
def test_development_keeps_secrets_to_show_them():
    secret = put("123456", is_secret=True)
    outbox.drain(Gateway(), NOW)
    assert fresh(secret).body == "123456"


@pytest.mark.django_db
def test_a_failed_try_is_repeated_later_and_later_five_times_in_all():
    message, gateway, now = put(), Gateway(Unreachable("405 InsufficientBalance")), NOW
    for wait in outbox.BACK_OFF:
        assert outbox.drain(gateway, now).again == 1
        assert outbox.drain(gateway, now + wait - timedelta(seconds=1)).total == 0
        now += wait
    assert outbox.drain(gateway, now).failed == 1
    assert len(gateway.taken) == outbox.MOST_TRIES
    assert (fresh(message).state, fresh(message).error) == (State.FAILED, "405 InsufficientBalance")


@pytest.mark.django_db
def test_a_refused_message_is_not_tried_again():
    message, gateway = put(), Gateway(Refused("403 InvalidPhoneNumber"))
    assert outbox.drain(gateway, NOW).failed == 1
    assert outbox.drain(gateway, NOW + timedelta(days=1)).total == 0
    assert fresh(message).state == State.FAILED


@pytest.mark.django_db
def test_what_a_dead_worker_claimed_is_taken_again_after_five_minutes():
    put()
    Message.objects.update(state=State.SENDING, claimed_at=NOW, tries=1)
    gateway = Gateway()
    assert outbox.drain(gateway, NOW + outbox.CLAIM_HOLDS - timedelta(seconds=1)).total == 0
    assert outbox.drain(gateway, NOW + outbox.CLAIM_HOLDS).sent == 1


@pytest.mark.django_db
def test_a_message_that_takes_every_worker_down_is_given_up():
    message = put()
    Message.objects.update(state=State.SENDING, claimed_at=NOW, tries=outbox.MOST_TRIES)
    assert outbox.drain(Gateway(), NOW + outbox.CLAIM_HOLDS).failed == 1
    assert fresh(message).state == State.FAILED


@pytest.mark.django_db
def test_a_slow_worker_does_not_overwrite_what_another_noted_since():
    message = put()

    class TakenOver(Gateway):
        def send(self, message):
            Message.objects.filter(pk=message.pk).update(claimed_at=NOW + timedelta(minutes=6), state=State.SENDING)
            return super().send(message)

    assert outbox.drain(TakenOver(), NOW).sent == 0
    assert fresh(message).state == State.SENDING


@pytest.mark.django_db
def test_the_oldest_goes_first_and_the_limit_holds():
    put("second", send_after=NOW)
    put("first", send_after=NOW - timedelta(minutes=1))
    gateway = Gateway()
    assert outbox.drain(gateway, NOW, limit=1).sent == 1
    assert gateway.taken == ["first"]


@pytest.mark.races
@pytest.mark.usefixtures("committed")
def test_two_workers_send_each_message_once():
    bodies = {put(f"message {n}").body for n in range(12)}
    gateway, ready = Gateway(), threading.Barrier(2)

    def work():
        ready.wait()
        while outbox.drain(gateway, NOW, limit=3).total:
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(gateway.taken) == sorted(bodies)
