from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.statistics import FEW, MarkTable, NoAlpha, analyse, count_choices, guess_score

# Two items of one mark. By hand: var x = 1/3 and 1/4, cov = 1/6, totals 0 1 2 2, k2 = 11/12, k3 = -3/4, k4 = -13/12.
STAIRS = [(0, 0), (0, 1), (1, 1), (1, 1)]
# An item of one mark and one of three. var x = 1/3, var o = 5/3, cov = 1/3, and 2/3 if both were in order.
ZIGZAG = [(0, 0), (1, 1), (0, 2), (1, 3)]
PER_ITEM = ("facility", "sd", "effective_weight", "discrimination_index", "discriminative_efficiency")
OF_TOTALS = ("mean", "median", "sd", "skewness", "kurtosis", "alpha", "error_ratio", "standard_error")


def near(expected):
    return pytest.approx(expected, rel=1e-12, abs=1e-12)


def figures(statistics, names):
    return tuple(getattr(statistics, name) for name in names)


def undefined(statistics, names):
    return {name for name in names if getattr(statistics, name) is None}


def test_each_figure_of_an_item_is_moodles():
    item = analyse(STAIRS, [1, 1]).items[0]
    by_hand = (50, 100 * sqrt(1 / 3), 100 * sqrt(1 / 2) / (sqrt(1 / 2) + sqrt(5 / 12)), 100 / sqrt(3), 100)
    assert figures(item, PER_ITEM) == near(by_hand)


def test_each_figure_of_a_quiz_is_moodles():
    by_hand = (62.5, 75, 50 * sqrt(11 / 12), -(0.75 / (11 / 12) ** 1.5), -156 / 121, 800 / 11, 100 * sqrt(3 / 11), 25)
    assert figures(analyse(STAIRS, [1, 1]), OF_TOTALS) == near(by_hand)


def test_what_is_shown_in_percent_is_there_in_marks_too():
    statistics = analyse(ZIGZAG, [1, 4])
    assert (statistics.maximum, statistics.mean_marks, statistics.median_marks) == (5, 2, 2)
    assert (statistics.sd_marks, statistics.sd) == near((sqrt(10 / 3 - 2 / 3), 20 * statistics.sd_marks))
    assert statistics.standard_error_marks == near(statistics.error_ratio / 100 * statistics.sd_marks)
    assert (statistics.items[1].mean_marks, statistics.items[1].facility) == (1.5, 37.5)
    assert (statistics.items[1].sd_marks, statistics.items[1].sd) == near((sqrt(5 / 3), 25 * sqrt(5 / 3)))


def test_efficiency_measures_against_the_best_order_of_the_marks():
    item = analyse(ZIGZAG, [1, 3]).items[0]
    assert (item.discriminative_efficiency, item.discrimination_index) == near((50, 100 / sqrt(5)))


def test_an_item_that_good_learners_miss_discriminates_below_zero_and_has_no_effective_weight():
    against, other = analyse([(1, 0), (1, 1), (0, 2), (0, 3)], [1, 3]).items
    assert against.discrimination_index == near(-200 / sqrt(5))
    assert against.discriminative_efficiency == near(-100)
    assert (against.effective_weight, other.effective_weight) == (None, 100)


def test_an_item_without_covariance_has_a_weight_of_zero_not_none():
    flat, other = analyse([(1, 0), (1, 1), (1, 3)], [1, 3]).items
    assert (flat.effective_weight, other.effective_weight) == (0, 100)


def test_intended_weight_is_the_share_of_the_maximum():
    assert [item.intended_weight for item in analyse([], [1, 1, 2]).items] == [25, 25, 50]


def test_a_random_guess_is_in_percent_where_there_is_one():
    items = analyse([], [2, 1], guess=[0.25, None]).items
    assert [item.random_guess_score for item in items] == [25, None]
    assert analyse([], [1]).items[0].random_guess_score is None


def test_the_median_of_an_even_number_is_halfway():
    assert analyse([[1], [4], [2], [8]], [10]).median_marks == 3
    assert analyse([[1], [4], [8]], [10]).median_marks == 4


