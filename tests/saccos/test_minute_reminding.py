from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from home.models import Organisation
from messaging import outbox, parts
from messaging.models import Message
from saccos import history, joining, keeping
from saccos.minute import reminding, withdrawing, wording
from saccos.models import Act, Management, Reminder
from saccos.models.managing import Right
from tests import make

NAIROBI = ZoneInfo("Africa/Nairobi")
NOON = datetime(2026, 6, 10, 12, tzinfo=NAIROBI)
SECOND = timedelta(seconds=1)


@pytest.fixture
def address():
    return reverse("saccos:remind", args=["pwani-shuttle"])


@pytest.fixture
def send(pwani, baraka):
    """Remind everybody on pwani's list; return what was sent."""

    def remind(now=NOON):
        return reminding.send(pwani.staff.current(), pwani, baraka, now)

    return remind


def names(letters):
    return [letter.text.split(",")[0] for letter in letters]


# When


def test_a_reminder_is_put_into_the_outbox_and_noted_once(send, member, pwani):
    sent = send()
    message = Message.objects.get()
    assert (message.recipient, message.send_after) == ("+254700000001", NOON)
    assert message.body == sent.letters[0].text
    assert Reminder.objects.get().person == member.person
    act = Act.objects.get(kind="reminded")
    assert history.sentence(act) == "Reminders sent by SMS: 1."
    assert keeping.wrong() == []


def test_pressing_twice_sends_nothing_twice(send, member):
    send()
    assert send().letters == []
    assert send(NOON + SECOND).letters == []
    assert Message.objects.count() == Act.objects.count() == 1


@pytest.mark.parametrize(("after", "sent"), [(timedelta(days=3), 1), (timedelta(days=3) - SECOND, 0)])
def test_after_three_days_they_can_be_reminded_again_and_a_second_earlier_not(send, member, after, sent):
    send()
    assert len(send(NOON + after).letters) == sent


@pytest.mark.parametrize(
    ("hour", "goes_out"),
    [
        ((20, 59, 59), (10, 20, 59, 59)),
        ((21, 0, 0), (11, 7, 0, 0)),
        ((6, 59, 59), (10, 7, 0, 0)),
        ((7, 0, 0), (10, 7, 0, 0)),
    ],
)
def test_none_goes_out_at_night(send, member, hour, goes_out):
    send(datetime(2026, 6, 10, *hour, tzinfo=NAIROBI))
    expected = datetime(2026, 6, *goes_out, tzinfo=NAIROBI)
    assert Message.objects.get().send_after == Reminder.objects.get().at == expected


def test_an_outbox_that_runs_late_still_leaves_the_night_in_peace(send, member):
    send(NOON)
    night = datetime(2026, 6, 10, 21, tzinfo=NAIROBI)
    sent = []

    class Gateway:
        def send(self, message):
            sent.append(message.recipient)
            return "1"

    assert outbox.drain(Gateway(), night).sent == 0
    assert outbox.drain(Gateway(), night + timedelta(hours=10)).sent == 1


def test_asked_at_night_and_again_in_the_morning_is_once(send, member):
    send(datetime(2026, 6, 10, 22, tzinfo=NAIROBI))
    assert send(datetime(2026, 6, 11, 7, tzinfo=NAIROBI)).letters == []


def test_a_reminder_that_goes_out_three_days_after_the_last_one_may_be_asked_for_the_night_before(send, member):
    send(datetime(2026, 6, 10, 7, tzinfo=NAIROBI))
    assert len(send(datetime(2026, 6, 12, 22, tzinfo=NAIROBI)).letters) == 1


def test_another_operators_reminder_counts_and_nobody_says_whose(as_baraka, address, member, other, daudi):
    Reminder.objects.create(person=member.person, operator=other, by=daudi, at=timezone.now() - timedelta(days=1))
    page = as_baraka.get(address).content.decode()
    assert "Nobody to remind now" in page
    assert "1 had a reminder less than 3 days ago" in page
    assert other.name not in page
    assert "Daudi" not in page
    as_baraka.post(address)
    assert not Message.objects.exists()


# Whom


def test_the_trained_and_those_who_left_get_none(send, member, pwani, course):
    trained = make.make_staff(pwani)
    make.make_certificate(trained.person, course.translation_key, expires_at=NOON + timedelta(days=300))
    make.make_staff(pwani, ended_on=timezone.localdate() + timedelta(days=1))
    assert names(send().letters) == ["Amina"]


def test_who_has_no_phone_is_named_and_left_out(send, pwani):
    nobody = make.User.objects.create_user(username=None, full_name="Kamau Njoroge")
    make.make_staff(pwani, nobody, role="driver")
    sent = send()
    assert [one.name for one in sent.without_phone] == ["Kamau Njoroge"]
    assert not Message.objects.exists()
    assert not Act.objects.exists()


