import io
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from messaging.models import Message
from newsletter import bounces, returned, sending
from newsletter.models import Issue, Subscriber
from newsletter.returned import Returned
from tests.newsletter.conftest import NOON, begun, make_subscriber

TOKEN = "a-token_of-24-letters-xx"


def report(status="5.1.1", action="failed", token=TOKEN, issue="7", third="message/rfc822", top="multipart/report"):
    return f"""\
From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: {top}; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I'm sorry. https://salama.example/en/newsletter/leave/not-this-one/

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; amina@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--edge
Content-Type: {third}

Subject: Five saccos trained
List-Unsubscribe:
 <https://salama.example/sw/newsletter/leave/{token}/>
X-Newsletter: {issue}

Text

--edge--
""".encode()


@pytest.mark.parametrize("third", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"])
def test_a_report_says_whose_mail_it_was_and_whether_for_good(third):
    assert returned.read(report(third=third)) == Returned(TOKEN, 7, True)
    assert returned.read(report("4.2.2", third=third)) == Returned(TOKEN, 7, False)


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "5.0.0"])
def test_a_full_mailbox_and_a_distrustful_server_do_not_end_an_address(status):
    assert returned.read(report(status)) == Returned(TOKEN, 7, False)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 999,
        b"Subject: Out of office\n\nI am away. https://salama.example/en/newsletter/leave/x/",
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(status="5"),
        report(status="gone"),
        report(token=""),
        report(token="x" * 41),
        report(top="multipart/mixed"),
        report(third="text/plain"),
        b"Content-Type: multipart/report\n\nno parts",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n--x--",
        b"Content-Type: multipart/report; boundary=x\n" * 500,
        report()[:500],
    ],
)
def test_what_is_no_report_of_ours_is_passed_by(raw):
    assert returned.read(raw) is None


def test_folds_and_letter_case_do_not_matter():
    assert returned.read(report(action="FAILED").replace(b"\n", b"\r\n")) == Returned(TOKEN, 7, True)


@pytest.mark.parametrize(("number", "issue"), [("", 0), ("x", 0), ("²", 0), ("9" * 40, 0), ("12", 12)])
def test_a_strange_number_is_none(number, issue):
    assert returned.read(report(issue=number)) == Returned(TOKEN, issue, True)


def test_a_mail_of_many_megabytes_is_not_read_to_its_end():
    assert returned.read(report() + b"x" * 5_000_000) == Returned(TOKEN, 7, True)


@pytest.fixture
def amina_reads(db):
    return make_subscriber(token=TOKEN)


def sent(days=0):
    """Send a newsletter to everybody, and return its number."""
    now = NOON + timedelta(days=days)
    issue = begun(now)
    sending.put_some(now)
    Message.objects.filter(state=Message.State.QUEUED).update(state=Message.State.SENT)
    return issue.pk


def came_back(issue, is_permanent=False):
    return bounces.take(Returned(TOKEN, issue, is_permanent))


@pytest.mark.usefixtures("amina_reads")
class TestTheRule:
    def test_one_lasting_failure_ends_it_and_leaves_no_trace(self):
        issue = sent()
        assert came_back(issue, is_permanent=True)
        assert not Subscriber.objects.exists()
        assert not Message.objects.exists()
        assert Issue.objects.get().came_back == 1

    def test_two_passing_failures_in_a_row_do_not_end_it_and_the_third_does(self):
        for month in range(2):
            came_back(sent(month * 30))
        assert Subscriber.objects.get().bounces == 2
        came_back(sent(60))
        assert not Subscriber.objects.exists()

    def test_one_that_arrives_in_between_begins_the_count_anew(self):
        came_back(sent(0))
        came_back(sent(30))
        sent(60)
        came_back(sent(90))
        assert Subscriber.objects.get().bounces == 1

    def test_one_newsletter_counts_once_however_many_reports_come(self):
        issue = sent()
        assert came_back(issue)
        assert not came_back(issue)
        assert not came_back(issue)
        assert Subscriber.objects.get().bounces == 1
        assert Issue.objects.get().came_back == 1

    def test_a_passing_failure_of_another_mail_counts_nothing(self):
        assert not came_back(0)
        assert Subscriber.objects.get().bounces == 0

    def test_a_lasting_failure_of_the_mail_to_confirm_ends_it(self):
        assert came_back(0, is_permanent=True)
        assert not Subscriber.objects.exists()

    def test_a_lasting_failure_ends_it_after_a_passing_one_of_the_same_newsletter_and_counts_once(self):
        issue = sent()
        came_back(issue)
        assert came_back(issue, is_permanent=True)
        assert not Subscriber.objects.exists()
        assert Issue.objects.get().came_back == 1

    def test_a_report_of_somebody_else_s_counts_nothing(self):
        assert not bounces.take(Returned("another", sent(), True))
        assert Subscriber.objects.exists()


@pytest.mark.usefixtures("amina_reads")
class TestTheCommand:
    def test_it_reads_files_folders_and_standard_input(self, tmp_path, capsys, monkeypatch):
        issue = sent()
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "1").write_bytes(report("4.2.2", issue=issue))
        (tmp_path / "new" / "2").write_bytes(b"Subject: Hello\n\nHello")
        monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(report(issue=issue))}))
        call_command("take_bounces", str(tmp_path / "new"), str(tmp_path / "new" / "2"))
        assert capsys.readouterr().out == "1 taken, 2 passed by\n"
        Message.objects.update(state=Message.State.SENT)
        call_command("take_bounces", "-")
        assert not Subscriber.objects.exists()

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(CommandError, match="none") as fault:
            call_command("take_bounces", str(tmp_path / "none"))
        assert fault.value.returncode == 1
