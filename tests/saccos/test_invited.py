from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from courses.models import Enrolment
from home.models import Organisation
from messaging import parts, reminders
from messaging.models import Message
from saccos.inviting import personal, personal_views, sending, slips
from saccos.inviting.personal import Step
from saccos.minute import withdrawing
from saccos.models import Act, Invitation, Management, Reminder
from tests import make
from tests.conftest import sign_in

NOON = datetime(2026, 3, 3, 12, tzinfo=ZoneInfo("Africa/Nairobi"))
LIST, SEND, SLIPS = (f"/en/manage/pwani-shuttle/invitations/{rest}" for rest in ("", "send/", "slips/"))


def invited(member, sent=NOON, opened=None):
    return Invitation.objects.create(operator=member.operator, member=member, sent_at=sent, opened_at=opened)


def begun(member):
    Enrolment.objects.create(learner=member.person, course_key=uuid4(), steps_total=4)
    return member


@pytest.fixture
def crew(pwani):
    """One of the staff at each step, and one who started without having been invited."""
    people = {
        step: make.make_staff(pwani, make.make_user(full_name=f"Person {step.label}", registered_at=None))
        for step in Step
    }
    invited(people[Step.NOT_OPENED])
    invited(people[Step.OPENED], opened=NOON)
    invited(begun(people[Step.STARTED]), opened=NOON)
    begun(make.make_staff(pwani, make.make_user(full_name="By Themself")))
    return people


def test_each_stands_at_the_step_they_reached(pwani, crew):
    assert personal.numbers(pwani) == dict.fromkeys(Step, 1)
    for step, member in crew.items():
        assert list(personal.staff_in(pwani, step)) == [member]
    assert set(personal.staff_in(pwani, None)) == set(crew.values())


def test_who_opened_a_slip_was_invited_though_no_sms_went(pwani, member):
    invited(member, sent=None, opened=NOON)
    assert personal.numbers(pwani)[Step.OPENED] == 1


def test_who_was_trained_in_person_needs_no_invitation(pwani, member):
    make.make_certificate(member.person, uuid4())
    assert sum(personal.numbers(pwani).values()) == 0


def test_who_has_left_is_on_no_list(pwani, crew):
    for member in crew.values():
        member.ended_on = timezone.localdate()
        member.save()
    assert sum(personal.numbers(pwani).values()) == 0


def test_the_page_says_how_far_each_one_came(as_baraka, crew):
    text = as_baraka.get(LIST).content.decode()
    for words in (
        "Person Started",
        "SMS 3 March · ",
        "Opened 3 March",
        "Not opened",
        "Stopped at module",
    ):
        assert words in text
    assert "By Themself" not in text


@pytest.mark.parametrize("step", Step)
def test_a_filter_shows_its_own(as_baraka, crew, step):
    people = as_baraka.get(LIST, {"step": step}).context["people"]
    assert [one["line"].member for one in people] == [crew[step]]


def test_another_operators_people_are_not_here(as_baraka, other, crew):
    make.make_staff(other, make.make_user(full_name="Stranger", registered_at=None))
    assert "Stranger" not in as_baraka.get(LIST).content.decode()


def test_each_has_a_whatsapp_link_of_their_own_at_their_number(as_baraka, pwani, member):
    sent = as_baraka.get(LIST).context["people"][0]["whatsapp"]
    link = Invitation.objects.get(member=member)
    assert unquote(sent).startswith("https://wa.me/254700000001?text=Amina, Pwani")
    assert f"/en/join/{link.token}/" in unquote(sent)


def test_looking_twice_makes_one_link_each(as_baraka, member):
    for _time in range(2):
        as_baraka.get(LIST)
    assert Invitation.objects.filter(member=member).count() == 1


def test_who_only_sees_the_list_makes_no_links_and_sends_nothing(client, pwani, chausiku, member):
    Management.objects.create(operator=pwani, user=chausiku, right="1-view")
    sign_in(client, chausiku, verified=True)
    text = client.get(LIST).content.decode()
    assert "Amina Hassan" in text
    assert "wa.me" not in text
    assert SEND not in text
    assert not Invitation.objects.exists()
    assert client.post(f"{SEND}?m={member.pk}").status_code == 403
    assert client.get(f"{SLIPS}?m={member.pk}").status_code == 403


def test_fifty_a_page_at_the_same_cost(as_baraka, pwani, member, django_assert_num_queries):
    as_baraka.get(LIST)
    with django_assert_num_queries(9):
        as_baraka.get(LIST)
    for _one in range(55):
        make.make_staff(pwani, make.make_user(registered_at=None))
    as_baraka.get(LIST)
    with django_assert_num_queries(9):
        assert len(as_baraka.get(LIST).context["people"]) == 50


def test_the_list_is_found_from_the_page_of_the_link(as_baraka, pwani):
    assert LIST in as_baraka.get(reverse("saccos:invite", args=["pwani-shuttle"])).content.decode()


# Sending


def everybody(pwani):
    return pwani.staff.current()


