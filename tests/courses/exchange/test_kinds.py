"""Orders, pairs and parts of the mark: in every format, out and back."""

from decimal import Decimal

import pytest

from courses.exchange import formats, gift, moodle_xml, plan
from courses.exchange.applying import apply
from courses.exchange.checking import check
from courses.exchange.parsed import STORED_KINDS
from courses.models import Question, Topic
from tests import make
from tests.courses.exchange.samples import whole

MOODLES = ["100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20"]
MOODLES += ["16.66667", "14.28571", "12.5", "11.11111", "10", "5"]


@pytest.fixture
def topic(db):
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


def there_and_back(written_as):
    """Everything of the bank before and after an export, an emptied bank and an import."""
    before = {question.key: whole(question) for question in Question.objects.select_related("topic")}
    files = {language: formats.export(written_as, language=language).data for language in ("en", "sw")}
    Question.objects.all().delete()
    for language, data in files.items():
        apply(plan.make(formats.parse(data, written_as, language)))
    return before, {question.key: whole(question) for question in Question.objects.select_related("topic")}


def weighed(key, topic, weights, rights):
    question = make.make_question_of("multiple", key, topic, part_marks=True)
    stream = [
        {"type": "option", "id": f"{place}", "value": _value(place, weight, right)}
        for place, (weight, right) in enumerate(zip(weights, rights, strict=True))
    ]
    question.options = Question._meta.get_field("options").to_python(stream)
    question.save()


def _value(place, weight, right):
    texts = {
        f"{stem}_{language}": f"{stem} {place} {language}" for stem in ("text", "why") for language in ("en", "sw")
    }
    return texts | {"is_right": right, "weight": weight and Decimal(weight)}


@pytest.mark.parametrize("written_as", formats.FORMATS)
@pytest.mark.parametrize("part_marks", [True, False])
@pytest.mark.parametrize("kind", STORED_KINDS)
def test_every_kind_comes_back_as_it_was(topic, written_as, kind, part_marks):
    make.make_question_of(kind, "k", topic, part_marks=part_marks and kind not in ("single", "true_false"))
    before, after = there_and_back(written_as)
    assert after == before


@pytest.mark.parametrize("written_as", formats.FORMATS)
@pytest.mark.parametrize("weight", MOODLES)
def test_each_of_moodles_weights_comes_back_exactly(topic, written_as, weight):
    weighed("k", topic, [weight, f"-{weight}", "0"], [True, False, False])
    before, after = there_and_back(written_as)
    assert after == before


def test_weights_that_only_share_the_mark_are_left_to_the_bank():
    (shared,) = gift.parse("Who?{~%33.33333%A ~%33.33333%B ~%33.33333%C ~%-33.33333%D}", "en")
    (own,) = gift.parse("Who?{~%50%A ~%50%B ~C}", "en")
    assert [option.weight for option in check(shared).options] == [None] * 4
    assert [str(option.weight) for option in check(own).options] == ["50.00000", "50.00000", "0.00000"]


def test_all_or_nothing_is_said_by_a_tag_and_told_on_the_way_out(topic):
    make.make_question_of("multiple", "k", topic)
    exported = formats.export("gift")
    assert b"[tag:all-or-nothing]" in exported.data
    assert b"~%-100%" in exported.data
    assert [note.code for note in exported.notes] == ["marked_in_parts"]


def test_a_bank_that_marks_otherwise_is_not_overwritten(topic):
    apply(plan.make(formats.parse(b"::q::Who?{~%50%A ~%50%B ~C}", "gift"), "flags"))
    (row,) = plan.make(formats.parse(b"::q::Who?{~%60%A ~%40%B ~C}", "gift"), "flags").rows
    assert [reason.code for reason in row.reasons] == ["marking_differs"]
    assert "60 %, 40 %, 0 %" in str(row.reasons[0])


def test_spots_and_scenarios_are_left_out_by_name(topic):
    for kind in ("spots", "scenario", "single"):
        make.make_question_of(kind, f"a-{kind}", topic)
    for written_as in formats.FORMATS:
        exported = formats.export(written_as)
        assert exported.count == 1
        assert "(2): a-spots, a-scenario" in str(exported.notes[0])


