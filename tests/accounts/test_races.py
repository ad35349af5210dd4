"""What happens when two requests come at once: each on a connection of its own, with what it sees committed."""

import threading

import pytest
from django.db import connection

from accounts import second_factor, sign_in
from accounts.models import User
from messaging.models import Message
from tests import make
from tests.accounts.conftest import PHONE, newest_code

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


def ask():
    sign_in.request_code(PHONE, "196.201.1.1", "en")


def in_two_threads(work):
    """Do it twice at once; return the two results, or what was raised."""
    results, ready = [], threading.Barrier(2)

    def run():
        ready.wait()
        try:
            results.append(work())
        except (sign_in.MustWait, sign_in.WrongCode, second_factor.WrongCode) as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_code_that_comes_twice_at_once_works_once():
    ask()
    code = newest_code()
    results = in_two_threads(lambda: sign_in.check_code(PHONE, code))
    assert [type(result) for result in results].count(User) == 1
    assert User.objects.count() == 1


def test_two_requests_at_once_send_one_code():
    results = in_two_threads(ask)
    assert [type(result) for result in results].count(sign_in.JustSent) == 1
    assert Message.objects.count() == 1


def test_a_recovery_code_that_comes_twice_at_once_works_once():
    person = make.make_user(PHONE)
    code = second_factor.make_recovery_codes(person)[0]
    results = in_two_threads(lambda: second_factor.check(person, code))
    assert [type(result) for result in results].count(second_factor.WrongCode) == 1
