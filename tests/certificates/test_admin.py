from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from certificates import issuing, renewing
from certificates.models import Certificate
from tests.conftest import sign_in
from tests.make import make_certificate, make_enrolment

LIST = "/admin/certificate/"


@pytest.fixture
def farida(db):
    return User.objects.create_superuser("farida", "correct horse battery", full_name="Farida Omar")


@pytest.fixture
def eshe(db):
    """A trainer who may look at certificates."""
    trainers = Group.objects.create(name="Those who look")
    trainers.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_certificate"]))
    eshe = User.objects.create_user("eshe", "correct horse battery", full_name="Eshe Wafula", is_staff=True)
    eshe.groups.add(trainers)
    return eshe


@pytest.fixture
def admin(client, farida):
    return sign_in(client, farida, verified=True)


@pytest.fixture
def certificate(amina):
    return make_certificate(amina, uuid4())


def test_the_list_shows_code_holder_course_dates_and_state(admin, certificate):
    text = admin.get(LIST).content.decode()
    for shown in (certificate.spelled_code, "Amina Hassan", "Red flags on the road", "Valid"):
        assert shown in text


@pytest.mark.parametrize("state", Certificate.State.values)
def test_the_list_filters_by_state(admin, amina, certificate, state):
    now = timezone.now()
    codes = {
        "valid": certificate.spelled_code,
        "expired": make_certificate(amina, uuid4(), issued_at=now - timedelta(days=1000)).spelled_code,
        "revoked": make_certificate(amina, uuid4(), revoked_at=now, revoke_reason="cheating").spelled_code,
        "replaced": make_certificate(amina, uuid4(), replaced_by=certificate).spelled_code,
    }
    text = admin.get(f"{LIST}?state={state}").content.decode()
    assert [name for name, code in codes.items() if code in text] == [state]


def test_a_code_is_found_however_it_is_typed_and_a_holder_without_accents(admin, amina, chausiku):
    amina.full_name = "Wanjirũ Mũthoni"
    amina.save()
    one, other = make_certificate(amina, uuid4()), make_certificate(chausiku, uuid4())
    for typed in (one.spelled_code.lower(), one.code, one.code[:6], "wanjiru"):
        text = admin.get(LIST, {"q": typed}).content.decode()
        assert one.spelled_code in text
        assert other.spelled_code not in text


def test_the_list_costs_the_same_however_many_there_are(admin, amina, django_assert_max_num_queries):
    for _ in range(30):
        make_certificate(amina, uuid4())
    admin.get(LIST)
    with django_assert_max_num_queries(20):
        admin.get(LIST)


def test_nobody_adds_changes_or_deletes_one(admin, certificate):
    for name in ("add", "edit", "delete", "copy", "history"):
        with pytest.raises(NoReverseMatch):
            reverse(f"certificate:{name}", args=() if name == "add" else (certificate.pk,))
    for path in (LIST, f"{LIST}inspect/{certificate.pk}/"):
        text = admin.get(path).content.decode()
        assert f"{LIST}new/" not in text
        assert f"{LIST}edit/" not in text
        assert f"{LIST}delete/" not in text


def test_a_certificate_is_looked_at_with_the_way_to_revoke_it(admin, certificate):
    text = admin.get(f"{LIST}inspect/{certificate.pk}/").content.decode()
    assert certificate.spelled_code in text
    assert f"{LIST}revoke/{certificate.pk}/" in text


def test_revoking_asks_why_says_that_it_is_final_and_records_who(admin, certificate):
    path = f"{LIST}revoke/{certificate.pk}/"
    assert "cannot be undone" in admin.get(path).content.decode()
    assert Certificate.objects.get().revoked_at is None
    admin.post(path, {"reason": "wrong_person"})
    certificate.refresh_from_db()
    assert (certificate.revoke_reason, certificate.revoked_by) == ("wrong_person", "Farida Omar")
    assert certificate.revoked_at <= timezone.now()


def test_revoking_without_a_reason_says_so_and_changes_nothing(admin, certificate):
    response = admin.post(f"{LIST}revoke/{certificate.pk}/", {})
    assert "This field is required" in response.content.decode()
    assert Certificate.objects.get().revoked_at is None


def test_sending_the_form_again_changes_nothing(admin, certificate):
    path = f"{LIST}revoke/{certificate.pk}/"
    admin.post(path, {"reason": "wrong_person"})
    first = Certificate.objects.values().get()
    response = admin.post(path, {"reason": "cheating"}, follow=True)
    assert response.status_code == 200
    assert Certificate.objects.values().get() == first
    assert "That is final" in admin.get(path).content.decode()


def test_who_may_only_look_cannot_revoke(client, eshe, certificate):
    sign_in(client, eshe, verified=True)
    page = client.get(f"{LIST}inspect/{certificate.pk}/")
    assert page.status_code == 200
    assert "/revoke/" not in page.content.decode()
    client.post(f"{LIST}revoke/{certificate.pk}/", {"reason": "cheating"})
    assert Certificate.objects.get().revoked_at is None


