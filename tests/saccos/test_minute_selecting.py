from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from saccos.minute import paging, selecting
from saccos.models import Management
from saccos.models.managing import Right
from tests import make

NOW = timezone.now()


@pytest.fixture
def crew(pwani, course):
    """Four of pwani's staff: who holds the course, who is at it, who has not begun it, and a driver without a stage."""
    crew = {}
    for name, role, stage in (
        ("holds", "conductor", "Mwembe Tayari"),
        ("begun", "conductor", "Likoni"),
        ("none", "clerk", "Likoni"),
        ("driver", "driver", ""),
    ):
        crew[name] = make.make_staff(pwani, make.make_user(full_name=f"Staff {name}"), role=role, stage=stage)
    make.make_certificate(crew["holds"].person, course.translation_key)
    for name in ("holds", "begun"):
        make.make_enrolment(crew[name].person, course, completed=name == "holds")
    return crew


def found(operator, address):
    selection = selecting.read(QueryDict(address))
    return {str(member.person).split()[-1] for member in selection.of(operator, NOW).select_related("person")}


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", {"holds", "begun", "none", "driver"}),
        ("role=conductor", {"holds", "begun"}),
        ("stage=Likoni", {"begun", "none"}),
        ("stage=-", {"driver"}),
        ("role=conductor&stage=Likoni", {"begun"}),
        ("state=trained", {"holds"}),
        ("state=to-act-on&role=driver", {"driver"}),
        ("q=staff+none", {"none"}),
        ("role=pilot&state=asleep", {"holds", "begun", "none", "driver"}),
        ("stage=Nowhere", set()),
    ],
)
def test_filters_combine_and_unknown_ones_filter_nothing(pwani, crew, address, names):
    assert found(pwani, address) == names


@pytest.mark.parametrize(
    ("training", "names"), [("valid", {"holds"}), ("begun", {"begun"}), ("none", {"none", "driver"}), ("x", {"holds"})]
)
def test_one_course_can_be_asked_for(pwani, crew, course, training, names):
    assert found(pwani, f"course={course.translation_key}&training={training}") == names


def test_a_certificate_of_another_course_does_not_count(pwani, crew):
    assert found(pwani, f"course={uuid4()}") == set()
    assert len(found(pwani, "course=red-flags")) == 4


def test_the_address_of_a_selection_reads_back_as_the_same(course):
    address = f"state=trained&role=driver&stage=-&course={course.translation_key}&training=none&q=Ng%27ang%27a"
    selection = selecting.read(QueryDict(address))
    assert selecting.read(QueryDict(selection.query[1:])) == selection
    assert selecting.Selection().query == ""


def test_the_options_say_how_many_of_our_own_there_are(pwani, crew, other):
    make.make_staff(other, role="truck_driver", stage="Malaba")
    options = selecting.options(pwani, selecting.Selection(stage="Likoni"))
    assert [(one.value, one.number) for one in options.roles] == [("conductor", 2), ("driver", 1), ("clerk", 1)]
    assert [(one.value, one.number) for one in options.stages] == [("Likoni", 2), ("Mwembe Tayari", 1), ("-", 1)]
    assert [one.is_chosen for one in options.stages] == [True, False, False]


def test_the_page_keeps_what_was_chosen_and_counts_within_it(as_baraka, crew):
    page = as_baraka.get(reverse("saccos:staff", args=["pwani-shuttle"]), {"stage": "Likoni"}).content.decode()
    assert '<option value="Likoni" selected>Likoni (2)</option>' in page
    assert "Everybody 2" in page
    assert "?state=in-progress&amp;stage=Likoni" in page or "?stage=Likoni&amp;state=in-progress" in page
    assert "/remind/?stage=Likoni" in page
    assert "/staff/export.csv?stage=Likoni" in page
    assert "/staff/print/?stage=Likoni" in page


def test_a_phone_that_is_shared_finds_who_shares_it(as_baraka, pwani):
    person = make.User.objects.create_user(username=None, full_name="Kamau Njoroge", shared_phone="+254712345777")
    make.make_staff(pwani, person, role="driver")
    response = as_baraka.get(reverse("saccos:staff", args=["pwani-shuttle"]), {"q": "345 777"})
    assert [str(member.person) for member in response.context["people"]] == ["Kamau Njoroge"]
    page = response.content.decode()
    assert 'href="tel:+254712345777"' in page
    assert "https://wa.me/254712345777?text=Kamau" in page


def test_pages_follow_each_other_by_name_also_where_names_are_the_same(pwani):
    for _number in range(120):
        make.make_staff(pwani, make.make_user(full_name="Amina Hassan"))
    staff = pwani.staff.current()
    seen = [member.pk for number in (1, 2, 3) for member in paging.page(staff, 120, number, NOW)]
    assert len(set(seen)) == 120
    assert seen == sorted(seen)


def test_who_only_sees_the_staff_gets_no_form_that_changes(as_baraka, baraka, member):
    Management.objects.filter(user=baraka).update(right=Right.VIEW)
    for name in ("dashboard", "staff"):
        page = as_baraka.get(reverse(f"saccos:{name}", args=["pwani-shuttle"])).content.decode()
        assert "Send reminder" not in page
        assert "Invite staff" not in page
        assert "Managers" not in page


def test_the_printed_list_has_a_box_for_each_of_the_selection(as_baraka, crew):
    page = as_baraka.get(reverse("saccos:print_list", args=["pwani-shuttle"]), {"stage": "Likoni"}).content.decode()
    assert page.count('class="box"') == 2
    assert "Staff holds" not in page
