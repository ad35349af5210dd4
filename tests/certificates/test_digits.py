import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certificates import digits

LENGTHS = {1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17, 8: 20, 14: 34}


@given(st.binary(min_size=1, max_size=300))
@example(bytes(200))
@example(b"\xff" * 200)
def test_bytes_come_back_from_their_digits(data):
    assert digits.decode(digits.encode(data)) == data


@given(st.text(alphabet="0123456789", min_size=1, max_size=200))
@example("9" * 17)
def test_digits_are_refused_or_come_back_from_their_bytes(text):
    try:
        data = digits.decode(text)
    except ValueError:
        return
    assert digits.encode(data) == text


@pytest.mark.parametrize(("size", "length"), LENGTHS.items())
def test_so_many_bytes_take_so_many_digits(size, length):
    assert digits.encode(bytes(size)) == "0" * length
    assert len(digits.encode(b"\xff" * size)) == length


@pytest.mark.parametrize("count", range(1, 8))
def test_the_largest_value_is_read_and_one_more_is_not(count):
    largest = str(256**count - 1).zfill(LENGTHS[count])
    assert digits.decode(largest) == b"\xff" * count
    with pytest.raises(ValueError, match="too large"):
        digits.decode(str(256**count).zfill(LENGTHS[count]))


@pytest.mark.parametrize("length", sorted(set(range(18)) - set(LENGTHS.values())))
def test_a_length_that_no_bytes_have_is_refused(length):
    for text in ("0" * length, "0" * (17 + length)) if length else ("",):
        with pytest.raises(ValueError, match=r"length|digits"):
            digits.decode(text)


@pytest.mark.parametrize("text", ["+12", "-12", " 12", "1_2", "12\n", "1.2", "0x1", "١٢٣", "²²²", "１２３"])
def test_other_signs_are_refused(text):
    with pytest.raises(ValueError, match="not decimal digits"):
        digits.decode(text)
