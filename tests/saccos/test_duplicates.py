"""The same person twice on one list: found by a pure measure, put together by the manager where it is theirs to do."""

import time

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import merging
from accounts.models import PersonMerge, User
from saccos import duplicates, keeping
from saccos.duplicates import Entry, alike, find, is_slip
from saccos.models import Management
from saccos.models.managing import Right
from tests import make

PAGE = "/en/manage/pwani-shuttle/same/"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amina hassan", "hassan amina"),
        ("amina hassan", "amina hasan"),
        ("amina hassan juma", "amina hassan"),
        ("amina hassan", "a hassan"),
        ("wanjiku m kamau", "wanjiku muthoni kamau"),
        ("mwanaisha juma ali", "ali mwanaihsa juma"),
        ("john otieno otieno", "otieno john otieno"),
    ],
)
def test_these_may_be_one_person(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amina", "amina"),
        ("amina hassan", "amina"),
        ("amina hassan", "amina juma"),
        ("amina hassan", "amena hasan"),
        ("amina hassan", "a h"),
        ("amina hassan", "b hassan"),
        ("juma ali", "juma alo"),
        ("amina hassan juma", "amina hassan ali"),
        ("", ""),
    ],
)
def test_these_are_two(one, other):
    assert not alike(one, other)
    assert not alike(other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("juma", "jumaa", True),
        ("jumaa", "juma", True),
        ("hassan", "hasasn", True),
        ("hassan", "hassen", True),
        ("hassan", "hassan", False),
        ("hassan", "hasens", False),
        ("ali", "ali a", False),
        ("alii", "ali", False),
    ],
)
def test_a_slip_is_one_letter_or_two_neighbours_swapped(one, other, expected):
    assert is_slip(one, other) == expected


def test_one_number_and_one_word_in_common_are_enough():
    number = frozenset(["+254700000001"])
    both = [Entry(1, "amina hassan", number), Entry(2, "amina juma", number), Entry(3, "chausiku njeri", number)]
    assert find(both) == [(1, 2)]


def test_those_on_one_number_come_first_and_no_pair_comes_twice():
    number = frozenset(["+254700000001"])
    names = ["amina hassan", "amina hasan", "john otieno", "john otieno"]
    entries = [Entry(pk, name) for pk, name in enumerate(names)]
    entries[2:] = [Entry(entry.pk, entry.name, number) for entry in entries[2:]]
    assert find(entries) == [(2, 3), (0, 1)]


def test_no_more_pairs_are_found_than_were_asked_for():
    assert len(find([Entry(pk, "john otieno") for pk in range(50)], most=10)) == 10


def test_a_name_of_very_many_words_takes_no_time():
    name = " ".join("abcdefghijklmnopqrstuvwxy")
    began = time.monotonic()
    assert not alike(name, name.replace("a", "z"))
    assert time.monotonic() - began < 1


def test_thousands_of_names_are_looked_through_in_seconds():
    entries = [Entry(pk, f"juma{pk % 30} otieno{pk % 97} kamau{pk}") for pk in range(4000)]
    began = time.monotonic()
    find(entries)
    assert time.monotonic() - began < 20


@pytest.fixture
def twin(pwani):
    """Amina again, as the manager's own list had her."""
    person = User.objects.create_learner(None, full_name="Amina Hasan", role="conductor")
    return make.make_staff(pwani, person)


def together(client, kept, gone):
    return client.post(PAGE, {"kept": kept.pk, "gone": gone.pk}, follow=True).content.decode()


def test_the_page_shows_both_and_offers_the_one_who_has_signed_in(as_baraka, member, twin):
    page = as_baraka.get(PAGE).content.decode()
    assert "One person: Amina Hassan" in page
    assert "One person: Amina Hasan<" not in page
    assert "never signed in" in page


def test_a_manager_puts_two_together(as_baraka, member, twin, pwani, amina):
    page = together(as_baraka, member, twin)
    assert "now stands on your list once" in page
    assert pwani.staff.current().get() == member
    assert PersonMerge.objects.get().kept == amina
    assert keeping.wrong() == []


def test_pressing_twice_is_once(as_baraka, member, twin):
    together(as_baraka, member, twin)
    together(as_baraka, member, twin)
    assert PersonMerge.objects.count() == 1


def test_the_manager_undoes_it(as_baraka, member, twin, pwani):
    together(as_baraka, member, twin)
    merge = PersonMerge.objects.get()
    assert f'name="undo" value="{merge.pk}"' in as_baraka.get(PAGE).content.decode()
    for _ in range(2):
        as_baraka.post(PAGE, {"undo": merge.pk})
    assert pwani.staff.current().count() == 2


def test_what_the_programme_put_together_the_manager_does_not_undo(as_baraka, member, twin, amina, pwani):
    merge = merging.merge(amina, twin.person, None, timezone.now())
    as_baraka.post(PAGE, {"undo": merge.pk})
    assert pwani.staff.current().count() == 1


def test_two_who_have_both_signed_in_are_for_the_programme(as_baraka, member, pwani):
    other = make.make_staff(pwani, make.make_user(full_name="Amina Hasan"))
    assert "ask the programme" in as_baraka.get(PAGE).content.decode()
    assert "Only the programme" in together(as_baraka, member, other)
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("right", ["is_superuser", "is_staff"])
def test_somebody_with_rights_is_for_the_programme(as_baraka, member, twin, right):
    User.objects.filter(pk=member.person_id).update(**{right: True})
    together(as_baraka, member, twin)
    assert not PersonMerge.objects.exists()


