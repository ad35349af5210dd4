"""Saving and undoing killed at any moment: all of the list or none of it, and the next process does it."""

import os
import random
import signal
import time

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from saccos import keeping
from saccos.models import Act, Roster
from saccos.roster import jobs
from tests import make
from tests.courses.test_attempts import in_threads
from tests.saccos.rosters import check, save, somebody, staff

MANY = 1200
pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def roster():
    pwani = make.make_operator("Pwani Shuttle Sacco")
    return check(pwani, *(f"{somebody(n)}\t07{10000000 + n}\tdriver" for n in range(MANY)))


def killed(roster, after):
    """Let a process of its own work on the list and kill it so many seconds later; return whether it had finished."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            jobs.work(Roster.objects.get(pk=roster.pk), 60)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def kill_again_and_again(roster, seed, is_untouched):
    moments = random.Random(seed)
    for _kill in range(4):
        if killed(roster, moments.uniform(0.02, 0.8)):
            break
        Roster.objects.filter(pk=roster.pk).update(lease_until=None)  # its seconds pass
        # Killed behind its commit it has done all; else nothing.
        if not jobs.waiting().exists():
            break
        assert is_untouched()
    return jobs.work(Roster.objects.get(pk=roster.pk), 60)


@pytest.mark.parametrize("seed", range(3))
def test_a_saving_that_is_killed_saves_nothing_and_the_next_saves_all(roster, seed):
    jobs.ask_to_save(roster)
    done = kill_again_and_again(roster, seed, lambda: not staff(roster.operator))
    assert (done.phase, len(staff(roster.operator))) == (Roster.Phase.SAVED, MANY)
    assert keeping.wrong() == []


@pytest.mark.parametrize("seed", range(3))
def test_an_undoing_that_is_killed_undoes_nothing_and_the_next_undoes_all(roster, seed):
    save(roster)
    jobs.ask_to_undo(roster, None, timezone.now())
    done = kill_again_and_again(roster, seed, lambda: len(staff(roster.operator)) == MANY)
    assert (done.phase, staff(roster.operator)) == (Roster.Phase.UNDONE, [])
    assert not User.objects.filter(full_name__startswith="Person Number").exists()
    assert keeping.wrong() == []
    assert Act.objects.filter(kind="list-undone").count() == 1


def test_several_at_once_undo_it_once(roster):
    save(roster)

    def press():
        is_first = jobs.ask_to_undo(roster, None, timezone.now())
        jobs.work(Roster.objects.get(pk=roster.pk), 60)
        return is_first

    assert sorted(in_threads(4, press)) == [False, False, False, True]
    assert staff(roster.operator) == []
    assert Act.objects.filter(kind="list-undone").count() == 1
