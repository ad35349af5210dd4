"""Two who look alike and are two people: said by a manager, kept, and taken back where it was a mistake."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts import merging
from accounts.models import PersonMerge, User
from saccos import duplicates, history, joining, namesakes, personal_data
from saccos.models import Management, Namesakes
from saccos.models.managing import Right
from saccos.operators import merging as operators
from tests import make
from tests.conftest import sign_in
from tests.saccos.rosters import check, codes, verdicts

NOW = timezone.now()
PAGE = "/en/manage/pwani-shuttle/same/"


@pytest.fixture
def twin(pwani):
    return make.make_staff(pwani, User.objects.create_learner(None, full_name="Amina Hasan", role="conductor"))


@pytest.fixture
def said(pwani, member, twin, baraka):
    """Baraka's word that Amina Hassan and Amina Hasan are two."""
    namesakes.say_two(pwani, member.pk, twin.pk, baraka, NOW)
    return Namesakes.objects.get()


def say(client, one, other):
    return client.post(PAGE, {"two": one.pk, "other": other.pk}, follow=True).content.decode()


def acts(operator):
    return [history.sentence(act) for act in operator.acts.order_by("pk")]


@pytest.mark.parametrize("turned", [False, True])
def test_who_was_said_to_be_two_is_never_offered_again(as_baraka, pwani, member, twin, turned):
    assert 'name="two"' in as_baraka.get(PAGE).content.decode()
    pair = (twin, member) if turned else (member, twin)
    assert "They stay two" in say(as_baraka, *pair)
    assert duplicates.pairs_of(pwani) == []
    page = as_baraka.get(PAGE).content.decode()
    assert "One person:" not in page
    assert "Nobody on your list looks like" in page


def test_saying_it_again_in_either_order_is_one_word(as_baraka, pwani, member, twin):
    for pair in ((member, twin), (twin, member), (member, twin)):
        say(as_baraka, *pair)
    assert Namesakes.objects.count() == 1
    assert acts(pwani) == ["Amina Hassan and Amina Hasan look alike, and were said to be two people."]


def test_it_can_be_taken_back_once(as_baraka, pwani, member, twin, said):
    assert f'name="back" value="{said.pk}"' in as_baraka.get(PAGE).content.decode()
    for _time in range(2):
        as_baraka.post(PAGE, {"back": said.pk})
    assert duplicates.pairs_of(pwani) == [(member.pk, twin.pk)]
    assert acts(pwani)[1:] == [
        "Amina Hasan and Amina Hassan may be one person after all: what was said was taken back."
    ]


def test_two_people_are_not_put_together_by_an_old_tab(as_baraka, member, twin, said):
    page = as_baraka.post(PAGE, {"kept": member.pk, "gone": twin.pk}, follow=True).content.decode()
    assert "Take that back first" in page
    assert not PersonMerge.objects.exists()


def test_other_pairs_are_still_offered(pwani, member, twin, said):
    third = make.make_staff(pwani, User.objects.create_learner(None, full_name="Amina Hassan"))
    assert duplicates.pairs_of(pwani) == [(member.pk, third.pk), (twin.pk, third.pk)]


def test_pairs_said_to_be_two_take_no_place_from_the_others():
    entries = [duplicates.Entry(pk, "john otieno") for pk in range(4)]
    apart = {(0, 1), (0, 2), (0, 3)}
    assert duplicates.find(entries, most=3, apart=apart) == [(1, 2), (1, 3), (2, 3)]


def test_two_on_one_number_may_be_two(pwani):
    number = "+254711000999"
    both = [
        make.make_staff(pwani, User.objects.create_learner(None, full_name=name, shared_phone=number))
        for name in ("Amina Hassan", "Amina Juma")
    ]
    assert len(duplicates.pairs_of(pwani)) == 1
    namesakes.say_two(pwani, *(member.pk for member in both), None, NOW)
    assert duplicates.pairs_of(pwani) == []


