import time

import pytest

from saccos.models import Contact, Operator, Vehicle
from saccos.operators import matching, merging
from saccos.operators.matching import Entry, Name, Reason, compare, likeness, pairs
from tests import make


def score(one, other):
    return compare(Entry(1, **one), Entry(2, **other)).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pwani Shuttle Sacco", "PWANI SHUTTLE SACCO LTD"),
        ("Pwani Shuttle Sacco", "Sacco ya Shuttle Pwani"),
        ("Mũeni Travellers", "Mueni Travellers Co."),
        ("Ng'ang'a Bus", "Nganga Bus Company"),
    ],
)
def test_the_same_name_however_it_is_written(one, other):
    found = compare(Entry(1, one), Entry(2, other))
    assert (found.score, found.reasons) == (0.8, (Reason.NAME,))


def test_a_slip_of_the_finger_is_nearly_the_same_name():
    found = compare(Entry(1, "Mawimbi Link Sacco"), Entry(2, "Mawinbi Link Sacco"))
    assert found.reasons == (Reason.NEAR_NAME,)
    assert found.score >= matching.ENOUGH


def test_names_that_share_a_word_are_not_enough():
    assert score({"name": "Upepo wa Diani Sacco"}, {"name": "Upepo wa Ziwa Bus Sacco"}) < matching.ENOUGH


def test_numbers_in_names_must_agree():
    assert likeness(Name("Pwani Line 12"), Name("Pwani Line 13")) == 0
    assert likeness(Name("Pwani Line 12"), Name("Line 12 Pwani")) == 1


def test_the_edge_of_a_near_name():
    one, other = Name("abcdefghijk"), Name("abcdefghixy")
    assert likeness(one, other) == pytest.approx(0.8)
    assert compare(Entry(1, "abcdefghijk"), Entry(2, "abcdefghixy")).reasons == (Reason.NEAR_NAME,)
    assert compare(Entry(1, "abcdefghij"), Entry(2, "abcdefghxy")).reasons == ()


@pytest.mark.parametrize(
    ("field", "one", "other", "weight"),
    [
        ("ntsa_number", "NTSA 12/34", "ntsa-1234", 0.9),
        ("registration_number", "CS/123", "CS123", 0.9),
        ("phones", frozenset(["+254712345678"]), frozenset(["+254712345678", "+254700000001"]), 0.6),
        ("plates", frozenset(["KDA123A"]), frozenset(["KDA123A"]), 0.6),
    ],
)
def test_each_thing_in_common_has_its_weight(field, one, other, weight):
    assert score({"name": "Bahari", field: one}, {"name": "Milima", field: other}) == weight
    assert score({"name": "Bahari", field: one}, {"name": "Milima"}) == 0


def test_two_things_in_common_are_surer_than_one():
    shared = {"phones": frozenset(["+254712345678"]), "plates": frozenset(["KDA123A"])}
    assert score({"name": "Bahari", **shared}, {"name": "Milima", **shared}) == 0.84


def test_a_registered_name_counts_as_a_name():
    assert score({"name": "Bahari", "registered_name": "Milima Ltd"}, {"name": "Milima"}) == 0.8


def test_the_surest_pair_comes_first_and_known_ones_are_left_out():
    entries = [Entry(1, "Bahari"), Entry(2, "Bahari Sacco"), Entry(3, "Milima", "", "N1"), Entry(4, "Kilima", "", "N1")]
    assert [(pair.one, pair.other) for pair in pairs(entries)] == [(3, 4), (1, 2)]
    assert [(pair.one, pair.other) for pair in pairs(entries, frozenset({(3, 4)}))] == [(1, 2)]


def test_what_is_compared_is_read_in_three_queries(pwani, other, django_assert_num_queries):
    Contact.objects.create(operator=pwani, name="Halima", phone="+254712345678")
    Vehicle.objects.create(operator=pwani, plate="KDA 123A")
    with django_assert_num_queries(3):
        found = {entry.pk: entry for entry in matching.entries()}
    assert found[pwani.pk].phones == {"+254712345678"}
    assert found[pwani.pk].plates == {"KDA123A"}
    Operator.objects.filter(pk=other.pk).update(merged_into=pwani)
    assert [entry.pk for entry in matching.entries()] == [pwani.pk]


def test_ten_thousand_are_compared_in_seconds():
    syllables = "ka mu ba ri to na shu wa mbe lo ndi ki re sa fa".split()
    words = [a + b + c for a in syllables for b in syllables for c in syllables]
    entries = [Entry(n, f"{words[n * 7 % 3375]} {words[n * 11 % 3375]} Sacco {n % 100}") for n in range(10_000)]
    began = time.process_time()
    pairs(entries)
    assert time.process_time() - began < 10


def test_operators_that_were_said_to_be_two_are_known(pwani, other):
    make.make_operator("Third", "third")
    merging.are_two(other, pwani, None, pwani.created_at)
    assert matching.apart() == {tuple(sorted((pwani.pk, other.pk)))}
