import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, PrintJob
from certificates.printing import jobs
from saccos import printing
from saccos.minute import cards
from tests import make


@pytest.fixture
def held(member, course):
    return make.make_certificate(member.person, course.translation_key)


@pytest.fixture
def address():
    return reverse("saccos:cards", args=["pwani-shuttle"])


def needed(operator):
    return cards.without_card(operator, timezone.now())


def printed(form, codes, by, operator):
    return jobs.work(printing.start(operator, [Certificate(code=code) for code in codes], form, by), 60)


@pytest.mark.parametrize(("form", "still"), [("cards", 0), ("sheets", 0), ("certificates", 1)])
def test_who_holds_a_certificate_needs_a_card_until_one_is_printed(pwani, held, baraka, form, still):
    assert needed(pwani) == [held.code]
    printed(form, [held.code], baraka, pwani)
    assert len(needed(pwani)) == still


def test_a_job_that_is_not_finished_printed_nothing(pwani, held, baraka):
    printing.start(pwani, [held], "cards", baraka)
    assert needed(pwani) == [held.code]


def test_what_another_operator_printed_does_not_count(pwani, held, daudi, other):
    printed("cards", [held.code], daudi, other)
    assert needed(pwani) == [held.code]


def test_a_revoked_certificate_needs_no_card(pwani, held):
    Certificate.objects.update(revoked_at=timezone.now())
    assert needed(pwani) == []


def test_the_cards_of_just_them_are_printed(as_baraka, address, pwani, held, baraka, course):
    printed("cards", [held.code], baraka, pwani)
    newer = make.make_certificate(make.make_staff(pwani).person, course.translation_key)
    page = as_baraka.get(address).content.decode()
    assert "1 needs a card" in page
    assert held.holder_name not in page
    response = as_baraka.post(address, {"form": "sheets"}, follow=True)
    job = PrintJob.objects.get(form="sheets")
    assert job.codes == [newer.code]
    assert response.redirect_chain[0][0] == reverse("saccos:print_job", args=["pwani-shuttle", job.token])
    assert "Nobody needs a card" in as_baraka.get(address).content.decode()


def test_where_nobody_needs_one_nothing_is_printed(as_baraka, address, member):
    assert "Nobody needs a card" in as_baraka.post(address, {"form": "cards"}).content.decode()
    assert not PrintJob.objects.exists()
