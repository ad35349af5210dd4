"""Opening one's own link, and claiming a place with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import PhoneDevice, User
from saccos import keeping
from saccos.inviting import claiming, opening
from saccos.models import Act, Invitation, Management
from tests import make
from tests.conftest import sign_in
from tests.saccos.test_joining import race

NOW = timezone.now()
CHROME = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 8.1) Chrome/64.0 Mobile Safari/537.36"}


@pytest.fixture
def katana(pwani):
    """Somebody whom a staff list named, with no phone number."""
    make.make_notice()
    return make.make_staff(pwani, User.objects.create(full_name="Mzee Katana", role="driver", language="sw"))


@pytest.fixture
def link(katana):
    return Invitation.objects.create(operator=katana.operator, member=katana)


@pytest.fixture
def newcomer(db):
    """A number that has just signed in for the first time."""
    account = make.make_user("+254712345678", "", registered_at=None, role="")
    PhoneDevice.objects.create(phone="+254712345678", user=account, name="phone")
    return account


def address(link):
    return reverse("saccos:join", args=[link.token])


def opened(link):
    link.refresh_from_db()
    return link.opened_at is not None


def test_the_first_look_is_noted_and_stays(client, link):
    client.get(address(link), **CHROME)
    link.refresh_from_db()
    first = link.opened_at
    client.get(address(link), **CHROME)
    link.refresh_from_db()
    assert first is not None
    assert link.opened_at == first


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "WhatsApp/2.24.6.77 A",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ],
)
def test_a_preview_in_a_chat_opens_nothing(client, link, agent):
    client.get(address(link), HTTP_USER_AGENT=agent)
    assert not opened(link)


@pytest.mark.parametrize("agent", [CHROME["HTTP_USER_AGENT"], "Mozilla/5.0 (Linux; Android 9; CUBOT J5)", "Opera/9.80"])
def test_a_phone_is_no_preview(agent):
    assert not opening.is_previewer(agent)


def test_neither_a_head_request_nor_the_manager_opens_it(client, as_baraka, link):
    as_baraka.head(address(link), **CHROME)
    as_baraka.get(address(link), **CHROME)
    assert not opened(link)


def test_a_visitor_signs_in_and_is_told_no_name(client, link):
    text = client.get(address(link)).content.decode()
    assert f"{reverse('accounts:sign_in')}?next={address(link)}" in text
    assert "Katana" not in text


def test_the_person_is_led_to_the_course_and_joins_nothing_new(client, member):
    own = Invitation.objects.create(operator=member.operator, member=member)
    text = sign_in(client, member.person).get(address(own)).content.decode()
    assert "You are on the staff of Pwani Shuttle Sacco" in text
    assert reverse("courses:me") in text
    assert member.operator.staff.count() == 1
    assert not Act.objects.exists()


def test_the_person_finishes_their_first_sign_in_on_the_way(client, pwani):
    person = make.make_user(registered_at=None)
    make.make_notice()
    own = Invitation.objects.create(operator=pwani, member=make.make_staff(pwani, person))
    response = sign_in(client, person).get(address(own))
    assert response.url.startswith(reverse("accounts:welcome"))


def test_a_new_number_is_asked_and_takes_its_place(client, link, katana, newcomer):
    sign_in(client, newcomer)
    assert "Are you Mzee Katana?" in client.get(address(link)).content.decode()
    response = client.post(address(link))
    assert response.url == address(link)
    person = katana.person
    person.refresh_from_db()
    assert str(person.phone) == "+254712345678"
    assert not User.objects.filter(pk=newcomer.pk).exists()
    assert PhoneDevice.objects.get().user == person
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get(address(link)).url.startswith(reverse("accounts:welcome"))
    assert keeping.wrong() == []


def test_a_claim_is_on_record_with_three_digits(link, newcomer):
    claiming.claim(link, newcomer, NOW)
    act = Act.objects.get()
    assert (act.kind, act.said) == ("claimed", {"name": "Mzee Katana", "phone": "***678"})


def test_a_link_claims_once(link, newcomer):
    claiming.claim(link, newcomer, NOW)
    with pytest.raises(claiming.NotTheirs):
        claiming.claim(link, make.make_user(full_name="", registered_at=None), NOW)


def test_a_double_tap_claims_once(client, link, newcomer, katana):
    sign_in(client, newcomer)
    client.post(address(link))
    assert client.post(address(link)).url.startswith(reverse("accounts:welcome"))
    assert Act.objects.filter(kind="claimed").count() == 1


@pytest.fixture
def tapped_before(link, monkeypatch):
    """Let another tap claim the place while this one is on its way, past the question whether it may."""

    def as_(account):
        asked = claiming.may_claim

        def and_claimed(*question):
            answer = asked(*question)
            monkeypatch.setattr(claiming, "may_claim", asked)
            claiming.claim(link, account, NOW)
            return answer

        monkeypatch.setattr(claiming, "may_claim", and_claimed)

    return as_


def test_two_taps_at_one_moment_both_lead_to_the_place(client, link, newcomer, katana, tapped_before):
    sign_in(client, newcomer)
    tapped_before(newcomer)
    assert client.post(address(link)).url == address(link)
    assert client.session["_auth_user_id"] == str(katana.person_id)
    assert Act.objects.filter(kind="claimed").count() == 1


def test_two_taps_of_somebody_with_an_account_lead_to_the_place(client, link, tapped_before):
    account = make.make_user("+254712345678", "Katana Mzee")
    sign_in(client, account)
    tapped_before(account)
    assert client.post(address(link)).url == address(link)
    assert client.session["_auth_user_id"] == str(account.pk)


def test_a_wrong_number_on_the_list_is_put_right(link, katana, newcomer):
    User.objects.filter(pk=katana.person_id).update(phone="+254733000000")
    assert str(claiming.claim(link, newcomer, NOW).phone) == "+254712345678"


@pytest.mark.parametrize(
    "was",
    [{"registered_at": NOW}, {"last_login": NOW}, {"username": "katana"}, {"is_active": False}, {"is_staff": True}],
)
def test_who_ever_signed_in_is_claimed_by_nobody(client, link, katana, newcomer, was):
    User.objects.filter(pk=katana.person_id).update(**was)
    sign_in(client, newcomer)
    for text in (client.get(address(link)).content.decode(), client.post(address(link)).content.decode()):
        assert "This link belongs to somebody else" in text
        assert "Katana" not in text
    assert User.objects.get(pk=katana.person_id).phone is None


def test_a_managers_place_is_claimed_by_nobody(link, katana, newcomer):
    Management.objects.create(operator=katana.operator, user=katana.person)
    assert not claiming.may_claim(link, newcomer)


def test_a_manager_who_tries_a_link_out_claims_nothing(as_baraka, link, katana):
    text = as_baraka.post(address(link)).content.decode()
    assert "This link belongs to somebody else" in text
    assert Management.objects.filter(user__full_name="Baraka Mwangi").exists()


def test_a_closed_link_claims_nothing(link, newcomer):
    Invitation.objects.update(closed_at=NOW)
    link.refresh_from_db()
    assert not claiming.may_claim(link, newcomer)


def test_who_left_has_no_place_to_claim(client, link, katana, newcomer):
    katana.started_on = katana.ended_on = timezone.localdate() - timedelta(days=1)
    katana.save()
    assert sign_in(client, newcomer).get(address(link)).status_code == 404
    with pytest.raises(claiming.NotTheirs):
        claiming.claim(link, newcomer, NOW)


def test_an_account_is_empty_only_without_name_and_rows(newcomer, pwani):
    assert claiming.is_empty(newcomer)
    make.make_staff(pwani, newcomer)
    assert not claiming.is_empty(newcomer)
    newcomer.full_name = "Juma"
    assert not claiming.is_empty(newcomer)


def test_who_has_trained_already_keeps_all_and_gets_the_place(client, link, katana, chausiku, course):
    earned = make.make_certificate(chausiku, course.translation_key)
    on_paper = make.make_certificate(katana.person, uuid4())
    sign_in(client, chausiku)
    text = client.get(address(link)).content.decode()
    assert "Are you Mzee Katana?" in text
    assert "Chausiku Njeri" in text
    response = client.post(address(link), follow=True)
    assert "You are on the staff of Pwani Shuttle Sacco" in response.content.decode()
    katana.refresh_from_db()
    assert katana.person == chausiku
    assert {earned, on_paper} <= set(chausiku.certificates.all())
    assert katana.operator.staff.current().count() == 1
    assert keeping.wrong() == []


def test_claiming_ends_the_time_at_another_operator(client, link, katana, chausiku, other):
    make.make_staff(other, chausiku, started_on=timezone.localdate())
    sign_in(client, chausiku)
    assert "You are on the staff of Mawimbi Link Sacco now" in client.get(address(link)).content.decode()
    client.post(address(link))
    assert chausiku.employments.current().get().operator == katana.operator
    assert {act.operator: act.kind for act in Act.objects.all()} == {other: "moved-away", katana.operator: "claimed"}


def test_who_stands_on_the_list_by_both_names_stands_there_once(link, katana, chausiku):
    make.make_staff(katana.operator, chausiku)
    claiming.claim(link, chausiku, NOW)
    assert chausiku.employments.current().get().operator == katana.operator
    assert katana.operator.staff.current().count() == 1
    assert keeping.wrong() == []


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_who_claim_one_place_at_one_moment():
    operator = make.make_operator()
    place = make.make_staff(operator, User.objects.create(full_name="Mzee Katana"))
    link = Invitation.objects.create(operator=operator, member=place)
    accounts = [make.make_user(full_name="", registered_at=None, role="") for _one in range(2)]
    raised = race(*[lambda one=one: claiming.claim(link, one, NOW) for one in accounts])
    assert [type(error) for error in raised] == [claiming.NotTheirs]
    assert User.objects.exclude(phone=None).count() == 2
    assert operator.staff.count() == 1
