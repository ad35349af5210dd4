"""A manager prints the certificates and cards of the whole staff."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, PrintJob
from certificates.printing import job_files, job_views, jobs
from saccos import joining, printing
from tests import make
from tests.certificates.printing_jobs import certify, draw_plainly, pages_of, printed
from tests.conftest import sign_in

CARDS = {"form": PrintJob.Form.CARDS}


@pytest.fixture(autouse=True)
def _drawn_plainly(settings, tmp_path, monkeypatch):
    settings.PRINTS_ROOT = tmp_path / "prints"
    monkeypatch.setattr(jobs, "draw", draw_plainly)


@pytest.fixture
def address():
    return reverse("saccos:print", args=["pwani-shuttle"])


@pytest.fixture
def held(member, course):
    """The certificate that Amina, on pwani's staff, holds."""
    return make.make_certificate(member.person, course.translation_key)


def text_of(response):
    return " ".join(response.content.decode().split())


def codes(operator):
    return [certificate.code for certificate in printing.certificates_of(operator, timezone.now())]


# Which certificates


def test_the_staff_s_valid_certificates_are_printed_by_name(pwani, course):
    names = ("Zawadi Ali", "Amina Hassan", "Mercy Wanjirũ")
    for name in names:
        member = make.make_staff(pwani, make.make_user(full_name=name))
        make.make_certificate(member.person, course.translation_key)
    found = printing.certificates_of(pwani, timezone.now())
    assert [certificate.holder_name for certificate in found] == sorted(names)


def test_who_left_and_who_works_elsewhere_is_not_printed(pwani, other, member, held, course):
    make.make_certificate(make.make_staff(other).person, course.translation_key)
    assert codes(pwani) == [held.code]
    joining.leave(member, timezone.localdate())
    assert codes(pwani) == []


@pytest.mark.parametrize(("microseconds", "is_printed"), [(1, True), (0, False)])
def test_a_certificate_that_has_just_ended_is_not_printed(pwani, held, microseconds, is_printed):
    moment = held.expires_at - timedelta(microseconds=microseconds)
    assert printing.certificates_of(pwani, moment).exists() is is_printed


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"learner": None}])
def test_a_revoked_or_erased_certificate_is_not_printed(pwani, held, change):
    Certificate.objects.filter(pk=held.pk).update(**change)
    assert codes(pwani) == []


def test_of_a_course_renewed_early_only_the_newer_certificate_is_printed(pwani, member, held, course):
    newer = make.make_certificate(member.person, course.translation_key, period=2, renews=held)
    assert codes(pwani) == [newer.code]
    Certificate.objects.filter(pk=newer.pk).update(revoked_at=timezone.now())
    assert codes(pwani) == [held.code]


# The pages


def test_the_page_says_how_many_there_are_and_who_is_not_in_it(as_baraka, address, pwani, held):
    make.make_staff(pwani)
    page = text_of(as_baraka.get(address))
    assert "hold 1 valid certificate." in page
    assert "1 person has none and is not in it." in page
    assert page.count('type="radio"') == 3


def test_where_nobody_holds_one_the_page_says_so(as_baraka, address, member):
    page = text_of(as_baraka.get(address))
    assert "there is nothing to print yet" in page
    assert 'type="radio"' not in page
    assert "there is nothing to print yet" in text_of(as_baraka.post(address, CARDS))
    assert not PrintJob.objects.exists()


@pytest.mark.parametrize("form", ["", "posters"])
def test_an_unknown_form_prints_nothing(as_baraka, address, held, form):
    page = text_of(as_baraka.post(address, {"form": form}))
    assert 'class="error-text"' in page
    assert not PrintJob.objects.exists()


def test_the_dashboard_leads_there(as_baraka, member, address):
    assert f'href="{address}"' in text_of(as_baraka.get(reverse("saccos:dashboard", args=["pwani-shuttle"])))


def test_few_certificates_are_ready_at_once(as_baraka, address, held):
    response = as_baraka.post(address, CARDS, follow=True)
    page = text_of(response)
    job = PrintJob.objects.get()
    assert response.redirect_chain == [(reverse("saccos:print_job", args=["pwani-shuttle", job.token]), 302)]
    assert "Your PDF is ready" in page
    assert "1 certificate is in it." in page
    assert "left out" not in page
    assert printed(job) == [held.code]
    assert reverse("saccos:print_file", args=["pwani-shuttle", job.token]) in page


def test_pressing_twice_makes_one_job(as_baraka, address, held):
    first, second = (as_baraka.post(address, CARDS).url for _press in range(2))
    assert first == second


@pytest.fixture
def thousand(as_baraka, address, member, monkeypatch):
    """The address at which a thousand certificates are being printed, one part at each look."""
    certify(1000, member.person)
    monkeypatch.setattr(job_views, "WORK_SECONDS", 0)
    return as_baraka.post(address, CARDS).url


def test_a_thousand_certificates_show_how_far_they_are(as_baraka, thousand):
    pages = [text_of(as_baraka.get(thousand)) for _look in range(21)]
    for number in (1, 7, 19):
        assert f"<b>{number * 50} of 1,000</b>" in pages[number - 1]
    assert '<rect class="go" width="350" height="1"/>' in pages[6]
    assert "Putting the pages together" in pages[19]
    assert "1,000 certificates are in it." in pages[20]


