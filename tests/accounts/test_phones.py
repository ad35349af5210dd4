import pytest

from accounts import phones
from accounts.forms import SignInForm


@pytest.mark.parametrize(
    "typed",
    [
        "0712345678",
        "0712 345 678",
        "(0712) 345-678",
        "712345678",
        "254712345678",
        "+254712345678",
        "+254 0712 345 678",
        "00254712345678",
        " 0712.345.678 ",
        "٠٧١٢٣٤٥٦٧٨",
        "0712345678.0",
        "712345678.0",
        "254712345678.00",
        "+254712345678.0 ",
    ],
)
def test_every_habit_of_typing_a_kenyan_number_means_the_same(typed):
    assert phones.read(typed) == "+254712345678"


@pytest.mark.parametrize("typed", ["0112345678", "112345678", "+254112345678"])
def test_numbers_that_begin_with_01_are_mobile_too(typed):
    assert phones.read(typed) == "+254112345678"


@pytest.mark.parametrize("typed", ["+255 712 345 678", "00255712345678", "+255-712-345-678"])
def test_a_foreign_number_is_taken_in_international_form(typed):
    assert phones.read(typed) == "+255712345678"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "0712",
        "071234567",
        "07123456789",
        "255712345678",
        "+999123456789",
        "0612345678",
        "++254712",
        "0712345678.5",
        "07123.0",
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(phones.NotAPhone):
        phones.read(typed)


@pytest.mark.parametrize(
    "typed",
    ["999", "112", "116", "1195", "911", "0800 722 203", "0900123456", "*483*306#", "020 222 3333", "+448001111"],
)
def test_helplines_short_codes_and_landlines_are_told_apart(typed):
    with pytest.raises(phones.NotAPersonsPhone):
        phones.read(typed)


def test_the_form_says_what_to_change():
    assert "0712 345 678" in SignInForm({"phone": "07123"}).errors["phone"][0]
    assert "Helplines" in SignInForm({"phone": "116"}).errors["phone"][0]


def test_numbers_are_shown_as_people_read_them():
    assert phones.show("+254712345678") == "0712 345678"
    assert phones.show("+255712345678") == "+255 712 345 678"


@pytest.mark.parametrize(
    ("typed", "digits"), [("0712 345", "712345"), ("+254712", "712"), ("71", ""), ("Wanjiku", ""), ("712", "712")]
)
def test_a_number_is_searched_without_what_differs_by_habit(typed, digits):
    assert phones.digits_within(typed) == digits
