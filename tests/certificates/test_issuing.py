from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import checking, codes, holder_names, issuing, keys, revoking
from certificates.models import Certificate
from courses import outline, recording
from courses.models import Attempt, Enrolment, Quiz
from courses.signals import course_completed
from home.models import Organisation
from printing import qr
from tests.courses.test_attempts import in_threads, sit
from tests.make import make_certificate, make_course, make_enrolment, make_user


def finish(learner, course):
    """Read every lesson and pass every quiz, as on the site."""
    known = outline.of(course.translation_key, "en")
    for step in known.steps:
        if step.is_quiz:
            sit(learner, Quiz.objects.get(slug=step.key))
        else:
            recording.see_card(learner, known, step, step.cards)


def delete(course):
    """Delete the course in every language."""
    for page in course.get_translations(inclusive=True):
        page.delete()


def test_finishing_the_course_earns_a_certificate_at_once(amina, course):
    finish(amina, course)
    certificate = Certificate.objects.get()
    assert certificate.learner == amina
    assert certificate.course_key == course.translation_key
    assert certificate.state == Certificate.State.VALID


def test_one_step_short_of_the_end_earns_nothing(amina, course):
    with pytest.raises(issuing.NotEarned):
        issuing.issue(make_enrolment(amina, course, completed=False))
    assert not Certificate.objects.exists()


def test_it_says_who_what_and_by_whom_in_both_languages(amina, course):
    certificate = issuing.issue(make_enrolment(amina, course))
    assert certificate.holder_name == "Amina Hassan"
    assert certificate.course_title_en == "Red flags"
    assert certificate.course_title_sw == "Red flags (sw)"
    assert certificate.issuer == "Trace Kenya"


def test_it_holds_for_the_months_that_the_course_says(amina):
    course = make_course(valid_months=6)
    now = datetime(2026, 8, 31, 9, tzinfo=UTC)
    assert issuing.issue(make_enrolment(amina, course), now).expires_at == datetime(2027, 2, 28, 9, tzinfo=UTC)


def test_later_edits_to_person_course_and_organisation_change_nothing(amina, course):
    certificate = issuing.issue(make_enrolment(amina, course))
    frozen = Certificate.objects.values().get()
    amina.full_name = "Another Name"
    amina.save()
    course.title, course.valid_months = "Another title", 1
    course.save_revision().publish()
    Organisation.objects.update(name="Another organisation")
    issuing.issue(Enrolment.objects.get())
    assert Certificate.objects.values().get() == frozen
    assert certificate.state == Certificate.State.VALID


def test_that_it_was_issued_outlives_the_person_and_the_course(amina, course):
    certificate = issuing.issue(make_enrolment(amina, course))
    delete(course)
    amina.delete()
    certificate.refresh_from_db()
    assert (certificate.learner, certificate.holder_name) == (None, "")


def test_asking_again_returns_the_same_one(amina, course):
    enrolment = make_enrolment(amina, course)
    assert issuing.issue(enrolment) == issuing.issue(enrolment)


def test_a_revoked_one_is_returned_and_never_issued_anew(amina, course):
    enrolment = make_enrolment(amina, course)
    first = issuing.issue(enrolment)
    revoking.revoke(first, "cheating", "Farida", timezone.now())
    assert issuing.issue(enrolment) == first
    assert not issuing.enrolments_lacking().exists()


def test_the_database_refuses_a_second_one_of_the_same_period(amina, course):
    make_certificate(amina, course.translation_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_certificate(amina, course.translation_key)
    make_certificate(amina, course.translation_key, period=2)


def test_the_default_name_of_the_organisation_stands_where_nobody_filled_it_in(amina, course):
    Organisation.objects.all().delete()
    assert issuing.issue(make_enrolment(amina, course)).issuer == "Trace Kenya"


def test_the_name_is_composed_and_without_signs_that_cannot_be_seen(amina, course):
    amina.full_name = " Wanjiru\u0303 \u202eMu\u0303thoni\u200b\tKamau\n"
    assert issuing.issue(make_enrolment(amina, course)).holder_name == "Wanjirũ Mũthoni Kamau"


def test_a_code_that_is_taken_is_drawn_again(amina, chausiku, course, monkeypatch):
    taken = issuing.issue(make_enrolment(chausiku, course)).code
    drawn = iter([taken, "7KQ2M9XWTD"])
    monkeypatch.setattr(codes, "draw", lambda: next(drawn))
    assert issuing.issue(make_enrolment(amina, course)).code == "7KQ2M9XWTD"


@pytest.mark.parametrize("missing", ["name", "course"])
def test_nothing_is_issued_without_a_name_or_without_its_course(amina, course, missing):
    enrolment = make_enrolment(amina, course)
    if missing == "name":
        amina.full_name = " "
    else:
        delete(course)
    with pytest.raises(issuing.CannotIssue):
        issuing.issue(enrolment)


def test_a_fault_in_issuing_costs_nobody_the_attempt_and_the_command_makes_up_for_it(amina, course, monkeypatch):
    def fail(*args):
        list(Certificate.objects.raw("SELECT * FROM no_such_table"))

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "issue", fail)
        finish(amina, course)
    assert Attempt.objects.filter(is_pass=True).count() == 2
    assert Enrolment.objects.get().completed_at
    assert not Certificate.objects.exists()
    call_command("issue_certificates")
    assert Certificate.objects.get().learner == amina