def test_somebody_of_another_operator_is_not_reached(as_baraka, member, other):
    stranger = make.make_staff(other, User.objects.create_learner(None, full_name="Amina Hassan"))
    assert "Nobody on your list looks like" in as_baraka.get(PAGE).content.decode()
    assert "no longer on your list" in together(as_baraka, member, stranger)
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kept": "x", "gone": "y"},
        {"undo": "x"},
        {"undo": "99999999"},
        {"kept": "1"},
        {"undo": "9" * 20},
        {"undo": "9" * 5000},
        {"kept": "9" * 20, "gone": "9" * 5000},
    ],
)
def test_what_can_not_be_changes_nothing(as_baraka, member, twin, given):
    assert as_baraka.post(PAGE, given).status_code == 302
    assert not PersonMerge.objects.exists()


def test_one_entry_is_not_put_together_with_itself(as_baraka, twin):
    together(as_baraka, twin, twin)
    assert not PersonMerge.objects.exists()


def test_who_only_sees_the_list_does_not_change_it(as_baraka, member, twin):
    Management.objects.update(right=Right.VIEW)
    assert as_baraka.post(PAGE, {"kept": member.pk, "gone": twin.pk}).status_code == 403


def test_the_page_costs_the_same_for_many(as_baraka, pwani, member, twin, django_assert_max_num_queries):
    as_baraka.get(PAGE)
    for _ in range(30):
        make.make_staff(pwani, User.objects.create_learner(None, full_name="Amina Hasan"))
    with django_assert_max_num_queries(12):
        page = as_baraka.get(PAGE).content.decode()
    assert "?page=2" in page


def test_the_search_is_two_queries(pwani, member, twin, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert duplicates.pairs_of(pwani) == [(member.pk, twin.pk)]


# Somebody who would take another's account over


def standing_of(*members):
    people = User.objects.filter(pk__in=[member.person_id for member in members])
    return list(people.order_by("pk").values_list("is_active", "phone", "shared_phone"))


def test_a_registered_entry_never_goes_into_an_invented_one(as_baraka, member, twin):
    User.objects.filter(pk=twin.person_id).update(phone="+254711000999")
    before = standing_of(member, twin)
    assert "Only the programme" in together(as_baraka, twin, member)
    assert standing_of(member, twin) == before
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize(
    "touch",
    [
        {"last_login": timezone.now()},
        {"registered_at": timezone.now()},
        {"username": "eshe"},
        {"is_staff": True},
        {"is_superuser": True},
        {"is_active": False},
    ],
)
def test_who_is_not_untouched_never_goes(as_baraka, pwani, twin, touch):
    invented = make.make_staff(pwani, make.make_user("+254711000999", "Amina Hassan", registered_at=None))
    User.objects.filter(pk=twin.person_id).update(**touch)
    together(as_baraka, invented, twin)
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("give", ["management", "group", "totp"])
@pytest.mark.parametrize("is_kept", [True, False])
def test_who_is_more_than_a_learner_is_never_put_together_by_a_manager(as_baraka, pwani, twin, other, give, is_kept):
    invented = make.make_staff(pwani, make.make_user("+254711000999", "Amina Hassan", registered_at=None))
    make_more(twin.person, give, other)
    pair = (twin, invented) if is_kept else (invented, twin)
    assert "Only the programme" in together(as_baraka, *pair)
    assert not PersonMerge.objects.exists()
    assert "One person:" not in as_baraka.get(PAGE).content.decode()


def make_more(person, give, operator):
    if give == "management":
        Management.objects.create(operator=operator, user=person)
    elif give == "group":
        person.groups.add(Group.objects.create(name="Trainers of tests"))
    else:
        TOTPDevice.objects.create(user=person, name="x")


@pytest.mark.parametrize("reached", [{"phone": None, "shared_phone": "+254722000111"}, {"phone": None}])
def test_who_has_signed_in_gets_no_number_from_an_invented_entry(as_baraka, member, twin, reached):
    User.objects.filter(pk=member.person_id).update(**reached)
    User.objects.filter(pk=twin.person_id).update(phone="+254711000999")
    before = standing_of(member)
    together(as_baraka, member, twin)
    assert standing_of(member) == before
    merge = PersonMerge.objects.get()
    as_baraka.post(PAGE, {"undo": merge.pk})
    assert str(User.objects.get(pk=twin.person_id).phone) == "+254711000999"


def test_of_two_who_never_signed_in_either_stays_and_keeps_a_number(as_baraka, pwani, twin):
    second = make.make_staff(pwani, make.make_user("+254711000999", "Amina Hassan", registered_at=None))
    together(as_baraka, twin, second)
    assert str(User.objects.get(pk=twin.person_id).phone) == "+254711000999"


def test_two_whose_names_are_not_alike_are_not_put_together(as_baraka, member, pwani):
    other = make.make_staff(pwani, User.objects.create_learner(None, full_name="Otieno Odhiambo"))
    assert "Only the programme" in together(as_baraka, member, other)
    assert not PersonMerge.objects.exists()
