"""Moodle XML: its kinds, its HTML, its files, and what is broken or hostile."""

import pytest

from courses.exchange import moodle_xml
from courses.exchange.checking import check
from courses.exchange.remarks import UnreadableFile

TEXT = "<name><text>Q one</text></name><questiontext format='html'><text><![CDATA[<p>Who &amp; why?</p>]]></text>"
ANSWERS = """<answer fraction="100" format="html"><text>&lt;p&gt;Yes&lt;/p&gt;</text>
<feedback format="html"><text>Right.</text></feedback></answer>
<answer fraction="-33.33333"><text>No</text></answer>"""


def parse(*questions):
    return moodle_xml.parse("<?xml version='1.0'?>\n<quiz>\n" + "\n".join(questions) + "\n</quiz>", "en")


def question(kind="multichoice", inside=ANSWERS, file=""):
    return f'<question type="{kind}">{TEXT}{file}</questiontext>{inside}</question>'


def codes(found):
    check(found)
    return [remark.code for remark in found.problems]


def test_a_question_is_read_with_its_line_name_weights_and_reasons():
    _, found = parse(question(), question())
    answers = [(answer.text["en"], answer.weight, answer.feedback) for answer in found.answers]
    assert (found.kind, found.name, found.line, found.text) == ("single", "Q one", 6, {"en": "Who & why?"})
    assert answers == [("Yes", 100, {"en": "Right."}), ("No", -33.33333, {})]
    assert codes(found) == []
    assert [note.code for note in found.notes] == ["weights_flattened"]


def test_single_false_is_several_right_answers():
    (found,) = parse(question(inside="<single>false</single>" + ANSWERS))
    assert found.kind == "multiple"


def test_true_and_false_may_come_in_either_order():
    inside = """<answer fraction="0"><text>false</text><feedback><text>Nay.</text></feedback></answer>
    <answer fraction="100"><text>true</text></answer>"""
    (found,) = parse(question("truefalse", inside))
    assert [(answer.text["en"], answer.weight) for answer in found.answers] == [("True", 100), ("False", 0)]
    assert found.answers[1].feedback == {"en": "Nay."}


@pytest.mark.parametrize("kind", ["numerical", "shortanswer", "essay", "cloze", "ddwtos", "ddmarker", "ddimageortext"])
def test_kinds_the_bank_lacks_are_refused_by_name(kind):
    (found,) = parse(question(kind, ""))
    assert codes(found) == ["unsupported_kind"]
    assert found.kind.replace("_", " ") in str(found.problems[0])


def test_matching_is_read_in_pairs():
    inside = "<subquestion><text>Kenya</text><answer><text>Nairobi</text></answer></subquestion>"
    (found,) = parse(question("matching", inside))
    assert (found.answers[0].text, found.answers[0].match) == ({"en": "Kenya"}, {"en": "Nairobi"})


def test_a_category_and_an_id_number_and_tags_are_kept():
    category = "<question type='category'><category><text>$course$/top/flags</text></category></question>"
    (found,) = parse(
        category, question(inside=f"<idnumber>k-1</idnumber><tags><tag><text>t</text></tag></tags>{ANSWERS}")
    )
    assert (found.category, found.id_number, found.tags) == ("$course$/top/flags", "k-1", ["t"])


def test_hints_are_left_out_aloud_and_moodles_usual_words_silently():
    usual = "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
    quiet, told = parse(question(inside=usual + ANSWERS), question(inside="<hint><text>Think</text></hint>" + ANSWERS))
    assert "other_feedback_left_out" not in [note.code for note in quiet.notes]
    assert "other_feedback_left_out" in [note.code for note in told.notes]


@pytest.mark.parametrize(("fraction", "code"), [("1000000000", "weight_out_of_range"), ("lots", "weight_not_a_number")])
@pytest.mark.parametrize("single", ["true", "false"])
def test_an_absurd_weight_is_refused(fraction, code, single):
    inside = ANSWERS.replace("-33.33333", fraction) + f"<single>{single}</single>"
    (found,) = parse(question(inside=inside))
    assert code in codes(found)


@pytest.mark.parametrize("fraction", ["nan", "inf", "-inf"])
def test_a_weight_that_is_no_finite_number_is_refused(fraction):
    (found,) = parse(question(inside=ANSWERS.replace("-33.33333", fraction)))
    assert set(codes(found)) & {"weight_out_of_range", "weight_not_a_number"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<quiz>\n<question>", "xml_broken"),
        ("not xml", "xml_broken"),
        ("<quiz>&#0;</quiz>", "xml_broken"),
        ("<questestinterop/>", "not_moodle_xml"),
        ("<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "xml_forbidden"),
        ("<!DOCTYPE quiz SYSTEM 'file:///etc/passwd'><quiz/>", "xml_forbidden"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_with_its_line(text, code):
    with pytest.raises(UnreadableFile) as caught:
        moodle_xml.parse(text, "en")
    assert caught.value.remark.code == code
    assert caught.value.line


def test_a_question_without_parts_is_refused_and_the_rest_is_read():
    bare, found = parse('<question type="multichoice"/>', question())
    assert "xml_parts" in codes(bare)
    assert codes(found) == []


def test_deeply_nested_html_is_read():
    deep = "&lt;b&gt;" * 6000 + "Who?"
    (found,) = parse(question().replace("<![CDATA[<p>Who &amp; why?</p>]]>", deep))
    assert found.text == {"en": "Who?"}
