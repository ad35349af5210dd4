"""A new team key where the old one is lost: never at once, never by who chose the team, never without a word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import retention, starting_over, team
from incidents.casework import appointing
from incidents.models import LogLine, Officer, TeamKey
from messaging.models import Message
from tests import make
from tests.conftest import sign_in
from tests.incidents.conftest import PASSPHRASE, at_desk, reported

TEAM = "/en/cases/team/"
WAITS = starting_over.WAITS
MOMENT = timedelta(seconds=1)


@pytest.fixture
def farida(db):
    return make.make_user("+254700000090", "Farida Ali", username="farida", is_superuser=True)


@pytest.fixture
def waiting(gathoni, juma):
    """Return Juma, who has a passphrase, and was given no key."""
    juma.private = team.begin(juma, PASSPHRASE, timezone.now())
    juma.refresh_from_db()
    return juma


@pytest.fixture
def now(db):
    return timezone.now()


def told():
    return set(Message.objects.filter(kind="case_team_changed").values_list("recipient", flat=True))


def test_nobody_appoints_themself(client, farida):
    sign_in(client, farida, verified=True)
    assert "Nobody appoints themself" in client.post(TEAM, {"who": "farida"}).content.decode()
    with pytest.raises(appointing.Yourself):
        appointing.appoint(farida, farida, timezone.now())
    assert not Officer.objects.exists()


def test_the_new_key_comes_72_hours_after_it_was_asked_for_and_not_before(waiting, now):
    old = team.current_key()
    starting_over.ask(waiting, now)
    assert starting_over.finish(waiting, now + WAITS - MOMENT) is None
    assert team.current_key() == old
    new = starting_over.finish(waiting, now + WAITS)
    assert team.current_key() == new
    assert team.holders(new) == [waiting]


def test_the_older_reports_stay_shut_to_who_began_anew(waiting, now):
    _receipt, case = reported()
    starting_over.ask(waiting, now)
    starting_over.finish(waiting, now + WAITS)
    with pytest.raises(team.NotYours):
        team.private_key(waiting, waiting.private, case.team_key)


def test_without_asking_there_is_no_new_key(waiting, now):
    assert starting_over.finish(waiting, now) is None


def test_nobody_but_who_asked_makes_it(waiting, gathoni, now):
    other = Officer.objects.create(user=make.make_user("+254700000054", "Kamau Case"))
    team.begin(other, PASSPHRASE, now)
    other.refresh_from_db()
    starting_over.ask(waiting, now)
    starting_over.ask(other, now)
    assert starting_over.finish(other, now + WAITS) is None


def test_who_still_holds_the_key_stops_it(waiting, gathoni, now):
    starting_over.ask(waiting, now)
    starting_over.stop(gathoni, gathoni.private, now)
    starting_over.stop(gathoni, gathoni.private, now)
    assert starting_over.finish(waiting, now + WAITS) is None
    assert LogLine.objects.filter(said="a new key: stopped").count() == 1


def test_who_does_not_hold_it_stops_nothing(waiting, gathoni, now):
    other = Officer.objects.create(user=make.make_user("+254700000054", "Kamau Case"))
    private = team.begin(other, PASSPHRASE, now)
    starting_over.ask(waiting, now)
    with pytest.raises(team.NotYours):
        starting_over.stop(other, private, now)


def test_where_two_hold_the_key_nobody_asks(waiting, hamisi, now):
    with pytest.raises(starting_over.IsHeld):
        starting_over.ask(waiting, now)


def test_where_a_second_one_was_given_the_key_meanwhile_it_is_not_made(waiting, gathoni, now):
    starting_over.ask(waiting, now)
    team.share(gathoni, gathoni.private, waiting, now)
    with pytest.raises(starting_over.IsHeld):
        starting_over.finish(waiting, now + WAITS)


def test_a_changed_key_has_nothing_asked_for(waiting, gathoni, now):
    starting_over.ask(waiting, now)
    team.rotate(gathoni, gathoni.private, now)
    assert starting_over.finish(waiting, now + WAITS) is None


@pytest.mark.parametrize("act", ["appointed", "removed"])
def test_who_appointed_or_removed_anybody_in_seven_days_is_barred(waiting, hamisi, now, act):
    if act == "removed":
        appointing.remove(hamisi, waiting.user, now)
    else:
        appointing.remove(hamisi, None, now)
        appointing.appoint(make.make_user("+254700000055", "Kamau Case"), waiting.user, now)
    with pytest.raises(starting_over.Barred):
        starting_over.ask(waiting, now + timedelta(days=7) - MOMENT)
    starting_over.ask(waiting, now + timedelta(days=7))


def test_who_removes_somebody_while_it_waits_does_not_make_it(waiting, now):
    starting_over.ask(waiting, now)
    other = appointing.appoint(make.make_user("+254700000055", "Kamau Case"), None, now)
    appointing.remove(other, waiting.user, now)
    with pytest.raises(starting_over.Barred):
        starting_over.finish(waiting, now + WAITS)


def test_what_who_was_removed_has_asked_for_is_void(waiting, farida, now):
    starting_over.ask(waiting, now)
    appointing.remove(waiting, farida, now)
    assert starting_over.opens_at(team.current_key()) is None


def test_an_administrator_reads_nothing_by_making_the_team_anew(client, farida, gathoni, waiting):
    """Farida has a friend on the team, who has no key, and takes Gathoni off it."""
    sign_in(client, farida, verified=True)
    client.post(f"{TEAM}{gathoni.pk}/remove/", {"sure": "on"})
    at_desk(client, waiting)
    client.post(TEAM + "key/anew/ask/")
    client.post(TEAM + "key/anew/")
    assert TeamKey.objects.count() == 1
    _receipt, case = reported()
    assert "Mtoto" not in client.get(f"/en/cases/{case.number}/").content.decode()
    assert str(gathoni.user.phone) in told()
    at_desk(client, gathoni)
    assert "asked to begin with a new key" in client.get(TEAM).content.decode()
    client.post(TEAM + "key/anew/stop/")
    assert team.current_key().over_asked_at is None


def test_when_its_time_has_come_the_page_offers_it(client, waiting, now):
    at_desk(client, waiting)
    button = "Begin with a new key: older reports stay shut"
    assert "Ask to begin with a new key" in client.get(TEAM).content.decode()
    client.post(TEAM + "key/anew/ask/")
    assert button not in client.get(TEAM).content.decode()
    TeamKey.objects.update(over_asked_at=now - WAITS)
    assert button in client.get(TEAM).content.decode()
    client.post(TEAM + "key/anew/")
    assert team.holders(team.current_key()) == [waiting]


ACTS = {
    "appointing": lambda gathoni, hamisi, now: appointing.appoint(make.make_user("+254700000055"), None, now),
    "removing": lambda gathoni, hamisi, now: appointing.remove(hamisi, None, now),
    "sharing": lambda gathoni, hamisi, now: team.share(gathoni, gathoni.private, hamisi, now),
    "rotating": lambda gathoni, hamisi, now: team.rotate(gathoni, gathoni.private, now),
}


@pytest.mark.parametrize("act", ACTS)
def test_everybody_is_told_that_something_has_changed_and_not_what(gathoni, hamisi, now, act):
    Message.objects.all().delete()
    ACTS[act](gathoni, hamisi, now)
    assert {"+254700000051", "+254700000052"} <= told()
    bodies = set(Message.objects.values_list("body", flat=True))
    assert len(bodies) == 1
    assert "Something has changed in the case team." in bodies.pop()


def test_new_keys_are_told_too(client, gathoni, juma):
    sign_in(client, juma.user, verified=True)
    words = "paka mbili tatu nne tano sita"
    client.post(TEAM + "passphrase/", {"passphrase": words, "passphrase_again": words})
    assert "+254700000051" in told()


@pytest.mark.parametrize(("days", "is_told"), [(30, False), (29, True)])
def test_who_was_removed_is_told_for_thirty_days(gathoni, hamisi, now, days, is_told):
    Officer.objects.filter(pk=hamisi.pk).update(left_at=now - timedelta(days=days))
    Message.objects.all().delete()
    team.rotate(gathoni, gathoni.private, now)
    assert ("+254700000052" in told()) == is_told


def test_one_message_that_waits_is_enough(gathoni, hamisi, now):
    for _act in range(3):
        team.rotate(gathoni, gathoni.private, now)
    assert Message.objects.filter(recipient="+254700000051", kind="case_team_changed").count() == 1


def test_what_was_sent_goes_after_a_day_and_what_waits_stays(gathoni, hamisi, now):
    team.rotate(gathoni, gathoni.private, now)
    Message.objects.filter(recipient="+254700000052").update(state=Message.State.SENT)
    Message.objects.update(created_at=now - retention.MESSAGES_KEPT)
    retention.purge(now)
    assert told() == {"+254700000051"}
