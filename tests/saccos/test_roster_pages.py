"""A manager brings a list, page by page, with plain forms."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from saccos.models import Management, Roster
from saccos.models.managing import Right
from saccos.roster import bringing, reading
from tests import make
from tests.saccos.rosters import bring, check, codes, row, save, somebody, staff, verdicts, xlsx

NJERI = "Njeri Kamau\t0712 345 678\tKondakta"
WRONG = "Otieno Odhiambo\t2.54E+11\tdereva"


def address(roster, name="roster", *more):
    return reverse(f"saccos:{name}", args=[roster.operator.slug, roster.token, *more])


def post(client, roster, **data):
    return client.post(address(roster), data, follow=True)


def upload(client, operator, data, name="staff.csv"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("saccos:rosters", args=[operator.slug]), {"paste": "", "file": file}, follow=True)


def said(answer):
    return " ".join(answer.content.decode().split())


def test_from_paste_to_saved(as_baraka, pwani):
    rosters = reverse("saccos:rosters", args=[pwani.slug])
    page = as_baraka.post(rosters, {"paste": f"Jina\tSimu\tKazi\n{NJERI}\n{WRONG}"}, follow=True)
    roster = Roster.objects.get()
    assert "What do the columns hold?" in said(page)
    page = post(
        as_baraka,
        roster,
        do="columns",
        has_heading="on",
        **{"column-0": "name", "column-1": "phone", "column-2": "role"},
    )
    assert "1 of 2 rows can be saved" in said(page)
    assert "Excel has cut digits off this number" in said(page)
    page = post(as_baraka, roster, do="save")
    assert "1 person is new on your list" in said(page)
    assert "1 row was left out" in said(page)
    assert staff(pwani) == [("Njeri Kamau", "+254712345678", "conductor")]


def test_from_an_excel_file_in_kiswahili(as_baraka, pwani):
    data = xlsx(
        ["Wafanyakazi wa Pwani"], [], ["Jina", "Nambari ya simu", "Wadhifa"], ["Asha Juma", 712345678, "karani"]
    )
    page = upload(as_baraka, pwani, data, "orodha.xlsx")
    assert page.redirect_chain
    roster = Roster.objects.get()
    assert (roster.source, roster.total, roster.has_heading) == ("orodha.xlsx", 1, True)
    assert roster.columns == {"name": [0], "phone": [1], "role": [2], "not_kept": []}


def test_the_same_content_leads_back_to_the_unfinished_list(as_baraka, pwani):
    for _time in range(2):
        upload(as_baraka, pwani, b"Name,Phone\nNjeri Kamau,0712345678\n")
    assert Roster.objects.count() == 1


def test_what_was_pasted_stays_when_it_cannot_be_read(as_baraka, pwani):
    page = as_baraka.post(reverse("saccos:rosters", args=[pwani.slug]), {"paste": "Name\tPhone"})
    assert "There is only a row of headings" in said(page)
    assert "Name\tPhone</textarea>" in page.content.decode()


def test_nothing_and_both_are_told_apart(as_baraka, pwani):
    rosters = reverse("saccos:rosters", args=[pwani.slug])
    assert "Paste the rows, or choose a file" in said(as_baraka.post(rosters, {}))
    both = as_baraka.post(rosters, {"paste": NJERI, "file": SimpleUploadedFile("a.csv", b"x")})
    assert "Bring one of the two" in said(both)


def test_a_huge_file_is_refused_by_its_size_alone(as_baraka, pwani, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 20)
    monkeypatch.setattr(bringing, "bring", lambda *_: pytest.fail("it was read"))
    assert "larger than 10 MB" in said(upload(as_baraka, pwani, b"x" * 21))


def test_private_columns_are_named_and_not_kept(as_baraka, pwani):
    heading = "Name\tID No\tPhone\tDate of Birth\tRole"
    roster = bring(pwani, "Njeri Kamau\t23456789\t0712345678\t1/2/1990\tdriver", heading=heading)
    page = said(as_baraka.get(address(roster)))
    assert "ID No, Date of Birth" in page
    assert "23456789" not in page
    assert "23456789" not in str(list(roster.rows.values_list("cells")))
    assert "1990" not in str(list(roster.rows.values_list("cells")))


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"column-1": "phone", "column-2": "role"}, "Say which column holds the names"),
        ({"column-0": "name", "column-1": "phone"}, "No column holds the roles"),
        ({"column-0": "name", "column-1": "role", "column-2": "role"}, "Two columns are chosen for “Role”"),
    ],
)
def test_columns_that_do_not_fit_are_told_beside_them(as_baraka, pwani, chosen, sentence):
    roster = bring(pwani, NJERI)
    assert sentence in said(post(as_baraka, roster, do="columns", has_heading="on", **chosen))
    roster.refresh_from_db()
    assert roster.phase == Roster.Phase.COLUMNS


def test_two_columns_can_hold_one_name(as_baraka, pwani):
    roster = bring(pwani, "Njeri\tKamau\t0712345678\tdriver", heading="First name\tSurname\tPhone\tRole")
    assert roster.columns["name"] == [0, 1]
    heading = {f"column-{place}": name for place, name in enumerate(["name", "name", "phone", "role"])}
    post(as_baraka, roster, do="columns", has_heading="on", **heading)
    post(as_baraka, roster, do="save")
    assert staff(pwani)[0][0] == "Njeri Kamau"


def test_a_wrong_row_is_mended_where_it_stands(as_baraka, pwani):
    roster = check(pwani, WRONG)
    page = address(roster, "roster_row", 2)
    assert "Excel has cut digits off" in said(as_baraka.get(page))
    typed = {"do": "mend", "name": "Otieno Odhiambo", "phone": "07x", "role": "driver"}
    again = as_baraka.post(page, typed)
    assert 'value="07x"' in again.content.decode()
    assert "cannot be read as a phone number" in said(again)
    as_baraka.post(page, typed | {"phone": "0722 000 111"})
    assert verdicts(roster) == {2: "new"}
    save(roster)
    assert staff(pwani) == [("Otieno Odhiambo", "+254722000111", "driver")]


def test_mending_one_row_clears_another_that_hung_on_it(as_baraka, pwani):
    roster = check(pwani, NJERI, "Musa Ali\t0712345678\tdriver")
    assert verdicts(roster) == {2: "new", 3: "looks-like"}
    typed = {"do": "mend", "name": "Njeri Kamau", "phone": "0712345679", "role": "driver"}
    as_baraka.post(address(roster, "roster_row", 2), typed)
    assert verdicts(roster) == {2: "new", 3: "new"}


def test_a_mended_row_says_where_it_is_now(as_baraka, pwani, other, amina):
    make.make_staff(other, amina)
    roster = check(pwani, "Amina Hassan\t07x\tconductor")
    typed = {"do": "mend", "name": "Amina Hassan", "phone": "0700000001", "role": "conductor"}
    page = said(as_baraka.post(address(roster, "roster_row", 2) + "?show=wrong", typed, follow=True))
    assert "Row 2: comes from another operator." in page
    assert f'<a class="back" href="{address(roster)}?show=moves">Decide</a>' in page
    assert other.name not in page


def test_a_decision_is_taken_and_taken_back(as_baraka, pwani):
    roster = check(pwani, NJERI, "Musa Ali\t0712345678\tdriver")
    page = address(roster, "roster_row", 3)
    assert "Another person who shares this phone" in said(as_baraka.get(page))
    as_baraka.post(page, {"do": "choose", "choice": "other"})
    assert verdicts(roster)[3] == "new"
    as_baraka.post(page, {"do": "again"})
    assert verdicts(roster)[3] == "looks-like"
    as_baraka.post(page, {"do": "choose", "choice": "same"})
    assert verdicts(roster)[3] == "looks-like"


def test_a_row_of_a_list_that_was_saved_leads_to_the_list(as_baraka, pwani):
    roster = save(check(pwani, NJERI))
    assert as_baraka.get(address(roster, "roster_row", 2), follow=True).redirect_chain
    post(as_baraka, roster, do="out", row=["2", "9" * 40, "x"])
    assert verdicts(roster) == {2: "new"}


def test_rows_are_left_out_and_taken_in(as_baraka, pwani):
    roster = check(pwani, NJERI)
    post(as_baraka, roster, do="out", row="2")
    assert verdicts(roster) == {2: "left-out"}
    post(as_baraka, roster, do="in", row="2")
    assert verdicts(roster) == {2: "new"}


def test_moves_are_ticked_one_by_one_or_all_at_once(as_baraka, pwani, other, amina, chausiku):
    make.make_staff(other, amina)
    make.make_staff(other, chausiku)
    roster = check(pwani, "Amina Hassan\t0700000001\tconductor", "Chausiku Njeri\t0700000003\tdriver")
    page = said(as_baraka.get(address(roster)))
    assert "works for us now" in page
    assert other.name not in page
    post(as_baraka, roster, do="moves", row=["2"], shown=["2", "3"])
    assert [row(roster, number).choice for number in (2, 3)] == ["move", ""]
    post(as_baraka, roster, do="moves", shown=["2", "3"])
    assert row(roster).choice == ""
    post(as_baraka, roster, do="all-moves")
    post(as_baraka, roster, do="save")
    assert len(staff(pwani)) == 2


def test_save_takes_the_ticks_of_its_page_along(as_baraka, pwani, other, amina, chausiku):
    make.make_staff(other, amina)
    make.make_staff(other, chausiku)
    roster = check(pwani, NJERI, "Amina Hassan\t0700000001\tconductor", "Chausiku Njeri\t0700000003\tdriver")
    page = as_baraka.get(address(roster), {"show": "moves"}).content.decode()
    assert page.count('<form method="post" id="save">') == 1
    fields = re.findall(r"<(?:input type=.(?:checkbox|hidden).|button[^>]*)[^>]* form=.(\w+).[^>]* name=.(\w+).", page)
    assert {name for form, name in fields if form == "save"} >= {"row", "shown"}
    assert {form for form, _name in fields} == {"save"}
    post(as_baraka, roster, do="save", row=["3"], shown=["3", "4"])
    assert [name for name, *_more in staff(pwani)] == ["Amina Hassan", "Njeri Kamau"]


def test_save_without_a_tick_saves_no_empty_list(as_baraka, pwani, other, amina):
    make.make_staff(other, amina)
    roster = check(pwani, "Amina Hassan\t0700000001\tconductor")
    post(as_baraka, roster, do="save", shown=["2"])
    roster.refresh_from_db()
    assert roster.phase == Roster.Phase.READY


def test_columns_from_an_old_tab_of_a_swept_list_do_nothing(as_baraka, pwani):
    roster = save(check(pwani, NJERI))
    roster.rows.all().delete()
    assert "The list is saved" in said(post(as_baraka, roster, do="columns", has_heading="on"))


@pytest.mark.parametrize(
    ("heading", "said_on_the_page", "language"),
    [
        ("Jina\tSimu\tKazi", None, "sw"),
        ("Name\tPhone\tRole", None, "en"),
        ("Name\tPhone\tRole", "sw", "sw"),
        ("Jina\tSimu\tKazi", "en", "en"),
    ],
)
def test_new_people_get_the_language_of_the_list(as_baraka, pwani, baraka, heading, said_on_the_page, language):
    roster = bring(pwani, NJERI, heading=heading, by=baraka)
    chosen = {"column-0": "name", "column-1": "phone", "column-2": "role"}
    page = as_baraka.get(address(roster)).content.decode()
    found = re.search(r'<option value="(\w+)" selected>(?:English|Kiswahili)</option>', page)[1]
    assert said_on_the_page or found == language
    post(as_baraka, roster, do="columns", has_heading="on", language=said_on_the_page or found, **chosen)
    post(as_baraka, roster, do="save")
    assert User.objects.get(full_name="Njeri Kamau").language == language


def test_undo_from_the_page(as_baraka, pwani):
    roster = save(check(pwani, NJERI))
    page = post(as_baraka, roster, do="undo")
    assert "The list was undone" in said(page)
    assert staff(pwani) == []


def test_after_undoing_there_is_a_next_step(as_baraka, pwani):
    page = said(post(as_baraka, save(check(pwani, NJERI)), do="undo"))
    assert "Bring a list again" in page
    assert f'href="{reverse("saccos:rosters", args=[pwani.slug])}"' in page


def test_a_list_can_be_thrown_away_until_it_is_saved(as_baraka, pwani):
    roster = check(pwani, NJERI)
    post(as_baraka, roster, do="drop")
    assert not Roster.objects.exists()
    saved = save(check(pwani, NJERI))
    post(as_baraka, saved, do="drop")
    assert Roster.objects.filter(pk=saved.pk).exists()


def test_columns_can_be_chosen_again(as_baraka, pwani):
    roster = check(pwani, NJERI)
    assert "What do the columns hold?" in said(post(as_baraka, roster, do="reopen"))


def test_rows_to_mend_come_as_a_file_that_can_be_brought_again(as_baraka, pwani):
    roster = check(pwani, NJERI, WRONG)
    answer = as_baraka.get(address(roster, "roster_to_mend"))
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Name,Phone,Role")
    assert len(lines) == 2
    again = bringing.bring(
        pwani, b"".join(as_baraka.get(address(roster, "roster_to_mend"))), "x.csv", None, roster.made_at
    )
    assert again.columns["phone"] == [1]


def test_the_list_page_costs_the_same_however_long(as_baraka, pwani, django_assert_num_queries):
    few = check(pwani, WRONG)
    many = check(pwani, *(f"{somebody(n)}\t2.54E+11\tdriver" for n in range(120)))
    short, long = address(few), address(many)
    as_baraka.get(short)
    for page in (short, long, f"{long}?page=3"):
        with django_assert_num_queries(12):
            as_baraka.get(page)


def test_the_page_of_lists_costs_the_same_however_many(as_baraka, pwani, baraka, django_assert_num_queries):
    page = reverse("saccos:rosters", args=[pwani.slug])
    check(pwani, NJERI, by=baraka)
    as_baraka.get(page)
    with django_assert_num_queries(5) as first:
        as_baraka.get(page)
    for number in range(5):
        check(pwani, f"{somebody(number)}\t071234567{number}\tdriver", by=baraka)
    with django_assert_num_queries(len(first.captured_queries)):
        as_baraka.get(page)


def test_who_only_sees_the_staff_brings_no_list(as_baraka, pwani):
    Management.objects.update(right=Right.VIEW)
    assert as_baraka.get(reverse("saccos:rosters", args=[pwani.slug])).status_code == 403


def test_another_operator_s_list_is_not_there(as_baraka, other):
    assert as_baraka.get(address(check(other, NJERI))).status_code == 404


@pytest.mark.parametrize("page", ["columns", "ready", "row", "saved"])
def test_every_page_reads_in_kiswahili_too(as_baraka, pwani, page):
    roster = bring(pwani, NJERI) if page == "columns" else check(pwani, NJERI, WRONG)
    if page == "saved":
        save(roster)
    where = address(roster, "roster_row", 3) if page == "row" else address(roster)
    assert as_baraka.get(where.replace("/en/", "/sw/")).status_code == 200


# Commands


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "staff.csv"
    path.write_text("Name,Phone,Role\nNjeri Kamau,0712345678,conductor\nOtieno Odhiambo,07,driver\n")
    return path


def test_the_command_saves_what_is_clear_and_names_the_rest(pwani, listed, capsys):
    with pytest.raises(CommandError) as stopped:
        call_command("import_roster", listed, operator=pwani.slug)
    assert stopped.value.returncode == 1
    assert "row 3: This cannot be read as a phone number" in capsys.readouterr().err
    assert len(staff(pwani)) == 1


def test_the_command_s_dry_run_saves_nothing(pwani, listed, capsys):
    with pytest.raises(CommandError):
        call_command("import_roster", listed, operator=pwani.slug, dry_run=True)
    assert "1 new" in capsys.readouterr().out
    assert (staff(pwani), Roster.objects.count()) == ([], 0)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Phone\n0712345678\n"])
def test_the_command_says_what_cannot_be_read(pwani, listed, content):
    listed.write_bytes(content)
    with pytest.raises(CommandError) as stopped:
        call_command("import_roster", listed, operator=pwani.slug)
    assert stopped.value.returncode == 2
    assert not Roster.objects.exists()


def test_the_command_leaves_a_manager_s_unfinished_list_alone(pwani, listed, baraka):
    theirs = bringing.bring(pwani, listed.read_bytes(), "theirs.csv", baraka, timezone.now())
    with pytest.raises(CommandError) as stopped:
        call_command("import_roster", listed, operator=pwani.slug, dry_run=True)
    assert stopped.value.returncode == 2
    assert Roster.objects.get() == theirs


def test_run_jobs_goes_on_with_what_was_left(pwani, capsys):
    roster = bring(pwani, NJERI)
    columns = {name: roster.columns[name] for name in ("name", "phone", "role")}
    bringing.confirm(roster, columns, "", roster.has_heading)
    call_command("run_jobs")
    roster.refresh_from_db()
    assert roster.phase == Roster.Phase.READY
    assert "1 of 1" in capsys.readouterr().out


def test_somebody_s_name_elsewhere_is_never_shown(as_baraka, pwani, other, daudi):
    make.make_staff(other, make.make_user("+254733000111", "Secret Person"))
    make.make_user("+254733000222", "Hidden Person")
    roster = check(pwani, "Njeri Kamau\t0733000111\tdriver", "Asha Juma\t0733000222\tdriver")
    assert [codes(roster, number) for number in (2, 3)] == [[("phone", "other-name")]] * 2
    for page in (address(roster), address(roster, "roster_row", 2), address(roster, "roster_row", 3)):
        assert not {"Secret", "Hidden", other.name} & set(said(as_baraka.get(page)).split())
    assert User.objects.filter(full_name="Njeri Kamau").count() == 0
