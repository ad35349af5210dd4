"""The directory's own rules: what is found, what asks to be confirmed again, what a number looks like."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import ModelLogEntry

from home import helpline_directory
from home.directory import numbers
from home.models import Helpline
from tests.home.directory_rows import add

TODAY = date(2026, 6, 30)
pytestmark = pytest.mark.django_db


def keys(lines):
    return [line.key for line in lines]


def test_a_service_counts_for_what_it_is_also_for():
    add("shelter", need="shelter", also=["child"])
    assert keys(helpline_directory.shown_for(["child"])) == ["shelter"]
    assert keys(helpline_directory.shown_for(["legal"])) == []


def test_lessons_and_paper_show_only_what_serves_the_whole_country():
    add("police")
    add("mombasa-clinic", county="001")
    assert keys(helpline_directory.shown_for()) == ["police"]


def test_a_county_finds_its_own_services_before_those_of_the_country_and_no_others():
    add("police", order=1)
    add("kwale", order=2, county="002")
    add("mombasa", order=3, county="001")
    assert keys(helpline_directory.found(county="001")) == ["mombasa", "police"]
    assert keys(helpline_directory.found()) == ["police", "kwale", "mombasa"]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [("dci", True), ("TIP dci", True), ("mapokezi", True), ("0800722", True), ("0800 722", True), ("dci zzz", False)],
)
def test_words_are_looked_for_in_names_of_both_languages_and_in_numbers(words, is_found):
    add("dci tip line", number="0800 722 203", about_sw="Mapokezi ya taarifa")
    assert bool(helpline_directory.found(words=words)) == is_found


def test_what_waits_to_be_confirmed_is_never_found():
    add("waits", status="to_confirm")
    assert helpline_directory.found(words="waits") == []


def test_finding_takes_one_query(django_assert_num_queries):
    for number in range(5):
        add(f"line-{number}")
    with django_assert_num_queries(1):
        helpline_directory.found("danger", "001", "line")


def test_services_are_grouped_by_need_with_danger_first():
    add("child", need="child", order=1)
    add("police", need="danger", order=2)
    with translation.override("en"):
        groups = helpline_directory.grouped(helpline_directory.found())
    assert [(label, keys(lines)) for label, lines in groups] == [
        ("In danger now", ["police"]),
        ("A child at risk", ["child"]),
    ]


@pytest.mark.parametrize(("age", "asks"), [(0, False), (180, False), (181, True), (None, True)])
def test_after_180_days_a_service_asks_to_be_confirmed_again(age, asks):
    add("police", last_verified=None if age is None else TODAY - timedelta(days=age))
    assert helpline_directory.to_confirm(TODAY).exists() == asks


def test_a_hidden_service_asks_for_nothing():
    add("hidden", status="hidden")
    assert not helpline_directory.to_confirm(TODAY).exists()


def test_confirming_shows_the_service_says_who_and_when_and_is_safe_to_repeat(amina):
    line = add("waits", status="to_confirm")
    assert helpline_directory.confirm(line, amina, TODAY)
    assert not helpline_directory.confirm(line, amina, TODAY)
    line = Helpline.objects.get()
    assert (line.status, line.last_verified, line.confirmed_by) == ("confirmed", TODAY, amina)
    assert ModelLogEntry.objects.filter(action=helpline_directory.CONFIRMED_AGAIN).count() == 1


def test_what_nobody_could_reach_is_not_confirmed(amina):
    line = add("empty", status="to_confirm", numbers=[])
    with pytest.raises(helpline_directory.NothingToConfirm):
        helpline_directory.confirm(line, amina, TODAY)
    assert Helpline.objects.get().status == "to_confirm"


def test_the_help_bar_says_the_first_short_codes():
    add("police", order=1, numbers=[("call", "999"), ("call", "112")])
    add("tips", order=2, number="0800 722 203")
    add("chat", order=3, number="116", kind="whatsapp")
    add("child", order=4, number="116")
    add("violence", order=5, number="1195")
    assert helpline_directory.short_codes() == ["999", "116"]


@pytest.mark.parametrize(
    ("kind", "number", "is_good"),
    [
        *(("call", number, True) for number in ("999", "1195", "0800 722 203", "020 787 6000", "+254 207 876 000")),
        *(
            ("call", number, False)
            for number in ("99", "0", "0800", "call us", "+25", "0800 722 20 3456", "8001000352")
        ),
        *(("sms", number, True) for number in ("22068", "0709 570 000")),
        *(("whatsapp", number, True) for number in ("0709 570 000", "0114 757 002", "+254 114 757 002")),
        *(("whatsapp", number, False) for number in ("116", "020 787 6000", "0709 570 00")),
        *(("ussd", number, True) for number in ("*483*306#", "*384#", "#123#")),
        *(("ussd", number, False) for number in ("*483*306", "483#", "*483*#")),
    ],
)
def test_a_number_has_the_form_of_its_kind(kind, number, is_good):
    assert numbers.is_well_formed(kind, number) == is_good


def test_a_service_abroad_may_have_a_number_that_works_only_there():
    assert numbers.is_well_formed("call", "8001000352", is_abroad=True)
    assert not numbers.is_well_formed("whatsapp", "8001000352", is_abroad=True)


@pytest.mark.parametrize(
    ("kind", "number", "link"),
    [
        ("call", "0800 722 203", "tel:0800722203"),
        ("sms", "22068", "sms:22068"),
        ("ussd", "*483*306#", "tel:*483*306%23"),
        ("whatsapp", "0709 570 000", "https://wa.me/254709570000"),
        ("whatsapp", "+254 114 757 002", "https://wa.me/254114757002"),
    ],
)
def test_a_tap_does_what_the_number_is_for(kind, number, link):
    assert numbers.link_of(kind, number) == link


@pytest.mark.parametrize(
    ("kind", "said"), [("call", "999"), ("sms", "SMS 999"), ("whatsapp", "WhatsApp 999"), ("ussd", "USSD 999")]
)
def test_a_number_that_is_not_to_be_called_says_so(kind, said):
    line = Helpline(key="x", name_en="X", name_sw="X", need="danger", numbers=[(kind, "999")])
    assert numbers.said_as(line.numbers[0]) == said
    assert f">{said}</a>" in render_to_string("includes/helplines.html", {"helplines": [line]})