def test_with_no_attempt_nothing_is_defined_but_what_was_intended():
    statistics = analyse([], [1, 3])
    assert undefined(statistics, OF_TOTALS) == set(OF_TOTALS)
    assert undefined(statistics.items[0], PER_ITEM) == set(PER_ITEM)
    assert (statistics.n, statistics.maximum, statistics.items[1].intended_weight) == (0, 4, 75)
    assert statistics.no_alpha is NoAlpha.TOO_FEW


def test_one_attempt_has_a_mean_and_no_spread():
    statistics = analyse([(1, 2)], [1, 3])
    assert undefined(statistics, OF_TOTALS) == set(OF_TOTALS) - {"mean", "median"}
    assert undefined(statistics.items[0], PER_ITEM) == set(PER_ITEM) - {"facility"}
    assert (statistics.mean, statistics.median, statistics.no_alpha) == (75, 75, NoAlpha.TOO_FEW)


def test_two_attempts_have_all_but_skewness_and_kurtosis():
    statistics = analyse([(0, 1), (1, 3)], [1, 3])
    assert undefined(statistics, OF_TOTALS) == {"skewness", "kurtosis"}
    assert undefined(statistics.items[0], PER_ITEM) == set()


def test_three_attempts_lack_only_kurtosis_and_four_nothing():
    assert undefined(analyse(STAIRS[:3], [1, 1]), OF_TOTALS) == {"kurtosis"}
    assert undefined(analyse(STAIRS, [1, 1]), OF_TOTALS) == set()


def test_where_all_attempts_are_equal_nothing_can_be_told_apart():
    statistics = analyse([(1, 0)] * 5, [1, 1])
    assert undefined(statistics, OF_TOTALS) == {"skewness", "kurtosis", "alpha", "error_ratio", "standard_error"}
    assert (statistics.sd, statistics.no_alpha) == (0, NoAlpha.NO_SPREAD)
    assert undefined(statistics.items[0], PER_ITEM) == set(PER_ITEM) - {"facility", "sd"}


@pytest.mark.parametrize("rows", [[(1, 0), (1, 1), (1, 0)], [(0, 1), (1, 1), (0, 1)]])
def test_an_item_does_not_discriminate_where_it_or_all_others_have_no_spread(rows):
    item = analyse(rows, [1, 1]).items[0]
    assert (item.discrimination_index, item.discriminative_efficiency) == (None, None)


def test_one_item_has_no_alpha_and_nothing_to_discriminate_against():
    statistics = analyse([[0], [1], [1], [0]], [1])
    assert undefined(statistics, OF_TOTALS) == {"alpha", "error_ratio", "standard_error"}
    assert statistics.no_alpha is NoAlpha.ONE_ITEM
    assert undefined(statistics.items[0], PER_ITEM) == {"discrimination_index", "discriminative_efficiency"}
    assert statistics.items[0].effective_weight == 100


def test_where_learners_are_asked_different_questions_there_is_no_alpha_and_it_says_so():
    statistics = analyse([(1, 0, None), (1, None, 1), (None, 0, 1), (0, 1, None)], [1, 1, 1])
    assert undefined(statistics, OF_TOTALS) == {"alpha", "error_ratio", "standard_error"}
    assert statistics.no_alpha is NoAlpha.DIFFERENT_QUESTIONS
    assert (statistics.maximum, statistics.mean_marks, statistics.mean) == (2, 1.25, 62.5)


def test_an_item_counts_only_the_attempts_that_were_asked_it():
    rows = [(0, 0, None), (1, 1, None), (0, 2, None), (1, 3, None), (None, 7, 7), (None, 1, 0)]
    item = analyse(rows, [1, 9, 9]).items[0]
    assert (item.n, item.facility) == (4, 50)
    assert (item.discriminative_efficiency, item.discrimination_index) == near((50, 100 / sqrt(5)))


