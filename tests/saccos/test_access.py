from uuid import uuid4

import pytest
from django.urls import reverse

from certificates.models import PrintJob
from certificates.printing import jobs
from saccos import urls
from saccos.models import Management
from tests import make
from tests.conftest import sign_in

PARTS = {pattern.name: list(pattern.pattern.regex.groupindex) for pattern in urls.urlpatterns}
OF_AN_OPERATOR = [name for name, parts in PARTS.items() if "operator" in parts]
NAMES = [*OF_AN_OPERATOR, "operators"]
# Of these the big table of addresses says what they answer: acts, and pages of one thing that must be there first.
NOT_A_PAGE_OF_ITS_OWN = {
    "give_seal",
    "invite_manager",
    "leave_managing",
    "manager",
    "manager_invitation",
    "print_job",
    "print_file",
    "roster",
    "roster_row",
    "roster_to_mend",
    "seal_paper",
    "send_invitations",
    "slips",
}


def address(name, member):
    """Return the address of any page of saccos, whatever it takes."""
    form = "poster" if name == "seal_paper" else "csv"
    known = {"operator": member.operator.slug, "pk": member.pk, "number": 1, "token": "none", "form": form}
    if name in ("print_job", "print_file"):
        known["token"] = printed(member.operator).token
    return reverse(f"saccos:{name}", kwargs={key: known[key] for key in PARTS[name]})


def printed(operator):
    """Return what the operator's first manager has printed, finished."""
    manager = operator.managements.first().user
    certificate = make.make_certificate(manager, uuid4())
    fields = {"codes": [certificate.code], "form": "cards", "title": operator.name, "made_by": manager}
    return jobs.work(PrintJob.objects.get_or_create(made_by=manager, defaults=fields)[0], 60)


@pytest.fixture(params=["get", "post"])
def ask(request, client):
    return getattr(client, request.param)


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_is_sent_to_sign_in(ask, member, name):
    response = ask(address(name, member))
    assert response.status_code == 302
    assert response.url == f"{reverse('accounts:sign_in')}?next={address(name, member)}"


@pytest.mark.parametrize("name", OF_AN_OPERATOR)
@pytest.mark.parametrize("verified", [True, False])
def test_another_operators_manager_finds_nothing(client, ask, member, other, daudi, name, verified):
    sign_in(client, daudi, verified=verified)
    assert ask(address(name, member)).status_code == 404


@pytest.mark.parametrize("name", OF_AN_OPERATOR)
def test_staff_find_nothing_either(client, ask, member, name):
    sign_in(client, member.person, verified=True)
    assert ask(address(name, member)).status_code == 404


@pytest.mark.parametrize("name", OF_AN_OPERATOR)
def test_an_administrator_who_manages_nothing_finds_nothing(client, ask, member, name):
    farida = make.make_user(full_name="Farida Noor", is_staff=True, is_superuser=True)
    sign_in(client, farida, verified=True)
    assert ask(address(name, member)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_the_manager_is_asked_for_the_second_factor(client, ask, member, baraka, name):
    sign_in(client, baraka)
    response = ask(address(name, member))
    assert response.url == f"{reverse('accounts:second_factor')}?next={address(name, member)}"


@pytest.mark.parametrize("name", [name for name in OF_AN_OPERATOR if name not in NOT_A_PAGE_OF_ITS_OWN])
def test_past_the_second_factor_the_page_opens(as_baraka, member, name):
    response = as_baraka.get(address(name, member))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_a_right_taken_away_ends_at_once(as_baraka, member):
    Management.objects.all().delete()
    assert as_baraka.get(address("dashboard", member)).status_code == 404


def test_a_member_is_not_found_under_another_operators_address(as_baraka, other):
    stranger = make.make_staff(other)
    assert as_baraka.get(reverse("saccos:person", args=["pwani-shuttle", stranger.pk])).status_code == 404


def test_the_manager_of_one_operator_goes_straight_there(as_baraka):
    response = as_baraka.get(reverse("saccos:operators"))
    assert response.url == reverse("saccos:dashboard", args=["pwani-shuttle"])


def test_the_manager_of_two_chooses(as_baraka, baraka, other):
    Management.objects.create(operator=other, user=baraka)
    page = as_baraka.get(reverse("saccos:operators")).content.decode()
    assert "Pwani Shuttle Sacco" in page
    assert "Mawimbi Link Sacco" in page


def test_who_manages_nothing_is_told_so_without_a_second_factor(client, amina):
    response = sign_in(client, amina).get(reverse("saccos:operators"))
    assert response.status_code == 200
    assert "do not manage an operator" in response.content.decode()


@pytest.mark.parametrize(("person", "is_shown"), [("baraka", True), ("amina", False)])
def test_my_training_shows_managers_the_way(client, request, pwani, course, person, is_shown):
    text = sign_in(client, request.getfixturevalue(person)).get(reverse("courses:me")).content.decode()
    assert (f'href="{reverse("saccos:operators")}"' in text) is is_shown
