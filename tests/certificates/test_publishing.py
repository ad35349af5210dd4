import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from certificates import issuing, keys, publishing, renewing, revoking, status_list, status_places
from certificates.models import Certificate, PublishedList
from tests import make
from tests.courses.test_attempts import in_threads

NOW = timezone.now()


def read(row):
    return status_list.read(json.loads(row.document), lambda kid: keys.load()[kid].public)


@pytest.fixture
def certificate(amina, course):
    return issuing.issue(make.make_enrolment(amina, course))


def test_a_revoked_and_a_replaced_one_are_in_the_list_and_others_are_not(amina, chausiku, baraka, course):
    one, two, three = (issuing.issue(make.make_enrolment(who, course)) for who in (amina, chausiku, baraka))
    revoking.revoke(one, "cheating", "Farida", NOW)
    renewing.replace(two, "Chausiku Wambui", "Farida", timezone.now())
    published = read(publishing.publish())
    assert [published.is_set(each.status_index) for each in (one, two, three)] == [True, True, False]
    assert len(published) >= status_list.SMALLEST


def test_what_ran_out_more_than_a_list_ago_is_left_out(certificate):
    revoking.revoke(certificate, "cheating", "Farida", NOW)
    Certificate.objects.update(expires_at=NOW - status_list.HOLDS + timedelta(seconds=1))
    assert publishing.ended(NOW) == [certificate.status_index]
    Certificate.objects.update(expires_at=NOW - status_list.HOLDS)
    assert publishing.ended(NOW) == []


def test_revoking_publishes_once_it_is_certain(certificate, django_capture_on_commit_callbacks):
    before = publishing.newest()
    with django_capture_on_commit_callbacks(execute=True):
        revoking.revoke(certificate, "cheating", "Farida", NOW)
        assert PublishedList.objects.get().etag == before.etag
    assert read(publishing.newest()).is_set(certificate.status_index)


def test_a_revocation_that_did_not_happen_publishes_nothing(certificate, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        revoking.revoke(certificate, "cheating", "Farida", NOW)
        transaction.set_rollback(True)
    assert callbacks == []


def test_the_list_is_made_again_after_a_day_and_not_before(db):
    first = publishing.newest(NOW)
    assert publishing.newest(NOW + publishing.RENEWED_EVERY - timedelta(seconds=1)).etag == first.etag
    again = publishing.newest(NOW + publishing.RENEWED_EVERY)
    assert read(again).issued == int((NOW + publishing.RENEWED_EVERY).timestamp())
    assert PublishedList.objects.count() == 1


def test_it_holds_for_seven_days(db):
    published = read(publishing.newest(NOW))
    assert published.until - published.issued == 7 * 24 * 3600


def test_a_key_that_is_missing_costs_nobody_the_revocation(
    certificate, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.DEVELOPMENT, settings.CERTIFICATE_KEYS_DIR = False, str(tmp_path / "none")
    with django_capture_on_commit_callbacks(execute=True):
        assert revoking.revoke(certificate, "cheating", "Farida", NOW)
    assert Certificate.objects.get().revoked_at


def test_places_are_free_different_and_spread(amina, course):
    taken = issuing.issue(make.make_enrolment(amina, course)).status_index
    places = status_places.draw(2000)
    assert len(set(places)) == 2000
    assert taken not in places
    assert max(places) > status_list.SMALLEST * 0.9
    assert sum(places) / 2000 == pytest.approx(status_list.SMALLEST / 2, rel=0.1)


@pytest.mark.parametrize(("certificates", "length"), [(0, 131_072), (104_856, 131_072), (104_857, 132_096)])
def test_a_fifth_of_the_places_is_free(amina, certificates, length, db):
    if certificates:
        Certificate.objects.bulk_create(
            [Certificate(pk=certificates, learner=amina, course_key=uuid4(), expires_at=NOW)]
        )
    assert status_places.length() == length


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_eight_revocations_at_once_none_is_missing_from_the_list():
    course = make.make_course()
    issued = [issuing.issue(make.make_enrolment(make.make_user(), course)) for _ in range(8)]
    waiting = iter(issued)
    in_threads(8, lambda: revoking.revoke(next(waiting), "cheating", "Farida", NOW))
    published = read(publishing.newest())
    assert all(published.is_set(each.status_index) for each in issued)


def test_the_list_keeps_every_place_that_was_given(amina):
    Certificate.objects.bulk_create(
        [Certificate(learner=amina, course_key=uuid4(), expires_at=NOW, status_index=200_000)]
    )
    assert 200_000 < status_places.length() < 202_000
    assert len(read(publishing.publish())) == status_places.length()


def test_where_publishing_failed_the_next_who_asks_gets_what_was_revoked(certificate):
    publishing.publish(NOW)
    revoking.revoke(certificate, "cheating", "Farida", NOW + timedelta(seconds=2))
    assert read(publishing.newest(NOW + timedelta(seconds=3))).is_set(certificate.status_index)


def test_a_list_signed_with_yesterdays_key_is_made_again(db):
    row = publishing.newest(NOW)
    PublishedList.objects.update(kid=row.kid + 1)
    assert publishing.newest(NOW).kid == row.kid


def test_a_list_never_goes_back_in_time(db):
    publishing.publish(NOW)
    assert publishing.publish(NOW - timedelta(seconds=30)).issued_at == NOW


def test_what_stands_is_served_with_two_reads(db, django_assert_num_queries):
    publishing.newest()
    with django_assert_num_queries(2):
        publishing.newest()
