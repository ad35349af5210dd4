"""The programme's map: what its numbers, shades and dots say, and what the address may ask."""

import gzip
from datetime import timedelta
from math import hypot

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from places.outlines import OUTLINES, project
from saccos import keeping
from saccos.models import ClockPass, Operator, OperatorFigures, OperatorStage, Route, StaffMember, Target
from saccos.programme import choosing, dots, drawing, entries, targets
from tests import make
from tests.conftest import sign_in
from tests.saccos.programme_parts import entry

MAP = "/admin/operators/map/"
Kind, Engagement = Operator.Kind, Operator.Engagement


def operators(number, start=0, **fields):
    fields = {"kind": Kind.BUS_SACCO, "county": "001"} | fields
    return Operator.objects.bulk_create(
        Operator(name=f"Sacco {n:05}", slug=f"sacco-{n}", **fields) for n in range(start, start + number)
    )


def crew(operator, course, trained=0, lapsing=0, others=0):
    """Staff with and without certificates."""
    for days, number in ((400, trained), (10, lapsing), (None, others)):
        for _n in range(number):
            member = make.make_staff(operator)
            if days:
                expires_at = timezone.now() + timedelta(days=days)
                make.make_certificate(member.person, course.translation_key, expires_at=expires_at)


def recount(county):
    """Count a county's staff anew, from the rows."""
    rows = StaffMember.objects.current().filter(operator__county=county, operator__merged_into=None)
    valid = rows.filter(trained_until__gt=timezone.now())
    soon = valid.filter(trained_until__lte=timezone.now() + timedelta(days=30))
    return rows.count(), valid.count(), soon.count()


def test_the_maps_numbers_equal_a_recount(as_farida, pwani, course):
    far = make.make_operator("Far", "far", county="009", kind=Kind.TRUCK_COMPANY)
    second = make.make_operator("Second", "second")
    crew(pwani, course, trained=2, lapsing=1, others=1)
    crew(second, course, others=3)
    crew(far, course, trained=1)
    gone = make.make_staff(far)
    StaffMember.objects.filter(pk=gone.pk).update(ended_on=timezone.localdate())
    keeping.recount([far.pk], timezone.now())
    sums = {county.code: county.sums for county in as_farida.get(MAP).context["drawing"].counties}
    for county in ("001", "009", "047"):
        assert (sums[county].staff, sums[county].trained, sums[county].lapsing) == recount(county)
    assert vars(sums["001"]) == {"operators": 2, "staff": 7, "trained": 3, "lapsing": 1}
    assert keeping.wrong() == []


def test_an_operator_that_was_merged_away_is_not_on_the_map(as_farida, pwani):
    make.make_operator("Twin", "twin", merged_into=pwani)
    response = as_farida.get(MAP)
    assert response.context["sums"].operators == 1
    assert "Twin" not in response.content.decode()


@pytest.mark.parametrize(
    ("trained", "staff", "tone"),
    [(0, 0, "none"), (0, 9, "0"), (1, 5, "1"), (19, 100, "0"), (79, 100, "3"), (4, 5, "4"), (5, 5, "4")],
)
def test_a_county_has_the_shade_of_its_share(trained, staff, tone):
    assert drawing.tone(entries.Sums(1, staff, trained)) == tone


def test_a_share_is_rounded_down_so_that_80_is_at_least_80():
    assert entries.share(799, 1000) == 79
    assert entries.share(8, 10) == 80
    assert entries.share(0, 0) is None


def test_targets_count_who_is_mapped_or_further(db):
    Target.objects.create(kind=Kind.MATATU_SACCO, number=2)
    Target.objects.create(kind=Kind.BUS_SACCO, number=10)
    steps = (Engagement.CONTACTED, Engagement.MAPPED, Engagement.REFRESHED)
    found = targets.reached([entry(n, kind=Kind.MATATU_SACCO, engagement=step) for n, step in enumerate(steps)])
    assert [str(one) for one in found] == ["2 of 2 matatu saccos", "0 of 10 bus saccos"]
    assert [one.is_reached for one in found] == [True, False]


