import pytest

from courses.models import LessonPage, Question
from courses.parity import digests
from courses.question_content import LANGUAGES
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(db):
    return make.Topic.objects.create(slug="signs", name_en="Signs", name_sw="Dalili")


def lesson(*cards, title="Red flags", **fields):
    stream = LessonPage._meta.get_field("cards").to_python([{"type": kind, "value": value} for kind, value in cards])
    return LessonPage(title=title, cards=stream, **fields)


def digest(record, language="en"):
    return digests.digest(digests.words_of(record, language))


def text(body="<p>Look twice.</p>", heading="Look", drawing=""):
    return "text", {"heading": heading, "drawing": drawing, "body": body}


def test_the_same_words_have_the_same_digest():
    assert digest(lesson(text())) == digest(lesson(text()))


@pytest.mark.parametrize(
    "other",
    [
        lambda: lesson(text('<p data-block-key="a1b2c">Look   twice.</p>\r\n')),
        lambda: lesson(text("<p>Look <b>twice</b>.</p>")),
        lambda: lesson(text("<p>Look&nbsp;twice.</p>")),
        lambda: lesson(text(drawing="night-coach")),
        lambda: lesson(text(), minutes=9),
    ],
)
def test_what_is_no_word_changes_no_digest(other):
    assert digest(other()) == digest(lesson(text()))


@pytest.mark.parametrize(
    "other",
    [
        lambda: lesson(text("<p>Look once.</p>")),
        lambda: lesson(text("<p>Look</p><p>twice.</p>")),
        lambda: lesson(text(heading="See")),
        lambda: lesson(text(), title="Flags"),
        lambda: lesson(text(), text()),
        lambda: lesson(text(), ("practice", {"question": 1})),
        lambda: lesson(),
    ],
)
def test_any_word_and_any_card_changes_the_digest(other):
    assert digest(other()) != digest(lesson(text()))


def test_every_word_of_a_scenario_counts_and_no_setting():
    value = {
        "title": "At dusk",
        "drawing": "",
        "scene": "Asha waits.",
        "choices": [{"action": "Ask her", "outcome": "safe", "follows": "She talks."}],
        "false_alarm": False,
    }
    card = digests.words_of(lesson(("scenario", value)), "en")[1]
    assert [line.text for line in card.lines] == ["At dusk", "Asha waits.", "Ask her", "She talks."]


def test_the_alternative_text_of_a_picture_is_words():
    card = digests.words_of(
        lesson(("picture", {"picture": {"image": 1, "alt_text": "A bus"}, "caption": "Night"})), "en"
    )
    assert {line.text for line in card[1].lines} == {"A bus", "Night"}


def test_the_languages_of_a_question_change_apart(topic):
    question = make.make_question("signs-1", topic)
    before = digest(question), digest(question, "sw")
    question.text_en = "Another?"
    assert digest(question) != before[0]
    assert digest(question, "sw") == before[1]


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_every_kind_of_question_has_as_many_words_in_both_languages(topic, kind):
    question = make.make_question_of(kind, f"of-{kind}", topic)
    en, sw = (digests.words_of(question, language) for language in LANGUAGES)
    assert [[line.name for line in part.lines] for part in en] == [[line.name for line in part.lines] for part in sw]
    assert sum(bool(line.text) for part in en for line in part.lines) > 4
    assert digests.digest(en) != digests.digest(sw)


def test_marking_an_option_right_is_no_change_of_words(topic):
    question = make.make_question("signs-1", topic)
    before = digest(question)
    question.options.raw_data[1]["value"]["is_right"] = True
    assert digest(question) == before


def test_sounds_count_the_cards_that_could_be_read_aloud():
    page = lesson(("text", text()[1] | {"narration": 7}), text(), ("picture", {"picture": 1, "caption": ""}))
    assert digests.sounds(page, "en") == (1, 2)