def test_two_who_share_a_phone_get_one_each_with_their_name(send, member, pwani):
    shared = make.User.objects.create_user(username=None, full_name="Kamau Njoroge", shared_phone="+254700000001")
    make.make_staff(pwani, shared, role="driver")
    assert names(send().letters) == ["Amina", "Kamau"]
    assert set(Message.objects.values_list("recipient", flat=True)) == {"+254700000001"}


def test_a_person_put_out_of_action_gets_none(send, member):
    make.User.objects.filter(pk=member.person.pk).update(is_active=False)
    assert send().letters == []


def test_many_cost_the_same_queries_as_few(pwani, baraka, django_assert_num_queries):
    for number in (3, 50):
        for _person in range(number):
            make.make_staff(pwani)
        with django_assert_num_queries(7):
            reminding.send(pwani.staff.current(), pwani, baraka, NOON + timedelta(days=number))


# What it says


def text_of(case, language="en", name="Amina Hassan", operator="Pwani Shuttle Sacco"):
    until = {"LAPSING": NOON + timedelta(days=10), "RAN_OUT": NOON - timedelta(days=40)}.get(case)
    begun = case in ("STOPPED", "NO_CERTIFICATE")
    reader = wording.Reader(name, language, until, begun, 2 if case == "STOPPED" else None)
    assert reader.case_at(NOON).name == case
    return wording.text(reader, operator, NOON)


CASES = {
    "LAPSING": "ends on 20 June",
    "RAN_OUT": "ran out on 1 May 2026",
    "STOPPED": "stopped at module 2",
    "NO_CERTIFICATE": "no valid Safari Salama certificate",
    "NOT_STARTED": "Pwani Shuttle Sacco asks you to take the free",
}


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_its_words_the_name_and_the_address(case):
    text = text_of(case)
    assert text.startswith("Amina, ")
    assert CASES[case] in text
    assert "https://salama.example" in text


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("name", ["Wanjikũ Mũthoni", "Ng’ang’a Kĩmani", "Ab" * 12])
def test_each_text_is_one_part_whatever_the_names(case, language, name):
    assert parts.parts(text_of(case, language, name, "Ũ" * 100)) == 1


def test_a_name_that_is_not_known_yet_is_greeted():
    assert text_of("NOT_STARTED", name="").startswith("Hello, ")


def test_a_certificate_that_ends_before_the_morning_has_run_out_by_then(member, send, course):
    ends = datetime(2026, 6, 11, 6, tzinfo=NAIROBI)
    make.make_certificate(member.person, course.translation_key, issued_at=NOON - timedelta(days=600), expires_at=ends)
    send(datetime(2026, 6, 10, 22, tzinfo=NAIROBI))
    assert "ran out on 11 June 2026" in Message.objects.get().body


def test_each_gets_it_in_their_language(send, pwani):
    make.make_staff(pwani, make.make_user(full_name="Asha Juma", language="sw"))
    send()
    assert "Asha, " in Message.objects.get().body
    assert Message.objects.get().body == text_of("NOT_STARTED", "sw", "Asha")


# The page


def test_the_page_says_how_many_what_and_when_before_anything_is_sent(as_baraka, address, member):
    page = as_baraka.get(address).content.decode()
    assert "Remind 1 person by SMS" in page
    assert "Amina, Pwani Shuttle Sacco asks you" in page
    assert "SMS parts" in page
    assert "Costs about" not in page
    assert not Message.objects.exists()


def test_the_cost_is_said_where_the_price_is_known(as_baraka, address, pwani, member):
    make.make_site()
    Organisation.objects.update(sms_price=Decimal("0.85"))
    for _person in range(3):
        make.make_staff(pwani)
    page = as_baraka.get(address).content.decode()
    assert "KES 3.40" in page
    assert "has not said" not in page


def test_the_list_s_filters_hold_for_the_reminder(as_baraka, address, member, pwani, chausiku):
    make.make_staff(pwani, chausiku)
    as_baraka.post(address + "?role=driver")
    assert [row.person for row in Reminder.objects.all()] == [chausiku]


def test_one_person_can_be_reminded_from_their_page(as_baraka, address, member, pwani):
    make.make_staff(pwani)
    person = reverse("saccos:person", args=["pwani-shuttle", member.pk])
    assert f'href="{address}?person={member.pk}"' in as_baraka.get(person).content.decode()
    response = as_baraka.post(f"{address}?person={member.pk}", follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0] == person
    assert "1 reminder goes out" in page
    assert "They can be reminded again from" in page
    assert Reminder.objects.get().person == member.person


@pytest.mark.parametrize("typed", ["9" * 30, "x", "-1", "²"])
def test_a_person_from_nowhere_is_nobody_or_everybody_but_no_fault(as_baraka, address, member, typed):
    assert as_baraka.get(address, {"person": typed}).status_code == 200


def test_another_operators_person_is_not_reminded(as_baraka, address, other):
    stranger = make.make_staff(other)
    as_baraka.post(f"{address}?person={stranger.pk}")
    assert not Message.objects.exists()


