import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from saccos.models import Operator
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Noor", is_staff=True, is_superuser=True)


@pytest.fixture
def as_farida(client, farida):
    make.make_site()
    return sign_in(client, farida, verified=True)


def listed(client, **query):
    response = client.get(reverse("wagtailsnippets_saccos_operator:list"), query)
    return response.content.decode()


def test_the_list_shows_kind_county_and_staff(as_farida, pwani, member):
    make.make_staff(pwani)
    text = listed(as_farida)
    assert "Pwani Shuttle Sacco" in text
    assert "matatu sacco" in text
    assert "Mombasa" in text


def test_those_who_left_are_not_counted(pwani, member):
    member.ended_on = member.started_on
    member.save()
    make.make_staff(pwani)
    assert Operator.objects.with_staff_count().get().staff_count == 1


def test_the_list_is_filtered_and_searched(as_farida, pwani, other):
    other.county = "003"
    other.save()
    assert other.name not in listed(as_farida, county="001")
    assert pwani.name not in listed(as_farida, q="mawimbi")
    assert other.name in listed(as_farida, q="mawimbi")


def form_data(user):
    formsets = {
        f"{name}-{key}": value
        for name, count in (
            ("contacts", 0),
            ("routes", 1),
            ("stages", 0),
            ("vehicles", 0),
            ("documents", 0),
            ("managements", 1),
        )
        for key, value in (("TOTAL_FORMS", count), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
    }
    return formsets | {
        "name": "Ziwa Bus Sacco",
        "slug": "ziwa",
        "kind": "bus_sacco",
        "county": "042",
        "engagement": "3-mapped",
        "routes-0-towns": "Kisumu – Busia",
        "managements-0-user": user.pk,
        "managements-0-right": "3-own",
    }


def test_an_operator_is_made_with_its_route_and_manager(as_farida, baraka):
    as_farida.post(reverse("wagtailsnippets_saccos_operator:add"), form_data(baraka))
    ziwa = Operator.objects.get(slug="ziwa")
    assert ziwa.routes.get().towns == "Kisumu – Busia"
    assert Operator.objects.managed_by(baraka).get() == ziwa


def test_the_form_does_not_list_everybody(as_farida, pwani, amina):
    text = as_farida.get(reverse("wagtailsnippets_saccos_operator:edit", args=[pwani.pk])).content.decode()
    assert "Baraka Mwangi · +254700000002" in text
    assert "Amina Hassan" not in text


def test_a_manager_is_looked_up_by_name_or_number(as_farida, amina, baraka):
    for typed in ("mwangi", "0700000002"):
        text = as_farida.get(reverse("person_chooser:choose_results"), {"q": typed}).content.decode()
        assert "Baraka Mwangi" in text
        assert "Amina Hassan" not in text


def test_an_editor_without_operators_looks_up_nobody(client, amina, farida):
    make.make_site()
    eshe = make.make_user(full_name="Eshe Wanjala", is_staff=True)
    eshe.user_permissions.add(Permission.objects.get(codename="access_admin"))
    sign_in(client, eshe, verified=True)
    for name, args in (("choose", []), ("choose_results", []), ("chosen", [amina.pk])):
        response = client.get(reverse(f"person_chooser:{name}", args=args))
        assert "Amina" not in response.content.decode()
        assert response.status_code in (302, 403)
