from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates import revoking
from certificates.models import Certificate
from tests.courses.test_attempts import in_threads
from tests.make import make_certificate, make_user

NOW = timezone.now()


@pytest.fixture
def certificate(amina):
    return make_certificate(amina, uuid4())


def test_revoking_records_when_why_and_who(certificate):
    assert revoking.revoke(certificate, "cheating", "Farida", NOW)
    assert certificate.state == Certificate.State.REVOKED
    assert (certificate.revoked_at, certificate.revoke_reason, certificate.revoked_by) == (NOW, "cheating", "Farida")


def test_the_first_reason_and_date_stay_whoever_revokes_again(certificate):
    revoking.revoke(certificate, "cheating", "Farida", NOW)
    assert not revoking.revoke(certificate, "holder_asked", "Eshe", NOW + timedelta(days=1))
    assert (certificate.revoked_at, certificate.revoke_reason, certificate.revoked_by) == (NOW, "cheating", "Farida")


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_revoke_at_once_one_did_it():
    certificate = make_certificate(make_user(), uuid4())

    def revoke():
        return revoking.revoke(Certificate.objects.get(pk=certificate.pk), "cheating", "Farida", NOW)

    assert sorted(in_threads(8, revoke)) == [False] * 7 + [True]


def test_the_command_takes_a_code_as_somebody_reads_it_off_the_paper(certificate, capsys):
    call_command("revoke_certificate", certificate.spelled_code.lower(), reason="wrong_person", by="Farida")
    certificate.refresh_from_db()
    assert (certificate.revoke_reason, certificate.revoked_by) == ("wrong_person", "Farida")
    assert capsys.readouterr().out.startswith(f"Revoked: {certificate.spelled_code} · Amina Hassan")


def test_the_command_run_again_says_that_nothing_changed(certificate, capsys):
    for _ in range(2):
        call_command("revoke_certificate", certificate.code, reason="cheating")
    assert "Revoked before, unchanged" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["7KQ2-M9X-WTD", "nonsense"])
def test_the_command_fails_where_no_certificate_has_the_code(db, code):
    with pytest.raises(CommandError, match="No certificate"):
        call_command("revoke_certificate", code, reason="cheating")


def test_the_command_wants_one_of_the_reasons(certificate):
    with pytest.raises(CommandError, match="reason"):
        call_command("revoke_certificate", certificate.code, "--reason=because")
