import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import codes

CODES = st.text(alphabet=codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH)
LOOK_ALIKES = {"1": "1IiLl", "0": "0Oo"}


@st.composite
def typed_codes(draw):
    """A code, and one of the ways in which somebody may type it."""
    code, typed = draw(CODES), ""
    for letter in code:
        typed += draw(st.sampled_from(LOOK_ALIKES.get(letter, letter + letter.lower())))
        typed += draw(st.sampled_from(["", "", "-", " ", "\u2011", "– ", "\t"]))
    return code, draw(st.sampled_from(["", " ", "-"])) + typed


@given(typed_codes())
def test_a_code_is_read_in_any_case_with_hyphens_spaces_and_look_alikes(pair):
    code, typed = pair
    assert codes.read(typed) == code


@given(CODES)
def test_a_code_as_it_is_printed_is_read(code):
    assert codes.read(codes.spell(code)) == code


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_as_a_code_or_as_nothing(typed):
    code = codes.read(typed)
    assert code is None or (len(code) == codes.LENGTH and set(code) <= set(codes.ALPHABET))


@pytest.mark.parametrize("typed", ["", "7KQ2-M9X-WT", "7KQ2-M9X-WTDX", "7KQ2-M9X-WTU", "7KQ2.M9X.WTD", "7KQ2-M9X-WT́"])
def test_a_wrong_length_or_a_sign_outside_the_alphabet_is_no_code(typed):
    assert codes.read(typed) is None


def test_a_code_is_printed_in_three_groups():
    assert codes.spell("7KQ2M9XWTD") == "7KQ2-M9X-WTD"


def test_codes_are_drawn_from_the_whole_alphabet_and_differ():
    drawn = {codes.draw() for _ in range(500)}
    assert len(drawn) == 500
    assert set("".join(drawn)) == set(codes.ALPHABET)


def test_the_qr_holds_the_address_in_capitals():
    assert codes.url("7KQ2M9XWTD") == "HTTPS://SALAMA.EXAMPLE/V/7KQ2M9XWTD"
    assert codes.link("7KQ2M9XWTD") == "https://salama.example/v/7KQ2M9XWTD"
