"""One learner with two phones at once: each has a paper of its own, and both attempts are kept; neither adds up."""

import pytest

from courses.models import Attempt, Ticket
from tests.journeys.own_phone import begin, come_back, take_by_touch

pytestmark = pytest.mark.browser


def test_two_phones_hand_in_two_attempts_with_two_receipts(own_phone, first_course, every_kind):
    phones = [own_phone(has_touch=True), own_phone(has_touch=True)]
    for phone in phones:
        take_by_touch(begin(phone, first_course, every_kind))
    for phone in reversed(phones):
        come_back(phone)
    tickets = {row["ticket"] for phone in phones for row in phone.rows()}
    attempts = Attempt.objects.filter(quiz=every_kind, ticket__in=tickets)
    assert len(tickets) == Ticket.objects.filter(ticket__in=tickets, spent_at__isnull=False).count() == 2
    assert {attempt.ticket for attempt in attempts} == tickets
    assert [(attempt.right, attempt.asked, attempt.way) for attempt in attempts] == [(7, 7, "phone")] * 2
    assert {row["receipt"] for phone in phones for row in phone.rows()} == {attempt.receipt for attempt in attempts}
