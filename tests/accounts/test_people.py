"""Wagtail's People pages."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from accounts import merging, second_factor
from accounts.models import PersonMerge, SecurityEvent, User
from tests import make
from tests.conftest import make_authenticator, sign_in

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/users/"
GIVEN = {"full_name": "Wanjikũ Mũthoni", "language": "en"}


@pytest.fixture
def admin(client, farida):
    return sign_in(client, farida, verified=True)


@pytest.fixture
def officer(client, eshe):
    """Somebody who may change people, but is no administrator."""
    group = Group.objects.create(name="Officers")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_user", "add_user"]))
    eshe.groups.add(group)
    return sign_in(client, eshe, verified=True)


def names_on(page):
    return {str(person) for person in page.context["object_list"]}


def edit(client, person, **changes):
    given = {"full_name": person.full_name, "language": "en", "phone": str(person.phone or ""), "is_active": "on"}
    return client.post(f"{PEOPLE}edit/{person.pk}/", given | {"username": person.username or ""} | changes)


def test_everybody_is_listed_with_what_they_sign_in_with(admin, amina, eshe):
    eshe.groups.add(Group.objects.get(name="Editors"))
    page = admin.get(PEOPLE).content.decode()
    for words in ("Amina Hassan", "0700 000001", "Conductor", "Eshe Omondi", "eshe", "Editors", "Administrator"):
        assert words in page


@pytest.mark.parametrize("typed", ["wanjiku", "0700 009 999", "+254700009999", "Mũthoni"])
def test_people_are_found_by_name_and_number(admin, amina, typed):
    make.make_user("+254700009999", "Wanjikũ Mũthoni")
    assert names_on(admin.get(PEOPLE, {"q": typed})) == {"Wanjikũ Mũthoni"}
    assert admin.get(f"{PEOPLE}results/", {"q": typed}).status_code == 200


def test_the_list_costs_the_same_for_many(admin, django_assert_max_num_queries):
    admin.get(PEOPLE)
    for _ in range(20):
        make.make_user()
    with django_assert_max_num_queries(20):
        admin.get(PEOPLE)


def test_a_person_with_a_phone_is_added_without_a_password(admin):
    assert admin.post(f"{PEOPLE}new/", GIVEN | {"phone": "0712 345 678"}).status_code == 302
    person = User.objects.get(phone="+254712345678")
    assert (person.username, person.has_usable_password()) == (None, False)


def test_a_trainer_is_added_with_a_user_name_and_a_password(admin):
    group = Group.objects.get(name="Editors")
    given = GIVEN | {"username": "wanjiku", "password1": "maji ya kunywa", "password2": "maji ya kunywa"}
    admin.post(f"{PEOPLE}new/", given | {"groups": [group.pk]})
    person = User.objects.get(username="wanjiku")
    assert person.check_password("maji ya kunywa")
    assert list(person.groups.all()) == [group]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"phone": "116"}, "phone"),
        ({"phone": "0700000001"}, "phone"),
        ({"username": "farida", "password1": "maji ya kunywa", "password2": "maji ya kunywa"}, "username"),
        ({"username": "wanjiku"}, "password1"),
        ({"username": "wanjiku", "password1": "short", "password2": "short"}, "password2"),
        ({"phone": "0712345678", "password1": "maji ya kunywa", "password2": "maji ya kunywa"}, "username"),
        ({"phone": "0712345678", "full_name": "A" * 49}, "full_name"),
    ],
)
def test_what_can_not_be_is_explained(admin, amina, given, field):
    response = admin.post(f"{PEOPLE}new/", GIVEN | given)
    assert list(response.context["form"].errors) == [field]


def test_two_people_without_a_user_name_are_no_clash(admin, amina, chausiku):
    assert edit(admin, amina, full_name="Amina Juma").status_code == 302
    assert edit(admin, chausiku, full_name="Chausiku Juma").status_code == 302


def test_the_edit_page_opens_for_people_of_both_kinds(admin, amina, eshe):
    for person in (amina, eshe):
        assert admin.get(f"{PEOPLE}edit/{person.pk}/").status_code == 200


def test_taking_the_user_name_away_takes_the_password_too(admin, eshe):
    edit(admin, eshe, username="", phone="0712345678")
    eshe.refresh_from_db()
    assert not eshe.has_usable_password()


def test_only_an_administrator_gives_rights(officer, amina):
    editors = Group.objects.get(name="Editors")
    edit(officer, amina, full_name="Amina Juma", groups=[editors.pk], is_superuser="on")
    amina.refresh_from_db()
    assert amina.full_name == "Amina Juma"
    assert not amina.is_superuser
    assert not amina.groups.exists()


def test_only_an_administrator_changes_an_administrator(officer, farida):
    make_authenticator(farida)
    edit(officer, farida, full_name="Farida Juma")
    officer.post(f"{PEOPLE}second-factor/{farida.pk}/", {"reason": "Phone lost"})
    farida.refresh_from_db()
    assert farida.full_name == "Farida Noor"
    assert not second_factor.needs_enrolment(farida)


@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
def test_rights_are_not_given_in_bulk(officer, amina, action):
    group = Group.objects.get(name="Editors")
    data = {"role": group.pk, "mark_as_active": "False"}
    officer.post(f"/admin/bulk/accounts/user/{action}/?id={amina.pk}&next={PEOPLE}", data)
    amina.refresh_from_db()
    assert amina.is_active
    assert not amina.groups.exists()


def test_an_administrator_resets_a_lost_second_factor(admin, baraka):
    make_authenticator(baraka)
    path = f"{PEOPLE}second-factor/{baraka.pk}/"
    assert path in admin.get(f"{PEOPLE}edit/{baraka.pk}/").content.decode()
    assert admin.post(path, {"reason": ""}).context["form"].errors["reason"]
    page = admin.post(path, {"reason": "Phone lost, called back"}, follow=True).content.decode()
    assert second_factor.needs_enrolment(baraka)
    assert "Phone lost, called back" in page
    assert SecurityEvent.objects.get().actor == "farida Farida Noor"


def test_nobody_resets_their_own_here_either(admin, farida):
    path = f"{PEOPLE}second-factor/{farida.pk}/"
    assert "Ask another administrator" in admin.get(path).content.decode()
    assert "Ask another administrator" in admin.post(path, {"reason": "Mine"}).content.decode()
    assert not second_factor.needs_enrolment(farida)


def test_ones_own_account_page_asks_for_one_name(admin, farida):
    page = admin.get("/admin/account/").content.decode()
    assert "name_email-full_name" in page
    assert "last_name" not in page


def test_the_privacy_notice_is_written_in_the_admin(admin):
    given = {"version": 1, "title_en": "Data", "title_sw": "Data", "body_en": "x", "body_sw": "y", "is_published": "on"}
    given["native_review"] = "awaiting"
    admin.post("/admin/snippets/accounts/privacynotice/add/", given)
    assert "<p>x</p>" in admin.get("/en/privacy/").content.decode()


@pytest.fixture
def twin(db):
    return make.make_user("+254700000011", "Amina Hasan", registered_at=None)


def test_somebody_known_by_name_alone_is_added(admin):
    assert admin.post(f"{PEOPLE}new/", GIVEN).status_code == 302
    assert User.objects.get(full_name="Wanjikũ Mũthoni").phone is None


def test_somebody_with_nothing_to_be_known_by_is_explained(admin):
    page = admin.post(f"{PEOPLE}new/", {"full_name": "", "language": "en"}).content.decode()
    assert "Give a full name, a phone number or a user name" in page


def test_a_shared_phone_is_kept(admin, amina):
    edit(admin, amina, shared_phone="0700 000 003")
    amina.refresh_from_db()
    assert str(amina.shared_phone) == "+254700000003"


def test_the_other_entry_is_found_and_both_are_seen(officer, amina, twin):
    page = officer.get(f"{PEOPLE}merge/{amina.pk}/", {"q": "hasan"}).content.decode()
    assert f"?with={twin.pk}" in page
    page = officer.get(f"{PEOPLE}merge/{amina.pk}/", {"with": twin.pk}).content.decode()
    assert "Amina Hassan stays" in page
    assert "Amina Hasan stays" in page


def test_who_is_reached_on_the_same_number_is_offered(officer, amina):
    sharer = User.objects.create_learner(None, full_name="A. Hassani", shared_phone=amina.phone)
    assert f"?with={sharer.pk}" in officer.get(f"{PEOPLE}merge/{amina.pk}/", {"q": ""}).content.decode()


def test_an_officer_chooses_which_entry_stays(officer, amina, twin):
    officer.post(f"{PEOPLE}merge/{amina.pk}/?with={twin.pk}", {"kept": amina.pk})
    assert PersonMerge.objects.get().kept == amina
    assert "Amina Hasan" not in names_on(officer.get(PEOPLE))


@pytest.mark.parametrize("digits", ["9" * 20, "9" * 5000])
def test_a_number_that_no_entry_has_is_not_found(officer, amina, digits):
    assert officer.get(f"{PEOPLE}merge/{amina.pk}/?with={digits}", follow=True).status_code == 404
    assert officer.post(f"{PEOPLE}merges/", {"undo": digits}, follow=True).status_code in (200, 404)


def test_the_list_of_merges_undoes_one(officer, amina, twin):
    merge = merging.merge(amina, twin, None, timezone.now())
    assert f'value="{merge.pk}"' in officer.get(f"{PEOPLE}merges/").content.decode()
    officer.post(f"{PEOPLE}merges/", {"undo": merge.pk})
    twin.refresh_from_db()
    assert twin.is_active
    assert "undone on" in officer.get(f"{PEOPLE}merges/").content.decode()


def test_the_list_of_merges_costs_the_same_for_many(officer, amina, django_assert_max_num_queries):
    officer.get(f"{PEOPLE}merges/")
    for _ in range(10):
        merging.merge(amina, make.make_user(), None, timezone.now())
    with django_assert_max_num_queries(20):
        officer.get(f"{PEOPLE}merges/")


def test_an_officer_does_not_touch_an_administrator(officer, amina, farida):
    for pk, other in ((farida.pk, amina.pk), (amina.pk, farida.pk)):
        page = officer.post(f"{PEOPLE}merge/{pk}/?with={other}", {"kept": other})
        assert page.status_code in (302, 403)
    assert not PersonMerge.objects.exists()


def test_who_may_not_change_people_merges_nobody(client, amina, twin):
    sign_in(client, amina, verified=True)
    client.post(f"{PEOPLE}merge/{amina.pk}/?with={twin.pk}", {"kept": amina.pk})
    assert not PersonMerge.objects.exists()
