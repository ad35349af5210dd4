import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from courses import spreadsheets
from saccos.models import Contact, Operator, OperatorStage, Route, Vehicle
from saccos.operators import exchange, planning, reading, saving
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Noor", username="farida", is_staff=True, is_superuser=True)


@pytest.fixture
def as_farida(client, farida):
    make.make_site()
    return sign_in(client, farida, verified=True)


@pytest.fixture
def full(db):
    """An operator of which everything is said, with every sign that might trouble a table."""
    operator = make.make_operator(
        registered_name="=Pwani; Shuttle | Ltd",
        ntsa_number="+77",
        registration_number="-1",
        fleet_size=12,
        engagement="4-agreement",
        has_procedure=True,
        notes="First line\r\nsecond; with | and \\ in it",
        next_step="'=the stage",
        next_step_on=date(2026, 12, 1),
    )
    Contact.objects.create(
        operator=operator,
        name="Halima; Omar",
        role="chair | woman",
        phone="+254712345678",
        email="h@x.ke",
        duty="focal",
    )
    Contact.objects.create(operator=operator, name="Omar\\")
    Route.objects.create(operator=operator, towns="Mombasa – Ukunda", corridor="mombasa-lunga-lunga")
    Route.objects.create(operator=operator, towns="Ukunda")
    OperatorStage.objects.create(
        operator=operator, name="Buxton @ night", county="001", latitude=Decimal("-4.05"), longitude=Decimal("39.6682")
    )
    OperatorStage.objects.create(operator=operator, name="Likoni")
    Vehicle.objects.create(operator=operator, plate="KDA 123A", note="bus; blue")
    return operator


def as_csv():
    return "".join(spreadsheets.to_csv(exchange.rows(Operator.objects.order_by("name")))).encode()


def as_xlsx():
    file = BytesIO()
    spreadsheets.write_xlsx(exchange.rows(Operator.objects.order_by("name")), file, "Operators", exchange.LAYOUT)
    return file.getvalue()


def table(*rows):
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def workbook(*rows):
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


HEADING = ("Name", "Kind", "County")


def verdicts(data):
    return [row.verdict for row in planning.make(data).rows]


def problems(data):
    return [str(problem) for row in planning.make(data).rows for problem in row.problems]


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_what_was_taken_away_and_brought_back_changes_nothing(full, written, language):
    make.make_operator("Bare Sacco", "bare")
    with translation.override(language):
        data = written()
    with translation.override("en"):
        assert verdicts(data) == ["same", "same"]


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_what_was_taken_away_makes_the_same_operator_elsewhere(full, written, farida):
    data = written()
    Operator.objects.all().delete()
    assert saving.save(data, farida).new == 1
    assert verdicts(data) == ["same"]
    assert written() == data or written is as_xlsx


