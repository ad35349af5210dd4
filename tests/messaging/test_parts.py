import pytest

from messaging.parts import is_basic, parts, plain, shortest


@pytest.mark.parametrize(("length", "number"), [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3)])
def test_a_plain_text_of_so_many_signs_takes_so_many_parts(length, number):
    assert parts("a" * length) == number


@pytest.mark.parametrize(("length", "number"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_one_sign_of_another_alphabet_makes_every_sign_wide(length, number):
    assert parts("ũ" + "a" * (length - 1)) == number


def test_brackets_and_the_euro_count_twice():
    assert parts("€" * 80) == 1
    assert parts("€" * 80 + "a") == 2


def test_no_sign_is_cut_in_two():
    # 152 signs and a bracket would need 154 septets, so the bracket goes into the second part, and so on.
    assert parts("a" * 152 + "[" + "a" * 152) == 3
    assert parts("a" * 305) == 2


def test_a_picture_counts_twice_among_the_wide_ones():
    assert parts("😀" * 35) == 1
    assert parts("😀" * 36) == 2


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Ng’ang’a Kĩmani", "Ng'ang'a Kimani"),
        ("Wanjikũ", "Wanjiku"),
        ("José à Köln", "José à Köln"),
        ("Habari", "Habari"),
    ],
)
def test_names_lose_the_accents_that_would_make_the_message_long(written, sent):
    assert plain(written) == sent
    assert is_basic(sent)


def test_the_longest_text_of_one_part_is_taken():
    assert shortest(["a" * 161, "b" * 160, "c"]) == "b" * 160
    assert shortest(["a" * 161, "b" * 162]) == "b" * 162