def test_a_third_entry_that_one_of_them_goes_into_is_another_than_the_other_until_that_is_undone(
    pwani, member, twin, said, baraka
):
    third = make.make_staff(pwani, make.make_user(full_name="Amina Hassan"))
    done = merging.merge(third.person, member.person, None, NOW)
    assert duplicates.pairs_of(pwani) == []
    merging.undo(done, None, NOW)
    assert (twin.pk, third.pk) in duplicates.pairs_of(pwani)
    assert (member.pk, twin.pk) not in duplicates.pairs_of(pwani)


def test_a_word_of_before_and_one_of_after_a_merge_are_taken_back_together(pwani, member, twin, said, baraka):
    third = make.make_staff(pwani, make.make_user(full_name="Amina Hassan"))
    namesakes.say_two(pwani, third.pk, twin.pk, baraka, NOW)
    merging.merge(third.person, member.person, None, NOW)
    assert len(namesakes.told(pwani)) == 1
    namesakes.take_back(pwani, said.pk, baraka, NOW)
    assert duplicates.pairs_of(pwani) == [(twin.pk, third.pk)]
    assert not Namesakes.objects.exists()


def test_the_two_themselves_made_one_by_the_programme_are_one(pwani, member, twin, said):
    done = merging.merge(member.person, twin.person, None, NOW)
    assert namesakes.told(pwani) == []
    merging.undo(done, None, NOW)
    assert duplicates.pairs_of(pwani) == []


def test_who_leaves_and_comes_back_is_still_another(pwani, member, twin, said):
    today = timezone.localdate()
    joining.leave(twin, today)
    assert namesakes.told(pwani) == []
    joining.come_back(twin, today)
    assert duplicates.pairs_of(pwani) == []
    assert len(namesakes.told(pwani)) == 1


def test_who_left_meanwhile_is_not_spoken_of(as_baraka, member, twin):
    joining.leave(twin, timezone.localdate())
    assert "no longer on your list" in say(as_baraka, member, twin)
    assert not Namesakes.objects.exists()


def test_somebody_of_another_operator_is_not_reached(client, as_baraka, member, twin, said, other, daudi):
    stranger = make.make_staff(other, User.objects.create_learner(None, full_name="Amina Hassan"))
    assert "no longer on your list" in say(as_baraka, member, stranger)
    sign_in(client, daudi, verified=True).post("/en/manage/mawimbi-link/same/", {"back": said.pk})
    assert Namesakes.objects.get() == said


@pytest.mark.parametrize(
    "given",
    [{"two": "x", "other": "y"}, {"two": "1"}, {"two": "9" * 5000}, {"back": "x"}, {"back": "99999"}, {"back": ""}],
)
def test_what_can_not_be_changes_nothing(as_baraka, member, twin, given):
    assert as_baraka.post(PAGE, given).status_code == 302
    assert not Namesakes.objects.exists()


def test_nobody_is_another_than_themselves(as_baraka, twin):
    say(as_baraka, twin, twin)
    assert not Namesakes.objects.exists()


def test_who_only_sees_the_list_says_nothing_of_it(as_baraka, member, twin):
    Management.objects.update(right=Right.VIEW)
    assert as_baraka.post(PAGE, {"two": member.pk, "other": twin.pk}).status_code == 403


def test_an_operator_merged_into_another_takes_the_word_along(pwani, member, twin, said, other):
    done = operators.merge(other, pwani, {}, None, NOW)
    assert duplicates.pairs_of(other) == []
    operators.undo(done, None, NOW)
    assert Namesakes.objects.get().operator == pwani


def test_what_is_taken_along_names_nobody_else(said, amina):
    (row,) = personal_data.of(amina)["told_from_somebody_alike"]
    assert row == {"operator__name": "Pwani Shuttle Sacco", "at": NOW}


