"""Who is of the case team, who holds its key, and how that changes."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from incidents import team
from incidents.casework import appointing, passphrases
from incidents.models import LogLine, Officer, TeamKey
from tests import make
from tests.conftest import sign_in
from tests.incidents.conftest import PASSPHRASE, at_desk, reported

TEAM = "/en/cases/team/"
WORDS = "paka mbili tatu nne tano sita"


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Ali", username="farida", is_superuser=True)


def choose(client, officer, words=WORDS, **more):
    sign_in(client, officer.user, verified=True)
    seen = bytes(officer.public_key or b"").hex()
    return client.post(TEAM + "passphrase/", {"passphrase": words, "passphrase_again": words, "seen": seen, **more})


def give(client, officer):
    officer.refresh_from_db()
    return client.post(f"{TEAM}{officer.pk}/key/", {"seen": team.fingerprint(officer.public_key)})


def page(client, address=TEAM):
    return client.get(address).content.decode()


@pytest.mark.parametrize("typed", ["kobe anatembea polepole sana leo", "x7Kq-29ab-plmz-w", "abc def ghi jkl mno"])
def test_five_words_or_sixteen_signs_are_enough(typed):
    passphrases.check(typed)


@pytest.mark.parametrize(
    "typed",
    ["kobe sana leo", "x7Kq-29ab-plmz-", "aaaaaaaaaaaaaaaa", "passwordpassword", "a b c d e"],
)
def test_fewer_words_and_what_everybody_tries_are_not(typed):
    with pytest.raises(ValidationError):
        passphrases.check(typed)


def test_made_passphrases_are_good_enough_and_differ():
    assert passphrases.make() != passphrases.make()
    passphrases.check(passphrases.make())


def test_an_administrator_appoints_by_phone_or_name_and_it_is_logged(client, farida, amina):
    sign_in(client, farida, verified=True)
    for who in ("0700 000 001", "+254700000001"):
        client.post(TEAM, {"who": who})
    assert Officer.objects.get().user == amina
    assert [line.said for line in LogLine.objects.all()] == ["by Farida Ali"]
    assert "Amina Hassan" in page(client)
    assert "Nobody is known by that." in client.post(TEAM, {"who": "nobody"}).content.decode()


def test_who_appoints_sees_no_case(client, farida, case):
    sign_in(client, farida, verified=True)
    assert client.get("/en/cases/").status_code == 404
    assert client.get(f"/en/cases/{case.number}/").status_code == 404


def test_an_officer_appoints_nobody(desk, amina):
    assert desk.post(TEAM, {"who": "+254700000001"}).status_code == 403
    assert not Officer.objects.filter(user=amina).exists()


def test_the_first_officer_begins_the_team_s_key_and_is_unlocked(client, juma):
    sign_in(client, juma.user, verified=True)
    assert "Nobody holds a key yet" in page(client)
    choose(client, juma)
    assert "Only one officer holds the key" in page(client)
    _receipt, case = reported()
    assert client.get(f"/en/cases/{case.number}/").status_code == 200


def test_the_next_one_waits_until_somebody_gives_them_the_key(client, desk, juma, case):
    choose(client, juma)
    assert "waits for the key" in page(client)
    at_desk(client, Officer.objects.get(user__full_name="Gathoni Case"))
    assert "Give the key" in page(client)
    give(client, juma)
    give(client, juma)
    assert "2 officers hold the key" in page(client)
    at_desk(client, juma, WORDS)
    assert client.get(f"/en/cases/{case.number}/").status_code == 200


def test_two_passphrases_that_differ_are_not_taken(client, juma):
    html = choose(client, juma, passphrase_again="another one").content.decode()
    assert "The two are not the same." in html
    assert not TeamKey.objects.exists()


def test_a_changed_passphrase_opens_with_the_same_key(client, desk, gathoni, case):
    desk.post(TEAM + "passphrase/", {"passphrase": WORDS, "passphrase_again": WORDS})
    desk.post("/en/cases/lock/")
    assert desk.post("/en/cases/unlock/", {"passphrase": PASSPHRASE}).status_code == 200
    at_desk(client, gathoni, WORDS)
    assert client.get(f"/en/cases/{case.number}/").status_code == 200


def test_the_last_holder_who_forgot_has_to_be_sure(client, gathoni):
    assert "Nobody else holds" in choose(client, gathoni).content.decode()
    assert gathoni.shares.exists()
    choose(client, gathoni, sure="on")
    assert not gathoni.shares.exists()
    assert "nobody can read reports" in page(client)
    assert LogLine.objects.filter(officer_name="Gathoni Case", said="new keys of their own").exists()


def test_the_old_passphrase_of_the_last_holder_opens_again_what_it_opened(client, gathoni, case):
    choose(client, gathoni, sure="on")
    old = TEAM + "passphrase/old/"
    assert old in page(client)
    assert "opens nothing" in client.post(old, {"old_passphrase": "wrong words"}).content.decode()
    client.post(old, {"old_passphrase": PASSPHRASE})
    assert client.get(f"/en/cases/{case.number}/").status_code == 200
    assert old not in page(client)


def test_what_somebody_else_holds_too_is_not_kept(gathoni, hamisi):
    team.begin(hamisi, WORDS, timezone.now(), hamisi.public_key)
    assert not hamisi.kept.exists()


def test_the_key_is_given_only_to_whose_digits_were_compared(client, desk, juma):
    team.begin(juma, WORDS, timezone.now())
    address = f"{TEAM}{juma.pk}/key/"
    juma.refresh_from_db()
    shown = page(client, address)
    assert team.fingerprint(juma.public_key) in shown
    assert "+254700000053" in shown or "0700 000 053" in shown
    before = team.fingerprint(juma.public_key)
    team.begin(juma, WORDS, timezone.now(), juma.public_key)
    for typed in ({"seen": before}, {}):
        client.post(address, typed)
        assert not juma.shares.exists()
    give(client, juma)
    assert juma.shares.exists()


def test_who_waits_for_the_key_sees_their_own_digits(client, gathoni, juma):
    choose(client, juma)
    juma.refresh_from_db()
    assert team.fingerprint(juma.public_key) in page(client)


def test_two_keys_have_other_digits():
    assert team.fingerprint(b"a" * 32) != team.fingerprint(b"b" * 32)
    assert len(team.fingerprint(b"a" * 32)) == 24


def test_one_of_two_who_forgot_begins_anew_and_waits(client, gathoni, hamisi):
    choose(client, hamisi)
    assert not hamisi.shares.exists()
    assert team.holders(team.current_key()) == [gathoni]


def test_a_removed_officer_opens_nothing_and_their_cases_are_nobody_s(client, farida, gathoni, hamisi, case):
    case.assigned_to = hamisi
    case.save()
    at_desk(client, hamisi, PASSPHRASE + " leo")
    appointing.remove(hamisi, farida, timezone.now())
    assert client.get("/en/cases/").status_code == 404
    case.refresh_from_db()
    assert case.assigned_to is None
    assert not hamisi.shares.exists()
    assert not hamisi.unlocked.exists()


def test_the_last_holder_is_removed_by_nobody(client, farida, gathoni):
    sign_in(client, farida, verified=True)
    address = f"{TEAM}{gathoni.pk}/remove/"
    assert "Nobody else holds" in client.post(address, {"sure": "on"}).content.decode()
    with pytest.raises(team.LastHolder):
        appointing.remove(gathoni, farida, timezone.now())
    assert team.holders(team.current_key()) == [gathoni]


def test_one_of_two_is_removed_once_however_often_it_is_sent(client, farida, gathoni, hamisi):
    sign_in(client, farida, verified=True)
    for _press in range(2):
        client.post(f"{TEAM}{hamisi.pk}/remove/")
    assert [one.user for one in Officer.objects.active()] == [gathoni.user]
    assert LogLine.objects.filter(act="left").count() == 1


def test_who_comes_back_begins_without_keys(farida, gathoni, hamisi):
    appointing.remove(hamisi, farida, timezone.now())
    officer = appointing.appoint(hamisi.user, farida, timezone.now())
    assert (officer.pk, officer.public_key, officer.shares.count()) == (hamisi.pk, None, 0)


def test_the_key_is_changed_only_with_the_passphrase(desk, gathoni, hamisi, case):
    old = team.current_key()
    assert "not your passphrase" in desk.post(TEAM + "key/", {"confirmed": "yes", "passphrase": "x"}).content.decode()
    assert team.current_key() == old
    desk.post(TEAM + "key/", {"confirmed": "yes", "passphrase": PASSPHRASE})
    assert team.current_key() != old
    assert team.holders(team.current_key()) == [gathoni, hamisi]
    assert desk.get(f"/en/cases/{case.number}/").status_code == 200


def test_a_change_of_the_key_leaves_what_is_lost_as_it_is(desk, gathoni, case):
    lost = TeamKey.objects.create(public_key=b"x" * 32, is_current=False)
    type(case).objects.update(team_key=lost)
    team.rotate(gathoni, gathoni.private, timezone.now())
    case.refresh_from_db()
    assert case.team_key == lost


def test_the_command_appoints_and_says_whom_it_does_not_know(amina):
    out = StringIO()
    call_command("appoint_case_officer", "0700 000 001", stdout=out)
    assert out.getvalue().startswith("Amina Hassan is a case officer")
    with pytest.raises(CommandError):
        call_command("appoint_case_officer", "nobody")


def test_the_list_asks_the_same_questions_however_long_it_is(desk, django_assert_max_num_queries):
    for _one in range(20):
        Officer.objects.create(user=make.make_user())
    with django_assert_max_num_queries(12):
        page(desk)


def test_a_first_passphrase_sent_twice_at_once_leaves_the_first_one(gathoni):
    share, public = gathoni.shares.get(), gathoni.public_key
    with pytest.raises(team.AlreadyBegun):
        team.begin(gathoni, WORDS, timezone.now(), seen=None, is_sure=True)
    gathoni.refresh_from_db()
    assert (gathoni.shares.get(), bytes(gathoni.public_key)) == (share, bytes(public))


def test_whose_passphrase_was_set_meanwhile_is_asked_to_unlock(client, gathoni, hamisi):
    sign_in(client, hamisi.user, verified=True)
    typed = {"passphrase": WORDS, "passphrase_again": WORDS, "seen": ""}
    answer = client.post(TEAM + "passphrase/", typed, follow=True)
    assert answer.redirect_chain == [("/en/cases/unlock/", 302)]
    assert "already" in answer.content.decode()
    assert hamisi.shares.exists()


def test_the_page_carries_which_key_it_knows(client, hamisi):
    sign_in(client, hamisi.user, verified=True)
    assert f'name="seen" value="{bytes(hamisi.public_key).hex()}"' in page(client, TEAM + "passphrase/")


def test_who_has_become_the_last_holder_meanwhile_has_to_be_sure(gathoni, hamisi):
    appointing.remove(gathoni, None, timezone.now())
    with pytest.raises(team.LastHolder):
        team.begin(hamisi, WORDS, timezone.now(), hamisi.public_key)
    assert hamisi.shares.exists()


def test_two_first_officers_make_one_key(gathoni, juma):
    team.begin(juma, WORDS, timezone.now())
    assert team.holders(TeamKey.objects.get()) == [gathoni]


def test_who_became_the_last_holder_is_asked_for_again(client, farida, gathoni, monkeypatch):
    sign_in(client, farida, verified=True)
    address = f"{TEAM}{gathoni.pk}/remove/"
    answers = iter([False, True, True])
    monkeypatch.setattr(team, "is_last_holder", lambda _officer: next(answers))
    assert client.post(address).url == address
    assert Officer.objects.active().exists()
    assert "Nobody else holds" in page(client, address)


class TestAnAccountThatIsDeleted:
    def test_the_last_holder_s_is_kept_and_says_why(self, client, farida, gathoni):
        make.make_root()
        sign_in(client, farida, verified=True)
        answer = client.post(f"/admin/users/delete/{gathoni.user.pk}/", follow=True)
        assert "Let them give it to another officer first." in answer.content.decode()
        with pytest.raises(ProtectedError), transaction.atomic():
            gathoni.user.delete()
        assert team.holders(team.current_key()) == [gathoni]

    def test_one_of_two_holders_goes_and_it_is_logged(self, client, farida, gathoni, hamisi):
        make.make_root()
        sign_in(client, farida, verified=True)
        client.post(f"/admin/users/delete/{hamisi.user.pk}/")
        assert team.holders(team.current_key()) == [gathoni]
        assert LogLine.objects.filter(act="left", officer_name="Hamisi Case").exists()

    def test_who_was_never_of_the_team_leaves_no_line(self, amina):
        amina.delete()
        assert not LogLine.objects.exists()
