"""`verify_certificate`: what it says and how it exits, online from the database and offline from files."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from certificates import codes, digits, erasing, issuing, keys, lookup, numbering, publishing, renewing, revoking
from certificates.models import Certificate
from tests import make
from tests.make import make_certificate

SOON = timedelta(minutes=1)


@pytest.fixture
def certificate(amina, course):
    return issuing.issue(make.make_enrolment(amina, course))


@pytest.fixture
def folder(certificate, tmp_path):
    """What an officer's phone has stored: keys, list and courses, as they are published."""
    save(tmp_path, "keys", keys.load().as_jwks(timezone.now()))
    save(tmp_path, "courses", numbering.courses())
    (tmp_path / "status.json").write_text(publishing.publish().document)
    return tmp_path


def save(folder, name, document):
    (folder / f"{name}.json").write_text(json.dumps(document))


def verify(text, *options, **named):
    """Return the exit status and the JSON object."""
    out, status = StringIO(), 0
    try:
        call_command("verify_certificate", text, "--json", *options, stdout=out, **named)
    except SystemExit as end:
        status = end.code
    return status, json.loads(out.getvalue())


def result(*args):
    status, said = verify(*args)
    return status, said["result"], said["why"]


def said_in_words(text, *options):
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_certificate", text, *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["code", "spelled_code", "link", "qr_text"])
def test_online_a_code_an_address_and_the_whole_text_lead_to_it(certificate, form):
    status, said = verify(getattr(certificate, form))
    assert (status, said["result"], said["checked"]) == (0, "valid", "online")
    assert (said["code"], said["holder"], said["course"]["en"]) == (certificate.code, "Amina Hassan", "Red flags")
    assert (said["issuer"], said["url"]) == ("Trace Kenya", certificate.link)


def test_in_words_it_says_what_an_officer_compares(certificate):
    out = StringIO()
    call_command("verify_certificate", certificate.code, stdout=out)
    assert out.getvalue().startswith("VALID (online)\n")
    for shown in (certificate.spelled_code, "Amina Hassan", "Red flags", "Trace Kenya"):
        assert shown in out.getvalue()


def test_online_the_very_second_of_expiry_is_expired(certificate):
    ends = certificate.expires_at
    assert result(certificate.code, "--now", ends.isoformat())[:2] == (1, "expired")
    assert result(certificate.code, "--now", (ends - timedelta(microseconds=1)).isoformat())[:2] == (0, "valid")


def test_online_a_revoked_one_says_why(certificate):
    revoking.revoke(certificate, "cheating", "Farida", timezone.now())
    status, said = verify(certificate.qr_text)
    assert (status, said["result"], said["reason"]) == (1, "revoked", "cheating")


def test_online_a_replaced_one_is_not_valid(certificate):
    renewing.replace(certificate, "Amina Hassani", "Farida", timezone.now())
    assert result(certificate.qr_text)[:2] == (1, "replaced")


@pytest.mark.parametrize("text", ["7KQ2M9XWTD", "https://salama.example/v/7KQ2M9XWTD"])
def test_online_a_code_that_nobody_has_is_not_found(db, text):
    assert result(text) == (1, "not_found", "")


@pytest.mark.parametrize("text", ["", "nonsense", "https://other.example/v/7KQ2M9XWTD", "https://salama.example/"])
def test_what_is_no_code_and_no_address_of_ours_is_not_genuine(db, text):
    assert result(text) == (1, "not_genuine", "address")


def test_online_a_signed_half_with_one_digit_changed_is_not_genuine(certificate):
    text = certificate.qr_text
    changed = text[:-1] + ("1" if text[-1] == "0" else "0")
    assert result(changed)[:2] == (1, "not_genuine")


def test_online_the_signed_half_of_another_code_is_not_genuine(certificate, course):
    other = issuing.issue(make.make_enrolment(make.make_user(full_name="Chausiku Njeri"), course))
    mixed = f"{codes.url(other.code)}#{certificate.qr_text.partition('#')[2]}"
    assert result(mixed) == (1, "not_genuine", "signature")


def test_online_a_good_signature_that_was_not_issued_with_the_code_is_not_genuine(certificate):
    """As somebody with a stolen key would make it: all is signed, and the record says something else."""
    fields = {field.attname: getattr(certificate, field.attname) for field in certificate._meta.concrete_fields}
    forged = Certificate(**fields | {"holder_name": "Juma Forger"})
    issuing._sign(forged)
    assert result(forged.qr_text) == (1, "not_genuine", "contradiction")


def test_online_a_key_that_is_gone_or_in_wrong_hands_does_not_matter(certificate, monkeypatch):
    monkeypatch.setattr(keys, "load", keys.Ring)
    assert result(certificate.qr_text)[:2] == (0, "valid")
    monkeypatch.setattr(keys, "load", missing_keys)
    assert result(certificate.qr_text)[:2] == (0, "valid")


def missing_keys():
    raise keys.NoKey