def test_the_page_costs_the_same_for_many_words(as_baraka, pwani, member, baraka, django_assert_num_queries):
    def more(number):
        for _one in range(number):
            one = make.make_staff(pwani, User.objects.create_learner(None, full_name="Amina Hasan"))
            namesakes.say_two(pwani, one.pk, member.pk, baraka, NOW)

    more(2)
    as_baraka.get(PAGE)
    with django_assert_num_queries(12):
        as_baraka.get(PAGE)
    more(23)
    with django_assert_num_queries(12):
        assert "?two=2" in as_baraka.get(PAGE).content.decode()
    assert as_baraka.get(PAGE, {"two": 2}).content.decode().count('name="back"') == 5


# The programme


@pytest.fixture
def as_farida(client, db):
    make.make_site()
    farida = make.make_user(full_name="Farida Noor", username="farida", is_staff=True, is_superuser=True)
    return sign_in(client, farida, verified=True)


def admin_page(operator):
    return reverse("operator_staff_alike", args=[operator.pk])


def test_the_programme_says_it_and_takes_it_back(as_farida, pwani, member, twin):
    page = as_farida.get(admin_page(pwani)).content.decode()
    assert f"{reverse('wagtailusers_users:merge', args=[member.person_id])}?with={twin.person_id}" in page
    as_farida.post(admin_page(pwani), {"two": twin.pk, "other": member.pk})
    assert duplicates.pairs_of(pwani) == []
    assert history.who(pwani.acts.get()) == "Farida Noor"
    assert 'name="back"' in as_farida.get(admin_page(pwani)).content.decode()
    as_farida.post(admin_page(pwani), {"back": Namesakes.objects.get().pk})
    assert duplicates.pairs_of(pwani) == [(member.pk, twin.pk)]


def test_the_operator_s_page_leads_there(as_farida, pwani):
    address = reverse("wagtailsnippets_saccos_operator:edit", args=[pwani.pk])
    assert admin_page(pwani) in as_farida.get(address).content.decode()


@pytest.mark.parametrize("lacks", ["change_operator", "change_user"])
def test_who_lacks_one_of_the_rights_sees_nobody_there(client, pwani, member, twin, lacks):
    gloria = make.make_user(full_name="Gloria Achieng", username="gloria")
    given = {"change_operator", "change_user", "access_admin"} - {lacks}
    gloria.user_permissions.add(*Permission.objects.filter(codename__in=given))
    response = sign_in(client, gloria, verified=True).get(admin_page(pwani))
    assert response.status_code in (302, 403)
    assert "Amina" not in response.content.decode()


def test_the_programme_s_page_costs_the_same_for_many(as_farida, pwani, member, twin, django_assert_max_num_queries):
    as_farida.get(admin_page(pwani))
    with django_assert_max_num_queries(40) as few:
        as_farida.get(admin_page(pwani))
    for _more in range(12):
        make.make_staff(pwani, User.objects.create_learner(None, full_name="Amina Hasan"))
    with django_assert_max_num_queries(len(few)):
        assert "?p=2" in as_farida.get(admin_page(pwani)).content.decode()


# A list that a manager brings


def test_a_list_asks_about_the_one_of_that_name_and_not_about_the_other(pwani, member, twin, said):
    roster = check(pwani, "Amina Hasan\t0712345678\tdriver")
    assert (verdicts(roster), codes(roster)) == ({2: "looks-like"}, [("name", "same-name")])
    assert roster.rows.get(number=2).problems[0]["name"] == "Amina Hasan"


def test_without_anybody_s_word_a_list_asks_about_the_first(pwani, member, twin):
    roster = check(pwani, "Amina Hasan\t0712345678\tdriver")
    assert roster.rows.get(number=2).problems[0]["name"] == "Amina Hassan"


def test_where_that_one_stands_in_the_list_with_their_number_the_other_may_still_be_meant(pwani, member, said, twin):
    User.objects.filter(pk=twin.person_id).update(phone="+254711000999")
    roster = check(pwani, "Amina Hasan\t0711000999\tdriver", "Amina Hasan\t0712345678\tdriver")
    assert roster.rows.get(number=3).problems[0]["name"] == "Amina Hassan"
