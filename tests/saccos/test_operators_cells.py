"""Single cells of an operators' table, both ways."""

import pytest

from saccos.operators import cells
from saccos.operators.columns import BY_NAME


def test_an_address_is_written_as_it_is_and_read_in_either_habit():
    contact = ("Halima", "chair", "+254712345678", "h@x.ke", "")
    shown = BY_NAME["contacts"].show([contact])
    assert shown == "Halima; chair; +254712345678; h@x.ke"
    assert BY_NAME["contacts"].read(shown) == BY_NAME["contacts"].read(shown.replace("@", "\\@")) == (contact,)


def test_the_sign_in_a_stage_s_name_is_told_from_the_one_before_its_place():
    stage = ("Buxton @ night", "001", None, None)
    shown = BY_NAME["stages"].show([stage])
    assert shown.startswith("Buxton \\@ night")
    assert BY_NAME["stages"].read(shown) == (stage,)


@pytest.mark.parametrize("text", ["0712345678.0", "712345678.0", "254712345678.0"])
def test_a_number_that_a_program_wrote_as_a_fraction_is_read(text):
    assert cells.read_phone(text) == "+254712345678"
