import re
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from accounts import names
from accounts.models import User
from tests import make


@pytest.mark.parametrize("name", ["Wanjikũ Mũthoni", "Ng'ang'a Kĩmani", "Mwanaisha Juma", "Bo", "O'Neil-Otieno Jr."])
def test_names_in_latin_letters_are_kept_as_they_are(name):
    assert names.clean(name) == name


@pytest.mark.parametrize("name", ["አበበ ቢቂላ", "محمد", "Amina Ивановна"])
def test_letters_that_the_certificate_can_not_print_are_asked_for_in_latin(name):
    with pytest.raises(ValidationError, match="Latin"):
        names.clean(name)


def test_a_name_is_kept_in_one_form_however_it_was_typed():
    assert names.clean(unicodedata.normalize("NFD", "Wanjikũ  Mũthoni ")) == "Wanjikũ Mũthoni"


@pytest.mark.parametrize("name", ["A", "", "12", "--", "' '", "ʼʼ", "ʻʻ", "ʼ 12"])
def test_a_name_needs_two_signs_and_a_letter(name):
    with pytest.raises(ValidationError):
        names.clean(name)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\x07", "\n", "\t", "\u2028", "😀", "<", ">"])
def test_signs_that_are_not_seen_or_turn_the_text_round_are_refused(sign):
    with pytest.raises(ValidationError):
        names.clean(f"Amina{sign}Hassan")


@pytest.mark.parametrize("sign", ["1", "٣", "@", ":", ";", "(", "#", "_", "*", "?"])
def test_signs_of_headings_totals_and_addresses_are_named_and_refused(sign):
    with pytest.raises(ValidationError, match=re.escape(f"“{sign}”")):
        names.clean(f"Amina {sign} Hassan")


@pytest.mark.parametrize("name", ["Fatuma d/o Ali", "Kamau, Njeri", "J. Kamau", "Ng’ang’a"])
def test_signs_that_people_write_in_names_are_kept(name):
    assert names.clean(name) == name


def test_a_name_of_48_bytes_fits_the_certificate_and_one_of_49_does_not():
    assert names.clean("A" * 48)
    assert names.clean("ũ" * 24)
    for name in ("A" * 49, "ũ" * 24 + "a"):
        with pytest.raises(ValidationError, match="first letter"):
            names.clean(name)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Wanjiku", "wanjikũ", "MUTHONI", "0700 009 999", "700009999"])
def test_a_person_is_found_without_accents_capitals_or_the_same_habit(typed):
    wanjiku = make.make_user("+254700009999", "Wanjikũ Mũthoni")
    make.make_user("+254700008888", "Chausiku Njeri")
    assert list(User.objects.found_by(typed)) == [wanjiku]


@pytest.mark.django_db
def test_the_search_follows_a_name_that_is_corrected():
    person = make.make_user(full_name="Amina Hassan")
    person.full_name = "Amina Ng'ang'a"
    person.save(update_fields=["full_name"])
    assert User.objects.found_by("nganga").get() == person