def test_where_attempts_could_reach_different_maxima_there_is_no_percent_of_it():
    statistics = analyse([(1, 2), (1, None), (0, 1)], [1, 3])
    assert undefined(statistics, ("maximum", "mean", "median", "sd")) == {"maximum", "mean", "median", "sd"}
    assert (statistics.mean_marks, statistics.median_marks, statistics.sd_marks) == near((5 / 3, 1, sqrt(4 / 3)))


def test_an_attempt_that_was_asked_nothing_does_not_count():
    assert analyse([(None, None), *STAIRS, (None, None)], [1, 1]) == analyse(STAIRS, [1, 1])
    assert analyse([(None, None)], [1, 1]) == analyse([], [1, 1])


def test_an_item_worth_nothing_has_no_facility():
    item, other = analyse([(0, 1), (0, 0)], [0, 1]).items
    assert (item.facility, item.sd, item.intended_weight, other.facility) == (None, None, 0, 50)


def test_a_quiz_worth_nothing_has_no_percent():
    statistics = analyse([(0, 0), (0, 0)], [0, 0])
    assert (statistics.mean, statistics.mean_marks, statistics.items[0].intended_weight) == (None, 0, None)


def test_figures_from_under_thirty_answers_are_thin():
    rows = [(1, 1)] * (FEW - 1)
    assert analyse(rows, [1, 1]).is_thin
    thirty = analyse([*rows, (1, None)], [1, 1])
    assert (thirty.is_thin, thirty.items[0].is_thin, thirty.items[1].is_thin) == (False, False, True)


@pytest.mark.parametrize("offset", [1e3, 1e9, 1e13])
def test_a_large_offset_destroys_no_variance(offset):
    near_zero = analyse(ZIGZAG, [1, 3])
    far_off = analyse([(x + offset, y + offset) for x, y in ZIGZAG], [offset + 1, offset + 3])
    assert figures(far_off, ("sd_marks", "skewness", "kurtosis", "alpha")) == near(
        figures(near_zero, ("sd_marks", "skewness", "kurtosis", "alpha"))
    )
    assert figures(far_off.items[0], PER_ITEM[2:]) == near(figures(near_zero.items[0], PER_ITEM[2:]))


def test_marks_in_tenths_add_up_as_written():
    same_total = analyse([(0.1, 0.2), (0.3, 0), (0.2, 0.1)], [1, 1])
    assert (same_total.sd, same_total.skewness, same_total.no_alpha) == (0, None, NoAlpha.NO_SPREAD)
    others_constant = analyse([(0.2, 0.1), (0.7, 0.1), (0.4, 0.1)], [1, 1]).items[0]
    assert (others_constant.discrimination_index, others_constant.facility) == (None, near(130 / 3))


@pytest.mark.parametrize("tiny", [5e-324, 1e-300, 1 / 3])
def test_marks_of_any_size_are_counted(tiny):
    statistics = analyse([(tiny, 1.0), (0, 0), (tiny, 0.5)], [1, 1])
    assert statistics.items[0].discrimination_index == near(100 * sqrt(3) / 2)
    assert statistics.items[1].effective_weight > 50


def test_a_table_may_come_in_pieces_and_be_asked_in_between():
    table = MarkTable([1, 1])
    table.extend(iter(STAIRS[:1]))
    assert table.statistics().n == 1
    table.extend(iter(STAIRS[1:]))
    assert table.statistics() == analyse(STAIRS, [1, 1])


def test_more_rows_than_are_taken_in_at_once_come_out_the_same():
    many = analyse(STAIRS * 600 + [(None, 1)], [1, 1])
    assert (many.n, many.items[0].n, many.items[1].n, many.items[0].facility) == (2401, 2400, 2401, 50)


@pytest.mark.parametrize(
    ("marks", "maxima", "guess", "words"),
    [
        ([(1, 1), (1,)], [1, 1], None, "1 marks in a row for 2 items"),
        ([], [], None, "at least one item"),
        ([], [1], [0.5, 0.5], "2 guess scores for 1 items"),
        ([], [-1], None, "at least zero"),
        ([], [float("nan")], None, "a maximum is a finite number"),
        ([[float("nan")]], [1], None, "a mark is a finite number"),
        ([[float("-inf")], [None]], [1], None, "a mark is a finite number"),
    ],
)
def test_what_is_no_table_of_marks_is_refused(marks, maxima, guess, words):
    with pytest.raises(ValueError, match=words):
        analyse(marks, maxima, guess)


