"""A print job is an operator's by a tie of its own, whatever either is called."""

import importlib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from certificates.models import PrintJob
from certificates.printing import jobs
from saccos import printing
from saccos.models import OperatorPrintJob
from saccos.operators import merging
from tests import make
from tests.certificates.printing_jobs import draw_plainly
from tests.conftest import sign_in

NOW = timezone.now()
CARDS = {"form": PrintJob.Form.CARDS}
PRINT = "/en/manage/pwani-shuttle/print/"


@pytest.fixture(autouse=True)
def _drawn_plainly(settings, tmp_path, monkeypatch):
    settings.PRINTS_ROOT = tmp_path / "prints"
    monkeypatch.setattr(jobs, "draw", draw_plainly)


@pytest.fixture
def held(member, course):
    return make.make_certificate(member.person, course.translation_key)


@pytest.fixture
def printed(as_baraka, held):
    """The address of the job that Baraka has just had printed."""
    return as_baraka.post(PRINT, CARDS, follow=True).redirect_chain[0][0]


def rename(operator, name):
    operator.name = name
    operator.save()


@pytest.mark.parametrize("end", ["", "file/"])
def test_a_renamed_operator_keeps_its_jobs(as_baraka, printed, pwani, end):
    rename(pwani, "Pwani Express Sacco")
    assert as_baraka.get(printed + end).status_code == 200
    assert printed in as_baraka.get(PRINT).content.decode()


def test_a_card_printed_under_the_old_name_is_not_needed_again(as_baraka, printed, pwani):
    rename(pwani, "Pwani Express Sacco")
    assert "Nobody needs a card" in as_baraka.get("/en/manage/pwani-shuttle/cards/").content.decode()


def test_who_takes_the_name_over_gets_none_of_the_jobs(as_baraka, printed, pwani, baraka):
    rename(pwani, "Pwani Express Sacco")
    make.make_operator("Pwani Shuttle Sacco", "second", manager=baraka)
    assert printed.split("/")[-2] not in as_baraka.get("/en/manage/second/print/").content.decode()
    assert as_baraka.get(printed.replace("pwani-shuttle", "second")).status_code == 404


def test_another_operator_s_manager_finds_none(client, printed, daudi, other):
    assert sign_in(client, daudi, verified=True).get(printed).status_code == 404
    assert sign_in(client, daudi, verified=True).get(printed.replace("pwani-shuttle", other.slug)).status_code == 404


def test_pressing_twice_is_one_job_with_one_tie(as_baraka, printed):
    as_baraka.post(PRINT, CARDS)
    assert (PrintJob.objects.count(), OperatorPrintJob.objects.count()) == (1, 1)


def test_cards_for_just_those_who_need_one_are_tied_too(as_baraka, held, pwani):
    as_baraka.post("/en/manage/pwani-shuttle/cards/", {"form": "sheets"})
    assert printing.jobs_of(pwani).get().form == "sheets"


@pytest.mark.parametrize("slug", ["pwani-shuttle", "mawimbi-link"])
def test_what_the_command_printed_counts_as_printed_here(pwani, other, held, tmp_path, slug):
    if slug == "mawimbi-link":
        merging.merge(pwani, other, {}, None, NOW)
    call_command("print_certificates", operator=slug, form="cards", output=tmp_path / "staff.pdf")
    assert printing.jobs_of(pwani).get().codes == [held.code]


def test_a_job_that_is_swept_takes_its_tie_along(pwani, held):
    printing.start(pwani, [held], "cards", None)
    jobs.sweep(NOW + 2 * jobs.KEPT)
    assert not OperatorPrintJob.objects.exists()


def test_an_operator_merged_into_another_takes_its_jobs_along(as_baraka, printed, pwani, other):
    done = merging.merge(other, pwani, {}, None, NOW)
    assert as_baraka.get(reverse("saccos:print", args=[other.slug])).content.decode().count("/print/") >= 1
    assert as_baraka.get(printed, follow=True).redirect_chain[0][0] == printed.replace("pwani-shuttle", other.slug)
    merging.undo(done, None, NOW)
    assert as_baraka.get(printed).status_code == 200


# Jobs of before


@pytest.fixture
def migrate():
    module = importlib.import_module("saccos.migrations.0005_namesakes_print_jobs_and_digest_addresses")
    return lambda: module.tie_jobs(apps, None)


def old_job(title, by):
    return PrintJob.objects.create(codes=["X"], form="cards", title=title, made_by=by)


def test_old_jobs_are_tied_where_a_manager_made_them_under_the_operator_s_name(pwani, other, baraka, daudi, migrate):
    mine, theirs = old_job(pwani.name, baraka), old_job(other.name, daudi)
    for title, by in (("Pwani Shuttle", baraka), (pwani.name, daudi), (pwani.name, None), ("Certificates", baraka)):
        old_job(title, by)
    migrate()
    assert list(printing.jobs_of(pwani)) == [mine]
    assert list(printing.jobs_of(other)) == [theirs]
    assert OperatorPrintJob.objects.count() == 2


def test_old_jobs_of_an_operator_merged_away_go_to_the_one_kept(pwani, other, baraka, migrate):
    job = old_job(pwani.name, baraka)
    merging.merge(other, pwani, {}, None, NOW)
    migrate()
    assert list(printing.jobs_of(other)) == [job]