def test_without_scripts_the_page_asks_again_by_itself_until_it_is_ready(as_baraka, thousand):
    refresh = '<noscript><meta http-equiv="refresh" content="2"></noscript>'
    assert refresh in text_of(as_baraka.get(thousand))
    jobs.work(PrintJob.objects.get(), 60)
    assert refresh not in text_of(as_baraka.get(thousand))


def test_a_look_costs_the_same_early_and_late(as_baraka, thousand, django_assert_num_queries):
    as_baraka.get(thousand)
    for _look in range(3):
        with django_assert_num_queries(11):
            as_baraka.get(thousand)


def test_many_jobs_cost_the_same_as_one(as_baraka, address, pwani, baraka, held, django_assert_num_queries):
    as_baraka.get(address)
    for number in (1, 20):
        for _job in range(number):
            job = PrintJob.objects.create(codes=[held.code], form="cards", title=pwani.name, made_by=baraka)
            pwani.print_jobs.create(job=job)
        with django_assert_num_queries(7):
            page = text_of(as_baraka.get(address))
    assert page.count("not finished") == 5


def test_the_pdf_is_sent_under_a_name_that_says_what_it_is(as_baraka, address, held):
    response = as_baraka.get(f"{as_baraka.post(address, CARDS, follow=True).redirect_chain[0][0]}file/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="pwani-shuttle-sacco-cards.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert pages_of(b"".join(response.streaming_content)) == [held.code]


def test_what_was_left_out_is_counted(as_baraka, thousand):
    Certificate.objects.filter(code__in=["0000000003", "0000000999"]).update(revoked_at=timezone.now())
    jobs.work(PrintJob.objects.get(), 60)
    page = text_of(as_baraka.get(thousand))
    assert "998 certificates are in it." in page
    assert "2 were left out" in page


def test_a_file_asked_for_too_early_leads_to_the_progress(as_baraka, thousand):
    assert as_baraka.get(f"{thousand}file/").url == thousand


def test_a_deleted_file_says_so_and_is_made_again(as_baraka, address, held):
    place = as_baraka.post(address, CARDS, follow=True).redirect_chain[0][0]
    jobs.file_of(PrintJob.objects.get()).unlink()
    assert as_baraka.get(f"{place}file/").url == place
    page = text_of(as_baraka.get(place))
    assert "no longer kept" in page
    assert "Make it again" in page
    assert "Your PDF is ready" in text_of(as_baraka.post(place, follow=True))


def test_a_failure_is_said_in_plain_words_and_can_be_tried_again(as_baraka, address, held, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "draw", lambda *_args: 1 / 0)
        response = as_baraka.post(address, CARDS, follow=True)
    page = text_of(response)
    assert "The printing stopped" in page
    assert "ZeroDivisionError" not in page
    assert "Your PDF is ready" in text_of(as_baraka.post(response.redirect_chain[0][0], follow=True))


def test_when_all_were_revoked_meanwhile_the_page_says_so(as_baraka, address, held):
    place = as_baraka.post(address, CARDS).url
    Certificate.objects.update(revoked_at=timezone.now())
    page = text_of(as_baraka.get(place))
    assert "There is nothing left to print" in page
    assert "Try again" not in page


# Whose it is


@pytest.mark.parametrize("end", ["", "file/"])
def test_a_job_opens_only_to_who_asked_for_it(client, as_baraka, address, held, pwani, daudi, other, end):
    place = as_baraka.post(address, CARDS, follow=True).redirect_chain[0][0]
    make.Management.objects.create(operator=pwani, user=daudi)
    sign_in(client, daudi, verified=True)
    assert client.get(place + end).status_code == 404
    assert client.post(place + end).status_code in (404, 405)


@pytest.mark.parametrize("end", ["", "file/"])
def test_a_job_is_not_found_under_another_operator(as_baraka, address, held, baraka, end):
    make.make_operator("Second", "second", manager=baraka)
    place = as_baraka.post(address, CARDS).url
    assert as_baraka.get(place.replace("pwani-shuttle", "second") + end).status_code == 404


def test_the_page_lists_what_was_printed_before(as_baraka, address, held, daudi, pwani):
    as_baraka.post(address, CARDS, follow=True)
    printing.start(pwani, [held], "sheets", daudi)
    page = text_of(as_baraka.get(address))
    assert "What you printed before" in page
    assert page.count("/print/") - page.count("/en/manage/pwani-shuttle/print/?") >= 1
    assert PrintJob.objects.get(made_by=daudi).token not in page


def test_the_page_of_a_job_whose_files_are_gone_offers_to_make_it_again(client, baraka, pwani, address, held):
    sign_in(client, baraka, verified=True)
    place = client.post(address, CARDS).url
    client.get(place)
    job_files.remove(PrintJob.objects.get())
    assert "Make it again" in text_of(client.get(place))


def test_the_command_prints_an_operators_staff(pwani, held, tmp_path, capsys):
    call_command("print_certificates", operator="pwani-shuttle", output=tmp_path / "staff.pdf")
    assert "1 printed" in capsys.readouterr().out
    assert (tmp_path / "staff.pdf").stat().st_size


def test_an_operator_that_is_not_known_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="nobody") as failure:
        call_command("print_certificates", operator="nobody", output=tmp_path / "staff.pdf")
    assert failure.value.returncode == 2
