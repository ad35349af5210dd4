"""GIFT as Moodle's own examples write it."""

import pytest

from courses.exchange import gift
from courses.exchange.checking import check


def one(text):
    (question,) = gift.parse(text, "en")
    return question


def answers(question):
    return [(answer.text["en"], answer.weight, answer.feedback.get("en", "")) for answer in question.answers]


def codes(question):
    check(question)
    return [remark.code for remark in question.problems]


def test_a_single_choice_with_reasons_and_a_comment():
    question = one("// about dates\n::Thanksgiving::On the {\n~second#Too soon.\n=fourth#Yes!\n} Thursday.")
    assert (question.kind, question.name, question.line) == ("single", "Thanksgiving", 2)
    assert question.text == {"en": "On the _____ Thursday."}
    assert answers(question) == [("second", 0, "Too soon."), ("fourth", 100, "Yes!")]


def test_every_escape_is_resolved():
    question = one(r"::a\:\:b::Is \{x\} \~ \= \# \\ or \d?\nNext{=\=1#a \# b ~\~2}")
    assert question.name == "a::b"
    assert question.text == {"en": "Is {x} ~ = # \\ or \\d?\nNext"}
    assert answers(question) == [("=1", 100, "a # b"), ("~2", 0, "")]


def test_weights_may_be_decimal_negative_or_on_the_right_answer():
    question = one("Who?{~%-50%A ~%33.33333%B ~%50%C#half}")
    assert (question.kind, [answer.weight for answer in question.answers]) == ("multiple", [-50, 33.33333, 50])
    assert answers(question)[2] == ("C", 50, "half")


@pytest.mark.parametrize(("weight", "code"), [("1000000000", "weight_out_of_range"), ("-101", "weight_out_of_range")])
def test_an_absurd_weight_is_refused_with_its_number(weight, code):
    question = one(f"Who?{{~%{weight}%A ~%50%B}}")
    assert code in codes(question)
    assert weight[:3] in str(question.problems[0]) or "1e+09" in str(question.problems[0])


@pytest.mark.parametrize("weight", ["100", "-100"])
def test_a_weight_at_the_edge_is_taken(weight):
    assert codes(one(f"Who?{{~%{weight}%A ~%50%B}}")) == []


@pytest.mark.parametrize(("verdict", "right"), [("T", "True"), ("TRUE", "True"), ("F", "False"), ("FALSE", "False")])
def test_true_or_false_gives_first_the_reason_for_the_wrong_answer(verdict, right):
    question = one(f"Is it?{{{verdict}#You erred.#Well done.####General.}}")
    chosen = {answer.text["en"]: (answer.weight, answer.feedback["en"]) for answer in question.answers}
    wrong = "False" if right == "True" else "True"
    assert chosen == {right: (100, "Well done."), wrong: (0, "You erred.")}
    assert question.general_feedback == {"en": "General."}


def test_general_feedback_after_an_empty_reason():
    question = one("Is it?{T#wrong#####all}")
    assert (question.answers[1].feedback, question.general_feedback) == ({"en": "wrong"}, {"en": "all"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Read this first.", "description"),
        ("Write about it.{}", "essay"),
        ("When?{#1822:5}", "numerical"),
        ("Pi?{#3.141..3.142}", "numerical"),
        ("When?{#\n=1822:0 #Yes\n=%50%1822:2 #Near\n~#No\n}", "numerical"),
        ("Who?{=no one =nobody}", "short_answer"),
    ],
)
def test_kinds_the_bank_lacks_are_understood_and_refused(text, kind):
    question = one(text)
    assert question.kind == kind
    assert codes(question) == ["unsupported_kind"]


def test_a_matching_question_is_read_in_pairs():
    pairs = [(answer.text["en"], answer.match["en"]) for answer in one("Match.{=Canada -> Ottawa =It->Rome}").answers]
    assert pairs == [("Canada", "Ottawa"), ("It", "Rome")]


def test_a_category_holds_for_what_follows_even_without_an_empty_line():
    first, second = gift.parse("$CATEGORY: $course$/top/one\nA?{T}\n\n$CATEGORY: two\n\nB?{F}", "en")
    assert (first.category, first.line, second.category) == ("$course$/top/one", 2, "two")


@pytest.mark.parametrize("text", ["A?{~b =c", "A?~b =c}", "A?}{", "A?{~b =c} and {~d =e}", "A?{\n~b\n{ =c }"])
def test_braces_that_do_not_close_are_refused_in_their_line(text):
    question = gift.parse("Fine?{T}\n\n" + text, "en")[1]
    assert (question.line, codes(question)) == (3, ["braces"])


def test_an_empty_line_ends_a_question_and_the_next_is_still_read():
    broken, rest, fine = gift.parse("A?{\n~b\n\n=c }\n\nB?{T}", "en")
    assert [question.problems[0].code for question in (broken, rest)] == ["braces", "braces"]
    assert fine.kind == "true_false"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[html]<p>One</p><p>Two<br>three</p>{T}", "One\n\nTwo\nthree"),
        (
            "[html]Do:<ul><li>one</li><li>two</li></ul><!-- no -->End &amp; out<br/>now{T}",
            "Do:\n\none\ntwo\n\nEnd & out\nnow",
        ),
        ("[html]<table><tr><td>a</td><td>b</td></tr>\n<tr><td>c</td></tr></table>{T}", "a b\nc"),
        ("[plain]<b>2</b> &lt; 3{T}", "<b>2</b> &lt; 3"),
        ("[markdown]**Bold**{T}", "**Bold**"),
        ("[moodle]2 &lt; <i>3</i>\nnext{T}", "2 < 3\nnext"),
        ("2 < 3 and 4 > 1{T}", "2 < 3 and 4 > 1"),
        ("[other] text{T}", "[other] text"),
    ],
)
def test_each_format_becomes_plain_text(text, plain):
    assert one(text).text == {"en": plain}


def test_a_script_is_taken_out_with_what_it_says():
    question = one("[html]<p onclick='x()'>Who?</p><script>alert(1)</script><style>p</style>{T}")
    assert question.text == {"en": "Who?"}
    assert "script_removed" in [note.code for note in question.notes]


def test_a_picture_is_refused_by_name():
    question = one(r'[html]Who?<img src\="https\://x.org/a/bus.png">{T}')
    assert codes(question) == ["remote_media"]
    assert "bus.png" in str(question.problems[0])


def test_words_among_the_answers_without_a_mark_are_refused():
    assert codes(one("Who?{Grant ~a =b}")) == ["stray_text"]


def test_an_id_and_tags_stand_in_the_comment_above():
    question = one("// question: 1 [id:my-key] [tag:critical] [tag:a\\]b]\n::Name::Who?{T}")
    assert (question.id_number, question.tags) == ("my-key", ["critical", "a]b"])


def test_what_is_written_is_what_moodle_writes():
    asked = one("::k::Who?{=a#why ~b}")
    assert gift.write([asked], "en") == "::k::[plain]Who?{\n\t=a#why\n\t~b\n}\n"


def test_an_endless_question_is_refused_unread_and_the_next_is_read():
    endless, fine = gift.parse("::x::" + "~=" * 30_000 + "\n\nB?{T}", "en")
    assert codes(endless) == ["text_too_long"]
    assert fine.kind == "true_false"


def test_a_question_wrong_in_many_ways_says_only_some():
    assert 1 < len(codes(one("Who?{" + "~%999%" * 5000 + "}"))) <= 20
