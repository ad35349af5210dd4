"""Who leaves takes their record along: a former manager sees nothing of what comes later, whatever happens to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import merging, personal_data
from saccos import joining, keeping
from saccos.models import Reminder, StaffMember
from tests import make

TODAY = timezone.localdate()


@pytest.fixture
def former(pwani, amina):
    """Amina's time at pwani, which ended nine days ago."""
    row = make.make_staff(pwani, amina, started_on=TODAY - timedelta(days=90))
    joining.leave(row, TODAY - timedelta(days=9))
    return row


def seen(as_baraka, pwani, former):
    """Return what the former manager's pages say: her own page, the lists, and what the row keeps."""
    manage = f"/en/manage/{pwani.slug}/"
    pages = [
        as_baraka.get(manage + tail).content.decode() for tail in (f"staff/{former.pk}/", "staff/", "history/", "")
    ]
    return "".join(pages)


def copies(former):
    return StaffMember.objects.values_list("trained_until", "has_begun", "stopped_at", "counted_as").get(pk=former.pk)


def test_what_she_learns_later_is_not_seen(as_baraka, pwani, former, amina, course):
    before = copies(former)
    make.make_enrolment(amina, course, completed=False)
    certificate = make.make_certificate(amina, course.translation_key)
    page = seen(as_baraka, pwani, former)
    assert certificate.spelled_code not in page
    assert "Red flags on the road" not in page
    assert (copies(former), before) == ((None, False, None, ""),) * 2


def test_nor_is_what_a_merge_brings(as_baraka, pwani, other, former, amina, course):
    twin = make.make_user("+254700000011", "Amina Hasan Juma")
    make.make_staff(other, twin)
    certificate = make.make_certificate(twin, course.translation_key)
    merging.merge(amina, twin, None, timezone.now())
    page = seen(as_baraka, pwani, former)
    assert certificate.spelled_code not in page
    assert "Mawimbi" not in page
    assert copies(former) == (None, False, None, "")
    assert keeping.wrong() == []


def test_a_former_place_moved_by_a_merge_shows_no_more_than_before(as_baraka, pwani, other, former, amina, course):
    kept = make.make_user("+254700000011", "Amina Hasan Juma")
    make.make_staff(other, kept)
    make.make_certificate(kept, course.translation_key)
    merging.merge(kept, amina, None, timezone.now())
    assert "Mawimbi" not in seen(as_baraka, pwani, former)
    assert copies(former)[0] is None


def test_the_record_stays_hers(former, amina, course):
    make.make_certificate(amina, course.translation_key)
    Reminder.objects.create(person=amina, operator=former.operator)
    taken = personal_data.of(amina)
    work = taken["work"]
    assert len(taken["certificates"]) == 1
    assert [(one["operator__name"], one["ended_on"]) for one in work["employments"]] == [
        ("Pwani Shuttle Sacco", TODAY - timedelta(days=9))
    ]
    assert [one["operator__name"] for one in work["reminders"]] == ["Pwani Shuttle Sacco"]


def test_what_was_agreed_under_another_entry_may_be_taken_along_too(amina, baraka):
    twin = make.make_user("+254700000011", "Amina Hasan")
    merging.merge(amina, twin, None, timezone.now())
    (together,) = personal_data.of(amina)["put_together"]
    assert (together["name"], len(together["consents"])) == ("Amina Hasan", 1)
