import os
import signal
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from messaging import outbox
from messaging.gateways import ByChannel, Refused, Unreachable
from messaging.models import Message

pytestmark = pytest.mark.django_db


def run(**options):
    out = StringIO()
    call_command("send_messages", stdout=out, **options)
    return out.getvalue()


def put(count=1):
    for n in range(count):
        outbox.enqueue("reminder", "+254700000001", f"Habari {n}")


def test_it_sends_all_that_waits_and_says_so():
    put(23)
    assert "Done: 23 sent" in run()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_with_nothing_to_do_it_is_content():
    assert "Done: 0 sent" in run()


def test_the_limit_holds():
    put(13)
    assert "Done: 12 sent" in run(limit=12)


@pytest.mark.parametrize(("fault", "words"), [(Refused("403"), "1 failed"), (Unreachable("away"), "1 to try again")])
def test_a_message_that_did_not_go_out_makes_it_fail(monkeypatch, fault, words):
    def fail(self, message):
        raise fault

    monkeypatch.setattr(ByChannel, "send", fail)
    put()
    out = StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("send_messages", stdout=out)
    assert raised.value.returncode == 1
    assert words in out.getvalue()


def test_watching_ends_cleanly_when_asked_to():
    put()
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    try:
        assert "Done: 1 sent" in run(watch=True)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