def test_no_cell_begins_like_a_formula(full):
    for row in csv.reader(StringIO(as_csv().decode("utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    sheet = load_workbook(BytesIO(as_xlsx())).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_a_new_operator_a_changed_one_and_one_that_stays(pwani, farida):
    make.make_operator("Same Sacco", "same", county="002")
    data = table(
        HEADING,
        ("Ziwa Bus Sacco", "bus sacco", "Kisumu"),
        ("Pwani Shuttle Sacco", "sacco ya matatu", "2"),
        ("same sacco", "matatu_sacco", "Kwale"),
    )
    plan = planning.make(data)
    assert [row.verdict for row in plan.rows] == ["new", "changes", "changes"]
    assert [change.heading for change in plan.rows[1].changes] == ["County"]
    assert saving.save(data, farida) == saving.Saved(new=1, changed=2)
    assert Operator.objects.get(name="Ziwa Bus Sacco").slug == "ziwa-bus-sacco"
    assert verdicts(data) == ["same"] * 3
    assert saving.save(data, farida) == saving.Saved(new=0, changed=0)


def test_the_headings_may_be_kiswahili(db):
    with translation.override("sw"):
        heading = [str(planning.BY_NAME[name].heading) for name in ("name", "kind", "county")]
    assert verdicts(table(heading, ("Ziwa", "bus_sacco", "042"))) == ["new"]


def test_the_headings_may_be_the_columns_own_names(db):
    data = table(
        ("name", "kind", "county", "fleet_size", "registered_name"), ("Ziwa", "bus_sacco", "042", "7", "Z Ltd")
    )
    assert planning.make(data).notes == []


def test_what_is_saved_is_in_the_history_with_who_did_it(pwani, farida):
    saving.save(table(("Name", "Notes"), ("Pwani Shuttle Sacco", "Call them")), farida)
    first, second = pwani.revisions.order_by("pk")
    assert (first.user, second.user) == (None, farida)
    assert first.as_object().notes == ""
    assert second.as_object().notes == "Call them"


def test_a_column_that_is_not_there_is_left_alone_and_an_empty_cell_empties(full, farida):
    saving.save(table(("Name", "Notes"), (full.name, "")), farida)
    full.refresh_from_db()
    assert (full.notes, full.fleet_size, Contact.objects.count()) == ("", 12, 2)


def test_entries_that_stay_keep_their_rows(full, farida):
    kept = Route.objects.get(towns="Ukunda").pk
    saving.save(table(("Name", "Routes"), (full.name, "Ukunda | Kinango; local")), farida)
    assert dict(Route.objects.values_list("towns", "corridor")) == {"Ukunda": "", "Kinango": "local"}
    assert Route.objects.get(towns="Ukunda").pk == kept


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Kind", "ferry", "“ferry” is none of the words"),
        ("County", "048", "“048” is none of the words"),
        ("Kind", "", "A new operator needs this."),
        ("Vehicles in all", "many", "“many” is no number of vehicles."),
        ("Procedure in place", "perhaps", "neither yes nor no"),
        ("Next step on", "soon", "is no date"),
        ("Name", "x" * 101, "at most 100 characters"),
        ("Contacts", "Halima; chair; 7.12E+11", "Excel rounded this phone number"),
        ("Contacts", "Halima; chair; 12", "is no phone number"),
        ("Contacts", "A;;;;focal\nB;;;;focal", "one focal person and one deputy"),
        ("Stages", "Buxton @ -6.8, 39.3", "outside Kenya"),
        ("Stages", "Buxton @ -4.05", "A place stands as"),
        ("Stages", "Buxton @ south, east", "is no degree"),
        ("Number plates", "KDA 123A; a; b", "more parts than belong here"),
    ],
)
def test_what_is_wrong_is_said_with_its_column(db, column, cell, said):
    row = {"Name": "Ziwa", "Kind": "bus_sacco", "County": "042"} | {column: cell}
    (problem,) = problems(table(row, row.values()))
    assert problem.startswith(f"{column}: ")
    assert said in problem


def test_a_phone_without_its_zero_is_understood(db, farida):
    saving.save(table((*HEADING, "Contacts"), ("Ziwa", "bus_sacco", "42", "Halima;;712345678")), farida)
    assert str(Contact.objects.get().phone) == "+254712345678"


def test_a_formula_is_refused(db):
    data = workbook(HEADING, ('=CONCATENATE("Zi","wa")', "bus_sacco", "042"))
    assert "holds a formula" in problems(data)[0]


def test_the_same_operator_twice_in_the_file_is_refused(pwani):
    data = table(("Short name", *HEADING), ("", "Ziwa", "bus_sacco", "1"), ("", "ZIWA", "bus_sacco", "1"))
    assert problems(data) == ["The same operator stands in line 2."]
    data = table(("Short name", "Name"), ("pwani-shuttle", "Pwani"), ("", "Pwani Shuttle Sacco"))
    assert problems(data) == ["The same operator stands in line 2."]


def test_a_name_that_another_has_is_refused(pwani, other):
    data = table(("Short name", "Name"), ("pwani-shuttle", "Mawimbi Link Sacco"))
    assert problems(data) == ["Name: Another operator has this name."]


def test_one_that_was_merged_away_is_refused(pwani, other):
    Operator.objects.filter(pk=other.pk).update(merged_into=pwani)
    assert problems(table(("Name",), (other.name,))) == ["This operator was merged into another one."]


def test_nothing_is_half_done(pwani, farida):
    data = table(HEADING, ("Ziwa", "bus_sacco", "42"), ("Bahari", "boat", "1"))
    with pytest.raises(saving.SomeWrong):
        saving.save(data, farida)
    assert Operator.objects.count() == 1
    assert saving.save(data, farida, leave_out_wrong=True).new == 1


def test_what_is_no_longer_as_it_was_seen_is_not_saved(pwani, farida):
    data = table(("Name", "Notes"), (pwani.name, "Call"))
    seen = planning.make(data).digest
    Operator.objects.filter(pk=pwani.pk).update(notes="Called")
    with pytest.raises(saving.ChangedMeanwhile):
        saving.save(data, farida, seen)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "picture"),
        (b"%PDF-1.7 x", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"{\\rtf1 x}", "text document"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 40, "old Excel"),
        (b"PK\x03\x04 broken", "Excel"),
        (b"", "empty"),
        (b"Name,Kind\n", "nothing beneath"),
        (b"Colour,Size\nred,3\n", "must name the columns"),
        (b"Name,Name\na,b\n", "stands there twice"),
    ],
)
def test_a_file_that_is_no_table_is_called_what_it_is(db, data, said):
    with pytest.raises(reading.Unreadable, match=said):
        planning.make(data)


