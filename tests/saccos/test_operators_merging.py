from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from saccos import history, invitations, joining, keeping
from saccos.models import (
    Act,
    Contact,
    Invitation,
    Management,
    ManagerInvitation,
    Operator,
    OperatorMerge,
    OperatorStage,
    Reminder,
    Roster,
    Route,
    Seal,
    StaffMember,
    Vehicle,
)
from saccos.operators import merging, saving, showing
from tests import make
from tests.conftest import sign_in

NOW = timezone.now()


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Noor", username="farida", is_staff=True, is_superuser=True)


@pytest.fixture
def as_farida(client, farida):
    make.make_site()
    return sign_in(client, farida, verified=True)


def state(*operators):
    """Return everything that belongs to these operators, in a form to be compared."""
    found = {}
    for model, field in [*merging._relations().values(), *((model, "operator") for model in merging.COPIED)]:
        if model is not Act:
            rows = model._base_manager.filter(**{f"{field}__in": operators})
            found[model.__name__] = sorted(map(str, rows.values_list("pk", field)))
    found["managers"] = sorted(
        Management.objects.filter(operator__in=operators).values_list("operator", "user", "right")
    )
    found["fields"] = list(Operator.objects.filter(pk__in=[one.pk for one in operators]).order_by("pk").values())
    for fields in found["fields"]:
        del fields["latest_revision_id"]
    found["figures"] = [
        (one.pk, one.figures.total, one.figures.trained) if hasattr(one, "figures") else (one.pk, 0, 0)
        for one in Operator.objects.filter(pk__in=[one.pk for one in operators]).order_by("pk")
    ]
    return found


@pytest.fixture
def twin(daudi, course):
    """The same operator once more, with a crew, a manager, links and everything else."""
    twin = make.make_operator("Pwani Shuttles", "pwani-shuttles", manager=daudi, notes="Theirs", fleet_size=9)
    Contact.objects.create(operator=twin, name="Omar", duty="focal")
    Contact.objects.create(operator=twin, name="Both", phone="+254712345678")
    Route.objects.create(operator=twin, towns="Mombasa – Kilifi")
    Vehicle.objects.create(operator=twin, plate="KDA 123A")
    OperatorStage.objects.create(operator=twin, name="Likoni")
    member = make.make_staff(twin, make.make_user(full_name="Zainab Ali"))
    make.make_certificate(member.person, course.translation_key)
    make.make_staff(twin, make.make_user(full_name="Left Already"), ended_on=timezone.localdate())
    Invitation.objects.create(operator=twin, member=member)
    invitations.open_for(twin, daudi)
    ManagerInvitation.objects.create(operator=twin, phone="+254711111111")
    Roster.objects.create(operator=twin, digest="x")
    Reminder.objects.create(operator=twin, person=member.person)
    history.note(twin, "left", daudi, NOW, name="Left Already")
    return twin


@pytest.fixture
def home(pwani, member):
    Contact.objects.create(operator=pwani, name="Halima", duty="focal")
    Contact.objects.create(operator=pwani, name="Both", phone="+254712345678")
    return pwani


def merge(kept, gone, by=None, **chosen):
    return merging.merge(Operator.objects.get(pk=kept.pk), Operator.objects.get(pk=gone.pk), chosen, by, NOW)


def test_the_crew_comes_together_and_is_counted(home, twin):
    merge(home, twin)
    assert StaffMember.objects.filter(operator=home).count() == 3
    assert Operator.objects.get(pk=home.pk).figures.total == 2
    assert Operator.objects.get(pk=home.pk).figures.trained == 1
    assert keeping.wrong() == []
    assert list(Operator.objects.standing()) == [home]


def test_what_both_have_stands_once_and_the_duty_with_the_kept_one(home, twin):
    merge(home, twin)
    contacts = dict(Contact.objects.filter(operator=home).values_list("name", "duty"))
    assert contacts == {"Halima": "focal", "Both": "", "Omar": ""}
    assert Contact.objects.filter(operator=home).count() == 3


def test_undoing_puts_back_all_exactly(home, twin, farida):
    before = state(home, twin)
    done = merge(home, twin, farida, name="Pwani Shuttles", slug="pwani-shuttles", notes="Both", fleet_size=9)
    assert state(home, twin) != before
    merging.undo(done, farida, NOW)
    assert state(home, twin) == before
    assert keeping.wrong() == []


def test_everything_moves_but_what_the_kept_one_has_already(home, twin):
    invitations.open_for(home, None)
    merge(home, twin)
    for model in (StaffMember, ManagerInvitation, Roster, Reminder, Act):
        assert not model.objects.filter(operator=twin).exists(), model
    assert Invitation.objects.get(operator=twin).member is None


def test_the_names_change_places(home, twin):
    merge(home, twin, name="Pwani Shuttles", slug="pwani-shuttles")
    names = {one.pk: (one.name, one.slug) for one in Operator.objects.all()}
    assert names[home.pk] == ("Pwani Shuttles", "pwani-shuttles")
    assert names[twin.pk] == ("Pwani Shuttle Sacco", "pwani-shuttle")


