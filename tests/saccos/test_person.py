from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import sign_in
from accounts.models import User
from saccos import history, keeping
from saccos.models import Act, Management, StaffMember
from saccos.models.managing import Right
from tests import make


@pytest.fixture
def address(member):
    return reverse("saccos:person", args=["pwani-shuttle", member.pk])


@pytest.fixture
def do(as_baraka, address):
    """Press a button on Amina's page; return the page that follows."""

    def post(what, **fields):
        return as_baraka.post(address, {"do": what, **fields}, follow=True).content.decode()

    return post


def test_the_page_says_how_far_the_person_is(as_baraka, address, member, course):
    make.make_enrolment(member.person, course, completed=False)
    text = as_baraka.get(address).content.decode()
    assert "Red flags" in text
    assert "2 of 6 steps done" in text
    assert 'href="tel:+254700000001"' in text
    assert "https://wa.me/254700000001" in text


def test_the_page_shows_the_certificate(as_baraka, address, member, course):
    make.make_enrolment(member.person, course)
    certificate = make.make_certificate(member.person, course.translation_key)
    text = as_baraka.get(address).content.decode()
    assert certificate.spelled_code in text
    assert "Certificate valid until" in text


def test_a_certificate_that_ran_out_is_not_called_valid(as_baraka, address, member, course):
    ended = timezone.now() - timedelta(days=2)
    make.make_certificate(member.person, course.translation_key, expires_at=ended)
    assert "Certificate ran out" in as_baraka.get(address).content.decode()


def test_a_revoked_certificate_is_not_shown(as_baraka, address, member, course):
    certificate = make.make_certificate(member.person, course.translation_key, revoked_at=timezone.now())
    assert certificate.spelled_code not in as_baraka.get(address).content.decode()


def test_a_course_that_is_gone_keeps_its_certificate(as_baraka, address, member):
    make.make_certificate(member.person, uuid4())
    assert "Red flags on the road" in as_baraka.get(address).content.decode()


def test_the_page_costs_the_same_with_many_courses(as_baraka, address, member, course, django_assert_max_num_queries):
    make.make_enrolment(member.person, course)
    make.make_certificate(member.person, course.translation_key)
    make.make_enrolment(member.person, make.make_course(title="Refresher", slug="refresher"))
    as_baraka.get(address)
    with django_assert_max_num_queries(8):
        as_baraka.get(address)


def test_who_has_left_is_off_the_list_and_can_be_put_back(do, member):
    text = do("left")
    assert "Amina Hassan is no longer on your staff" in text
    assert "Undo" in text
    assert not StaffMember.objects.current().exists()
    assert "Amina Hassan is on your staff" in do("back")
    assert StaffMember.objects.current().get() == member


def test_saying_it_twice_changes_nothing(do, member):
    do("left")
    do("left")
    assert member.person.employments.count() == 1


def test_of_who_has_left_the_manager_sees_no_training_and_no_phone(as_baraka, do, address, member, course):
    certificate = make.make_certificate(member.person, course.translation_key)
    do("left")
    text = as_baraka.get(address).content.decode()
    assert certificate.spelled_code not in text
    assert "+254700000001" not in text


def test_who_joined_elsewhere_is_not_put_back_and_nobody_says_where(do, member, other):
    do("left")
    make.make_staff(other, member.person)
    text = do("back")
    assert "Send Amina Hassan your invitation link" in text
    assert other.name not in text


def test_a_role_can_be_changed(do, member):
    assert "Saved: Amina Hassan, driver." in do("details", role="driver")
    member.refresh_from_db()
    assert member.role == "driver"


def test_a_role_that_does_not_exist_is_refused_beside_the_field(do, member):
    text = do("details", role="pilot")
    assert 'id="role-error"' in text
    member.refresh_from_db()
    assert member.role == "conductor"


def test_a_button_that_does_not_exist_does_nothing(do, member):
    do("dismiss")
    assert StaffMember.objects.current().get() == member


def test_the_role_of_who_has_left_stays_on_record(do, member):
    do("left")
    do("details", role="driver")
    member.refresh_from_db()
    assert member.role == "conductor"


def test_stage_and_staff_number_can_be_changed_and_the_history_says_so(do, member):
    do("details", role="conductor", stage="Likoni", staff_number="P-17")
    member.refresh_from_db()
    assert (member.role, member.stage, member.staff_number) == ("conductor", "Likoni", "P-17")
    assert kinds() == ["details"]
    do("details", role="conductor", stage="Likoni", staff_number="P-17")
    assert kinds() == ["details"]


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_field(do, member):
    page = do("details", role="driver", stage="x" * 61)
    assert 'id="stage-error"' in page
    assert "x" * 61 in page
    member.refresh_from_db()
    assert (member.role, member.stage) == ("conductor", "")