def test_five_megabytes_are_read_and_a_byte_more_is_not(db):
    with pytest.raises(reading.Unreadable, match="larger than 5 MB"):
        reading.check_size(5 * 1024 * 1024 + 1)
    reading.check_size(5 * 1024 * 1024)


def test_ten_thousand_rows_are_read_and_one_more_is_not(db):
    rows = [f"Operator {number}" for number in range(10_000)]
    assert len(reading.read("\n".join(["Name", *rows]).encode())[0]) == 10_001
    with pytest.raises(reading.Unreadable, match="more than 10000"):
        reading.read("\n".join(["Name", *rows, "one more"]).encode())


def test_windows_1252_is_understood_and_said(db, farida):
    data = "Name;Kind;County\nCafé Ziwa Sacco – 1;bus sacco;Murang’a\n".encode("cp1252")
    plan = planning.make(data)
    assert "Windows-1252" in plan.notes[0]
    assert plan.rows[0].values == {"name": "Café Ziwa Sacco – 1", "kind": "bus_sacco", "county": "021"}


def test_a_column_that_is_not_known_is_named(db):
    plan = planning.make(table((*HEADING, "Colour"), ("Ziwa", "bus_sacco", "42", "red")))
    assert plan.notes == ["The column “Colour” is not known, and is left out."]


def test_many_rows_are_compared_in_a_few_queries(full, django_assert_max_num_queries):
    for number in range(30):
        make.make_operator(f"Operator {number}", f"operator-{number}")
    data = as_csv()
    with django_assert_max_num_queries(7):
        planning.make(data)


def test_the_export_needs_a_few_queries_however_many(full, django_assert_num_queries):
    for number in range(30):
        make.make_operator(f"Operator {number}", f"operator-{number}")
    with django_assert_num_queries(5):
        as_csv()


# In the admin


def bring(client, data, name="operators.csv"):
    file = BytesIO(data)
    file.name = name
    return client.post(reverse("operator_import"), {"file": file}, follow=True)


