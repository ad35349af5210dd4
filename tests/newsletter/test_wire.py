"""The mails as they really go out, to a small SMTP server."""

import pytest

from messaging import outbox
from messaging.gateways import ByChannel
from messaging.models import Message
from newsletter import joining, kinds, returned, sending
from newsletter.models import Issue, Subscriber
from tests.newsletter.conftest import NOON, begun, make_subscriber
from tests.newsletter.post_office import post_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscriber():
    return make_subscriber(language="sw")


def send_one(settings, **fields):
    begun(**fields)
    sending.put_some(NOON)
    with post_office(settings) as office:
        outbox.drain(ByChannel(), NOON)
    return office.mails[0]


def test_the_headers_offer_to_leave_in_one_click(settings, subscriber):
    mail = send_one(settings)
    address = f"https://salama.example/sw/newsletter/leave/{subscriber.token}/"
    assert "".join(mail["List-Unsubscribe"].split()) == f"<{address}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Precedence"] == "bulk"
    assert mail["List-Id"] == "<newsletter.salama.example>"
    assert mail["X-Newsletter"] == str(Issue.objects.get().pk)
    assert mail["To"] == "amina@example.org"


def test_plain_text_comes_first_and_a_light_page_after_it(settings, subscriber):
    mail = send_one(settings)
    assert mail.get_content_type() == "multipart/alternative"
    text, page = mail.get_payload()
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert "Habari njema za barabarani." in text.get_payload(decode=True).decode()
    html = page.get_payload(decode=True).decode()
    assert "<b>njema</b>" in html
    assert len(html.encode()) < 10_000


def test_nothing_in_it_tells_who_read_it(settings, subscriber):
    html = send_one(settings).get_payload(1).get_payload(decode=True).decode()
    for word in ("<img", "<script", "<link", "url(", "@import", "http://", "style="):
        assert word not in html


def test_a_long_address_comes_whole_over_the_wire_and_back(settings):
    long = make_subscriber("a" * 60 + "@" + "b" * 60 + ".example.org")
    mail = send_one(settings)
    report = (
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" + mail.as_bytes() + b"\r\n--x--\r\n"
    )
    assert returned.read(report) == returned.Returned(long.token, Issue.objects.get().pk, True)


def test_a_subject_of_two_lines_makes_no_header(settings, subscriber):
    mail = send_one(settings, subject_sw="Habari\r\nBcc: all@example.org\x0b\u2028X: y")
    assert mail["Bcc"] is None
    assert mail["X"] is None
    assert mail["Subject"] == "Habari Bcc: all@example.org X: y"


def test_the_mail_to_confirm_can_be_taken_back_too(settings):
    joining.ask("amina@example.org", "en", NOON)
    with post_office(settings) as office:
        outbox.drain(ByChannel(), Message.objects.get().send_after)
    (mail,) = office.mails
    assert mail["Subject"] == "Confirm: our newsletter"
    assert Subscriber.objects.get().token in mail["List-Unsubscribe"]


@pytest.mark.parametrize("kind", [kinds.NEWSLETTER, kinds.CONFIRM])
def test_who_the_server_refuses_for_good_is_off_the_list(settings, kind):
    if kind == kinds.NEWSLETTER:
        make_subscriber()
        begun()
        sending.put_some(NOON)
    else:
        joining.ask("amina@example.org", "en", NOON)
    now = Message.objects.get().send_after
    with post_office(settings, {"amina@example.org": "550 no such mailbox"}):
        assert outbox.drain(ByChannel(), now).failed == 1
    assert not Subscriber.objects.exists()
    assert not Message.objects.exists()
    assert list(Issue.objects.values_list("came_back", flat=True)) == [1] * (kind == kinds.NEWSLETTER)


def test_who_a_busy_server_puts_off_stays_and_is_tried_again(settings, subscriber):
    begun()
    sending.put_some(NOON)
    with post_office(settings, {"amina@example.org": "451 come back later"}):
        assert outbox.drain(ByChannel(), NOON).again == 1
    assert Subscriber.objects.exists()
    assert Message.objects.get().state == Message.State.QUEUED