def test_a_kind_without_a_target_is_told_without_one(db):
    assert [str(one) for one in targets.reached([entry(kind=Kind.TRUCK_COMPANY)])] == ["Truck companies: 1 (no target)"]


def test_what_is_chosen_does_not_change_the_targets(as_farida, pwani):
    Operator.objects.update(engagement=Engagement.TRAINED)
    assert "Matatu saccos: 1 (no target)" in as_farida.get(MAP + "?kind=truck_company").content.decode()


def test_each_filter_leaves_those_that_are_meant(as_farida, pwani):
    bus = make.make_operator("Bus", "bus", kind=Kind.BUS_COMPANY, county="047", engagement=Engagement.TRAINED)
    OperatorStage.objects.create(operator=bus, name="Machakos Country Bus", county="047")
    Route.objects.create(operator=bus, towns="Nairobi – Voi – Mombasa", corridor="mombasa-nairobi")
    for query in (
        "kind=bus_company",
        "county=047",
        "engagement=5-trained",
        "stage=country",
        "corridor=mombasa-nairobi",
    ):
        assert [found.name for found in as_farida.get(f"{MAP}?{query}").context["page"]] == ["Bus"]


def test_values_that_mean_nothing_are_left_out_with_a_word(as_farida, pwani):
    page = as_farida.get(f"{MAP}?kind=boat&county=048&engagement=x&corridor=%00&p=-7&stage=%00")
    assert [one.name for one in page.context["page"]] == ["Pwani Shuttle Sacco"]
    assert len(page.context["refused"]) == 3
    assert "“048” is no county’s number" in page.content.decode()


def test_what_is_typed_is_never_markup(as_farida, pwani):
    assert "<script>x" not in as_farida.get(f"{MAP}?stage=<script>x&county=<script>x").content.decode()


def test_the_choice_stays_in_every_link(as_farida, pwani):
    content = as_farida.get(f"{MAP}?kind=matatu_sacco").content.decode()
    assert 'href="?kind=matatu_sacco&amp;county=047"' in content
    assert 'href="/admin/operators/league/?kind=matatu_sacco"' in content


def test_the_other_counties_keep_their_shade_beside_a_chosen_one(as_farida, pwani, course):
    crew(make.make_operator("Far", "far", county="009"), course, trained=1)
    page = as_farida.get(f"{MAP}?county=001")
    assert {county.code: county.tone for county in page.context["drawing"].counties}["009"] == "4"
    assert [dot.entry.name for dot in page.context["drawing"].dots] == ["Pwani Shuttle Sacco"]


def test_a_chosen_county_fills_the_drawing(as_farida, pwani):
    left, upper, width, height = as_farida.get(f"{MAP}?county=001").context["drawing"].box
    box = OUTLINES["001"].box
    assert (left, upper) < box[:2]
    assert upper < box[1]
    assert left + width > box[2]
    assert upper + height > box[3]
    assert width < 60


def test_a_dot_lies_at_the_first_stage_with_a_point(db, pwani):
    OperatorStage.objects.create(operator=pwani, name="Office")
    OperatorStage.objects.create(operator=pwani, name="Likoni", latitude="-4.0800", longitude="39.6600")
    OperatorStage.objects.create(operator=pwani, name="Nairobi", latitude="-1.2800", longitude="36.8200")
    assert dots.homes(entries.read()) == {pwani.pk: pytest.approx(project(-4.08, 39.66))}