def test_the_page_shows_what_would_happen_and_saves_only_when_told(as_farida, pwani):
    data = table(HEADING, ("Ziwa", "bus_sacco", "42"), ("Pwani Shuttle Sacco", "matatu sacco", "Kwale"))
    response = bring(as_farida, data)
    text = response.content.decode()
    assert "Nothing is saved yet." in text
    assert "Save 2 operators" in text
    assert Operator.objects.count() == 1
    page = response.redirect_chain[-1][0]
    done = as_farida.post(page, {"seen": response.context["plan"].digest}, follow=True)
    assert "1 operator was added, 1 was changed." in done.content.decode()
    assert Operator.objects.count() == 2
    again = as_farida.post(page, {"seen": response.context["plan"].digest}, follow=True)
    assert "This import is over" in again.content.decode()


def test_wrong_rows_must_be_left_out_by_somebody(as_farida, pwani):
    response = bring(as_farida, table(HEADING, ("Ziwa", "bus_sacco", "42"), ("Bahari", "boat", "1")))
    page, digest = response.redirect_chain[-1][0], response.context["plan"].digest
    refused = as_farida.post(page, {"seen": digest})
    assert "leave them out, or correct the file" in refused.content.decode()
    as_farida.post(page, {"seen": digest, "leave_out_wrong": "on"})
    assert set(Operator.objects.values_list("name", flat=True)) == {"Ziwa", pwani.name}


def test_a_picture_is_refused_beside_the_field(as_farida):
    response = bring(as_farida, b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "operators.xlsx")
    assert "This file is a picture" in response.context["form"].errors["file"][0]


def test_somebody_else_s_file_is_not_shown(as_farida, pwani):
    response = bring(as_farida, table(HEADING, ("Ziwa", "bus_sacco", "42")))
    page = response.redirect_chain[-1][0]
    grace = make.make_user(full_name="Grace", username="grace", is_staff=True, is_superuser=True)
    sign_in(as_farida, grace, verified=True)
    assert "Ziwa" not in as_farida.get(page, follow=True).content.decode()


@pytest.mark.parametrize("written_as", ["csv", "xlsx"])
def test_the_list_is_taken_away_with_its_filters(as_farida, pwani, other, written_as):
    Operator.objects.filter(pk=other.pk).update(county="003")
    address = reverse("wagtailsnippets_saccos_operator:list")
    response = as_farida.get(address, {"county": "003", "export": written_as})
    data = b"".join(response.streaming_content)
    assert f"operators.{written_as}" in response["Content-Disposition"]
    assert [row.name for row in planning.make(data).rows] == [other.name]


# By command


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "operators.csv"
    path.write_bytes(table(HEADING, ("Ziwa", "bus_sacco", "42")))
    return path


def test_the_command_imports_and_says_each_row(path, db, capsys):
    call_command("import_operators", path, "--dry-run")
    assert not Operator.objects.exists()
    call_command("import_operators", path)
    assert Operator.objects.get().name == "Ziwa"
    call_command("import_operators", path)
    said = capsys.readouterr().out
    assert "Ziwa" in said
    assert "0 added, 0 changed." in said


@pytest.mark.parametrize(("data", "status"), [(table(HEADING, ("Ziwa", "boat", "42")), 1), (b"%PDF", 2), (None, 2)])
def test_the_command_s_status_says_what_went_wrong(path, db, data, status):
    path.write_bytes(data) if data else path.unlink()
    with pytest.raises(CommandError) as raised:
        call_command("import_operators", path)
    assert raised.value.returncode == status
    assert not Operator.objects.exists()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_command_writes_the_format_of_the_name(pwani, tmp_path, suffix):
    path = tmp_path / f"operators.{suffix}"
    call_command("export_operators", path)
    assert verdicts(path.read_bytes()) == ["same"]


def test_the_command_knows_no_other_format(pwani, tmp_path):
    with pytest.raises(CommandError) as raised:
        call_command("export_operators", tmp_path / "operators.pdf")
    assert raised.value.returncode == 2


def test_the_time_of_the_day_does_not_matter_to_a_date(db):
    heading = (*HEADING, "Next step on")
    data = workbook(heading, ("Ziwa", "bus_sacco", "042", datetime(2026, 12, 1, 8, 30)))
    assert planning.make(data).rows[0].values["next_step_on"] == date(2026, 12, 1)
