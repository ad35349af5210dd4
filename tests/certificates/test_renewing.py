from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from certificates import issuing, numbering, renewing, revoking
from certificates.models import Certificate, CertificateAct
from courses.models import Attempt, CoursePage, Quiz
from tests import make
from tests.courses.test_attempts import in_threads, sit

NOW = timezone.now()
State = Certificate.State


@pytest.fixture
def certificate(amina, course):
    """Amina's certificate of a year and 23 months ago: it ends in a month."""
    return issuing.issue(make.make_enrolment(amina, course), NOW - timedelta(days=700))


def ending_in(certificate, left):
    Certificate.objects.filter(pk=certificate.pk).update(expires_at=NOW + left)
    certificate.refresh_from_db()
    return certificate


def acts(certificate):
    return list(certificate.acts.values_list("kind", "by", "detail"))


def test_a_renewal_names_the_old_one_and_leaves_it_as_it_is(certificate, amina):
    before = Certificate.objects.filter(pk=certificate.pk).values().get()
    renewal = renewing.renew(certificate, "Farida", NOW)
    assert (renewal.renews, renewal.period, renewal.learner) == (certificate, 2, amina)
    assert renewal.expires_at > certificate.expires_at
    assert renewal.statement
    assert renewal.status_index != certificate.status_index
    assert Certificate.objects.filter(pk=certificate.pk).values().get() == before
    assert acts(certificate)[-1] == ("renewed", "Farida", renewal.code)
    assert acts(renewal) == [("issued", "Farida", "")]


def test_it_opens_sixty_days_before_the_end(certificate):
    edge = renewing.OPENS_BEFORE
    assert not renewing.can_renew(ending_in(certificate, edge + timedelta(seconds=1)), NOW)
    assert renewing.can_renew(ending_in(certificate, edge), NOW)
    with pytest.raises(renewing.TooSoon):
        renewing.renew(ending_in(certificate, edge + timedelta(seconds=1)), "Farida", NOW)
    assert Certificate.objects.count() == 1


def test_after_the_end_and_after_a_revocation_it_is_open(certificate):
    assert renewing.can_renew(ending_in(certificate, -timedelta(days=900)), NOW)
    ending_in(certificate, timedelta(days=300))
    revoking.revoke(certificate, "issued_in_error", "Farida", NOW)
    renewal = renewing.renew(certificate, "Farida", NOW)
    assert (renewal.state, certificate.state) == (State.VALID, State.REVOKED)


def test_asking_again_returns_the_same_one(certificate):
    assert renewing.renew(certificate, "Farida", NOW) == renewing.renew(certificate, "Farida", NOW)
    assert not renewing.can_renew(certificate, NOW)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_eight_who_renew_at_once_make_one():
    course = make.make_course()
    old = issuing.issue(make.make_enrolment(make.make_user(), course), NOW - timedelta(days=700))
    assert len(set(in_threads(8, lambda: renewing.renew(old, "Farida", NOW).code))) == 1
    assert Certificate.objects.count() == 2


def test_a_replacement_bears_the_corrected_name_and_ends_on_the_same_day(certificate, amina):
    new = renewing.replace(certificate, " Amina  Hassan Ali ", "Farida", NOW)
    certificate.refresh_from_db()
    assert (new.holder_name, new.learner, new.period) == ("Amina Hassan Ali", amina, 1)
    assert (new.expires_at, new.issued_at) == (certificate.expires_at, NOW)
    assert (certificate.state, certificate.replaced_by, new.state) == (State.REPLACED, new, State.VALID)
    assert acts(certificate)[-1] == ("replaced", "Farida", new.code)


def test_the_same_correction_twice_is_one_and_another_is_refused(certificate):
    first = renewing.replace(certificate, "Amina Ali", "Farida", NOW)
    assert renewing.replace(certificate, "Amina Ali", "Farida", NOW) == first
    with pytest.raises(ValueError, match="holds"):
        renewing.replace(certificate, "Amina Omar", "Farida", NOW)


@pytest.mark.parametrize("name", ["", " ", "\u202e"])
def test_a_name_with_nothing_in_it_replaces_nothing(certificate, name):
    with pytest.raises(ValueError, match="name"):
        renewing.replace(certificate, name, "Farida", NOW)


def test_what_is_revoked_or_expired_is_not_replaced(certificate):
    ending_in(certificate, timedelta(0))
    with pytest.raises(ValueError, match="holds"):
        renewing.replace(certificate, "Amina Ali", "Farida", NOW)
    ending_in(certificate, timedelta(seconds=1))
    assert renewing.can_replace(certificate, NOW)


def test_a_replacement_is_renewed_and_the_replaced_one_is_not(certificate):
    new = renewing.replace(certificate, "Amina Ali", "Farida", NOW)
    certificate.refresh_from_db()
    assert not renewing.can_renew(certificate, NOW)
    assert renewing.renew(new, "Farida", NOW).period == 2


def test_issuing_again_returns_the_one_in_force_of_the_first_period(certificate, amina, course):
    new = renewing.replace(certificate, "Amina Ali", "Farida", NOW)
    assert issuing.issue(amina.enrolments.get(course_key=course.translation_key)) == new