def test_who_has_no_stage_lies_within_the_county_and_always_there():
    everybody = [entry(n, county=code) for n, code in enumerate(OUTLINES, start=1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dots, "_stages", dict)
        homes = dots.homes(everybody)
        assert homes == dots.homes(reversed(everybody))
        assert homes.items() <= dots.homes([*everybody, entry(99)]).items()
    assert all(OUTLINES[one.county].holds(homes[one.pk]) for one in everybody)


@pytest.mark.parametrize(("number", "code"), [(80, "029"), (200, "001"), (1500, "047")])
def test_no_dot_hides_another_even_at_one_stage(number, code):
    everybody = [entry(n, county=code) for n in range(number)]
    home = (OUTLINES[code].label.x, OUTLINES[code].label.y)
    size = dots.radius(number)
    places = sorted(dots.apart(everybody, dict.fromkeys(range(number), home), size).values())
    assert len(places) == number
    for place, (x, y) in enumerate(places):
        near = (other for other in places[place + 1 : place + 200] if other[0] - x < 2 * size)
        assert all(hypot(x - across, y - down) >= 2 * size - 0.001 for across, down in near)


def test_each_kind_has_its_own_sign():
    assert len({drawing.shape(kind, 5) for kind in Kind.values}) == 4


def test_ten_thousand_operators_make_a_light_page(as_farida):
    codes = sorted(OUTLINES)
    made = []
    for place, kind in enumerate(Kind.values):
        for county in codes[place::4]:
            made += operators(213, start=len(made), kind=kind, county=county)
    OperatorFigures.objects.bulk_create(OperatorFigures(operator=one, trained=3, not_started=2) for one in made)
    content = as_farida.get(MAP).content
    assert len(made) > 10_000
    assert len(gzip.compress(content)) < 100_000
    assert content.count(b'<use href="#dot-') == 0


def test_a_dot_and_a_county_lead_further(as_farida, pwani):
    content = as_farida.get(MAP).content.decode()
    assert f'href="/admin/snippets/saccos/operator/edit/{pwani.pk}/"' in content
    assert "Pwani Shuttle Sacco, matatu sacco: 0 of 0 staff trained" in content
    assert "Mombasa: operators 1, no staff listed" in content
    assert 'href="/admin/snippets/saccos/target/"' in content


def test_who_may_only_look_finds_no_way_to_change(client, pwani):
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    lookers = Group.objects.create(name="Lookers")
    lookers.permissions.set(Permission.objects.filter(codename__in=["view_operator", "access_admin"]))
    eshe.groups.add(lookers)
    content = sign_in(client, eshe, verified=True).get(MAP).content.decode()
    assert "Pwani Shuttle Sacco" in content
    assert "operator/edit/" not in content


def test_it_says_as_of_when(as_farida, pwani):
    ClockPass.objects.all().delete()
    assert "not in these figures yet" in as_farida.get(MAP).content.decode()
    keeping.pass_time(timezone.now())
    assert "Figures as of" in as_farida.get(MAP).content.decode()
    keeping.pass_time(timezone.now() - timedelta(hours=25))
    assert "more than a day ago" in as_farida.get(MAP).content.decode()


def test_an_empty_programme_says_what_to_do(as_farida):
    content = as_farida.get(MAP).content.decode()
    assert "No operator is entered yet" in content
    assert content.count('<th scope="row"><a href="?county=') == 47


@pytest.mark.parametrize("address", [MAP, "/admin/operators/league/", "/admin/operators/next-steps/"])
def test_the_number_of_queries_does_not_grow(as_farida, address):
    query, counted = "?stage=stage&county=001&kind=bus_sacco", []
    for number in (3, 27):
        made = operators(number, start=len(counted) * 3, next_step="Call", next_step_on="2020-01-01")
        OperatorFigures.objects.bulk_create(OperatorFigures(operator=one, trained=5) for one in made)
        OperatorStage.objects.bulk_create(
            OperatorStage(operator=one, name="Stage", latitude="-4.0", longitude="39.6") for one in made
        )
        as_farida.get(address + query)
        with CaptureQueriesContext(connection) as queries:
            assert len(as_farida.get(address + query).context["page"]) == Operator.objects.count()
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_choice_goes_into_an_address_and_back():
    choice = choosing.Choice(kind="bus_sacco", stage="Machakos & Co", county="047")
    assert choosing.read({"kind": "bus_sacco", "stage": " Machakos & Co ", "county": "047"}) == (choice, [])
    assert choice.query(p=2) == "kind=bus_sacco&county=047&stage=Machakos+%26+Co&p=2"
