from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from certificates.models import Certificate
from tests.make import make_certificate

SECOND = timedelta(seconds=1)
NOW = timezone.now()
State = Certificate.State


def certificate_until(learner, moment, **fields):
    return make_certificate(learner, uuid4(), issued_at=NOW - timedelta(days=700), expires_at=moment, **fields)


def test_it_is_valid_one_second_before_it_expires_and_expired_at_that_very_second(amina):
    certificate = certificate_until(amina, NOW)
    assert certificate.state_at(NOW - SECOND) == State.VALID
    assert certificate.state_at(NOW) == State.EXPIRED


def test_revoked_counts_more_than_replaced_and_replaced_more_than_expired(amina):
    new = certificate_until(amina, NOW + SECOND)
    assert certificate_until(amina, NOW - SECOND, replaced_by=new).state_at(NOW) == State.REPLACED
    new.revoked_at = NOW
    new.expires_at = NOW - SECOND
    assert new.state_at(NOW) == State.REVOKED
    assert Certificate(revoked_at=NOW, replaced_by=new, expires_at=NOW + SECOND).state_at(NOW) == State.REVOKED


@pytest.fixture
def one_of_each(amina):
    valid = certificate_until(amina, NOW + SECOND)
    return {
        State.VALID: valid,
        State.EXPIRED: certificate_until(amina, NOW),
        State.REVOKED: certificate_until(amina, NOW, revoked_at=NOW),
        State.REPLACED: certificate_until(amina, NOW, replaced_by=valid),
    }


@pytest.mark.parametrize("state", State)
def test_the_database_and_the_certificate_agree_on_the_state(one_of_each, state):
    assert list(Certificate.objects.in_state(state, NOW)) == [one_of_each[state]]
    assert one_of_each[state].state_at(NOW) == state


def test_lapsing_are_those_that_hold_now_and_no_longer_at_the_end(amina):
    inside = certificate_until(amina, NOW + SECOND)
    edge = certificate_until(amina, NOW + 2 * SECOND)
    certificate_until(amina, NOW)
    certificate_until(amina, NOW + 3 * SECOND)
    assert set(Certificate.objects.lapsing(NOW, NOW + 2 * SECOND)) == {inside, edge}