def test_merging_twice_changes_nothing(home, twin):
    done = merge(home, twin)
    before = state(home, twin)
    assert merge(home, twin) == done
    assert state(home, twin) == before
    assert OperatorMerge.objects.count() == 1


def test_undoing_twice_changes_nothing(home, twin):
    done = merge(home, twin)
    merging.undo(done, None, NOW)
    before = state(home, twin)
    merging.undo(done, None, NOW)
    assert state(home, twin) == before


def test_one_that_is_merged_away_cannot_be_merged_elsewhere(home, twin, other):
    merge(home, twin)
    for kept, gone in ((other, twin), (twin, other), (home, home)):
        with pytest.raises(merging.CannotMerge):
            merge(kept, gone)


def test_a_chain_is_undone_the_last_first(home, twin, other):
    before = state(home, twin, other)
    first = merge(home, twin)
    between = state(home, twin, other)
    second = merge(other, home)
    assert Operator.objects.get(pk=twin.pk).kept == other
    assert StaffMember.objects.current().filter(operator=other).count() == 2
    with pytest.raises(merging.CannotUndo):
        merging.undo(first, None, NOW)
    merging.undo(second, None, NOW)
    assert state(home, twin, other) == between
    merging.undo(first, None, NOW)
    assert state(home, twin, other) == before
    assert keeping.wrong() == []


def test_two_into_one_are_undone_the_last_first(home, twin, other):
    first, second = merge(home, twin), merge(home, other)
    assert not merging.can_undo(first)
    merging.undo(second, None, NOW)
    assert merging.can_undo(first)


def test_who_manages_both_keeps_the_greater_right(home, twin, baraka, daudi):
    Management.objects.filter(operator=home).update(right="1-view")
    Management.objects.create(operator=twin, user=baraka, right="2-manage")
    done = merge(home, twin)
    rights = dict(Management.objects.filter(operator=home).values_list("user", "right"))
    assert rights == {baraka.pk: "2-manage", daudi.pk: "3-own"}
    assert Operator.objects.managed_by(daudi).get() == home
    merging.undo(done, None, NOW)
    assert Management.objects.get(operator=home).right == "1-view"


def test_what_was_changed_since_by_hand_stays(home, twin):
    done = merge(home, twin, notes="Both", fleet_size=9)
    Operator.objects.filter(pk=home.pk).update(notes="Called on Monday")
    joined = make.make_staff(home)
    merging.undo(done, None, NOW)
    home.refresh_from_db()
    assert (home.notes, home.fleet_size) == ("Called on Monday", None)
    joined.refresh_from_db()
    assert joined.operator == home
    assert keeping.wrong() == []


def test_who_left_meanwhile_goes_back_as_one_who_left(home, twin):
    done = merge(home, twin)
    member = StaffMember.objects.get(person__full_name="Zainab Ali")
    joining.leave(member, timezone.localdate())
    merging.undo(done, None, NOW)
    member.refresh_from_db()
    assert (member.operator, member.ended_on) == (twin, timezone.localdate())
    assert keeping.wrong() == []


def test_a_seal_ends_and_comes_back(home, twin):
    Seal.objects.create(
        operator=twin,
        code="A",
        operator_name="x",
        trained=5,
        total=5,
        needed=80,
        expires_at=NOW + timezone.timedelta(9),
    )
    done = merge(home, twin)
    assert Seal.objects.get().ended_at == NOW
    merging.undo(done, None, NOW)
    assert Seal.objects.get().ended_at is None


def test_it_is_in_the_history_of_both_kinds(home, twin, farida):
    merge(home, twin, farida, notes="Both")
    act = Act.objects.filter(operator=home, kind="operators-merged").get()
    assert history.sentence(act) == "Pwani Shuttles was found to be this operator: its staff are on this list now."
    assert home.revisions.latest("pk").user == farida


def test_the_link_and_poster_of_the_one_that_went_lead_on(client, home, twin, baraka, chausiku):
    kept_link = invitations.open_for(home, baraka)
    token = Invitation.objects.get(operator=twin, member=None).token
    merge(home, twin)
    for link in (token, kept_link.token):
        assert "Pwani Shuttle Sacco" in client.get(reverse("saccos:join", args=[link])).content.decode()
    sign_in(client, chausiku)
    client.post(reverse("saccos:join", args=[token]), {"role": "driver"})
    assert joining.current_employment(chausiku).operator == home
    assert keeping.wrong() == []


def test_the_manager_of_the_one_that_went_finds_the_crew(client, home, twin, daudi):
    merge(home, twin)
    sign_in(client, daudi, verified=True)
    assert "Zainab" in client.get(reverse("saccos:staff", args=["pwani-shuttle"])).content.decode()


