from collections import Counter
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.statistics.times import quartiles


def test_no_times_have_no_quartiles():
    assert quartiles({}) is None
    assert quartiles({60: 0}) is None


def test_one_time_is_all_three():
    assert quartiles({60: 1}) == quartiles({60: 9}) == (60, 60, 60)


def test_between_two_times_it_is_part_of_the_way():
    assert quartiles({0: 1, 100: 1}) == (25, 50, 75)


@given(st.lists(st.integers(0, 5000), min_size=2, max_size=40))
def test_any_times_agree_with_python_s_own(times):
    assert quartiles(Counter(times)) == pytest.approx(tuple(quantiles(times, n=4, method="inclusive")))
