"""Who can open a case: by the officer's own key and the team's, and nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents import cases, files, receipts, sealing, taking, team, unlocking
from incidents.models import Case, Entry, KeyShare, LogLine, TeamKey
from tests.incidents.conftest import PASSPHRASE

WORDS = {"what": "Mtoto kwenye lori, Mtwapa"}


def reported(said=WORDS, token="t1"):  # noqa: S107 - a form's token is no password
    receipt = taking.take(taking.Sent(said, token), timezone.now())
    return receipt, Case.objects.get(receipt_hash=receipts.derive(receipt).hash)


def read(case, officer):
    private = cases.private_key(case, officer, officer.private)
    return [sealing.open_said(private, entry.box) for entry in case.entries.all()]


def test_an_officer_opens_what_was_reported(gathoni):
    _receipt, case = reported()
    assert read(case, gathoni) == [WORDS]


def test_without_a_key_nothing_is_taken(db):
    with pytest.raises(taking.NotOpen):
        reported()
    assert not Case.objects.exists()


def test_nothing_in_clear_is_stored(gathoni):
    receipt, _case = reported()
    stored = b"".join(bytes(box) for box in Entry.objects.values_list("box", flat=True))
    assert b"Mtwapa" not in stored
    assert receipt not in str(list(Case.objects.values()))


def test_the_same_form_sent_twice_is_one_case_with_one_receipt(gathoni):
    assert reported()[0] == reported()[0]
    assert Case.objects.count() == 1


def test_other_words_under_the_same_token_are_another_case(gathoni):
    assert reported()[0] != reported({"what": "Another"})[0]
    assert Case.objects.count() == 2


def test_the_same_words_without_a_token_are_two_cases(gathoni):
    assert reported(token="")[0] != reported(token="")[0]


def test_a_second_holder_opens_it_too(gathoni, hamisi):
    _receipt, case = reported()
    assert read(case, hamisi) == [WORDS]


def test_who_was_given_no_share_opens_nothing(gathoni, juma):
    _receipt, case = reported()
    juma.private = team.begin(juma, "another long passphrase", timezone.now())
    with pytest.raises(team.NotYours):
        read(case, juma)


def test_another_officers_share_opens_nothing(gathoni, hamisi):
    _receipt, case = reported()
    KeyShare.objects.filter(officer=hamisi).update(sealed=gathoni.shares.get().sealed)
    with pytest.raises(sealing.CannotOpen):
        read(case, hamisi)


def test_after_a_rotation_who_holds_the_new_key_reads_old_and_new(gathoni, hamisi):
    _receipt, old = reported()
    new_key = team.rotate(gathoni, gathoni.private, timezone.now())
    old.refresh_from_db()
    _receipt, new = reported({"what": "Later"})
    assert old.team_key == new.team_key == new_key == TeamKey.objects.get(is_current=True)
    assert read(old, hamisi) == [WORDS]
    assert read(new, hamisi) == [{"what": "Later"}]


def test_who_has_left_is_given_no_share_of_the_new_key(gathoni, hamisi):
    _receipt, case = reported()
    type(hamisi).objects.filter(pk=hamisi.pk).update(left_at=timezone.now())
    team.rotate(gathoni, gathoni.private, timezone.now())
    case.refresh_from_db()
    with pytest.raises(team.NotYours):
        read(case, hamisi)


def test_the_receipt_opens_the_replies_and_nothing_else(gathoni):
    receipt, case = reported()
    reply = cases.write(case, Entry.Kind.REPLY, {"text": "Asante"}, gathoni, timezone.now())
    note = cases.write(case, Entry.Kind.NOTE, {"text": "Siri"}, gathoni, timezone.now())
    private = receipts.derive(receipt).private_key
    assert sealing.open_said(private, reply.reporter_box) == {"text": "Asante"}
    assert note.reporter_box is None
    with pytest.raises(sealing.CannotOpen):
        sealing.open_said(private, case.entries.first().box)


def test_the_passphrase_unlocks_for_twenty_minutes_and_not_a_moment_longer(gathoni):
    now = timezone.now()
    cookie = unlocking.unlock(gathoni, PASSPHRASE, now)
    assert unlocking.private_key(gathoni, cookie, now + unlocking.HOLDS - timedelta(microseconds=1)) == gathoni.private
    gathoni.unlocked.update(expires_at=now + unlocking.HOLDS)
    with pytest.raises(unlocking.Locked):
        unlocking.private_key(gathoni, cookie, now + unlocking.HOLDS)


def test_a_wrong_passphrase_is_refused_and_logged(gathoni):
    with pytest.raises(sealing.WrongPassphrase):
        unlocking.unlock(gathoni, PASSPHRASE + "!", timezone.now())
    assert LogLine.objects.get().act == "refused"


def test_the_cookie_of_one_officer_opens_nothing_for_another(gathoni, hamisi):
    cookie = unlocking.unlock(gathoni, PASSPHRASE, timezone.now())
    with pytest.raises(unlocking.Locked):
        unlocking.private_key(hamisi, cookie, timezone.now())


def test_a_passphrase_begun_anew_opens_nothing_until_somebody_shares(gathoni, hamisi):
    _receipt, case = reported()
    hamisi.private = team.begin(hamisi, "wholly new words for Hamisi", timezone.now(), hamisi.public_key)
    hamisi.refresh_from_db()
    with pytest.raises(team.NotYours):
        read(case, hamisi)
    team.share(gathoni, gathoni.private, hamisi, timezone.now())
    assert read(case, hamisi) == [WORDS]


def test_after_a_change_of_the_secret_key_a_repeat_is_a_case_with_the_receipt_that_is_shown(gathoni, settings):
    old, _case = reported()
    settings.SECRET_KEY = "another one"
    new, case = reported()
    assert new != old
    assert read(case, gathoni) == [WORDS]
    assert Case.objects.count() == 2


def test_a_report_is_sealed_to_the_key_of_the_moment_when_it_is_stored(gathoni, monkeypatch):
    derive = receipts.derive

    def change_the_key_meanwhile(receipt):
        team.rotate(gathoni, gathoni.private, timezone.now())
        return derive(receipt)

    monkeypatch.setattr(receipts, "derive", change_the_key_meanwhile)
    taking.take(taking.Sent(WORDS, "t1"), timezone.now())
    assert Case.objects.get().team_key == team.current_key()


def test_what_is_slow_is_done_before_the_transaction(gathoni, monkeypatch):
    inside = []
    outside = len(connection.savepoint_ids)
    for module, name in ((receipts, "derive"), (files, "write")):
        done = getattr(module, name)
        note = lambda *args, done=done: inside.append(len(connection.savepoint_ids)) or done(*args)  # noqa: E731
        monkeypatch.setattr(module, name, note)
    taking.take(taking.Sent(WORDS, "t1", [files.Stripped("p.jpg", "image/jpeg", b"x")]), timezone.now())
    assert inside == [outside, outside]


@pytest.mark.parametrize("change", [{"user__is_active": False}, {"left_at": timezone.now()}], ids=["closed", "left"])
def test_where_nobody_can_read_reports_the_form_says_so_and_takes_none(client, gathoni, change):
    assert "Nobody can read reports" not in client.get("/en/report/").content.decode()
    for name, value in change.items():
        target = gathoni.user if name.startswith("user__") else gathoni
        setattr(target, name.removeprefix("user__"), value)
        target.save()
    assert "Nobody can read reports here just now" in client.get("/en/report/").content.decode()
    with pytest.raises(taking.NotOpen):
        reported()
