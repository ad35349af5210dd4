"""What is said of a table of operators before it is saved, and how its cells are split."""

import json
from io import BytesIO

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from saccos.models import Operator, Vehicle
from saccos.operators import planning, recording, saving
from saccos.operators.planning import Verdict
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


@pytest.fixture
def as_farida(client, farida):
    make.make_site()
    return sign_in(client, farida, verified=True)


def upload(client, text):
    """Bring a table and return the address of what would happen."""
    file = BytesIO(text.encode())
    file.name = "operators.csv"
    return client.post(reverse("operator_import"), {"file": file}).url


def test_no_vehicles_at_all_is_said_and_the_same_file_again_changes_nothing(farida):
    data = b"Name,Kind,County,Vehicles in all\nZiwa,bus_sacco,42,0\nBahari,bus_sacco,42,\n"
    saving.save(data, farida)
    assert set(Operator.objects.values_list("name", "fleet_size")) == {("Ziwa", 0), ("Bahari", None)}
    assert [row.verdict for row in planning.make(data).rows] == [Verdict.SAME, Verdict.SAME]


@pytest.mark.parametrize("cell", ["no", ""])
def test_that_there_is_no_poster_is_nothing_new(farida, cell):
    data = f"Name,Kind,County,Poster up\nZiwa,bus_sacco,42,{cell}\n".encode()
    assert planning.make(data).rows[0].changed == ["name", "kind", "county"]


def test_each_step_compares_the_file_with_the_operators_once(as_farida, monkeypatch):
    made, make_it = [], planning.make
    monkeypatch.setattr(planning, "make", lambda data: made.append(1) or make_it(data))
    address = upload(as_farida, "Name,Kind,County\nZiwa,bus_sacco,42\n")
    assert made == []
    seen = as_farida.get(address).context["plan"].digest
    assert len(made) == 1
    as_farida.post(address, {"seen": seen})
    assert (len(made), Operator.objects.count()) == (2, 1)


def test_wrong_rows_are_left_out_only_when_somebody_says_so(as_farida):
    address = upload(as_farida, "Name,Kind,County\nZiwa,bus_sacco,42\nBahari,boat,1\n")
    seen = as_farida.get(address).context["plan"].digest
    page = as_farida.post(address, {"seen": seen}).content.decode()
    assert "leave them out, or correct the file" in page
    assert not Operator.objects.exists()
    as_farida.post(address, {"seen": seen, "leave_out_wrong": "on"})
    assert Operator.objects.get().name == "Ziwa"


def test_what_changed_since_it_was_looked_at_is_shown_anew_and_not_saved(as_farida, pwani):
    address = upload(as_farida, f"Name,Notes\n{pwani},Call\n")
    seen = as_farida.get(address).context["plan"].digest
    Operator.objects.update(notes="Called")
    page = as_farida.post(address, {"seen": seen})
    assert "Operators changed meanwhile" in page.content.decode()
    assert Operator.objects.get().notes == "Called"
    as_farida.post(address, {"seen": page.context["plan"].digest})
    assert Operator.objects.get().notes == "Call"


def test_pressed_twice_it_is_saved_once(as_farida):
    address = upload(as_farida, "Name,Kind,County\nZiwa,bus_sacco,42\n")
    seen = as_farida.get(address).context["plan"].digest
    for _press in range(2):
        as_farida.post(address, {"seen": seen})
    assert Operator.objects.get().name == "Ziwa"


def lines(number, engagement="mapped"):
    return "Name,Kind,County,Engagement,Contacts,Number plates\n" + "".join(
        f'Sacco {n:03},matatu_sacco,1,{engagement},"Jane {n}; chair; 07{10000000 + n}",KDA {n:03}A | KDB {n:03}B\n'
        for n in range(number)
    )


def test_many_operators_cost_no_query_each(farida, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        saving.save(lines(400).encode(), farida)
    changed = lines(400, "trained").replace("KDB", "KDC").encode()
    with django_assert_max_num_queries(70):
        assert saving.save(changed, farida).changed == 400
    assert Vehicle.objects.filter(plate__startswith="KDC").count() == 400
    assert Vehicle.objects.count() == 800


def test_rows_that_stay_keep_their_place_and_what_came_twice_stays_twice(farida):
    plates = "Name,Kind,County,Number plates\nZiwa,bus_sacco,42,{}\n".format
    saving.save(plates("KDA 1 | KDA 1 | KDB 2").encode(), farida)
    kept = set(Vehicle.objects.exclude(plate="KDB 2").values_list("pk", flat=True))
    saving.save(plates("KDA 1 | KDC 3 | KDA 1").encode(), farida)
    assert set(Vehicle.objects.filter(plate="KDA 1").values_list("pk", flat=True)) == kept
    assert sorted(Vehicle.objects.values_list("plate", flat=True)) == ["KDA 1", "KDA 1", "KDC 3"]


def test_the_history_holds_what_a_revision_of_the_admin_would(farida, pwani):
    make.make_operator("Other", "other-one")
    saving.save(lines(3).encode(), farida)
    for operator in Operator.objects.exclude(latest_revision=None):
        assert operator.latest_revision.content == _as_stored(operator.serializable_data())
    recording.keep_past(pwani)
    assert pwani.latest_revision.content == _as_stored(Operator.objects.get(pk=pwani.pk).serializable_data())


def _as_stored(content):
    """Return it without the revision that the row named before, and as JSON has it."""
    told = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return told | {"latest_revision": None}