def test_who_may_not_look_is_not_shown_the_list(client, eshe, certificate):
    eshe.groups.get().permissions.remove(Permission.objects.get(codename="view_certificate"))
    sign_in(client, eshe, verified=True)
    assert certificate.spelled_code not in client.get(LIST, follow=True).content.decode()


def test_renewing_says_what_it_does_and_leads_to_the_new_one(admin, amina, course):
    old = issuing.issue(make_enrolment(amina, course), timezone.now() - timedelta(days=700))
    assert f"{LIST}renew/{old.pk}/" in admin.get(f"{LIST}inspect/{old.pk}/").content.decode()
    path = f"{LIST}renew/{old.pk}/"
    assert "names this one" in admin.get(path).content.decode()
    page = admin.post(path, follow=True)
    renewal = old.renewals.get()
    assert page.redirect_chain[-1][0] == f"{LIST}inspect/{renewal.pk}/"
    assert old.spelled_code in page.content.decode()
    assert renewal.acts.get().by == "Farida Omar"
    assert "and only once" in admin.get(path).content.decode()


def test_a_corrected_name_is_issued_and_what_was_done_can_be_read(admin, amina, course):
    old = issuing.issue(make_enrolment(amina, course))
    path = f"{LIST}replace/{old.pk}/"
    assert 'value="Amina Hassan"' in admin.get(path).content.decode()
    admin.post(path, {"name": "Amina Hassan Ali"})
    old.refresh_from_db()
    text = admin.get(f"{LIST}inspect/{old.pk}/").content.decode()
    assert old.replaced_by.holder_name == "Amina Hassan Ali"
    for shown in ("Replaced by a corrected one", old.replaced_by.spelled_code, "Farida Omar", "the platform"):
        assert shown in text
    assert "Only a certificate that holds" in admin.get(path).content.decode()


def test_a_name_with_nothing_in_it_is_refused_beside_the_field(admin, amina, course):
    old = issuing.issue(make_enrolment(amina, course))
    page = admin.post(f"{LIST}replace/{old.pk}/", {"name": "\u202e\u200b"}).content.decode()
    assert "letters only" in page
    assert Certificate.objects.count() == 1


def test_what_is_not_possible_any_more_says_so(admin, amina, course):
    old = issuing.issue(make_enrolment(amina, course))
    page = admin.post(f"{LIST}renew/{old.pk}/", follow=True).content.decode()
    assert "not possible any more" in page
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("act", ["renew", "replace"])
def test_who_may_only_look_neither_renews_nor_replaces(client, eshe, amina, course, act):
    old = issuing.issue(make_enrolment(amina, course), timezone.now() - timedelta(days=700))
    sign_in(client, eshe, verified=True)
    assert f"/{act}/" not in client.get(f"{LIST}inspect/{old.pk}/").content.decode()
    client.post(f"{LIST}{act}/{old.pk}/", {"name": "Somebody Else"})
    assert Certificate.objects.count() == 1


def test_erased_is_a_reason_that_nobody_chooses(admin, certificate):
    assert 'value="erased"' not in admin.get(f"{LIST}revoke/{certificate.pk}/").content.decode()


def test_the_name_that_it_bears_is_no_correction(admin, amina, course):
    old = issuing.issue(make_enrolment(amina, course))
    page = admin.post(f"{LIST}replace/{old.pk}/", {"name": "Amina Hassan"}).content.decode()
    assert "bears this name already" in page
    assert Certificate.objects.count() == 1


def test_of_a_replaced_one_the_successor_is_revoked(admin, amina, course):
    old = issuing.issue(make_enrolment(amina, course))
    new = renewing.replace(old, "Amina Hassan Ali", "Farida", timezone.now())
    assert f"/revoke/{old.pk}/" not in admin.get(f"{LIST}inspect/{old.pk}/").content.decode()
    page = admin.get(f"{LIST}revoke/{old.pk}/").content.decode()
    assert f"{LIST}inspect/{new.pk}/" in page
    assert "Revoke for good" not in page


def test_dates_are_those_of_the_paper(admin, amina, course):
    late = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    one = issuing.issue(make_enrolment(amina, course), late)
    text = admin.get(f"{LIST}inspect/{one.pk}/").content.decode()
    assert "2 Mar 2026 01:30" in text
    assert text.count("2 Mar 2026") == 2
    assert "p.m." not in text


def test_a_corrected_name_has_letters_that_the_paper_can_show(admin, amina, course):
    old = issuing.issue(make_enrolment(amina, course))
    page = admin.post(f"{LIST}replace/{old.pk}/", {"name": "\u0623\u0645\u064a\u0646\u0629"}).content.decode()
    assert "Latin letters" in page
    assert Certificate.objects.count() == 1