def test_the_command_issues_what_is_lacking_and_then_nothing(amina, chausiku, baraka, course, capsys):
    issuing.issue(make_enrolment(amina, course))
    make_enrolment(chausiku, course)
    make_enrolment(baraka, course, completed=False)
    call_command("issue_certificates")
    assert capsys.readouterr().out == "1 lacking\n1 issued\n0 renewed\n"
    call_command("issue_certificates")
    assert capsys.readouterr().out == "0 lacking\n0 issued\n0 renewed\n"


def test_a_dry_run_says_how_many_and_issues_none(amina, course, capsys):
    make_enrolment(amina, course)
    call_command("issue_certificates", dry_run=True)
    assert capsys.readouterr().out == "1 lacking\n"
    assert not Certificate.objects.exists()


def test_the_command_goes_on_after_one_that_cannot_be_issued_and_fails_at_the_end(amina, chausiku, course, capsys):
    other = make_course("Gone", "gone")
    make_enrolment(amina, other)
    make_enrolment(chausiku, course)
    delete(other)
    with pytest.raises(CommandError) as failure:
        call_command("issue_certificates")
    assert failure.value.returncode == 1
    assert Certificate.objects.get().learner == chausiku
    assert "is gone" in capsys.readouterr().err


def test_the_command_goes_batch_by_batch_and_shows_how_far_it_is(course, monkeypatch, capsys):
    monkeypatch.setattr(issuing, "_BATCH", 2)
    monkeypatch.setattr("certificates.management.commands.issue_certificates.EVERY", 2)
    for _ in range(5):
        make_enrolment(make_user(), course)
    call_command("issue_certificates")
    assert capsys.readouterr().out == "5 lacking\n2 of 5\n4 of 5\n5 issued\n0 renewed\n"


def test_what_is_issued_is_signed_for_its_address_and_its_act_is_noted(amina, course):
    certificate = issuing.issue(make_enrolment(amina, course))
    ring = keys.load()
    checked = checking.check(certificate.qr_text, checking.Trust("https://salama.example", ring), 0)
    assert (checked.code, checked.statement.name) == (certificate.code, "Amina Hassan")
    assert checked.statement.index == certificate.status_index
    assert certificate.acts.values_list("kind", "by").get() == ("issued", issuing.PLATFORM)


def test_without_a_signing_key_nothing_is_issued_and_the_message_says_what_to_do(amina, course, settings, tmp_path):
    settings.DEVELOPMENT, settings.CERTIFICATE_KEYS_DIR = False, str(tmp_path / "none")
    with pytest.raises(issuing.CannotIssue, match="rotate_signing_key"):
        issuing.issue(make_enrolment(amina, course))
    assert not Certificate.objects.exists()


def test_a_qr_beyond_the_largest_version_is_refused(amina, chausiku, course, monkeypatch):
    needed = qr.version(issuing.issue(make_enrolment(amina, course)).qr_text)
    assert needed <= issuing.LARGEST_QR == 11
    amina.full_name = chausiku.full_name = "Amina Hassan"
    monkeypatch.setattr(issuing, "LARGEST_QR", needed - 1)
    enrolment = make_enrolment(chausiku, course)
    with pytest.raises(issuing.CannotIssue, match="too dense"):
        issuing.issue(enrolment)
    monkeypatch.setattr(issuing, "LARGEST_QR", needed)
    assert issuing.issue(enrolment).statement


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amina Hassan", "Amina Hassan"),
        ("W" * 48, "W" * 48),
        ("W" * 49, "W" * 45 + "…"),
        ("Wanjirũ Gathonĩ-Mũthĩnja Njoroge wa Kamau Kariuki", "Wanjirũ Gathonĩ-Mũthĩnja N. wa K. Kariuki"),
        ("ũ" * 30, "ũ" * 22 + "…"),
    ],
)
def test_a_name_too_long_for_the_qr_is_shortened_in_the_middle_or_at_the_end(name, said):
    assert holder_names.for_code(name) == said
    assert len(said.encode()) <= 48


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_a_hundred_completions_at_once_issue_one_certificate(course):
    enrolment = make_enrolment(make_user(), course)
    assert in_threads(100, lambda: issuing.issue(enrolment).code) == [Certificate.objects.get().code] * 100


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_issue_one_certificate(course):
    enrolment = make_enrolment(make_user(), course)
    issued = in_threads(8, lambda: issuing.issue(enrolment).code)
    assert len(issued) == 8
    assert issued == [Certificate.objects.get().code] * 8


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_eight_completions_at_once_inside_their_transactions_issue_one_certificate(course):
    enrolment = make_enrolment(make_user(), course)

    def complete():
        with transaction.atomic():
            course_completed.send(sender=Enrolment, enrolment=enrolment)
            return codes.read(Certificate.objects.get().code)

    assert set(in_threads(8, complete)) == {Certificate.objects.get().code}