def test_the_history_says_who_left_and_who_came_back(do):
    do("left")
    do("left")
    do("back")
    do("back")
    do("details", role="driver")
    assert kinds() == ["role", "came-back", "left"]
    assert history.sentence(Act.objects.first()) == "Amina Hassan is now Driver."


def test_leaving_and_coming_back_keep_the_figures_right(do):
    do("left")
    do("back")
    assert keeping.wrong() == []


def test_who_only_sees_the_staff_changes_nothing(as_baraka, address, member, baraka):
    Management.objects.filter(user=baraka).update(right=Right.VIEW)
    page = as_baraka.get(address).content.decode()
    assert "Amina Hassan" in page
    assert "has left" not in page
    assert as_baraka.post(address, {"do": "left"}).status_code == 403
    assert StaffMember.objects.current().exists()


def kinds():
    return list(Act.objects.values_list("kind", flat=True))


@pytest.fixture
def new(pwani):
    """Kamau, of pwani's staff, who never signed in."""
    person = make.make_user("+254711000000", "Kamau Njoroge", registered_at=None)
    return make.make_staff(pwani, person)


@pytest.fixture
def correct(as_baraka, new):
    """Type Kamau's number; return the page that follows, and Kamau as he then is."""

    def post(**typed):
        address = reverse("saccos:person", args=["pwani-shuttle", new.pk])
        page = as_baraka.post(address, {"do": "number", **typed}, follow=True).content.decode()
        new.person.refresh_from_db()
        return page, new.person

    return post


def test_the_number_of_who_never_signed_in_can_be_put_right(correct):
    page, person = correct(phone="0711 000 001")
    assert "Saved: the phone number of Kamau Njoroge." in page
    assert person.phone == "+254711000001"
    assert kinds() == ["number"]


def test_a_number_in_use_can_only_be_shared_and_nobody_says_whose_it_is(correct, amina):
    page, person = correct(phone="0700 000 001")
    assert 'id="phone-error"' in page
    assert 'value="0700 000 001"' in page
    assert "Amina" not in page
    assert person.phone == "+254711000000"
    _page, person = correct(phone="0700 000 001", is_shared="on")
    assert (person.phone, person.shared_phone) == (None, "+254700000001")


def test_a_number_that_can_not_be_read_is_said_beside_the_field(correct):
    page, person = correct(phone="12")
    assert 'id="phone-error"' in page
    assert person.phone == "+254711000000"


def test_a_number_can_be_taken_away(correct):
    page, person = correct(phone="")
    assert "none noted" in page
    assert person.phone is None


def test_who_has_signed_in_keeps_their_number(as_baraka, address, member):
    assert 'name="phone"' not in as_baraka.get(address).content.decode()
    as_baraka.post(address, {"do": "number", "phone": "0711 000 001"})
    member.person.refresh_from_db()
    assert member.person.phone == "+254700000001"


def test_who_is_known_by_a_number_alone_keeps_one(correct, new):
    User.objects.filter(pk=new.person_id).update(full_name="")
    page, person = correct(phone="")
    assert 'id="phone-error"' in page
    assert person.phone == "+254711000000"
    page, person = correct(phone="0700 000 001", is_shared="on")
    assert "by this number alone" in page
    assert person.phone == "+254711000000"


def test_a_number_that_too_many_share_is_refused_beside_the_field(correct):
    for number in range(sign_in.MOST_SHARING):
        User.objects.create_learner(None, full_name=f"Sharer {number}", shared_phone="+254700000077")
    page, person = correct(phone="0700 000 077", is_shared="on")
    assert "Too many people share this number" in page
    assert (person.phone, person.shared_phone) == ("+254711000000", "")


@pytest.mark.parametrize("touch", [{"username": "eshe"}, {"last_login": timezone.now()}, {"is_staff": True}])
def test_nobody_corrects_the_number_of_who_is_not_untouched(correct, as_baraka, new, touch):
    User.objects.filter(pk=new.person_id).update(**touch)
    page, person = correct(phone="0711 000 001")
    assert person.phone == "+254711000000"
    assert 'name="phone"' not in page


def test_nobody_corrects_the_number_of_another_operators_manager(correct, new, other):
    Management.objects.create(operator=other, user=new.person)
    assert correct(phone="0711 000 001")[1].phone == "+254711000000"
