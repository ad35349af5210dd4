"""A long list is saved, and undone, by a process of its own, which no server's patience ends."""

import subprocess
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from saccos.models import Act, Roster
from saccos.roster import checking, jobs
from saccos.roster.progress import Progress, Step, read
from tests import make
from tests.saccos.rosters import check, save, somebody, staff, undo

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


def test_where_the_process_never_begins_the_page_saves(as_baraka, pwani, started):
    roster = check(pwani, NJERI)
    look(as_baraka, roster, do="save")
    cache.delete(f"roster-{roster.token}")  # its eight seconds are over
    assert "The list is saved" in look(as_baraka, roster)
    assert (len(started), len(staff(pwani))) == (1, 1)


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


def test_a_long_undoing_goes_on_without_the_page(as_baraka, pwani, started):
    roster = save(check(pwani, NJERI))
    page = look(as_baraka, roster, do="undo")
    assert "the undoing goes on by itself" in page
    assert (roster.is_being_undone, len(staff(pwani))) == (True, 1)
    look(as_baraka, roster, do="undo")
    (command,) = started
    call_command(*command[2:])
    page = look(as_baraka, roster, do="undo")
    assert "The list was undone" in page
    assert (staff(pwani), len(started)) == ([], 1)
    assert Act.objects.filter(kind="list-undone").count() == 1


def test_the_lists_say_which_one_is_being_undone(as_baraka, pwani, started):
    look(as_baraka, save(check(pwani, NJERI)), do="undo")
    page = as_baraka.get(reverse("saccos:rosters", args=[pwani.slug])).content.decode()
    assert "being undone" in page


def test_a_stopped_undoing_says_that_nothing_was_undone(as_baraka, pwani, started):
    roster = save(check(pwani, NJERI))
    look(as_baraka, roster, do="undo")
    Roster.objects.update(error="no disk")
    assert "Nothing was undone" in look(as_baraka, roster)
    page = look(as_baraka, roster, do="retry")
    assert "Undoing the list" in page


@pytest.mark.parametrize("act", ["save", "undo"])
def test_the_page_tells_what_the_process_told_that_is_at_it(as_baraka, pwani, started, act):
    roster = check(pwani, NJERI)
    look(as_baraka, save(roster) if act == "undo" else roster, do=act)
    assert jobs.claim(roster, timezone.now())
    assert "10,000 of 20,000" not in look(as_baraka, roster)
    Progress(roster).tell(Step.LOOK, 10_000, 20_000)
    page = look(as_baraka, roster)
    assert "10,000 of 20,000" in page
    assert "looked at once more" in page


def test_what_a_process_told_before_it_was_killed_is_not_told_of_the_next(pwani, started):
    roster = check(pwani, NJERI)
    jobs.ask_to_save(roster)
    roster.refresh_from_db()
    jobs.claim(roster, timezone.now())
    Progress(roster).tell(Step.WRITE, 10_000, 20_000)
    Roster.objects.update(lease_until=None)
    roster.refresh_from_db()
    assert read(roster) is None
    assert jobs.claim(roster, timezone.now())
    assert read(roster) is None


def test_progress_is_told_now_and_then_and_at_the_beginning_and_end_of_each_step(pwani):
    roster = check(pwani, NJERI)
    jobs.ask_to_save(roster)
    roster.refresh_from_db()
    jobs.claim(roster, timezone.now())
    progress, seen = Progress(roster), []
    for step, done in [(Step.LOOK, 0), (Step.LOOK, 1), (Step.LOOK, 3), (Step.WRITE, 0), (Step.WRITE, 2)]:
        progress.tell(step, done, 3)
        seen.append((read(roster)["step"], read(roster)["done"]))
    assert seen == [("look", 0), ("look", 0), ("look", 3), ("write", 0), ("write", 0)]


def test_saving_and_undoing_tell_every_row(pwani, monkeypatch):
    told = []
    monkeypatch.setattr(checking, "PART", 2)
    monkeypatch.setattr(Progress, "tell", lambda _self, step, done, total: told.append((step.value, done, total)))
    roster = save(check(pwani, *(f"{somebody(n)}\t071234567{n}\tdriver" for n in range(3))))
    assert told == [("look", 0, 3), ("look", 2, 3), ("write", 0, 3), ("write", 2, 3), ("write", 3, 3)]
    told.clear()
    undo(roster)
    assert told == [("look", 0, 3), ("look", 2, 3), ("back", 0, 3), ("back", 2, 3), ("back", 3, 3)]