# The same definitions once more, the long way round, to compare with on tables that nobody thought of.


def average(values):
    return sum(values) / len(values)


def covariance(first, second):
    a, b = average(first), average(second)
    return sum((x - a) * (y - b) for x, y in zip(first, second, strict=True)) / (len(first) - 1)


def naive_item(rows, place):
    x = [row[place] for row in rows if row[place] is not None]
    totals = [sum(mark for mark in row if mark is not None) for row in rows if row[place] is not None]
    others = [total - mark for total, mark in zip(totals, x, strict=True)]
    if len(x) < 2:
        return {"n": len(x), "mean": average(x) if x else None}
    spread = covariance(x, x) * covariance(others, others)
    best = covariance(sorted(x), sorted(others))
    return {
        "n": len(x),
        "mean": average(x),
        "var": covariance(x, x),
        "with_total": covariance(x, totals),
        "index": 100 * float(covariance(x, others)) / sqrt(spread) if spread else None,
        "efficiency": float(100 * covariance(x, others) / best) if best else None,
    }


def naive_quiz(rows):
    totals = [sum(mark for mark in row if mark is not None) for row in rows]
    n, center = len(totals), average(totals)
    m2, m3, m4 = (average([(total - center) ** power for total in totals]) for power in (2, 3, 4))
    found = {"mean_marks": center, "sd_marks": sqrt(covariance(totals, totals)) if n > 1 else None}
    if n > 2 and m2:
        found["skewness"] = sqrt(n * (n - 1)) / (n - 2) * float(m3) / float(m2) ** 1.5
    if n > 3 and m2:
        found["kurtosis"] = float((n - 1) * ((n + 1) * (m4 / m2**2 - 3) + 6) / ((n - 2) * (n - 3)))
    if n > 1 and m2 and len(rows[0]) > 1 and not any(None in row for row in rows):
        between = covariance(totals, totals)
        p, within = len(rows[0]), sum(covariance(column, column) for column in zip(*rows, strict=True))
        found["alpha"] = float(100 * Fraction(p, p - 1) * (1 - within / between))
        found["error_ratio"] = 100 * sqrt(1 - found["alpha"] / 100 if found["alpha"] < 100 else 0)
        found["standard_error_marks"] = found["error_ratio"] / 100 * found["sd_marks"]
    return found


HUNDREDTHS = st.integers(0, 300).map(lambda hundredths: Fraction(hundredths, 100))
SOME_MARKS = st.one_of(st.sampled_from([Fraction(0), Fraction(1)]), HUNDREDTHS)


@st.composite
def tables(draw, mark=SOME_MARKS):
    items = draw(st.integers(1, 5))
    row = st.tuples(*[mark] * items).filter(lambda row: any(cell is not None for cell in row))
    return draw(st.lists(row, min_size=1, max_size=12))


def floats(rows):
    return [[None if mark is None else float(mark) for mark in row] for row in rows]


def agree(found, expected):
    """Return whether both are undefined, or both the same number; near 100 % alpha, roots halve the digits."""
    if found is None or expected is None:
        return found is expected
    return isclose(found, expected, rel_tol=1e-9, abs_tol=1e-6)


