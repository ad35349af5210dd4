"""print_certificates: from codes, a file of codes or a course to one PDF, with an exit status that means something."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates import codes
from certificates.models import Certificate, PrintJob
from certificates.printing import jobs
from tests import make
from tests.certificates.printing_jobs import certify, draw_plainly, pages_of, printed


@pytest.fixture(autouse=True)
def _drawn_plainly(settings, tmp_path, monkeypatch):
    settings.PRINTS_ROOT = tmp_path / "prints"
    monkeypatch.setattr(jobs, "draw", draw_plainly)


@pytest.fixture
def output(tmp_path):
    return tmp_path / "all.pdf"


@pytest.fixture
def command(output):
    """Run the command and return its exit status."""

    def run(*args):
        try:
            call_command("print_certificates", *args, *([] if "--waiting" in args else ["--output", str(output)]))
        except CommandError as error:
            return error.returncode
        return 0

    return run


def codes_of(certificates):
    return [certificate.code for certificate in certificates]


def test_it_prints_the_codes_given_in_their_order_however_they_are_typed(db, command, output, capsys):
    certificates = certify(3)
    assert command("0000000003", "0000-000-OO1", "oooo ooo oo2") == 0
    assert pages_of(output) == codes_of([certificates[2], certificates[0], certificates[1]])
    assert capsys.readouterr().out == f"3 of 3\n3 printed: {output}\n"


def test_it_reads_codes_from_a_file(db, command, output, tmp_path):
    certificates = certify(3)
    listed = tmp_path / "codes.txt"
    listed.write_text("\n".join(codes.spell(code) for code in codes_of(certificates)) + "\n\n")
    assert command("--file", str(listed)) == 0
    assert pages_of(output) == codes_of(certificates)


@pytest.mark.parametrize("by", ["slug", "key"])
def test_it_prints_the_valid_certificates_of_a_course_by_name(course, command, output, by):
    first, second = (make.make_user(full_name=name) for name in ("Zawadi Ali", "Amina Hassan"))
    made = [make.make_certificate(person, course.translation_key) for person in (first, second)]
    make.make_certificate(make.make_user(), course.translation_key, revoked_at=timezone.now())
    make.make_certificate(make.make_user(), make.make_course(slug="other").translation_key)
    assert command("--course", course.slug if by == "slug" else str(course.translation_key)) == 0
    assert pages_of(output) == codes_of(reversed(made))


def test_an_unknown_code_is_named_and_the_others_are_printed(db, command, output, capsys):
    certificates = certify(1)
    assert command("0000000001", "ZZZZ-ZZZ-ZZZ", "nonsense") == 1
    assert pages_of(output) == codes_of(certificates)
    assert capsys.readouterr().err == "not known: ZZZZ-ZZZ-ZZZ\nnot known: nonsense\n"


def test_a_revoked_certificate_is_left_out_by_name(db, command, output, capsys):
    certificates = certify(2)
    Certificate.objects.filter(pk=certificates[0].pk).update(revoked_at=timezone.now())
    assert command("0000000001", "0000000002") == 1
    assert pages_of(output) == codes_of(certificates[1:])
    assert "left out: 0000-000-001" in capsys.readouterr().err


def test_where_all_are_revoked_no_file_is_written(db, command, output):
    certify(1)
    Certificate.objects.update(revoked_at=timezone.now())
    assert command("0000000001") == 2
    assert not output.exists()


@pytest.mark.parametrize("args", [[], ["--course", "none"], ["--file", "/none/at/all"]])
def test_where_there_is_nothing_to_print_it_ends_with_2(db, command, output, args):
    assert command(*args) == 2
    assert not output.exists()


def test_without_an_output_it_prints_nothing(db):
    certify(1)
    with pytest.raises(CommandError, match="--output"):
        call_command("print_certificates", "0000000001")
    assert not PrintJob.objects.exists()


def test_where_the_output_can_t_be_written_it_says_so(db, tmp_path):
    certify(1)
    with pytest.raises(CommandError, match="No such file"):
        call_command("print_certificates", "0000000001", "--output", str(tmp_path / "none" / "all.pdf"))


def test_stopped_half_way_the_same_command_goes_on(db, command, output, monkeypatch):
    certificates = certify(120)
    args = codes_of(certificates)
    with monkeypatch.context() as stopped:
        stopped.setattr(jobs, "_finish", lambda _job: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            command(*args)
    assert PrintJob.objects.get().done == 120
    assert command(*args) == 0
    assert PrintJob.objects.count() == 1
    assert pages_of(output) == args


def test_it_waits_for_another_process_and_takes_its_result(db, command, output, monkeypatch):
    certificates = certify(3)
    job = jobs.start(certificates, "certificates", "Certificates", None)
    assert jobs.claim(job, timezone.now())
    naps = []

    def nap(seconds):
        naps.append(seconds)
        PrintJob.objects.update(lease_until=None)

    monkeypatch.setattr("certificates.management.commands.print_certificates.time.sleep", nap)
    assert command(*codes_of(certificates)) == 0
    assert len(naps) == 1
    assert PrintJob.objects.count() == 1
    assert pages_of(output) == codes_of(certificates)


def test_waiting_finishes_every_job_that_waits(db, command, baraka, capsys):
    certificates = certify(3)
    for form in PrintJob.Form:
        jobs.start(certificates, form, "Pwani", baraka)
    assert command("--waiting") == 0
    assert not jobs.waiting().exists()
    assert [printed(job) for job in PrintJob.objects.all()] == [codes_of(certificates)] * 3
    assert "Pwani: A4 certificates" in capsys.readouterr().out
    assert command("--waiting") == 0


def test_waiting_says_when_a_job_fails(db, command, baraka, monkeypatch):
    monkeypatch.setattr(jobs, "draw", lambda *_args: 1 / 0)
    jobs.start(certify(1), "cards", "Pwani", baraka)
    assert command("--waiting") == 1
    assert command("--waiting") == 0