def test_online_the_paper_of_an_erased_holder_is_revoked_and_nameless(certificate, amina):
    paper = certificate.qr_text
    erasing.erase(amina, "Farida", timezone.now())
    status, said = verify(paper)
    assert (status, said["result"], said["reason"], said["holder"]) == (1, "revoked", "erased", "")
    Certificate.objects.update(status_index=certificate.status_index + 1)
    assert result(paper) == (1, "not_genuine", "contradiction")


def test_online_a_certificate_that_was_never_signed_goes_by_its_code(amina):
    assert result(make_certificate(amina, uuid4()).qr_text)[:2] == (0, "valid")


def test_a_check_from_the_command_line_counts_for_no_limit(db, settings):
    settings.VERIFY_MISSES_PER_ADDRESS = 5
    for _ in range(6):
        result("7KQ2M9XWTD")
    assert lookup.answer("7KQ2M9XWTD", "").result == "not_found"


def test_without_a_database_nobody_can_tell(db, monkeypatch):
    def fail(code):
        raise DatabaseError("gone")

    monkeypatch.setattr(lookup, "find", fail)
    with pytest.raises(CommandError, match="does not answer") as error:
        call_command("verify_certificate", "7KQ2M9XWTD")
    assert error.value.returncode == 2


def test_offline_it_needs_no_database_and_says_since_when_it_knows(certificate, folder, django_assert_num_queries):
    with django_assert_num_queries(0):
        status, said = verify(certificate.qr_text, "--offline", str(folder))
    assert (status, said["result"], said["checked"]) == (0, "valid", "offline")
    assert (said["holder"], said["course"]) == ("Amina Hassan", {"en": "Red flags", "sw": "Red flags (sw)"})
    assert said["status_since"].startswith(f"{datetime.now(UTC):%Y-%m-%d}")


@pytest.mark.parametrize(("seconds", "status", "word"), [(-1, 0, "valid"), (0, 2, "valid_unchecked")])
def test_offline_a_list_of_seven_days_is_too_old_to_tell(certificate, folder, seconds, status, word):
    since = datetime.fromisoformat(verify(certificate.qr_text, "--offline", str(folder))[1]["status_since"])
    now = (since + timedelta(days=7, seconds=seconds)).isoformat()
    assert result(certificate.qr_text, "--offline", str(folder), "--now", now)[:2] == (status, word)


def test_offline_without_a_list_the_status_is_not_known(certificate, folder):
    (folder / "status.json").unlink()
    (folder / "courses.json").unlink()
    assert result(certificate.qr_text, "--offline", str(folder))[:2] == (2, "valid_unchecked")
    assert "VALID, STATUS NOT CHECKED" in said_in_words(certificate.qr_text, "--offline", str(folder))


def test_offline_revoked_and_expired_are_not_valid(certificate, folder):
    late = (certificate.expires_at + SOON).isoformat()
    assert result(certificate.qr_text, "--offline", str(folder), "--now", late)[:2] == (1, "expired")
    revoking.revoke(certificate, "cheating", "Farida", timezone.now())
    (folder / "status.json").write_text(publishing.publish().document)
    assert result(certificate.qr_text, "--offline", str(folder))[:2] == (1, "revoked")
    assert "replaced by another" in said_in_words(certificate.qr_text, "--offline", str(folder))


def test_offline_what_is_not_signed_is_not_genuine_and_a_code_alone_can_t_be_checked(certificate, folder):
    other = f"{codes.url('7KQ2M9XWTD')}#{digits.encode(bytes(certificate.statement))}"
    assert result(other, "--offline", str(folder)) == (1, "not_genuine", "signature")
    assert result(certificate.code, "--offline", str(folder)) == (2, "cannot_check", "no_data")
    save(folder, "keys", {"keys": []})
    (folder / "status.json").unlink()
    assert result(certificate.qr_text, "--offline", str(folder)) == (2, "cannot_check", "unknown_key")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("keys", None),
        ("keys", "{"),
        ("keys", "[]"),
        ("keys", '{"keys": [{"kid": "1"}]}'),
        ("status", "{"),
        ("status", "{}"),
        ("status", "[1]"),
        ("courses", "{"),
        ("courses", "[]"),
        ("courses", '{"1": "Red flags"}'),
    ],
)
def test_a_file_that_is_missing_or_broken_is_named_and_nobody_can_tell(certificate, folder, name, content):
    path = folder / f"{name}.json"
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(CommandError, match=f"{name}.json: ") as error:
        call_command("verify_certificate", certificate.qr_text, "--offline", str(folder))
    assert error.value.returncode == 2


def test_a_list_signed_with_an_unknown_key_is_broken(certificate, folder):
    document = json.loads((folder / "status.json").read_text())
    document["id"] = document["id"][:-4] + "AAAA"
    save(folder, "status", document)
    with pytest.raises(CommandError, match=r"status\.json: "):
        call_command("verify_certificate", certificate.qr_text, "--offline", str(folder))


def test_a_time_that_is_none_is_refused(db):
    with pytest.raises(CommandError, match="not an ISO time"):
        call_command("verify_certificate", "7KQ2M9XWTD", "--now", "yesterday")


def test_every_reason_has_its_words():
    from certificates.checking import Why
    from certificates.management.commands import verify_certificate

    assert set(verify_certificate._REASONS) >= {why for why in Why if why}
