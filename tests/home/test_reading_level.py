"""How hard a text is to read."""

import pytest

from home.reading_level import BEYOND_SCHOOL, LONG_SENTENCE, lines_of, measure


def test_lix_adds_words_a_sentence_to_the_share_of_long_words():
    reading = measure("The driver stops. A passenger asks him for water.")
    assert (reading.words, reading.sentences, reading.long_words) == (9, 2, 1)
    assert reading.lix == round(9 / 2 + 100 * 1 / 9)


@pytest.mark.parametrize(("word", "long"), [("abcdef", 0), ("abcdefg", 1), ("ng'ombe", 0), ("ng'ombeni", 1)])
def test_a_word_is_long_from_seven_letters_on_and_an_apostrophe_is_none(word, long):
    assert measure(f"{word}.").long_words == long


@pytest.mark.parametrize(("words", "long"), [(LONG_SENTENCE - 1, 0), (LONG_SENTENCE, 1)])
def test_a_sentence_is_long_from_twenty_six_words_on(words, long):
    reading = measure("go " * words)
    assert reading.long_sentences == long
    assert reading.long_sentences_percent == 100 * long


@pytest.mark.parametrize(
    ("long_words", "sentences", "grade"),
    [
        (0, 1, 1),
        (1, 10, 1),
        (2, 10, 2),
        (5, 10, 3),
        (12, 10, 4),
        (13, 10, 5),
        (18, 10, 6),
        (71, 10, 12),
        (72, 10, 13),
    ],
)
def test_the_grade_follows_the_long_words_a_sentence(long_words, sentences, grade):
    text = "ok. " * (sentences - 1) + "passenger " * long_words + "ok."
    assert measure(text).grade == grade
    assert (grade == BEYOND_SCHOOL) is (long_words == 72)


@pytest.mark.parametrize("text", ["", "  \n", "...", "— !"])
def test_a_text_without_words_has_no_level(text):
    assert measure(text) is None


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four…", 4),
        ("It costs 3.5 shillings.", 1),
        ("A heading\nAnd a line", 2),
        ('He said "stop." She went.', 2),
        ("See: this.", 2),
        ("At 10:30 we go.", 1),
    ],
)
def test_sentences_end_where_a_reader_stops(text, sentences):
    assert measure(text).sentences == sentences


def test_the_longest_sentence_is_named():
    assert measure("Go. The bus goes to Mombasa. Stop.").longest == "The bus goes to Mombasa"


def test_rich_text_gives_a_line_for_each_block():
    assert lines_of("<h3>Who</h3><p>You &amp; <b>me</b>.</p><ul><li>a</li><li>b</li></ul>") == [
        "Who",
        "You & me.",
        "a",
        "b",
    ]


def test_forty_is_no_longer_plain():
    # Ten words a sentence and three of them long: 10 + 30.
    assert not measure("passenger passenger passenger a a a a a a a.").is_easy
    assert measure("passenger passenger passenger a a a a a a a. a.").is_easy