def test_saying_it_again_by_reloading_sends_nothing_and_says_so(as_baraka, address, member):
    as_baraka.post(address)
    page = as_baraka.post(address, follow=True).content.decode()
    assert "No reminder was sent" in page
    assert Message.objects.count() == 1


def test_who_only_sees_the_staff_can_not_remind(as_baraka, address, member, baraka):
    Management.objects.filter(user=baraka).update(right=Right.VIEW)
    assert as_baraka.post(address).status_code == 403
    assert not Message.objects.exists()
    dashboard = as_baraka.get(reverse("saccos:dashboard", args=["pwani-shuttle"])).content.decode()
    assert address not in dashboard


# What waits for the morning

NIGHT = NOON.replace(hour=22)


@pytest.fixture
def at_night(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)


def taken_back(pwani, baraka, now=NIGHT):
    return withdrawing.withdraw(pwani.staff.current(), pwani, baraka, now)


@pytest.mark.usefixtures("at_night")
def test_what_waits_for_the_morning_is_not_said_to_have_gone_out(as_baraka, address, member, send, pwani):
    send(NIGHT)
    page = as_baraka.get(address).content.decode()
    assert "1 gets an SMS tomorrow at 07:00" in page
    assert "had a reminder less than 3 days ago" not in page
    person = as_baraka.get(reverse("saccos:person", args=["pwani-shuttle", member.pk])).content.decode()
    assert "An SMS goes out tomorrow at 07:00" in person
    assert f'href="{address}?person={member.pk}"' in person


@pytest.mark.usefixtures("at_night")
def test_a_press_of_the_button_takes_it_back_and_they_can_be_reminded_again(as_baraka, address, member, send):
    send(NIGHT)
    page = as_baraka.post(address, {"do": "withdraw"}, follow=True).content.decode()
    assert "1 message is taken back." in page
    assert "Remind 1 person by SMS" in page
    assert not Message.objects.exists()
    assert not Reminder.objects.exists()
    assert history.sentence(Act.objects.get(kind="withdrawn")) == "Messages taken back before they went out: 1."
    assert "Nothing was taken back" in as_baraka.post(address, {"do": "withdraw"}, follow=True).content.decode()
    assert Act.objects.filter(kind="withdrawn").count() == 1


@pytest.mark.usefixtures("at_night")
def test_what_another_operator_lets_wait_stays_and_is_not_offered(
    as_baraka, address, member, other, daudi, pwani, baraka
):
    morning = NOON.replace(hour=7) + timedelta(days=1)
    Reminder.objects.create(person=member.person, operator=other, by=daudi, at=morning)
    Message.objects.create(kind=reminding.KIND, recipient="+254700000001", body="Amina, …", send_after=morning)
    page = as_baraka.get(address).content.decode()
    assert "1 gets an SMS tomorrow at 07:00" in page
    assert 'value="withdraw"' not in page
    assert taken_back(pwani, baraka) == 0
    assert Message.objects.count() == Reminder.objects.count() == 1


def test_what_has_gone_out_or_is_on_its_way_is_not_taken_back(send, member, pwani, baraka):
    send()
    assert taken_back(pwani, baraka, NOON) == 0
    Reminder.objects.all().delete()
    send(NIGHT)
    Message.objects.update(state=Message.State.SENDING)
    assert taken_back(pwani, baraka) == 0
    assert Reminder.objects.exists()


def test_on_a_shared_phone_each_ones_own_is_taken_back(send, member, pwani, baraka):
    asha = make.make_staff(pwani, User.objects.create(full_name="Asha Salim", shared_phone="+254700000001"))
    send(NIGHT)
    withdrawing.withdraw(pwani.staff.filter(pk=asha.pk), pwani, baraka, NIGHT)
    assert Message.objects.get().body.startswith("Amina,")
    assert Reminder.objects.get().person == member.person


@pytest.mark.usefixtures("at_night")
def test_who_is_taken_off_the_list_gets_none_in_the_morning(send, member, pwani):
    make.make_staff(pwani)
    send(NIGHT)
    joining.leave(member, NIGHT.date())
    assert not Message.objects.filter(recipient="+254700000001").exists()
    assert not member.person.reminders.exists()
    assert Message.objects.count() == 1


def test_taking_back_many_costs_the_same(send, pwani, baraka, member, django_assert_num_queries):
    for number in (0, 30):
        for _person in range(number):
            make.make_staff(pwani)
        send(NIGHT)
        with django_assert_num_queries(10):
            assert taken_back(pwani, baraka) == number + 1


def test_the_price_that_is_not_known_is_said_to_be_so(as_baraka, address, member):
    assert "The programme has not said what an SMS costs." in as_baraka.get(address).content.decode()


def test_of_many_the_first_are_named_and_the_rest_counted(as_baraka, address, pwani):
    for number in range(23):
        make.make_staff(pwani, User.objects.create(full_name=f"Person {number}"))
    assert "And 3 more. These are the first by name." in as_baraka.get(address).content.decode()
