"""import_questions and export_questions."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from courses.models import Question, Topic
from tests.courses.exchange import samples

GOOD = "::q-1::Who?{=A#Why ~B}\n\n::q-2::Is it?{T}\n"
MIXED = GOOD + "\n::q-3::Discuss.{}\n"


@pytest.fixture
def topic(db):
    return Topic.objects.create(slug="flags", name_en="Flags", name_sw="Dalili")


@pytest.fixture
def file(tmp_path):
    def write(content, name="questions.gift"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def run(path, **options):
    out = io.StringIO()
    try:
        call_command("import_questions", path, topic="flags", stdout=out, **options)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def test_every_question_has_its_line_and_all_are_saved(topic, file):
    status, said = run(file(GOOD))
    assert (status, Question.objects.count()) == (0, 2)
    assert "line    1  new      q-1" in said
    assert "2 saved." in said


def test_a_dry_run_saves_nothing(topic, file):
    status, said = run(file(GOOD), dry_run=True)
    assert (status, Question.objects.exists()) == (0, False)
    assert "2 new" in said


def test_the_same_file_twice_adds_nothing(topic, file):
    run(file(GOOD))
    status, said = run(file(GOOD))
    assert (status, Question.objects.count()) == (0, 2)
    assert "2 same" in said


def test_one_refused_question_stops_all_unless_it_is_skipped(topic, file):
    status, said = run(file(MIXED))
    assert (status, Question.objects.exists()) == (1, False)
    assert "line    5  refused  q-3" in said
    assert "essay" in said
    assert run(file(MIXED), skip_refused=True)[0] == 1
    assert Question.objects.count() == 2


def test_json_holds_what_was_understood(topic, file):
    status, said = run(file(MIXED + "\n::q-4::W?{~%1000000000%a ~b}\n"), json=True, dry_run=True)
    told = json.loads(said)
    assert status == 1
    assert told["counts"] == {"new": 2, "fills": 0, "same": 0, "refused": 2}
    assert told["questions"][0]["understood"]["answers"][0]["feedback"] == {"en": "Why"}
    assert told["questions"][2]["reasons"][0]["code"] == "unsupported_kind"
    assert told["questions"][3]["reasons"][0]["code"] == "weight_out_of_range"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\0\1binary", "a.gift"),
        (b"<quiz>", "a.xml"),
        (b"PK nonsense", "a.xlsx"),
        (b"", "a.csv"),
        (b"x" * 11_000_000, "a.gift"),
        (b"x", "a.unknown"),
    ],
)
def test_a_file_that_cannot_be_read_has_its_own_status(topic, file, content, name):
    assert run(file(content, name))[0] == 2


def test_a_file_that_is_not_there_and_a_topic_that_is_not_there(topic, file, tmp_path):
    assert run(str(tmp_path / "none.gift"))[0] == 2
    with pytest.raises(CommandError, match="no topic"):
        call_command("import_questions", file(GOOD), topic="none")


def test_json_says_why_a_file_cannot_be_read(topic, file):
    status, said = run(file(b"<quiz>\n<b>", "a.xml"), json=True)
    assert (status, json.loads(said)["error"]["code"]) == (2, "xml_broken")


@pytest.mark.parametrize("written_as", ["gift", "moodlexml", "csv", "xlsx"])
def test_what_is_exported_is_imported_as_the_same(db, file, tmp_path, written_as):
    samples.load_bank()
    path = str(tmp_path / "out")
    call_command("export_questions", format=written_as, output=path)
    out = io.StringIO()
    call_command("import_questions", path, format=written_as, stdout=out, json=True)
    assert json.loads(out.getvalue())["counts"]["same"] == Question.objects.count()


def test_one_topic_in_one_language_goes_to_the_output(db):
    samples.load_bank()
    out = io.StringIO()
    call_command("export_questions", format="gift", topic="the-red-flags", language="sw", stdout=out)
    assert out.getvalue().count("[id:") == Question.objects.filter(topic__slug="the-red-flags").count()
    assert "“Nisaidie,”" in out.getvalue()


def test_questions_without_the_language_are_left_out_aloud(topic, file):
    run(file(GOOD))
    out, err = io.StringIO(), io.StringIO()
    call_command("export_questions", format="gift", language="sw", stdout=out, stderr=err)
    assert "(2): q-1, q-2" in err.getvalue()


def test_a_workbook_needs_a_file(db):
    with pytest.raises(CommandError, match="-o"):
        call_command("export_questions", format="xlsx")


def test_json_tells_orders_pairs_and_files(topic, file):
    gift = "::o::Order?{>3\nOne\nTwo\nThree\n}\n\n::m::Match.{=a -> 1 =b -> 2}\n"
    order, pairs = (row["understood"] for row in json.loads(run(file(gift), json=True, dry_run=True)[1])["questions"])
    assert (order["kind"], len(order["answers"])) == ("ordering", 3)
    assert pairs["answers"][0]["match"] == {"en": "1"}
    shown = "<p>Who?</p><img src='@@PLUGINFILE@@/a.png' alt='A'>"
    xml = (
        f"<quiz><question type='truefalse'><questiontext><text><![CDATA[{shown}]]></text>"
        "<file name='a.png' encoding='base64'>QUFB</file></questiontext></question></quiz>"
    )
    (row,) = json.loads(run(file(xml, "a.xml"), json=True, dry_run=True)[1])["questions"]
    assert (row["understood"]["picture"]["name"], row["understood"]["picture"]["bytes"]) == ("a.png", 3)
    assert "picture_broken" in [reason["code"] for reason in row["reasons"]]
