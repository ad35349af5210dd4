"""The admin prints what its list of certificates shows."""

import pytest
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate, PrintJob
from certificates.printing import admin_views, jobs
from tests.certificates.printing_jobs import certify, draw_plainly, pages_of, printed
from tests.conftest import sign_in

PRINT = "/admin/certificates/print/"
SHEETS = {"form": PrintJob.Form.SHEETS}


@pytest.fixture(autouse=True)
def _drawn_plainly(settings, tmp_path, monkeypatch):
    settings.PRINTS_ROOT = tmp_path / "prints"
    monkeypatch.setattr(jobs, "draw", draw_plainly)


@pytest.fixture
def farida(db):
    return User.objects.create_superuser("farida", "correct horse battery", full_name="Farida Omar")


@pytest.fixture
def admin(client, farida):
    return sign_in(client, farida, verified=True)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_list_offers_to_print_what_it_shows(admin):
    certify(3)
    assert f"{PRINT}?state=valid&amp;q=Holder" in text_of(admin.get("/admin/certificate/?state=valid&q=Holder"))


def test_the_valid_ones_of_the_list_are_printed(admin):
    certificates = certify(4)
    Certificate.objects.filter(pk=certificates[0].pk).update(revoked_at=timezone.now())
    assert "3 valid certificates of the list" in text_of(admin.get(PRINT))
    page = text_of(admin.post(PRINT, SHEETS, follow=True))
    job = PrintJob.objects.get()
    assert "3 certificates are in it." in page
    assert printed(job) == [certificate.code for certificate in certificates[1:]]
    response = admin.get(f"{PRINT}{job.token}/file/")
    assert len(pages_of(b"".join(response.streaming_content))) == 3


def test_a_search_narrows_what_is_printed(admin):
    certify(3)
    admin.post(f"{PRINT}?q=Holder 2", SHEETS, follow=True)
    assert PrintJob.objects.get().codes == ["0000000002"]
    assert PrintJob.objects.get().title == "Holder 2"
    assert "nothing to print" in text_of(admin.get(f"{PRINT}?q=Nobody"))
    assert "nothing to print" in text_of(admin.get(f"{PRINT}?state=expired"))


@pytest.mark.parametrize(("most", "number_of_jobs"), [(3, 1), (2, 0)])
def test_too_many_at_once_are_not_printed(admin, monkeypatch, most, number_of_jobs):
    monkeypatch.setattr(admin_views, "MOST", most)
    certify(3)
    admin.post(PRINT, SHEETS)
    assert PrintJob.objects.count() == number_of_jobs
    assert ("Narrow the list first" in text_of(admin.get(PRINT))) is (number_of_jobs == 0)


def test_a_job_opens_only_to_who_asked_for_it(admin, baraka):
    job = jobs.start(certify(3), "cards", "Pwani", baraka)
    assert admin.get(f"{PRINT}{job.token}/", follow=True).status_code == 404
    assert admin.get(f"{PRINT}{job.token}/file/", follow=True).status_code == 404
