"""What is exported comes back exactly: text, order, rightness, reasons."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exchange import formats, plan
from courses.exchange.applying import apply
from courses.exchange.checking import check
from courses.exchange.parsed import Answer, ParsedQuestion, share
from courses.models import Question
from tests.courses.exchange import samples

ODD = [
    "\\",
    "~",
    "=",
    "#",
    "####",
    "{",
    "}",
    ":",
    "::",
    "->",
    "%",
    "%50%",
    "[",
    "[html]",
    "[plain]",
    "//",
    "\\n",
    "$",
    "'",
]
ODD += [
    "ĩũ",
    "“”",
    "<",
    ">",
    "&",
    "&amp;",
    "<b>",
    "</text>",
    "]]>",
    "+",
    "-",
    "@",
    '"',
    ",",
    ";",
    "\t",
    "_x0041_",
    " ",
    "a",
]
LINES = st.lists(st.sampled_from(ODD) | st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12)
LINE = LINES.map("".join).map(str.strip).filter(bool)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
EITHER = st.booleans()


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(["single", "multiple"]))
    count = draw(st.integers(2, 6))
    rights = draw(st.lists(EITHER, min_size=count, max_size=count).filter(any))
    if kind == "single":
        rights = [place == rights.index(True) for place in range(count)]
    full = share(sum(rights)) if kind == "multiple" else 100.0
    answers = [
        Answer({"en": draw(LINE)}, full if right else 0.0, {"en": draw(TEXT)} if draw(EITHER) else {})
        for right in rights
    ]
    return ParsedQuestion(kind, 1, text={"en": draw(TEXT)}, name="a-key", id_number="a-key", answers=answers)


def essence(question):
    answers = [(answer.text, answer.weight, answer.feedback) for answer in question.answers]
    return question.kind, question.name, question.id_number, question.text, answers


@pytest.mark.parametrize("written_as", formats.FORMATS)
@settings(max_examples=60, deadline=None)
@given(st.lists(questions(), min_size=1, max_size=2))
def test_any_text_comes_back_as_it_was(written_as, asked):
    found = formats.parse(formats.write(asked, written_as), written_as)
    assert [essence(question) for question in found.questions] == [essence(question) for question in asked]


@settings(max_examples=60, deadline=None)
@given(wrong=TEXT, right=TEXT, is_true=EITHER)
@pytest.mark.parametrize("written_as", ["gift", "moodlexml"])
def test_true_and_false_come_back_with_their_reasons(written_as, wrong, right, is_true):
    answers = [
        Answer({"sw": "Kweli"}, 100.0 if is_true else 0.0, {"sw": right}),
        Answer({"sw": "Si kweli"}, 0.0 if is_true else 100.0, {"sw": wrong}),
    ]
    asked = ParsedQuestion("true_false", 1, {"sw": "Kweli?"}, "a-key", "a-key", answers=answers)
    found = formats.parse(formats.write([asked], written_as, "sw"), written_as, "sw")
    assert [essence(question) for question in found.questions] == [essence(asked)]


@pytest.mark.parametrize("written_as", ["gift", "moodlexml"])
def test_the_whole_sample_comes_back_from_one_file_of_each_language(db, written_as):
    count = samples.load_bank()
    before = {question.key: samples.whole(question) for question in Question.objects.select_related("topic")}
    files = {language: formats.export(written_as, language=language).data for language in ("en", "sw")}
    Question.objects.all().delete()
    for language, data in files.items():
        apply(plan.make(formats.parse(data, written_as, language)))
    after = {question.key: samples.whole(question) for question in Question.objects.select_related("topic")}
    assert count > 50
    assert after == before


@pytest.mark.parametrize("written_as", ["csv", "xlsx"])
def test_the_whole_sample_comes_back_from_one_table(db, written_as):
    samples.load_bank()
    before = {question.key: samples.whole(question) for question in Question.objects.select_related("topic")}
    data = formats.export(written_as).data
    Question.objects.all().delete()
    apply(plan.make(formats.parse(data, written_as)))
    after = {question.key: samples.whole(question) for question in Question.objects.select_related("topic")}
    assert after == before


@pytest.mark.parametrize("written_as", formats.FORMATS)
def test_importing_what_was_exported_adds_nothing(db, written_as):
    samples.load_bank()
    made = plan.make(formats.parse(formats.export(written_as).data, written_as))
    assert {row.status for row in made.rows} == {"same"}


def test_true_or_false_in_other_words_keeps_them_and_its_kind(db):
    answers = [Answer({"en": "Never"}, 0.0), Answer({"en": "Always"}, 100.0)]
    asked = ParsedQuestion("single", 1, {"en": "Well?"}, "a-key", answers=answers, tags=["true-false"])
    for written_as in ("gift", "moodlexml"):
        (found,) = formats.parse(formats.write([asked], written_as), written_as).questions
        content = check(found)
        assert (content.kind, [option.text["en"] for option in content.options]) == ("true_false", ["Never", "Always"])