MOODLES_ORDER = """// [id:myid]
::Moodle::[html]Put these words in order.{>2 RANDOM VERTICAL ALL_OR_NOTHING SHOW none
Modular
Object: \\{x\\}
#Oriented
}"""


def test_an_order_is_read_as_moodle_writes_it():
    (found,) = gift.parse(MOODLES_ORDER, "en")
    assert (found.kind, found.id_number, found.part_marks) == ("ordering", "myid", False)
    assert [answer.text["en"] for answer in found.answers] == ["Modular", "Object: {x}", "#Oriented"]
    assert [note.code for note in found.notes] == ["ordering_subset_dropped"]


@pytest.mark.parametrize("head", [">3", "> ALL", ">3 ALL VERTICAL ABSOLUTE_POSITION HIDE", ">6     none"])
def test_an_order_has_settings_of_many_sorts(head):
    (found,) = gift.parse(f"Order?{{{head}\nOne\nTwo\nThree\n}}", "en")
    assert [answer.text["en"] for answer in found.answers] == ["One", "Two", "Three"]
    assert found.part_marks


def test_an_order_in_xml_is_read_in_the_order_of_the_file():
    answers = "".join(f"<answer fraction='{n}.0000000'><text>{word}</text></answer>" for n, word in enumerate("abc", 1))
    text = (
        "<quiz><question type='ordering'><name><text>n</text></name><questiontext><text>Order?</text></questiontext>"
        f"<generalfeedback><text>So.</text></generalfeedback><gradingtype>RELATIVE_NEXT_EXCLUDE_LAST</gradingtype>"
        f"{answers}</question></quiz>"
    )
    (found,) = moodle_xml.parse(text, "en")
    content = check(found)
    assert ([option.text["en"] for option in content.options], content.part_marks) == (["a", "b", "c"], True)
    assert (content.why, found.notes) == ({"en": "So."}, [])


def test_the_ids_of_an_order_do_not_tell_it(topic):
    (saved,) = apply(plan.make(formats.parse(b"::q::Order?{>3\nOne\nTwo\nThree\n}", "gift"), "flags"))
    ids = [option.id for option in saved.options]
    assert len(set(ids)) == 3
    assert not any(key.startswith("q-") for key in ids)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Order?{>2\nOne\nTwo\n}", "too_few_options"),
        ("Order?{>9\n" + "\n".join(f"Item {n}" for n in range(9)) + "\n}", "too_many_options"),
        ("Match.{=a -> 1 = -> 2}", "too_few_pairs"),
        ("Match.{=a -> 1 =b -> }", "pair_without_match"),
        ("Match.{" + "".join(f"={n} -> {n}" for n in range(9)) + "}", "too_many_pairs"),
    ],
)
def test_what_does_not_fit_on_a_phone_is_refused(text, code):
    (found,) = gift.parse(text, "en")
    check(found)
    assert code in [problem.code for problem in found.problems]


@pytest.mark.parametrize("written_as", formats.FORMATS)
def test_an_arrow_or_a_lone_right_side_comes_back(topic, written_as):
    rows = b"text_en,text_sw,kind,option1_en,option1_match_en,option2_en,option2_match_en,option3_match_en,topic\n"
    rows += b'Pairs?,,matching,a->b & c,-> 1 {x},"[b]",2,3,flags\n'
    (row,) = plan.make(formats.parse(rows, "csv")).rows
    assert [option.text.get("en") for option in row.content.options] == ["a->b & c", "[b]", None]
    apply(plan.make(formats.parse(rows, "csv")))
    (found,) = formats.parse(formats.export(written_as).data, written_as).questions
    assert [(a.text.get("en"), a.match["en"]) for a in found.answers] == [
        ("a->b & c", "-> 1 {x}"),
        ("[b]", "2"),
        (None, "3"),
    ]


def test_what_the_bank_would_not_publish_stays_a_draft_and_says_why(topic):
    rows = (
        b"key,text_en,text_sw,option1_en,option1_sw,option1_right,option1_why_en,option1_why_sw,option2_en,option2_sw,"
        b"option2_why_en,option2_why_sw\nk,Who?,Nani?,Same,A,yes,w,s,same,B,w,s\n"
    )
    made = plan.make(formats.parse(rows, "csv"), "flags")
    assert "same words" in " ".join(map(str, made.rows[0].notes))
    (saved,) = apply(made, publish=True)
    assert not saved.live
