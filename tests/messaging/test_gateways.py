"""Africa's Talking against a small server that speaks its protocol, as its documentation shows it."""

import json
import smtplib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from messaging import gateways
from messaging.gateways import AfricasTalking, ByChannel, Console, Email, Refused, Unreachable
from messaging.models import Message

ACCEPTED = {
    "statusCode": 101,
    "number": "+254700000001",
    "status": "Success",
    "cost": "KES 0.8000",
    "messageId": "ATX1",
}


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append((self.path, dict(self.headers), {name: values[0] for name, values in form.items()}))
        if self.server.delay:
            self.server.released.wait(self.server.delay)
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.asked, server.delay, server.released = [], 0, threading.Event()
    answer(server, ACCEPTED)
    settings.AT_BASE_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.AT_USERNAME, settings.AT_API_KEY = "salama", "the-key"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def answer(server, *recipients, status=201, said="Sent to 1/1 Total Cost: KES 0.8000"):
    server.status = status
    server.answer = json.dumps({"SMSMessageData": {"Message": said, "Recipients": list(recipients)}})


def message(**fields):
    return Message(kind="reminder", recipient="+254700000001", body="Habari Wanjikũ & co", **fields)


def test_the_form_and_its_headers_are_those_of_the_protocol(server):
    assert AfricasTalking().send(message()) == "ATX1"
    path, headers, form = server.asked[0]
    assert path == "/version1/messaging"
    assert (headers["apiKey"], headers["Accept"]) == ("the-key", "application/json")
    assert form == {"username": "salama", "to": "+254700000001", "message": "Habari Wanjikũ & co"}


def test_the_sender_id_goes_along_where_there_is_one(server, settings):
    settings.AT_SENDER_ID = "SALAMA"
    AfricasTalking().send(message())
    assert server.asked[0][2]["from"] == "SALAMA"


@pytest.mark.parametrize("code", [100, 101, 102])
def test_processed_sent_and_queued_are_taken(server, code):
    answer(server, ACCEPTED | {"statusCode": code})
    assert AfricasTalking().send(message()) == "ATX1"


@pytest.mark.parametrize("code", [403, 404, 406, 409])
def test_what_is_wrong_with_the_number_is_refused_for_good(server, code):
    answer(server, ACCEPTED | {"statusCode": code, "status": "InvalidPhoneNumber"})
    with pytest.raises(Refused, match=f"{code} InvalidPhoneNumber"):
        AfricasTalking().send(message())


@pytest.mark.parametrize("code", [401, 402, 405, 407, 500, 501, 502])
def test_what_is_wrong_with_us_or_the_network_is_tried_again(server, code):
    answer(server, ACCEPTED | {"statusCode": code, "status": "InsufficientBalance"})
    with pytest.raises(Unreachable, match=f"{code} InsufficientBalance"):
        AfricasTalking().send(message())


def test_an_answer_without_recipients_says_why(server):
    answer(server, said="InvalidSenderId")
    with pytest.raises(Unreachable, match="InvalidSenderId"):
        AfricasTalking().send(message())


@pytest.mark.parametrize(
    ("status", "text"), [(401, "The supplied authentication is invalid"), (500, "<html>"), (201, "no json"), (302, "")]
)
def test_an_error_answer_is_tried_again(server, status, text):
    server.status, server.answer = status, text
    with pytest.raises(Unreachable, match=f"HTTP {status}"):
        AfricasTalking().send(message())


def test_a_server_that_does_not_answer_in_time_is_tried_again(server, monkeypatch):
    server.delay = 5
    monkeypatch.setattr(gateways, "TIMEOUT", (0.2, 0.2))
    with pytest.raises(Unreachable, match="Timeout"):
        AfricasTalking().send(message())


def test_a_server_that_is_not_there_is_tried_again(settings):
    settings.AT_BASE_URL = "http://127.0.0.1:9"
    with pytest.raises(Unreachable, match="ConnectionError"):
        AfricasTalking().send(message())


def test_the_console_writes_secrets_in_development_only(settings, caplog):
    caplog.set_level("INFO")
    Console().send(message(is_secret=True))
    assert "Habari" in caplog.text
    caplog.clear()
    settings.DEVELOPMENT = False
    Console().send(message(is_secret=True))
    assert "Habari" not in caplog.text


def test_the_first_line_of_an_e_mail_is_its_subject(mailoutbox):
    Email().send(Message(recipient="eshe@example.org", body="Your report\n\nIt is ready."))
    assert (mailoutbox[0].subject, mailoutbox[0].body) == ("Your report", "It is ready.")


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (smtplib.SMTPRecipientsRefused({}), Refused),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such mailbox")}), Refused),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"5.1.1 no such mailbox")}), Refused),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"5.7.1 likely unsolicited")}), Unreachable),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (500, b"never")}), Unreachable),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (499, b"come back later")}), Unreachable),
        (smtplib.SMTPServerDisconnected(), Unreachable),
        (OSError(), Unreachable),
    ],
)
def test_an_e_mail_server_may_refuse_or_be_away(monkeypatch, fault, raised):
    def fail(*args):
        raise fault

    monkeypatch.setattr(gateways.EmailMultiAlternatives, "send", fail)
    with pytest.raises(raised):
        Email().send(Message(recipient="eshe@example.org", body="Your report"))


def test_each_channel_has_its_gateway(settings, server, mailoutbox):
    settings.SMS_GATEWAY = "africastalking"
    gateway = ByChannel()
    assert gateway.send(message(channel="sms")) == "ATX1"
    gateway.send(Message(recipient="eshe@example.org", body="Hello", channel="email"))
    assert len(mailoutbox) == 1
