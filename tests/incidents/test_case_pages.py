"""The case team's pages: the inbox in clear, a case by the passphrase, and what an officer does with it."""

import re
from base64 import b64encode
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from accounts import personal_data
from incidents import files, receipts, sealing, taking, unlocking
from incidents.models import Case, Entry, LogLine
from tests.conftest import sign_in
from tests.incidents.conftest import PASSPHRASE, at_desk, reported

PHOTO = files.Stripped("photo-1.jpg", "image/jpeg", b"\xff\xd8 of a lorry")


def page(client, address):
    return client.get(address).content.decode()


def of(case):
    return f"/en/cases/{case.number}/"


def do(client, case, name, **values):
    return client.post(of(case), {"do": name, **{f"{name}-{key}": value for key, value in values.items()}})


def acts():
    return list(LogLine.objects.exclude(act__in=("unlocked", "opened")).values_list("act", "said"))


def test_the_inbox_shows_what_stands_in_clear_and_nothing_else(client, gathoni, case):
    sign_in(client, gathoni.user, verified=True)
    html = page(client, "/en/cases/")
    assert case.number in html
    assert "Mtoto" not in html


def test_an_empty_inbox_explains_itself(desk):
    assert "Nothing to do" in page(desk, "/en/cases/")
    assert "No case is like this" in page(desk, "/en/cases/?state=closed")


def test_the_most_urgent_stand_first_and_the_filters_filter(desk, gathoni):
    numbers = [reported(token=str(urgency), urgency=urgency)[1].number for urgency in (3, 1, 2)]
    found = re.findall(r'<b class="number">([^<]+)', page(desk, "/en/cases/"))
    assert found == [numbers[1], numbers[2], numbers[0]]
    assert re.findall(r'<b class="number">([^<]+)', page(desk, "/en/cases/?urgency=2")) == [numbers[2]]
    assert re.findall(r'<b class="number">([^<]+)', page(desk, "/en/cases/?state=open")) == []
    assert re.findall(r'<b class="number">([^<]+)', page(desk, "/en/cases/?state=nonsense&urgency=x")) == found
    Case.objects.filter(number=numbers[0]).update(assigned_to=gathoni)
    assert re.findall(r'<b class="number">([^<]+)', page(desk, "/en/cases/?mine=on")) == [numbers[0]]


def test_what_is_closed_is_not_to_do_until_there_is_news(desk, case):
    Case.objects.update(state="closed", has_news=False)
    assert case.number not in page(desk, "/en/cases/")
    Case.objects.update(has_news=True)
    assert case.number in page(desk, "/en/cases/")


@pytest.mark.parametrize("number", [2, 49])
def test_the_inbox_asks_the_same_few_questions_however_long_it_is(desk, gathoni, django_assert_max_num_queries, number):
    for token in range(number):
        reported(token=str(token))
    Case.objects.update(assigned_to=gathoni)
    with django_assert_max_num_queries(12):
        page(desk, "/en/cases/")


def test_the_inbox_has_fifty_cases_a_page(desk, gathoni, settings):
    for token in range(51):
        reported(token=str(token))
    assert page(desk, "/en/cases/").count('<b class="number">') == 50
    assert page(desk, "/en/cases/?page=2").count('<b class="number">') == 1


def test_a_case_opens_by_the_passphrase_and_the_opening_is_logged(desk, case, gathoni):
    html = page(desk, of(case))
    assert "Mtoto kwenye lori" in html
    assert "Mombasa" in html
    assert LogLine.objects.get(act="opened").case_number == case.number
    case.refresh_from_db()
    assert not case.has_news