def test_a_crew_of_thousands_moves_in_a_bounded_number_of_queries(home, twin, django_assert_max_num_queries):
    def staff(number):
        people = [make.make_user(full_name=f"Crew {n}") for n in range(number)]
        StaffMember.objects.bulk_create(StaffMember(operator=twin, person=one, role="driver") for one in people)
        keeping.recount([twin.pk], NOW)

    staff(3)
    with django_assert_max_num_queries(250) as few:
        done = merge(home, twin)
    merging.undo(done, None, NOW)
    staff(40)
    with django_assert_max_num_queries(len(few)):
        merge(home, twin)


# The choice


def test_the_usual_choice_is_what_says_something(db):
    one = make.make_operator("A", "a", engagement="1-identified", notes="Mine", next_step_on=None)
    other = make.make_operator(
        "B", "b", engagement="4-agreement", notes="Theirs", has_poster=True, next_step_on=date(2026, 1, 1)
    )
    values = showing.chosen_values(one, other, {})
    assert values["name"] == "A"
    assert values["engagement"] == "4-agreement"
    assert values["notes"] == "Mine\n\nTheirs"
    assert values["has_poster"] is True
    assert values["next_step_on"] == date(2026, 1, 1)


def test_what_was_chosen_counts(db):
    one, other = make.make_operator("A", "a", notes="Mine"), make.make_operator("B", "b", notes="Theirs")
    asked = {"field-name": "other", "field-notes": "one", "field-kind": "nonsense"}
    values = showing.chosen_values(one, other, asked)
    assert (values["name"], values["notes"], values["kind"]) == ("B", "Mine", "matatu_sacco")


# In the admin


def pair(one, other):
    return reverse("operators_compare", args=[one.pk, other.pk])


def test_the_page_marks_what_differs(as_farida, home, twin):
    text = as_farida.get(pair(home, twin)).content.decode()
    assert "differs" in text
    assert "Zainab" not in text
    assert "Omar" in text
    assert "(in both)" in text


def test_two_are_made_one_and_two_again(as_farida, home, twin):
    data = {"merge": "1", "keep": "other", "field-name": "one"}
    for _click in range(2):
        response = as_farida.post(pair(home, twin), data)
        assert response.status_code == 302
    twin.refresh_from_db()
    home.refresh_from_db()
    assert home.merged_into == twin
    assert twin.name == "Pwani Shuttle Sacco"
    done = OperatorMerge.objects.get()
    assert "Undo" in as_farida.get(reverse("operator_merges")).content.decode()
    for _click in range(2):
        as_farida.post(reverse("operator_merge_undo", args=[done.pk]))
    assert Operator.objects.standing().count() == 2


def test_they_look_alike_until_somebody_says_they_are_two(as_farida, home, twin):
    listed = reverse("operators_alike")
    assert "Pwani Shuttles" in as_farida.get(listed).content.decode()
    for _click in range(2):
        as_farida.post(pair(home, twin), {"two": "1"})
    assert "Pwani Shuttles" not in as_farida.get(listed).content.decode()
    assert Operator.objects.standing().count() == 2
    assert "known to be two" in as_farida.get(reverse("operator_merges")).content.decode()


def test_what_was_saved_since_is_compared_at_once(as_farida, home, twin, farida):
    listed = reverse("operators_alike")
    assert "Pwani Shuttles" in as_farida.get(listed).content.decode()
    data = f"Short name,Name\n{twin.slug},Bahari Kuu\n".encode()
    saving.save(data, farida)
    assert "Pwani Shuttles" not in as_farida.get(listed).content.decode()
    saving.save(b"Name,Kind,County\nBahari Kuuu,bus_sacco,1\n", farida)
    assert "Bahari Kuuu" in as_farida.get(listed).content.decode()


def test_a_pair_that_was_merged_already_leads_to_the_merges(as_farida, home, twin, other):
    merge(home, twin)
    assert as_farida.get(pair(home, twin)).url == reverse("operator_merges")
    assert as_farida.post(pair(other, twin), {"merge": "1"}).url == reverse("operator_merges")
    assert as_farida.get(pair(home, home)).status_code != 200


def test_the_pages_need_a_few_queries_however_many(as_farida, django_assert_max_num_queries):
    def twins(first, last):
        for number in range(first, last):
            one = make.make_operator(f"Mawingu {number}", f"one-{number}", ntsa_number=f"N{number}")
            two = make.make_operator(f"Upepo {number}", f"two-{number}", ntsa_number=f"N{number}")
            OperatorMerge.objects.create(kept=one, gone=two, moved={"x": 1})
        cache.clear()

    twins(0, 1)
    for name in ("operators_alike", "operator_merges"):
        as_farida.get(reverse(name))
    cache.clear()
    found = {}
    for name in ("operators_alike", "operator_merges"):
        with django_assert_max_num_queries(40) as few:
            as_farida.get(reverse(name))
        found[name] = len(few)
    twins(1, 20)
    for name, number in found.items():
        with django_assert_max_num_queries(number):
            assert as_farida.get(reverse(name)).content.decode().count("Mawingu 1") > 5
