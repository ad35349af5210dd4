from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from tests.conftest import sign_in
from tests.make import make_certificate

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