def test_without_the_passphrase_a_case_asks_for_it_and_comes_back(client, gathoni, case):
    sign_in(client, gathoni.user, verified=True)
    answer = client.get(of(case))
    assert unquote(answer.url) == f"/en/cases/unlock/?next={of(case)}"
    assert not LogLine.objects.filter(act="opened").exists()
    answer = client.post(answer.url, {"passphrase": f"  {PASSPHRASE} ", "next": of(case)})
    assert answer.url == of(case)
    cookie = answer.cookies["case_key_en"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/en/cases/", True, "Strict")


def test_a_form_that_comes_when_the_key_is_locked_is_not_lost(client, gathoni, case):
    sign_in(client, gathoni.user, verified=True)
    answer = do(client, case, "reply", text="Tuko njiani")
    assert 'name="reply-text" value="Tuko njiani"' in answer.content.decode()
    assert not Entry.objects.filter(kind="reply").exists()
    wrong = client.post(of(case), {"do": "reply", "reply-text": "Tuko njiani", "passphrase": "no"})
    assert 'value="Tuko njiani"' in wrong.content.decode()
    client.post(of(case), {"do": "reply", "reply-text": "Tuko njiani", "passphrase": PASSPHRASE})
    assert Entry.objects.filter(kind="reply").count() == 1


def test_after_five_wrong_passphrases_one_waits(client, gathoni, case):
    sign_in(client, gathoni.user, verified=True)
    for _try in range(5):
        client.post("/en/cases/unlock/", {"passphrase": "wrong"})
    html = client.post("/en/cases/unlock/", {"passphrase": PASSPHRASE}).content.decode()
    assert "Wait 30 seconds" in html
    assert LogLine.objects.filter(act="refused").count() == 5
    assert not gathoni.unlocked.exists()


def test_four_wrong_passphrases_and_the_right_one_unlock(client, gathoni):
    sign_in(client, gathoni.user, verified=True)
    for _try in range(4):
        client.post("/en/cases/unlock/", {"passphrase": "wrong"})
    assert client.post("/en/cases/unlock/", {"passphrase": PASSPHRASE}).status_code == 302


def test_locked_by_the_button_a_case_asks_again(desk, case):
    desk.post("/en/cases/lock/")
    assert desk.get(of(case)).status_code == 302


def test_signing_out_locks_the_key(desk, gathoni):
    desk.post("/en/sign-out/")
    assert not gathoni.unlocked.exists()


def test_what_an_officer_wrote_stays_theirs_when_their_account_is_gone(desk, case, hamisi):
    do(desk, case, "note", text="Piga simu OCS")
    Entry.objects.filter(kind="note").update(by=None)
    html = page(desk, of(case))
    assert "Piga simu OCS" in html
    assert html.count("to the hour") == 1


def test_my_data_tells_an_officer_what_the_log_has_of_them(desk, case, gathoni):
    page(desk, of(case))
    acts = personal_data.of(gathoni.user)["case_team"]["acts"]
    assert [(act["act"], act["case"]) for act in acts] == [("unlocked", ""), ("opened", case.number)]


def test_a_reply_is_read_by_the_reporter_and_sent_once(desk, gathoni):
    receipt, case = reported()
    for _click in range(2):
        do(desk, case, "reply", text="Asante", token="abc")
    reply = Entry.objects.get(kind="reply")
    assert sealing.open_said(receipts.derive(receipt).private_key, reply.reporter_box) == {"text": "Asante"}
    assert acts() == [("replied", "")]
    case.refresh_from_db()
    assert case.state == "open"
    assert "Asante" in page(desk, of(case))


def test_other_words_under_the_same_token_are_not_lost(desk, case):
    for text in ("One", "Two"):
        do(desk, case, "note", text=text, token="abc")
    assert Entry.objects.filter(kind="note").count() == 2


def test_an_empty_reply_is_asked_for_again(desk, case):
    html = do(desk, case, "reply", text=" ").content.decode()
    assert "Write something first." in html
    assert "Mtoto kwenye lori" in html


def test_a_note_stays_with_the_team(desk, case):
    do(desk, case, "note", text="Piga simu OCS")
    assert Entry.objects.get(kind="note").reporter_box is None
    assert "Piga simu OCS" in page(desk, of(case))


def test_closing_notes_when_and_opening_again_forgets_it(desk, case):
    values = {"state": "closed", "urgency": 3, "assigned_to": ""}
    do(desk, case, "change", **values)
    case.refresh_from_db()
    closed = case.closed_at
    assert timezone.now() - closed < timedelta(minutes=1)
    do(desk, case, "change", **values | {"urgency": 1})
    case.refresh_from_db()
    assert (case.closed_at, case.urgency) == (closed, 1)
    do(desk, case, "change", **values | {"urgency": 1, "state": "open"})
    case.refresh_from_db()
    assert case.closed_at is None
    assert acts() == [("changed", "state: closed"), ("changed", "urgency: now"), ("changed", "state: open")]


def test_a_change_sent_twice_is_logged_once(desk, case, hamisi):
    for _click in range(2):
        do(desk, case, "change", state="open", urgency=3, assigned_to=hamisi.pk)
    assert acts()[1:] == [("changed", "state: open"), ("assigned", "to Hamisi Case")]


def test_a_case_is_not_assigned_to_who_has_left(desk, case, hamisi):
    type(hamisi).objects.filter(pk=hamisi.pk).update(left_at=timezone.now())
    do(desk, case, "change", state="open", urgency=3, assigned_to=hamisi.pk)
    case.refresh_from_db()
    assert case.assigned_to is None


def test_a_file_comes_as_a_download_that_no_browser_runs(desk, gathoni):
    _receipt, case = reported(attached=[PHOTO])
    token = case.entries.get().attachments.get().token
    assert "photo-1.jpg" in page(desk, of(case))
    answer = desk.get(f"/en/cases/files/{token}/")
    assert answer.content == PHOTO.data
    assert answer["Content-Disposition"] == 'attachment; filename="photo-1.jpg"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert LogLine.objects.get(act="downloaded").case_number == case.number


def test_a_file_that_is_gone_is_said_to_be(desk, gathoni):
    _receipt, case = reported(attached=[PHOTO])
    token = case.entries.get().attachments.get().token
    files.remove(token)
    assert desk.get(f"/en/cases/files/{token}/").url == of(case)


def test_what_a_phone_sealed_opens_too(desk, gathoni):
    key = gathoni.shares.get().team_key
    box = sealing.seal_said(key.public_key, {"what": "Kutoka kwa simu", "language": "sw"})
    _receipt, case = reported({"sealed": base64(box), "key": key.pk})
    assert "Kutoka kwa simu" in page(desk, of(case))


@pytest.mark.parametrize("sealed", ["", "!!", "AAAA"])
def test_what_somebody_stuffed_into_a_box_does_not_close_the_case(desk, gathoni, sealed):
    _receipt, case = reported({"sealed": sealed, "key": gathoni.shares.get().team_key_id})
    assert "This part can&#x27;t be opened" in page(desk, of(case))
    assert do(desk, case, "note", text="Odd").status_code == 302


@pytest.mark.parametrize("inner", [[], {"who": ["child"], "county": {}}, "text"])
def test_a_sealed_record_of_another_shape_does_no_harm(desk, gathoni, inner):
    key = gathoni.shares.get().team_key
    _receipt, case = reported({"sealed": base64(sealing.seal_said(key.public_key, inner)), "key": key.pk})
    assert desk.get(of(case)).status_code == 200


def base64(data):
    return b64encode(data).decode()


def test_who_waits_for_the_key_is_told_so(client, case, juma):
    sign_in(client, juma.user, verified=True)
    client.post("/en/cases/team/passphrase/", {"passphrase": "paka mbili tatu nne tano sita", "passphrase_again": "x"})
    words = "paka mbili tatu nne tano sita"
    client.post("/en/cases/team/passphrase/", {"passphrase": words, "passphrase_again": words})
    html = page(client, of(case))
    assert "You do not hold the team" in html
    assert "Mtoto" not in html


def test_the_key_is_held_while_somebody_types(desk, gathoni):
    gathoni.unlocked.update(expires_at=timezone.now() + timedelta(minutes=5))
    assert desk.post("/en/cases/hold/").status_code == 204
    assert gathoni.unlocked.get().expires_at > timezone.now() + unlocking.HOLDS - timedelta(minutes=1)


def test_a_stranger_s_case_number_is_not_found(desk):
    assert desk.get("/en/cases/AAA-AAA/").status_code == 404


def test_small_letters_find_a_case_too(desk, case):
    assert desk.get(f"/en/cases/{case.number.lower()}/").status_code == 200


def test_the_log_tells_who_did_what(desk, case):
    do(desk, case, "change", state="closed", urgency=3, assigned_to="")
    html = page(desk, f"/en/cases/{case.number}/log/")
    assert "state: closed" in html
    assert "opened the case" not in html
    page(desk, of(case))
    assert "opened the case" in page(desk, "/en/cases/log/")


def test_addition_brings_the_case_back(desk, gathoni):
    _receipt, case = reported()
    page(desk, of(case))
    Case.objects.update(state="closed", closed_at=timezone.now())
    taking.add(case, taking.Sent({"text": "Zaidi"}, "t2"), timezone.now())
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.has_news) == ("open", None, True)
    assert "Zaidi" in page(desk, of(case))


def test_an_officer_s_page_leaves_no_copy(desk, case):
    answer = desk.get(of(case))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_second_officer_reads_it_in_kiswahili(client, hamisi, case):
    at_desk(client, hamisi, PASSPHRASE + " leo")
    assert "Mtoto kwenye lori" in page(client, f"/sw/cases/{case.number}/")


def test_a_changed_box_is_not_shown(desk, case):
    Case.objects.update(sealed_key=b"x" * 80)
    assert "sealed to a key that is lost" in page(desk, of(case))


def test_no_html_of_a_report_is_html_here(desk, gathoni):
    _receipt, case = reported({"what": "<script>alert(1)</script>", "plate": "<b>KXX</b>"})
    html = page(desk, of(case))
    assert "<script>alert" not in html
    assert "&lt;b&gt;KXX" in html


@pytest.mark.parametrize("notes", [1, 20])
def test_a_case_asks_the_same_few_questions_however_much_was_said(desk, gathoni, django_assert_max_num_queries, notes):
    _receipt, case = reported(attached=[PHOTO, PHOTO])
    for token in range(notes):
        do(desk, case, "note", text="Piga simu", token=str(token))
    with django_assert_max_num_queries(26):
        page(desk, of(case))
