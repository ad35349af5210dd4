"""Managers whom the programme appoints in the admin stand in the operator's history like those who were invited."""

import pytest
from django.urls import reverse
from django.utils import timezone

from saccos import history
from saccos.managing import inviting
from saccos.models import Act, DigestAddress, Management, ManagerInvitation
from saccos.models.managing import Digest, Right
from saccos.operators import merging
from tests import make
from tests.conftest import sign_in
from tests.saccos.operator_forms import form_data

NOW = timezone.now()


@pytest.fixture
def as_farida(client, db):
    make.make_site()
    farida = make.make_user(full_name="Farida Noor", username="farida", is_staff=True, is_superuser=True)
    return sign_in(client, farida, verified=True)


def save(client, operator, **changed):
    address = reverse("wagtailsnippets_saccos_operator:edit", args=[operator.pk])
    assert client.post(address, form_data(operator, **changed)).status_code == 302


def said(operator):
    return [history.sentence(act) for act in operator.acts.order_by("pk")]


def rows_of(*people):
    return [{"user": person.pk, "right": right} for person, right in people]


def test_who_is_appointed_stands_in_the_history_with_who_did_it(as_farida, pwani, baraka, daudi):
    save(as_farida, pwani, managements=rows_of((baraka, Right.OWN), (daudi, Right.VIEW)))
    act = Act.objects.get()
    assert history.sentence(act) == "Daudi Otieno was made a manager by the programme: Sees the staff."
    assert history.who(act) == "Farida Noor"


def test_the_managers_of_a_new_operator_do_too(as_farida, daudi):
    address = reverse("wagtailsnippets_saccos_operator:add")
    as_farida.post(address, form_data(managements=rows_of((daudi, Right.OWN))))
    assert history.sentence(Act.objects.get()).startswith("Daudi Otieno was made a manager")


def test_who_is_taken_off_does(as_farida, pwani, baraka):
    save(as_farida, pwani, managements=[])
    assert said(pwani) == ["Baraka Mwangi no longer manages this list."]


def test_another_right_does(as_farida, pwani, baraka):
    save(as_farida, pwani, managements=rows_of((baraka, Right.MANAGE)))
    assert said(pwani) == ["Baraka Mwangi, a manager, now has another right: Sees and changes the staff."]


def test_saving_without_a_change_of_managers_adds_nothing(as_farida, pwani):
    for _time in range(2):
        save(as_farida, pwani, notes="Call on Monday")
    assert not Act.objects.exists()


def test_what_is_refused_adds_nothing(as_farida, pwani, baraka):
    address = reverse("wagtailsnippets_saccos_operator:edit", args=[pwani.pk])
    twice = rows_of((baraka, Right.OWN), (baraka, Right.VIEW))
    assert as_farida.post(address, form_data(pwani, managements=twice)).status_code == 200
    assert not Act.objects.exists()


def test_one_put_in_the_place_of_another_is_both(as_farida, pwani, baraka, daudi):
    Management.objects.update(digest=Digest.EMAIL)
    DigestAddress.objects.create(management=pwani.managements.get(), email="baraka@example.org")
    save(as_farida, pwani, managements=rows_of((daudi, Right.OWN)))
    assert said(pwani) == [
        "Baraka Mwangi no longer manages this list.",
        "Daudi Otieno was made a manager by the programme: Also decides who manages.",
    ]
    assert pwani.managements.get().digest == Digest.SMS
    assert not DigestAddress.objects.exists()


def test_two_who_change_places_change_nothing_but_their_rights(as_farida, pwani, baraka, daudi):
    Management.objects.create(operator=pwani, user=daudi, right=Right.VIEW)
    save(as_farida, pwani, managements=rows_of((daudi, Right.VIEW), (baraka, Right.OWN)))
    assert said(pwani) == []


@pytest.mark.parametrize(("right", "is_closed"), [(Right.OWN, False), (Right.MANAGE, False), (Right.VIEW, True)])
def test_what_they_asked_others_to_be_is_closed_where_it_is_more_than_they_are(
    as_farida, pwani, baraka, right, is_closed
):
    inviting.invite(pwani, "+254712345678", Right.MANAGE, baraka, NOW)
    save(as_farida, pwani, managements=rows_of((baraka, right)))
    assert (ManagerInvitation.objects.get().closed_at is not None) is is_closed


def test_an_address_stays_with_the_manager_whose_right_changes(as_farida, pwani, baraka):
    DigestAddress.objects.create(management=pwani.managements.get(), email="baraka@example.org")
    save(as_farida, pwani, managements=rows_of((baraka, Right.MANAGE)))
    assert DigestAddress.objects.get().email == "baraka@example.org"


def test_no_address_stands_in_the_history_of_the_admin(as_farida, pwani):
    DigestAddress.objects.create(management=pwani.managements.get(), email="baraka@example.org")
    save(as_farida, pwani, notes="Call on Monday")
    assert "baraka@example.org" not in str(list(pwani.revisions.values_list("content", flat=True)))


def test_an_operator_made_one_with_another_brings_its_managers(pwani, other, baraka):
    farida = make.make_user(full_name="Farida Noor")
    done = merging.merge(other, pwani, {}, farida, NOW)
    assert "Baraka Mwangi was made a manager by the programme: Also decides who manages." in said(other)
    merging.undo(done, farida, NOW)
    assert said(other)[-1] == "Baraka Mwangi no longer manages this list."
