"""What is said of a table of operators before it is saved, and how its cells are split."""

from io import BytesIO

import pytest
from django.urls import reverse

from saccos.models import Vehicle
from saccos.operators import saving
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Noor", username="farida", is_staff=True, is_superuser=True)


def test_a_new_one_that_looks_like_one_there_is_says_so(client, farida, pwani):
    make.make_site()
    file = BytesIO(f"Name,Kind,County\nPwani Shutle,matatu_sacco,1\nZiwa,bus_sacco,42\n{pwani},matatu_sacco,2".encode())
    file.name = "operators.csv"
    page = sign_in(client, farida, verified=True).post(reverse("operator_import"), {"file": file}, follow=True)
    assert page.content.decode().count("It looks like Pwani Shuttle Sacco, which is there already.") == 1


@pytest.mark.parametrize("between", [" | ", "|", "| ", "\n"])
def test_plates_are_split_with_or_without_blanks(farida, between):
    data = f'Name,Kind,County,Number plates\nZiwa,bus_sacco,42,"KDA 123A{between}KDB 456B; red"\n'
    saving.save(data.encode(), farida)
    assert set(Vehicle.objects.values_list("plate", "note")) == {("KDA 123A", ""), ("KDB 456B", "red")}