def test_an_invitation_is_an_sms_in_the_persons_language_with_their_own_link(pwani, baraka, member):
    User.objects.filter(pk=member.person_id).update(language="sw")
    sending.send(everybody(pwani), pwani, baraka, NOON)
    sms, link = Message.objects.get(kind=sending.KIND), Invitation.objects.get(member=member)
    assert sms.recipient == "+254700000001"
    assert f"https://salama.example/sw/join/{link.token}/" in sms.body
    assert parts.parts(sms.body) == 1
    assert link.sent_at == NOON
    act = Act.objects.get(kind="invited")
    assert (act.by, act.said) == (baraka, {"number": 1})


def test_each_text_is_looked_up_in_the_persons_language(pwani, member, monkeypatch):
    """Whatever the catalogue holds that day: each text is marked, and asked for in Kiswahili."""
    asked = []
    monkeypatch.setattr(sending, "gettext", lambda text: asked.append((get_language(), text)) or text)
    member.person.language = "sw"
    sending.text(member.person, pwani, "x" * 12)
    assert asked == [("sw", text) for text in sending.TEXTS]


def test_each_text_is_marked_so_that_translators_get_it():
    source = Path(sending.__file__).read_text()
    assert all(f'_("{text}")' in source for text in sending.TEXTS)


def test_sending_twice_is_once_and_after_three_days_again(pwani, baraka, member):
    sent = [
        len(sending.send(everybody(pwani), pwani, baraka, NOON + timedelta(hours=hours)).letters)
        for hours in (0, 1, 71, 72)
    ]
    assert sent == [1, 0, 0, 1]
    assert Invitation.objects.filter(member=member).count() == 1


def test_a_reminder_counts_as_having_been_asked(pwani, baraka, member, other):
    Reminder.objects.create(person=member.person, operator=other, at=NOON - timedelta(days=2, hours=23))
    assert sending.send(everybody(pwani), pwani, baraka, NOON).letters == []
    assert not Message.objects.filter(kind=sending.KIND).exists()


def test_by_night_it_waits_for_the_morning(pwani, baraka, member):
    sending.send(everybody(pwani), pwani, baraka, NOON.replace(hour=22))
    morning = NOON.replace(hour=7) + timedelta(days=1)
    assert sending.KIND in reminders.held_back(NOON.replace(hour=22))
    assert Message.objects.get(kind=sending.KIND).send_after == morning
    assert Reminder.objects.get().at == morning


def test_what_waits_for_the_morning_is_said_and_can_be_taken_back(as_baraka, pwani, baraka, member, monkeypatch):
    night = NOON.replace(hour=22)
    monkeypatch.setattr(timezone, "now", lambda: night)
    sending.send(everybody(pwani), pwani, baraka, night)
    page = as_baraka.get(LIST).content.decode()
    assert "SMS goes out tomorrow at 07:00" in page
    assert "Not opened" not in page
    assert "1 gets an SMS tomorrow at 07:00" in as_baraka.get(f"{SEND}?m={member.pk}").content.decode()
    assert withdrawing.withdraw(everybody(pwani), pwani, baraka, night) == 1
    assert not Message.objects.filter(kind=sending.KIND).exists()
    assert personal.numbers(pwani)[Step.NOT_INVITED] == 1


def test_who_has_no_phone_or_has_started_gets_none(pwani, baraka):
    make.make_staff(pwani, User.objects.create(full_name="Mzee Katana"))
    begun(make.make_staff(pwani))
    plan = sending.send(everybody(pwani), pwani, baraka, NOON)
    assert [one.name for one in plan.without_phone] == ["Mzee Katana"]
    assert plan.letters == []


def test_a_shared_phone_gets_one_for_each_name(pwani, baraka, member):
    make.make_staff(pwani, User.objects.create(full_name="Juma Katana", shared_phone="+254700000001"))
    sending.send(everybody(pwani), pwani, baraka, NOON)
    bodies = Message.objects.filter(recipient="+254700000001").values_list("body", flat=True)
    assert sorted(body.partition(",")[0] for body in bodies) == ["Amina", "Juma"]


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_longest_names_still_take_one_part(pwani, language):
    pwani.name = "Ng'ang'a na Mwang'ombe Wasafirishaji wa Kĩmani na Ndũng'ũ Transporters Limited"
    person = User(full_name="Mwanajumamosi Abdirahman", language=language)
    assert parts.parts(sending.text(person, pwani, "x" * 12)) == 1


def test_what_it_costs_is_shown_before(as_baraka, pwani, member):
    make.make_site()
    Organisation.objects.update(sms_price="0.80")
    text = as_baraka.get(SEND, {"m": member.pk}).content.decode()
    assert "Invite 1 person by SMS" in text
    assert "KES 0.80" in text
    assert "/join/............/" in text
    assert not Message.objects.exists()


def test_the_button_sends_to_those_ticked_only(as_baraka, pwani, member):
    make.make_staff(pwani)
    text = as_baraka.post(f"{SEND}?m={member.pk}", follow=True).content.decode()
    assert "1 invitation goes out" in text
    assert Message.objects.get(kind=sending.KIND).recipient == "+254700000001"


