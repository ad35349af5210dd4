"""The old addresses of an operator that was merged into another lead to that one's, for whoever may see it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates import codes
from saccos import printing
from saccos.models import Management, Seal
from saccos.operators import merging
from saccos.seals import giving
from tests import make
from tests.conftest import sign_in
from tests.saccos.rosters import check

NOW = timezone.now()
PAGES = ("", "staff/", "import/", "invite/", "managers/", "history/", "seal/", "print/", "board.pdf", "same/", "cards/")


@pytest.fixture
def merged(pwani, member, other, baraka):
    """Pwani Shuttle, found to be Daudi's Mawimbi Link; Baraka manages both."""
    return merging.merge(other, pwani, {}, None, NOW)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_each_page_leads_to_the_same_page_of_the_operator_kept(as_baraka, merged, page, language):
    response = as_baraka.get(f"/{language}/manage/pwani-shuttle/{page}?state=not-yet&page=2")
    assert response.url == f"/{language}/manage/mawimbi-link/{page}?state=not-yet&page=2"
    assert as_baraka.get(response.url.partition("?")[0]).status_code == 200


def test_a_page_about_one_thing_leads_to_that_thing(as_baraka, pwani, member, other, baraka, course):
    certificate = make.make_certificate(member.person, course.translation_key)
    job, roster = printing.start(pwani, [certificate], "cards", baraka), check(pwani, "Njeri Kamau\t0712345678\tdriver")
    merging.merge(other, pwani, {}, None, NOW)
    for name, key in (("person", member.pk), ("print_job", job.token), ("roster", roster.token)):
        old, new = (reverse(f"saccos:{name}", args=[slug, key]) for slug in ("pwani-shuttle", "mawimbi-link"))
        assert as_baraka.get(old).url == new
        assert as_baraka.get(new).status_code == 200


def test_a_manager_s_page_leads_to_their_right_at_the_operator_kept(client, pwani, other, baraka, daudi):
    theirs = pwani.managements.get()
    merging.merge(other, pwani, {}, None, NOW)
    sign_in(client, daudi, verified=True)
    response = client.get(reverse("saccos:manager", args=["pwani-shuttle", theirs.pk]), follow=True)
    assert response.request["PATH_INFO"] == reverse(
        "saccos:manager", args=["mawimbi-link", other.managements.get(user=baraka).pk]
    )
    assert baraka.full_name in response.content.decode()


def test_a_manager_of_an_operator_never_merged_into_it_is_not_found_there(client, pwani, other, daudi):
    sign_in(client, daudi, verified=True)
    theirs = pwani.managements.get()
    assert client.get(reverse("saccos:manager", args=["mawimbi-link", theirs.pk])).status_code == 404


def test_what_a_form_sends_goes_along(as_baraka, merged, member):
    address = reverse("saccos:person", args=["pwani-shuttle", member.pk])
    assert as_baraka.post(address, {"do": "details", "role": "driver"}).status_code == 307
    as_baraka.post(address, {"do": "details", "role": "driver"}, follow=True)
    member.refresh_from_db()
    assert (member.role, member.operator.slug) == ("driver", "mawimbi-link")


@pytest.mark.parametrize("page", PAGES)
def test_for_others_it_is_not_there_as_ever(client, merged, chausiku, page):
    address = f"/en/manage/pwani-shuttle/{page}"
    assert client.get(address).url.startswith("/en/sign-in/")
    assert sign_in(client, chausiku, verified=True).get(address).status_code == 404


def test_a_manager_of_the_operator_kept_is_led_on_too(client, merged, daudi):
    assert sign_in(client, daudi, verified=True).get("/en/manage/pwani-shuttle/").url == "/en/manage/mawimbi-link/"


def test_who_managed_it_and_was_taken_off_the_operator_kept_finds_nothing(as_baraka, merged, baraka, other):
    Management.objects.filter(user=baraka, operator=other).delete()
    assert as_baraka.get("/en/manage/pwani-shuttle/").status_code == 404


def test_the_second_factor_is_asked_for_before_anything_is_shown(client, merged, baraka):
    response = sign_in(client, baraka).get("/en/manage/pwani-shuttle/staff/", follow=True)
    assert "/second-factor/" in response.redirect_chain[-1][0]


def test_merged_twice_it_leads_all_the_way(as_baraka, merged, other):
    last = make.make_operator("Bahari Sacco", "bahari")
    merging.merge(last, other, {}, None, NOW)
    assert as_baraka.get("/en/manage/pwani-shuttle/staff/").url == "/en/manage/bahari/staff/"


def test_where_the_names_changed_places_the_other_one_leads_on(as_baraka, pwani, other):
    merging.merge(other, pwani, {"name": pwani.name, "slug": pwani.slug}, None, NOW)
    assert as_baraka.get("/en/manage/mawimbi-link/").url == "/en/manage/pwani-shuttle/"
    assert as_baraka.get("/en/manage/pwani-shuttle/").status_code == 200


def test_after_an_undo_it_is_the_old_one_s_again(client, as_baraka, merged, daudi):
    merging.undo(merged, None, NOW)
    assert as_baraka.get("/en/manage/pwani-shuttle/").status_code == 200
    assert as_baraka.get("/en/manage/mawimbi-link/").status_code == 404
    assert sign_in(client, daudi, verified=True).get("/en/manage/pwani-shuttle/").status_code == 404


# The seal that passengers scan


def make_seal(operator, code):
    return Seal.objects.create(
        operator=operator,
        code=codes.read(code),
        operator_name=operator.name,
        trained=8,
        total=10,
        needed=80,
        expires_at=NOW + timezone.timedelta(days=30),
    )


@pytest.fixture
def sealed(pwani, member, other):
    """Both operators' seals."""
    return make_seal(pwani, "7KQ2M9XWTD"), make_seal(other, "7KQ2M9XWTE")


def test_the_seal_of_the_old_one_leads_to_that_of_the_operator_kept(client, sealed, pwani, other):
    old, new = (reverse("saccos:public_seal", args=[seal.code]) for seal in sealed)
    assert client.get(old).status_code == 200
    done = merging.merge(other, pwani, {}, None, NOW)
    assert client.get(old).url == new
    merging.undo(done, None, NOW)
    assert client.get(old).status_code == 200


def test_where_the_operator_kept_has_no_seal_the_old_one_says_that_it_ended(client, sealed, pwani, other):
    sealed[1].delete()
    merging.merge(other, pwani, {}, None, NOW)
    assert giving.in_force(other, NOW) is None
    page = client.get(reverse("saccos:public_seal", args=[sealed[0].code])).content.decode()
    assert "does not hold any more" in page
