import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates import designing, issuing, renewing
from certificates.designs import pictures
from certificates.models import CertificateDesign, DesignVersion
from certificates.printing import pdf
from tests import make
from tests.certificates import drawn

WORDS = {"wording_en": "drove safely", "wording_sw": "aliendesha salama"}


@pytest.fixture
def general(course):
    return CertificateDesign.objects.create(signatory="Eshe Mwakio", **WORDS)


@pytest.fixture
def own(course):
    picture = drawn.image(drawn.saved(drawn.logo()))
    return CertificateDesign.objects.create(course=course, signatory="Farida Ali", logo=picture)


def test_without_a_design_certificates_are_plain(course):
    assert designing.version_for(course.translation_key) is None


def test_a_course_s_own_design_counts_before_the_general_one(course, general, own):
    other = make.make_course("Refresher", "refresher", modules=1)
    assert designing.version_for(course.translation_key).content["signatory"] == "Farida Ali"
    assert designing.version_for(other.translation_key).content["signatory"] == "Eshe Mwakio"
    own.delete()
    assert designing.version_for(str(course.translation_key)).content["signatory"] == "Eshe Mwakio"


def test_the_design_of_another_course_counts_for_nobody_else(own):
    other = make.make_course("Refresher", "refresher", modules=1)
    assert designing.version_for(other.translation_key) is None


def test_the_same_content_gives_the_same_version_and_any_change_another(course, general, own):
    key = course.translation_key
    first = designing.version_for(key)
    assert designing.version_for(key) == first
    own.signatory = "Eshe Mwakio"
    own.save()
    second = designing.version_for(key)
    own.logo = drawn.image(drawn.saved(drawn.logo(colour="maroon")))
    own.save()
    third = designing.version_for(key)
    own.logo, own.signature = None, own.logo
    own.save()
    assert len({first, second, third, designing.version_for(key)}) == 4
    own.signature, own.signatory = None, "Farida Ali"
    own.logo = drawn.image(drawn.saved(drawn.logo()))
    own.save()
    assert designing.version_for(key) == first


def test_which_text_is_which_counts_too(course, general):
    first = designing.version_for(course.translation_key)
    general.wording_en, general.wording_sw = general.wording_sw, general.wording_en
    general.save()
    assert designing.version_for(course.translation_key) != first


def test_a_certificate_once_issued_never_changes_its_looks(amina, course, own):
    certificate = issuing.issue(make.make_enrolment(amina, course))
    before = pdf.draw(certificate)
    own.wording_en, own.wording_sw = "did something else", "alifanya jingine"
    image, own.logo = own.logo, None
    own.save()
    image.delete()
    certificate = type(certificate).objects.get(pk=certificate.pk)
    assert pdf.draw(certificate) == before
    own.delete()
    certificate.refresh_from_db()
    assert pdf.draw(certificate) == before
    assert certificate.design.content["wording_en"] == ""


def test_a_renewal_takes_the_design_of_its_own_day(amina, course, general):
    old = issuing.issue(make.make_enrolment(amina, course))
    general.signatory = "Farida Ali"
    general.save()
    renewal = renewing.renew(old, "Farida Ali", old.expires_at - timedelta(days=1))
    assert [one.design.content["signatory"] for one in (old, renewal)] == ["Eshe Mwakio", "Farida Ali"]


def test_a_correction_keeps_the_design_of_what_it_corrects(amina, course, general):
    old = issuing.issue(make.make_enrolment(amina, course))
    general.delete()
    assert renewing.replace(old, "Amina Hasan", "Farida Ali", timezone.now()).design == old.design


def test_issuing_costs_one_query_without_a_design_and_two_with_one(course, django_assert_num_queries):
    key = course.translation_key
    with django_assert_num_queries(1):
        designing.version_for(key)
    CertificateDesign.objects.create(
        course=course,
        logo=drawn.image(drawn.saved(drawn.logo())),
        signature=drawn.image(drawn.saved(drawn.signature())),
        signatory="Farida Ali",
    )
    designing.version_for(key)
    with django_assert_num_queries(2):
        designing.version_for(key)


def test_a_picture_that_is_lost_keeps_nobody_waiting(amina, course, own, caplog):
    own.logo.file.storage.delete(own.logo.file.name)
    certificate = issuing.issue(make.make_enrolment(amina, course))
    assert certificate.design.logo == b""
    assert certificate.design.content["signatory"] == "Farida Ali"
    assert "left out" in caplog.text


def test_a_preview_writes_nothing(own):
    with CaptureQueriesContext(connection) as queries:
        version = designing.frozen(own)
    assert version.pk is None
    assert version.logo == pictures.prepared(own.logo)
    assert not DesignVersion.objects.exists()
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_what_is_kept_is_all_that_paper_needs(course, general):
    version = designing.version_for(course.translation_key)
    version.refresh_from_db()
    assert json.loads(json.dumps(version.content)) == {
        "signatory": "Eshe Mwakio",
        "signatory_role_en": "",
        "signatory_role_sw": "",
        **WORDS,
    }
    assert (bytes(version.logo), bytes(version.signature)) == (b"", b"")