@settings(max_examples=200, deadline=None)
@given(st.one_of(tables(), tables(st.one_of(st.none(), SOME_MARKS))))
def test_any_table_agrees_with_the_definitions_written_out(rows):
    statistics, expected = analyse(floats(rows), [3.0] * len(rows[0])), naive_quiz(rows)
    for name in ("mean_marks", "sd_marks", "skewness", "kurtosis", "alpha", "error_ratio", "standard_error_marks"):
        assert agree(getattr(statistics, name), expected.get(name)), name
    naive = [naive_item(rows, place) for place in range(len(rows[0]))]
    for item, by_hand in zip(statistics.items, naive, strict=True):
        assert item.n == by_hand["n"]
        assert agree(item.mean_marks, by_hand["mean"])
        assert agree(item.sd_marks, sqrt(by_hand["var"]) if "var" in by_hand else None)
        assert agree(item.discrimination_index, by_hand.get("index"))
        assert agree(item.discriminative_efficiency, by_hand.get("efficiency"))
    positive = sum(sqrt(item["with_total"]) for item in naive if item.get("with_total", -1) >= 0)
    for item, by_hand in zip(statistics.items, naive, strict=True):
        weighs = positive and by_hand.get("with_total", -1) >= 0
        assert agree(item.effective_weight, 100 * sqrt(by_hand["with_total"]) / positive if weighs else None)


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_attempts_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert analyse(floats(rows), [3.0] * len(rows[0])) == analyse(floats(shuffled), [3.0] * len(rows[0]))


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.floats(0, 1)] * 3), max_size=8))
def test_marks_with_all_their_digits_keep_every_figure_in_its_bounds(rows):
    statistics = analyse(rows, [1, 1, 1])
    assert statistics.alpha is None or statistics.alpha <= 100
    for item in statistics.items:
        assert item.discrimination_index is None or -100.000001 < item.discrimination_index < 100.000001
        assert item.discriminative_efficiency is None or item.discriminative_efficiency < 100.000001


ANSWERS = [(1, "a"), (2, "b"), (3, "b"), (4, "b"), (5, "c"), (6, "c")]


def counts(choices):
    return [(option.option, option.n, option.lower, option.upper) for option in choices.options]


def test_each_option_is_counted_in_all_and_in_the_lower_and_upper_third():
    choices = count_choices(ANSWERS, "abcd")
    assert (choices.n, choices.lower_n, choices.upper_n) == (6, 2, 2)
    assert counts(choices) == [("a", 1, 1, 0), ("b", 3, 1, 0), ("c", 2, 0, 2), ("d", 0, 0, 0)]


def test_whoever_ties_with_the_last_of_a_third_belongs_to_it():
    tied = [(1, "a"), (2, "b"), (2, "a"), (2, "b"), (5, "a"), (6, "b")]
    choices = count_choices(tied, "ab")
    assert (choices.lower_n, choices.upper_n) == (4, 2)
    assert counts(choices) == counts(count_choices(reversed(tied), "ab")) == [("a", 3, 2, 1), ("b", 3, 2, 1)]


@pytest.mark.parametrize("answers", [[], ANSWERS[:2], [(3, "a")] * 6, [(1, "a"), *[(3, "b")] * 9, (9, "a")]])
def test_there_are_no_thirds_under_three_answers_or_where_both_meet_in_one_total(answers):
    choices = count_choices(answers, "a")
    assert (choices.n, choices.lower_n, choices.upper_n) == (len(answers), None, None)
    assert counts(choices) == [("a", sum(chosen == "a" for _, chosen in answers), None, None)]


def test_three_answers_make_thirds_of_one():
    choices = count_choices(ANSWERS[:3], "ab")
    assert (choices.lower_n, choices.upper_n, counts(choices)) == (1, 1, [("a", 1, 1, 0), ("b", 2, 0, 1)])


def test_several_options_of_one_answer_count_once_each_and_none_is_left_out():
    choices = count_choices([(1, ()), (2, ("a", "b", "a")), (3, ("gone",)), (4, ("b",))], "ab")
    assert counts(choices) == [("a", 1, 0, 0), ("b", 2, 0, 1)]
    assert (choices.left_out.n, choices.left_out.lower, choices.left_out.upper) == (1, 1, 0)


def test_guessing_earns_the_share_of_right_options_and_nothing_is_said_where_several_may_be_chosen():
    assert (guess_score("single", 4, 1), guess_score("true_false", 2, 1)) == (0.25, 0.5)
    assert guess_score("multiple", 4, 2) is None
