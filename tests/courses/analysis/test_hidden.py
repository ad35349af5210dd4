from courses.analysis import hidden
from courses.analysis.marks import Which

FIRST, ALL = Which
A, B, C = set("abcde"), set("fghij"), set("klm")


def test_one_version_of_a_few_people_hides_all_together_but_not_the_other_version():
    found = hidden.cells({1: C, 2: A}, {1: set(), 2: set()})
    assert found == {(FIRST, 1), (ALL, 1), (FIRST, 0), (ALL, 0)}


def test_two_hidden_versions_of_five_people_together_protect_each_other():
    found = hidden.cells({1: C, 2: {"x", "y"}, 3: A}, {1: set(), 2: set(), 3: set()})
    assert not {(FIRST, 0), (ALL, 0)} & found


def test_a_version_of_nobody_hides_nothing_else():
    assert hidden.cells({1: A, 2: set()}, {1: set(), 2: set()}) == {(FIRST, 2), (ALL, 2)}


def test_all_attempts_are_hidden_where_a_few_retook_and_shown_where_five_or_nobody_did():
    assert hidden.cells({1: A}, {1: set("abcd")}) == {(ALL, 1), (ALL, 0)}
    assert hidden.cells({1: A}, {1: A}) == hidden.cells({1: A}, {1: set()}) == set()


def test_a_few_who_retook_one_version_hide_all_attempts_together():
    assert hidden.cells({1: A, 2: B}, {1: {"a"}, 2: B}) == {(ALL, 1), (ALL, 0)}


def test_the_same_few_people_in_two_hidden_versions_count_once():
    assert (ALL, 0) in hidden.cells({1: C, 2: A}, {1: set(), 2: C})


def test_a_few_in_a_row_hide_the_next_smallest_too():
    assert hidden.rows({"a": 4, "b": 0, "c": 9, "d": 7}) == {"a", "d"}
    assert hidden.rows({"a": 5, "b": 0}) == set()


def question(*groups):
    return {"options": [{"key": f"{place}", "group": group} for place, group in enumerate(groups)]}


def choices(left_out, *options):
    return {"left_out": left_out, "options": {f"{place}": counts for place, counts in enumerate(options)}}


def test_a_single_option_of_a_few_is_hidden_with_the_next_smallest():
    counted = choices([0, None, None], [20, None, None], [3, None, None], [8, None, None])
    assert hidden.options(question("", "", ""), counted) == ({"1", "2"}, {"1", "2"})


def test_where_no_other_option_was_chosen_leaving_it_out_is_hidden_too():
    counted = choices([20, None, None], [3, None, None], [0, None, None])
    assert hidden.options(question("", ""), counted)[0] == {"0", ""}


def test_each_group_is_judged_alone():
    counted = choices([0, None, None], [4, None, None], [8, None, None], [6, None, None], [6, None, None])
    assert hidden.options(question("x", "x", "y", "y"), counted)[0] == {"0", "1"}


def test_thirds_of_a_few_are_hidden_though_the_whole_is_shown():
    counted = choices([0, 0, 0], [30, 5, 15], [20, 8, 5], [10, 7, 0])
    assert hidden.options(question("", "", ""), counted) == (set(), {"1", "2"})