def pass_quizzes(learner, slugs, at):
    for slug in slugs:
        sit(learner, Quiz.objects.get(slug=slug))
    Attempt.objects.filter(quiz__slug__in=slugs).update(handed_in_at=at)


@pytest.fixture
def refresher(course):
    refresher = make.make_course("Refresher", "refresher", modules=2)
    CoursePage.objects.filter(translation_key=refresher.translation_key).update(refreshes=course)
    return refresher


def test_passing_the_last_quiz_of_the_refresher_renews_at_once(certificate, amina, refresher):
    sit(amina, Quiz.objects.get(slug="refresher-1"))
    assert Certificate.objects.filter(course_key=certificate.course_key).count() == 1
    sit(amina, Quiz.objects.get(slug="refresher-2"))
    renewal = certificate.renewals.get()
    assert (renewal.course_key, renewal.acts.get().by) == (certificate.course_key, issuing.PLATFORM)


def test_what_was_passed_before_the_certificate_was_issued_renews_nothing(certificate, amina, refresher):
    slugs = ["refresher-1", "refresher-2"]
    ending_in(certificate, timedelta(days=100))
    pass_quizzes(amina, slugs, certificate.issued_at)
    assert not renewing.is_earned(certificate)
    Attempt.objects.update(handed_in_at=certificate.issued_at + timedelta(seconds=1))
    assert renewing.is_earned(certificate)


def test_where_there_is_no_refresher_the_course_itself_renews(certificate, amina, course):
    sit(amina, Quiz.objects.get(slug="red-flags-1"))
    assert not certificate.renewals.exists()
    sit(amina, Quiz.objects.get(slug="red-flags-2"))
    assert certificate.renewals.exists()


def test_what_is_earned_too_early_is_renewed_by_the_nightly_command_when_the_time_comes(
    certificate, amina, refresher, capsys
):
    ending_in(certificate, timedelta(days=61))
    pass_quizzes(amina, ["refresher-1", "refresher-2"], NOW)
    call_command("issue_certificates")
    assert not certificate.renewals.exists()
    ending_in(certificate, timedelta(days=59))
    call_command("issue_certificates", dry_run=True)
    assert not certificate.renewals.exists()
    call_command("issue_certificates")
    assert certificate.renewals.count() == 1
    assert "1 renewed" in capsys.readouterr().out


def test_a_fault_in_renewing_costs_nobody_the_attempt(certificate, amina, course, monkeypatch):
    def fail(*args):
        connection.cursor().execute("SELECT * FROM no_such_table")

    monkeypatch.setattr(renewing, "renew_earned", fail)
    sit(amina, Quiz.objects.get(slug="red-flags-1"))
    assert Attempt.objects.count() == 1


def test_the_acts_of_a_certificate_keep_it_from_being_deleted(certificate):
    with pytest.raises(Exception, match="protected"):
        certificate.delete()


def test_another_ones_quizzes_renew_nothing(certificate, chausiku, course):
    for slug in ("red-flags-1", "red-flags-2"):
        sit(chausiku, Quiz.objects.get(slug=slug))
    assert not certificate.renewals.exists()
    assert not CertificateAct.objects.filter(kind="renewed").exists()


def test_an_erased_holder_gets_no_renewal(amina):
    certificate = make.make_certificate(amina, uuid4(), issued_at=NOW - timedelta(days=900))
    Certificate.objects.filter(pk=certificate.pk).update(learner=None)
    certificate.refresh_from_db()
    assert not renewing.can_renew(certificate, NOW)


def test_after_its_name_is_corrected_a_renewed_one_is_not_renewed_again(certificate, amina, capsys):
    renewal = renewing.renew(certificate, "Farida", NOW)
    new = renewing.replace(certificate, "Amina Hassan Ali", "Farida", NOW)
    renewal.refresh_from_db()
    assert renewal.renews == new
    assert not renewing.can_renew(new, NOW)
    assert renewing.renew(new, "Farida", NOW) == renewal
    pass_quizzes(amina, ["red-flags-1", "red-flags-2"], NOW)
    call_command("issue_certificates")
    assert "0 renewed" in capsys.readouterr().out
    assert Certificate.objects.count() == 3


def test_the_name_that_it_has_corrects_nothing(certificate):
    with pytest.raises(ValueError, match="another name"):
        renewing.replace(certificate, "Amina  Hassan", "Farida", NOW)
    assert certificate.state == State.VALID


def test_a_correction_leaves_the_courses_title_of_today_on_officers_phones(certificate, course):
    CoursePage.objects.filter(translation_key=course.translation_key).update(title="Signs on the road")
    issuing.issue(make.make_enrolment(make.make_user(), course))
    renewing.replace(certificate, "Amina Hassan Ali", "Farida", NOW)
    assert [titles["en"] for titles in numbering.courses().values()] == ["Signs on the road"]


def test_those_who_did_nothing_since_cost_no_query_each(certificate, course, django_assert_num_queries):
    ending_in(certificate, -timedelta(days=1))
    with django_assert_num_queries(1):
        assert list(renewing.each_earned(NOW)) == []
    for _ in range(5):
        ending_in(issuing.issue(make.make_enrolment(make.make_user(), course)), -timedelta(days=1))
    with django_assert_num_queries(1):
        assert list(renewing.each_earned(NOW)) == []
