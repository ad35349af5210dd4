"""Coming back with a receipt: replies, how far it is, and adding more."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.utils import timezone

from incidents import cases, limits, receipts, sealing, taking
from incidents.models import Attachment, Case, Entry
from tests.incidents.papers import photo
from tests.incidents.test_report_files import given

FOLLOW = "/en/report/follow/"
WORDS = "Mtoto kwenye lori, Mtwapa"


def report(token="t1", what=WORDS):  # noqa: S107 - a form's token is no password
    receipt = taking.take(taking.Sent({"what": what}, token), timezone.now())
    return receipt, Case.objects.get(receipt_hash=receipts.derive(receipt).hash)


@pytest.fixture
def reported(gathoni):
    return report()


def look(client, receipt, **fields):
    return client.post(FOLLOW, {"receipt": receipt} | fields)


def reply(case, officer, text):
    cases.write(case, Entry.Kind.REPLY, {"text": text}, officer, timezone.now())


def test_the_receipt_opens_the_replies(client, reported, gathoni):
    receipt, case = reported
    reply(case, gathoni, "Asante. <b>Wapi</b> hasa?")
    page = look(client, receipts.spelled(receipt)).content.decode()
    assert "Asante. &lt;b&gt;Wapi&lt;/b&gt; hasa?" in page
    assert WORDS not in page


def test_a_note_of_the_team_is_not_shown(client, reported, gathoni):
    receipt, case = reported
    cases.write(case, Entry.Kind.NOTE, {"text": "Siri ya timu"}, gathoni, timezone.now())
    assert "Siri ya timu" not in look(client, receipt).content.decode()


def test_the_receipt_stands_in_no_address(client, reported):
    receipt, _case = reported
    page = look(client, receipt).content.decode()
    assert not [part for part in page.split('href="')[1:] if receipt in part.split('"')[0]]
    assert receipt not in client.get(FOLLOW, {"receipt": receipt}).content.decode()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("new", "has not taken it up"), ("open", "working on"), ("waiting", "asked you"), ("closed", "has closed")],
)
def test_how_far_it_is_stands_in_plain_words(client, reported, state, sentence):
    receipt, case = reported
    Case.objects.filter(pk=case.pk).update(state=state)
    assert sentence in look(client, receipt).content.decode()


def test_a_wrong_receipt_gets_a_word_beside_the_field_and_keeps_what_was_typed(client, reported):
    receipt, _case = reported
    wrong = f"{(int(receipt) + 1) % 10**16:016}"
    page = look(client, wrong).content.decode()
    assert "There is no report with this receipt" in page
    assert wrong in page


@pytest.mark.parametrize("typed", ["", "123", "1" * 15, "1" * 17, "abcd"])
def test_what_has_not_sixteen_digits_is_no_receipt(client, db, typed):
    assert look(client, typed).context["form"].errors["receipt"]


def test_what_is_added_reaches_the_team_once_however_often_it_is_sent(client, reported, gathoni):
    receipt, case = reported
    Case.objects.filter(pk=case.pk).update(has_news=False, state="waiting")
    for _turn in range(2):
        page = look(client, receipt, add="yes", text="Nyeupe", token="a1").content.decode()
        assert "The team has what you added." in page
    entry = Entry.objects.get(kind="addition")
    said = sealing.open_said(cases.private_key(case, gathoni, gathoni.private), entry.box)
    assert said == {"text": "Nyeupe", "language": "en"}
    case.refresh_from_db()
    assert (case.has_news, case.state) == (True, "open")


def test_a_file_can_be_added_without_a_word(client, reported):
    receipt, _case = reported
    look(client, receipt, add="yes", text="", token="a1", files=given(photo()))
    assert Attachment.objects.count() == 1


def test_nothing_can_not_be_added(client, reported):
    receipt, _case = reported
    page = look(client, receipt, add="yes", text=" ", token="a1").content.decode()
    assert "Write something, or choose a file." in page
    assert not Entry.objects.filter(kind="addition").exists()


def test_a_file_that_is_refused_keeps_the_words(client, reported):
    receipt, _case = reported
    page = look(client, receipt, add="yes", text="Nyeupe", token="a1", files=given(b"%PDF")).content.decode()
    assert "no photo and no sound" in page
    assert "Nyeupe" in page
    assert not Entry.objects.filter(kind="addition").exists()


class TestOneThatWentIntoAnother:
    @pytest.fixture
    def merged(self, reported, gathoni):
        """Two reports of one thing: the first went into the second. Returns both receipts and cases."""
        other_receipt, other = report("t2", "The same lorry")
        receipt, case = reported
        case.merged_into = other
        case.save()
        return receipt, case, other_receipt, other

    def test_replies_from_before_and_after_are_read(self, client, merged, gathoni):
        receipt, case, _other_receipt, other = merged
        reply(case, gathoni, "Kabla")
        entry = cases.write(other, Entry.Kind.REPLY, {"text": "Baada"}, gathoni, timezone.now())
        entry.reporter_box = sealing.seal_said(case.reporter_key, {"text": "Baada"})
        entry.save()
        page = look(client, receipt).content.decode()
        assert page.index("Baada") < page.index("Kabla")

    def test_replies_to_the_other_reporter_stay_theirs(self, client, merged, gathoni):
        receipt, _case, other_receipt, other = merged
        reply(other, gathoni, "Kwa mwingine")
        assert "Kwa mwingine" not in look(client, receipt).content.decode()
        assert "Kwa mwingine" in look(client, other_receipt).content.decode()

    def test_the_state_is_that_of_the_whole_and_what_is_added_stays_in_their_own_case(self, client, merged):
        receipt, case, _other_receipt, other = merged
        Case.objects.filter(pk=other.pk).update(state="open")
        assert "working on" in look(client, receipt, add="yes", text="Zaidi", token="a1").content.decode()
        assert Entry.objects.get(kind="addition").case == case


class TestTooManyLooks:
    def test_the_last_allowed_look_is_answered_and_the_next_waits(self, client, reported, monkeypatch):
        receipt, _case = reported
        monkeypatch.setattr(limits, "LOOK_UPS_PER_ADDRESS_PER_HOUR", 2)
        pages = [look(client, receipt).content.decode() for _turn in range(3)]
        assert ["Replies" in page for page in pages] == [True, True, False]
        assert "Wait" in pages[2]
        assert "999" in pages[2] or "Help now" in pages[2]

    def test_another_place_is_not_kept_waiting(self, client, reported, monkeypatch):
        receipt, _case = reported
        monkeypatch.setattr(limits, "LOOK_UPS_PER_ADDRESS_PER_HOUR", 1)
        for _turn in range(3):
            client.post(FOLLOW, {"receipt": receipt}, REMOTE_ADDR="10.0.0.1")
        assert "Replies" in look(client, receipt).content.decode()

    def test_what_was_added_is_kept_and_goes_on_from_the_same_page(self, client, reported, monkeypatch):
        receipt, _case = reported
        monkeypatch.setattr(limits, "LOOK_UPS_PER_ADDRESS_PER_HOUR", 0)
        page = look(client, receipt, add="yes", text="Nyeupe sana", token="tok-1", files=given(photo()))
        for kept in (receipt, "Nyeupe sana", 'value="tok-1"', 'name="add" value="yes"', "files were not sent"):
            assert kept in page.content.decode()

    def test_who_only_looks_is_asked_for_no_words(self, client, reported, monkeypatch):
        monkeypatch.setattr(limits, "LOOK_UPS_PER_ADDRESS_PER_HOUR", 0)
        page = look(client, reported[0]).content.decode()
        assert "<textarea" not in page
        assert "files were not sent" not in page


def test_one_look_is_stretched_once(client, reported, monkeypatch):
    stretch, stretched = sealing.stretch, []
    monkeypatch.setattr(sealing, "stretch", lambda *args: stretched.append(1) or stretch(*args))
    look(client, reported[0])
    assert len(stretched) == 1


def test_no_more_than_two_are_stretched_at_once(gathoni, monkeypatch):
    at_once, most = [], []

    def count(*_args):
        at_once.append(1)
        most.append(len(at_once))
        sleep(0.02)
        at_once.pop()
        return bytes(64)

    monkeypatch.setattr(sealing, "stretch", count)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(receipts.derive, ["1" * 16] * 12))
    assert max(most) == 2


def test_the_page_takes_as_many_queries_with_ten_replies_as_with_one(
    client, reported, gathoni, django_assert_max_num_queries
):
    receipt, case = reported
    for number in range(10):
        reply(case, gathoni, f"Jibu {number}")
    with django_assert_max_num_queries(4):
        look(client, receipt)