def test_all_not_invited_yet_at_once(as_baraka, pwani, crew):
    as_baraka.post(f"{SEND}?step=not-invited")
    assert Message.objects.filter(kind=sending.KIND).count() == 1
    text = as_baraka.post(f"{SEND}?step=not-invited", follow=True).content.decode()
    assert "No invitation was sent" in text


@pytest.mark.parametrize("query", ["", "?m=", "?m=x", "?m=" + "9" * 40, "?m=1&m=-1", "?step="])
def test_nobody_ticked_is_said_and_nothing_is_sent(as_baraka, pwani, other, query):
    make.make_staff(other)
    assert "Tick the people whom you want to invite" in as_baraka.get(SEND + query).content.decode()
    as_baraka.post(SEND + query)
    assert not Message.objects.exists()


def test_another_operators_people_are_neither_invited_nor_printed(as_baraka, other):
    stranger = make.make_staff(other)
    as_baraka.post(f"{SEND}?m={stranger.pk}")
    assert as_baraka.get(f"{SLIPS}?m={stranger.pk}").status_code == 302
    assert not Message.objects.exists()
    assert not Invitation.objects.exists()


def test_sending_to_many_costs_the_same(pwani, baraka, member, django_assert_num_queries):
    for _one in range(40):
        make.make_staff(pwani, make.make_user(registered_at=None))
    with django_assert_num_queries(12):
        assert len(sending.send(everybody(pwani), pwani, baraka, NOON).letters) == 41


# Slips


def pages_of(pdf):
    return [page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(BytesIO(pdf))]


def test_a_camera_reads_each_slip(as_baraka, pwani, member):
    User.objects.filter(pk=member.person_id).update(language="sw")
    for number in range(8):
        make.make_staff(pwani, make.make_user(full_name=f"Person {number}", registered_at=None))
    response = as_baraka.get(f"{SLIPS}?step=not-invited")
    assert response["Content-Type"] == "application/pdf"
    first, second = pages_of(response.content)
    found = {code.text for page in (first, second) for code in zxingcpp.read_barcodes(page)}
    tokens = {row.token: row.member.person.language for row in Invitation.objects.select_related("member__person")}
    assert found == {f"https://salama.example/{lang}/join/{token}/" for token, lang in tokens.items()}
    assert (len(zxingcpp.read_barcodes(first)), len(zxingcpp.read_barcodes(second))) == (8, 1)


def test_a_sheet_costs_the_same_as_a_slip(as_baraka, pwani, member, django_assert_num_queries):
    as_baraka.get(f"{SLIPS}?step=not-invited")
    with django_assert_num_queries(6):
        as_baraka.get(f"{SLIPS}?step=not-invited")
    for _one in range(10):
        make.make_staff(pwani, make.make_user(registered_at=None))
    as_baraka.get(f"{SLIPS}?step=not-invited")
    with django_assert_num_queries(6):
        as_baraka.get(f"{SLIPS}?step=not-invited")


def test_a_slip_names_its_person_and_operator(as_baraka, member):
    pdf = as_baraka.get(f"{SLIPS}?m={member.pk}").content
    words = pypdfium2.PdfDocument(BytesIO(pdf))[0].get_textpage().get_text_range()
    assert "Amina Hassan" in words
    assert "Pwani Shuttle Sacco" in words


def test_the_longest_name_stays_on_its_slip(pwani):
    person = make.make_user(full_name="Ng'ang'a Mwang'ombe Kĩmani Ndũng'ũ " * 2, registered_at=None)
    member = make.make_staff(pwani, person)
    link = personal.give_links([member], None)[member.pk]
    (page,) = pages_of(slips.draw(pwani, [(member, link)]))
    assert zxingcpp.read_barcodes(page)


def test_slips_count_as_no_sms(as_baraka, pwani, member):
    as_baraka.get(f"{SLIPS}?m={member.pk}")
    assert personal.numbers(pwani)[Step.NOT_INVITED] == 1


def test_who_has_started_needs_no_slip(as_baraka, crew):
    response = as_baraka.get(f"{SLIPS}?m={crew[Step.STARTED].pk}", follow=True)
    assert "Who has started needs none" in response.content.decode()


@pytest.mark.parametrize("file", ["0", "9", "x", "99999"])
def test_a_file_of_slips_from_nowhere_breaks_nothing(as_baraka, member, file):
    assert as_baraka.get(f"{SLIPS}?step=not-invited&file={file}").status_code in (200, 302)


def test_a_long_list_comes_in_several_files(as_baraka, pwani, monkeypatch):
    monkeypatch.setattr(personal_views, "SLIPS_A_FILE", 2)
    for name in ("Abasi", "Bahati", "Chiku"):
        make.make_staff(pwani, make.make_user(full_name=name, registered_at=None))
    text = as_baraka.get(LIST, {"step": "not-invited"}).content.decode()
    assert "Slips for this list, 3 to 3" in text
    pdf = as_baraka.get(f"{SLIPS}?step=not-invited&file=2").content
    words = pypdfium2.PdfDocument(BytesIO(pdf))[0].get_textpage().get_text_range()
    assert ("Chiku" in words, "Bahati" in words) == (True, False)
