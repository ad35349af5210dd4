import math
import random
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.measuring.gains import incomplete_beta, paired, t_quantile, t_share

# Critical values of Student's t, two-sided 95 % and 99 %, as every textbook's table prints them.
TABLE = {
    (0.975, 1): 12.706,
    (0.975, 2): 4.3027,
    (0.975, 3): 3.1824,
    (0.975, 4): 2.7764,
    (0.975, 9): 2.2622,
    (0.975, 19): 2.0930,
    (0.975, 29): 2.0452,
    (0.975, 30): 2.0423,
    (0.975, 60): 2.0003,
    (0.975, 120): 1.9799,
    (0.995, 10): 3.1693,
    (0.95, 5): 2.0150,
}


@pytest.mark.parametrize(("share", "freedom"), TABLE)
def test_t_is_what_the_tables_print(share, freedom):
    expected = TABLE[share, freedom]
    assert t_quantile(share, freedom) == pytest.approx(expected, abs=5e-4 if expected > 10 else 5e-5)


def test_with_very_many_people_t_becomes_the_normal_s():
    assert t_quantile(0.975, 1_000_000) == pytest.approx(1.95996, abs=1e-4)


def test_half_of_the_distribution_lies_below_nought():
    assert t_share(0, 7) == pytest.approx(0.5)
    assert t_quantile(0.5, 7) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("t", [0.1, 1, 2.5, 40])
def test_with_one_degree_of_freedom_it_is_the_arc_tangent(t):
    assert t_share(t, 1) == pytest.approx(0.5 + math.atan(t) / math.pi, abs=1e-12)


def test_the_beta_function_of_whole_numbers_is_a_binomial_sum():
    expected = sum(math.comb(7, k) * 0.3**k * 0.7 ** (7 - k) for k in range(3, 8))
    assert incomplete_beta(0.3, 3, 5) == pytest.approx(expected, abs=1e-13)
    assert (incomplete_beta(0, 3, 5), incomplete_beta(1, 3, 5)) == (0, 1)


def test_a_share_that_has_no_quantile_is_refused():
    for share, freedom in ((1, 5), (0.4, 5), (0.9, 0)):
        with pytest.raises(ValueError, match="no quantile"):
            t_quantile(share, freedom)


def test_a_gain_worked_out_by_hand():
    """Gains 10, 20, 30: mean 20, SD 10, half width 4.3027 · 10 / √3."""
    found = paired([40, 50, 60], [50, 70, 90])
    assert (found.n, found.before, found.after, found.gain, found.sd) == (3, 50, 70, 20, 10)
    assert (found.low, found.high) == (pytest.approx(-4.8414, abs=1e-4), pytest.approx(44.8414, abs=1e-4))


def test_of_one_person_there_is_no_spread_and_no_interval():
    assert paired([40], [70]) == (1, 40, 70, 30, None, None, None)


def test_of_nobody_there_is_nothing():
    assert paired([], []) == (0, None, None, None, None, None, None)


def test_lists_of_different_length_are_no_pairs():
    with pytest.raises(ValueError, match="shorter"):
        paired([1, 2], [1])


def test_when_everybody_gains_alike_the_interval_is_a_point():
    found = paired([10, 20, 30], [15, 25, 35])
    assert (found.sd, found.low, found.high) == (0, 5, 5)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=2, max_size=40))
def test_the_interval_lies_around_the_mean_gain(pairs):
    before, after = zip(*pairs, strict=True)
    each = [b - a for a, b in pairs]
    found = paired(before, after)
    assert found.gain == pytest.approx(fmean(each), abs=1e-9)
    assert found.sd == pytest.approx(stdev(each), abs=1e-9)
    assert found.low <= found.gain <= found.high


def test_about_95_of_100_intervals_hold_the_true_gain():
    chance = random.Random(5)
    held = 0
    for _sample in range(1000):
        before = [chance.gauss(50, 10) for _person in range(8)]
        found = paired(before, [mark + chance.gauss(12, 9) for mark in before])
        held += found.low <= 12 <= found.high
    assert 930 <= held <= 970
