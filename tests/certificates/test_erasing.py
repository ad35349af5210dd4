from django.test import Client
from django.utils import timezone

from certificates import erasing, issuing, publishing, status_list
from certificates.models import Certificate, PrintJob
from certificates.printing import jobs
from tests.make import make_enrolment

NOW = timezone.now()


def test_the_code_stays_issued_and_revoked_without_the_name(amina, course):
    code = issuing.issue(make_enrolment(amina, course)).code
    amina.delete()
    left = Certificate.objects.get(code=code)
    assert (left.holder_name, bytes(left.statement), left.learner) == ("", b"", None)
    assert (left.state, left.revoke_reason) == ("revoked", "erased")
    assert list(left.acts.values_list("kind", flat=True)) == ["issued", "revoked", "erased"]


def test_nothing_that_is_kept_of_it_says_the_name(amina, course):
    issuing.issue(make_enrolment(amina, course))
    erasing.erase(amina, "Farida", NOW)
    assert "Amina" not in str(Certificate.objects.values().get())
    assert b"Amina" not in b"".join(bytes(row.statement) for row in Certificate.objects.all())


def test_erasing_again_finds_nothing(amina, course):
    issuing.issue(make_enrolment(amina, course))
    assert (erasing.erase(amina, "Farida", NOW), erasing.erase(amina, "Farida", NOW)) == (1, 0)


def test_one_revoked_before_keeps_its_reason(amina, course):
    certificate = issuing.issue(make_enrolment(amina, course))
    Certificate.objects.update(revoked_at=NOW, revoke_reason="cheating", revoked_by="Farida")
    erasing.erase(amina, "Farida", NOW)
    certificate.refresh_from_db()
    assert (certificate.revoke_reason, certificate.holder_name) == ("cheating", "")


def test_the_list_of_what_is_revoked_has_it(amina, course, django_capture_on_commit_callbacks):
    certificate = issuing.issue(make_enrolment(amina, course))
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(amina, "Farida", NOW)
    assert certificate.status_index in publishing.ended(NOW)
    assert status_list.bits_of(publishing.ended(NOW))[certificate.status_index >> 3]


def test_whoever_checks_the_code_is_told_that_it_is_revoked(amina, course):
    certificate = issuing.issue(make_enrolment(amina, course))
    amina.delete()
    page = Client().get(f"/v/{certificate.code}").content.decode()
    assert "REVOKED" in page
    assert "Amina" not in page


def test_what_was_printed_with_the_name_goes_too(amina, course, django_capture_on_commit_callbacks):
    certificate = issuing.issue(make_enrolment(amina, course))
    job = jobs.start([certificate], PrintJob.Form.CARDS, "Pwani", None)
    job = jobs.work(job, 60)
    assert jobs.file_of(job).exists()
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(amina, "Farida", NOW)
    assert jobs.file_of(PrintJob.objects.get()) is None
