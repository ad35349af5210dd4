"""Two reports of one thing: handled as one, while each reporter keeps their receipt."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import receipts, sealing, taking
from incidents.casework import acting
from incidents.models import Case, Entry, LogLine, TeamKey
from tests.incidents.conftest import reported


@pytest.fixture
def two(gathoni):
    return reported({"what": "Basi la kwanza"}, "a"), reported({"what": "Basi la pili"}, "b", urgency=1)


def merge(client, case, number):
    return client.post(f"/en/cases/{case.number}/", {"do": "merge", "merge-number": number})


def page(client, case):
    return client.get(f"/en/cases/{case.number}/", follow=True).content.decode()


def test_a_merged_case_is_read_with_the_other_and_leaves_the_inbox(desk, two):
    (_first, one), (_second, other) = two
    assert merge(desk, other, one.number.lower()).url == f"/en/cases/{one.number}/"
    html = page(desk, other)
    assert "Basi la kwanza" in html
    assert "Basi la pili" in html
    assert other.number not in desk.get("/en/cases/?state=all").content.decode()


def test_the_more_urgent_of_the_two_counts(desk, two):
    (_first, one), (_second, other) = two
    merge(desk, other, one.number)
    one.refresh_from_db()
    assert one.urgency == Case.Urgency.NOW


def test_each_reporter_reads_the_reply_and_the_team_reads_it_once(desk, two):
    (first, one), (second, other) = two
    merge(desk, other, one.number)
    for _click in range(2):
        desk.post(f"/en/cases/{one.number}/", {"do": "reply", "reply-text": "Asanteni", "reply-token": "t"})
    for receipt, case in ((first, one), (second, other)):
        reply = case.entries.get(kind="reply")
        assert sealing.open_said(receipts.derive(receipt).private_key, reply.reporter_box) == {"text": "Asanteni"}
    assert page(desk, one).count("Asanteni") == 1


def test_what_the_other_reporter_adds_is_news_of_the_whole(desk, two):
    (_first, one), (second, other) = two
    merge(desk, other, one.number)
    page(desk, one)
    taking.add(taking.find(receipts.derive(second)), taking.Sent({"text": "Na tena"}, "c"), timezone.now())
    one.refresh_from_db()
    assert one.has_news
    assert "Na tena" in page(desk, one)


def test_merging_twice_is_merging_once(desk, two):
    (_first, one), (_second, other) = two
    for _click in range(2):
        acting.merge(other, one.number, None, timezone.now())
    assert LogLine.objects.filter(act="merged").count() == 2


def test_a_case_that_holds_others_takes_them_along(desk, two):
    (_first, one), (_second, other) = two
    third = reported({"what": "Tatu"}, "c")[1]
    merge(desk, third, other.number)
    merge(desk, other, one.number)
    assert set(one.merged.all()) == {other, third}
    # By now the number of a merged case stands for the one it is part of.
    fourth = reported({"what": "Nne"}, "d")[1]
    merge(desk, fourth, other.number)
    assert fourth in one.merged.all()


def test_taken_out_again_it_stands_for_itself(desk, two):
    (_first, one), (_second, other) = two
    merge(desk, other, one.number)
    for _click in range(2):
        desk.post(f"/en/cases/{one.number}/", {"do": "part", "number": other.number})
    assert "Basi la pili" not in page(desk, one)
    assert "Basi la pili" in page(desk, other)
    assert LogLine.objects.filter(act="merged").count() == 4


@pytest.mark.parametrize("number", ["AAA-AAA", "itself", "its part"])
def test_a_number_that_leads_nowhere_is_said_beside_the_field(desk, two, number):
    (_first, one), (_second, other) = two
    merge(desk, other, one.number)
    typed = {"itself": one.number, "its part": other.number}.get(number, number)
    assert "No other case has this number." in merge(desk, one, typed).content.decode()
    assert not Entry.objects.filter(kind="note").exists()


def test_every_part_that_is_opened_is_logged(desk, two):
    (_first, one), (_second, other) = two
    merge(desk, other, one.number)
    page(desk, one)
    opened = set(LogLine.objects.filter(act="opened").values_list("case_number", flat=True))
    assert opened == {one.number, other.number}


def test_a_part_whose_key_is_lost_does_not_shut_the_rest(desk, two):
    (_first, one), (_second, other) = two
    merge(desk, other, one.number)
    lost = TeamKey.objects.create(public_key=b"x" * 32, is_current=False)
    Case.objects.filter(pk=other.pk).update(team_key=lost)
    html = page(desk, one)
    assert "Basi la kwanza" in html
    assert other.number in html


def close(case, days_ago):
    closed_at = timezone.now() - timedelta(days=days_ago)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=closed_at, has_news=False)
    return closed_at


def test_what_goes_into_a_closed_case_opens_it_again(desk, two):
    (_first, one), (_second, other) = two
    close(one, 700)
    merge(desk, other, one.number)
    one.refresh_from_db()
    assert (one.state, one.closed_at) == ("open", None)


def test_what_goes_unread_into_another_is_news_of_that(gathoni, two):
    (_first, one), (_second, other) = two
    close(one, 700)
    acting.merge(other, one.number, gathoni, timezone.now())
    one.refresh_from_db()
    assert one.has_news


def test_two_closed_ones_stay_closed_since_the_later_day(gathoni, two):
    (_first, one), (_second, other) = two
    close(one, 700)
    later = close(other, 3)
    acting.merge(other, one.number, gathoni, timezone.now())
    one.refresh_from_db()
    assert (one.state, one.closed_at, one.has_news) == ("closed", later, False)


def test_two_who_merge_both_ways_at_once_make_no_circle(gathoni, two, monkeypatch):
    (_first, one), (_second, other) = two
    stale = acting.target_of(one, other.number)
    acting.merge(other, one.number, gathoni, timezone.now())
    monkeypatch.setattr(acting, "target_of", lambda *_args: stale)
    with pytest.raises(acting.JustMerged):
        acting.merge(one, other.number, gathoni, timezone.now())
    assert list(Case.objects.current()) == [one]


def test_what_has_gone_elsewhere_meanwhile_is_said_beside_the_field(desk, two, monkeypatch):
    (_first, one), (_second, other) = two
    third = reported({"what": "Tatu"}, "c")[1]
    stale = acting.target_of(third, other.number)
    merge(desk, other, one.number)
    monkeypatch.setattr(acting, "target_of", lambda *_args: stale)
    assert "just gone into another case" in merge(desk, third, other.number).content.decode()
    third.refresh_from_db()
    assert third.merged_into is None
