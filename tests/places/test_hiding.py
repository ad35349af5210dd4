import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.hiding import FEWEST, hidden_of, is_too_few, tells_of_others

SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 40), max_size=8)


def test_five_people_are_shown_and_four_are_not():
    assert not is_too_few(5)
    assert is_too_few(4)
    assert hidden_of({"a": 5, "b": 6}) == set()


def test_where_one_group_is_hidden_the_next_smallest_is_too():
    assert hidden_of({"driver": 4, "clerk": 9, "conductor": 30}) == {"driver", "clerk"}


def test_two_hidden_groups_that_make_five_protect_each_other():
    assert hidden_of({"a": 4, "b": 1, "c": 9}) == {"a", "b"}


def test_two_hidden_groups_that_make_four_need_a_third():
    assert hidden_of({"a": 3, "b": 1, "c": 9, "d": 10}) == {"a", "b", "c"}


def test_where_nothing_else_is_left_all_of_it_is_hidden():
    assert hidden_of({"a": 4}) == {"a"}
    assert hidden_of({"a": 4, "b": 40}) == {"a", "b"}
    assert hidden_of({}) == set()


@pytest.mark.parametrize(("part", "whole", "tells"), [(10, 10, False), (9, 10, True), (6, 10, True), (5, 10, False)])
def test_some_of_the_people_tell_of_the_few_who_are_missing(part, whole, tells):
    assert tells_of_others(part, whole) is tells


@given(SIZES)
def test_nothing_can_be_had_by_subtraction(sizes):
    hidden = hidden_of(sizes)
    assert all(sizes[group] >= FEWEST for group in sizes.keys() - hidden)
    rest = sum(sizes[group] for group in hidden)
    assert not hidden or rest >= FEWEST or hidden == set(sizes)
    assert len(hidden) != 1 or hidden == set(sizes)
