"""A long list is saved by a process of its own, which no server's patience ends."""

import subprocess
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from saccos.models import Roster
from saccos.roster import jobs
from tests import make
from tests.saccos.rosters import check, staff

NJERI = "Njeri Kamau\t0712 345 678\tKondakta"


@pytest.fixture
def started(monkeypatch):
    """Every list is long; the commands that would run."""
    commands = []
    monkeypatch.setattr(jobs, "MOST_IN_A_REQUEST", 0)
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_how: commands.append(command))
    return commands


def look(client, roster, **data):
    where = reverse("saccos:roster", args=[roster.operator.slug, roster.token])
    answer = client.post(where, data, follow=True) if data else client.get(where)
    roster.refresh_from_db()
    return answer.content.decode()


def test_the_page_only_starts_it_and_says_so(as_baraka, pwani, started):
    roster = check(pwani, NJERI)
    page = look(as_baraka, roster, do="save")
    assert "the saving goes on by itself" in page
    assert (roster.phase, staff(pwani)) == (Roster.Phase.SAVING, [])
    (command,) = started
    assert command[2:] == ["run_jobs", f"--roster={roster.token}"]
    look(as_baraka, roster)
    assert len(started) == 1
    call_command(*command[2:])
    assert "The list is saved" in look(as_baraka, roster)
    assert len(staff(pwani)) == 1


def test_one_that_was_killed_is_started_again_after_its_lease(as_baraka, pwani, started):
    roster = check(pwani, NJERI)
    look(as_baraka, roster, do="save")
    assert jobs.claim(roster, timezone.now())
    cache.clear()
    look(as_baraka, roster)
    assert len(started) == 1
    Roster.objects.filter(pk=roster.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    look(as_baraka, roster)
    assert (len(started), roster.phase, staff(pwani)) == (2, Roster.Phase.SAVING, [])


def test_where_no_process_can_be_started_the_page_saves(as_baraka, pwani, started, monkeypatch):
    def full(*_command, **_how):
        raise OSError("no memory")

    monkeypatch.setattr(subprocess, "Popen", full)
    look(as_baraka, check(pwani, NJERI), do="save")
    assert len(staff(pwani)) == 1


@pytest.mark.parametrize(("most", "is_apart"), [(1, False), (0, True)])
def test_how_long_a_list_is_saved_in_the_request(as_baraka, pwani, started, monkeypatch, most, is_apart):
    monkeypatch.setattr(jobs, "MOST_IN_A_REQUEST", most)
    look(as_baraka, check(pwani, NJERI), do="save")
    assert bool(started) == is_apart


@pytest.mark.parametrize(("most", "is_apart"), [(1, False), (0, True)])
def test_many_moves_make_a_list_long(as_baraka, pwani, other, amina, started, monkeypatch, most, is_apart):
    monkeypatch.setattr(jobs, "MOST_IN_A_REQUEST", 2_000)
    monkeypatch.setattr(jobs, "MOST_MOVES_IN_A_REQUEST", most)
    make.make_staff(other, amina)
    roster = check(pwani, "Amina Hassan\t0700000001\tconductor")
    look(as_baraka, roster, do="save", shown=["2"], row=["2"])
    assert bool(started) == is_apart


def test_the_command_leaves_other_lists_alone(pwani, other, started):
    one, another = check(pwani, NJERI), check(other, "Asha Juma\t0712 345 679\tdriver")
    for roster in (one, another):
        jobs.ask_to_save(roster)
    call_command("run_jobs", f"--roster={one.token}")
    assert [len(staff(operator)) for operator in (pwani, other)] == [1, 0]
