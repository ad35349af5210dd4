"""Pictures to tap and stories that go on by what one does, asked on paper: printed, typed in and marked as online."""

from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from courses import attempts, freezing, on_paper, outline
from courses.models import Quiz
from courses.papers import Item
from tests import make
from tests.workshops import papers
from workshops.testing import choosing, letters, printed, recording
from workshops.testing.letters import Asked, Unreadable
from workshops.testing.printed_questions import Pages


def act(key, leads_to=None, outcome=None):
    return {"key": key, "text": {"en": key}, "leads_to": leads_to, "outcome": outcome}


STORY = {
    "kind": "scenario",
    "innocent": False,
    "critical": False,
    "options": [],
    "text": {"en": "What would you do?"},
    "scenes": [
        {
            "key": "stage",
            "text": {"en": "At the stage"},
            "actions": [act("look", "road"), act("shout", None, "harmful")],
        },
        {
            "key": "road",
            "text": {"en": "On the road"},
            "actions": [act("call", None, "safe"), act("wait", None, "missed"), act("ask", "town")],
        },
        {"key": "town", "text": {"en": "In town"}, "actions": [act("tell", None, "safe"), act("go", None, "missed")]},
    ],
}
SINGLE = Asked(1, Item("one", ("a", "b")), {"kind": "single"})
TOLD = [SINGLE, Asked(2, Item("story", ()), STORY)]


def why(typed):
    with pytest.raises(Unreadable) as refused:
        letters.read(typed, TOLD)
    return str(refused.value)


# Letters of a story.


@pytest.mark.parametrize(
    ("typed", "path"),
    [("AA-", ["look", "call"]), ("ACB", ["look", "ask", "go"]), ("B--", ["shout"]), ("ab-", ["look", "wait"])],
)
def test_a_letter_for_each_scene_walks_to_an_end(typed, path):
    assert letters.read(f"A {typed}", TOLD) == {"one": ["a"], "story": path}
    assert papers.spell({"one": ["a"], "story": path}, TOLD) == f"A {typed.upper()}"


def test_what_is_written_for_scenes_not_reached_does_not_count():
    assert letters.read("A BCA", TOLD) == letters.read("A B--", TOLD) == {"one": ["a"], "story": ["shout"]}


def test_a_story_left_empty_has_no_answer():
    assert letters.read("A -", TOLD) == {"one": ["a"]}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("C--", "Question 2: scene 1 has no “C”. Its letters go from A to B."),
        ("AD-", "Question 2: scene 2 has no “D”. Its letters go from A to C."),
        ("BD-", "Question 2: scene 2 has no “D”."),
        ("A1-", "Question 2: scene 2 has no “1”."),
        ("A--", "Question 2: the story comes to scene 2, which is empty."),
        ("AC-", "Question 2: the story comes to scene 3, which is empty."),
        ("AA", "Question 2: type 3 signs, a letter for each scene"),
        ("ACAA", "Question 2: type 3 signs, a letter for each scene"),
    ],
)
def test_a_way_that_is_none_is_said_with_its_question(typed, said):
    assert said in why(f"A {typed}")


def test_its_letters_typed_apart_are_too_many_answers():
    assert "There are 3 answers" in why("A A A")


def test_beside_a_story_no_spaces_may_be_left_out():
    assert "There is 1 answer" in why("AAA")


# The printed paper.


@pytest.fixture
def asked(workshop):
    """A paper of the workshop that holds one question of each kind."""
    make.ask(Quiz.objects.get(slug="red-flags-1"))
    choosing.choose(workshop, {"red-flags-1": "paper"})
    return papers.tests_of(workshop)[0]


def of_kind(test, kind):
    return next(one for one in choosing.asked_in(test) if one.kind == kind)


def printed_lines(one, language="en"):
    return Pages(None, "", "", language)._lines(one)


def test_each_scene_has_a_number_and_each_action_a_letter(asked):
    lines = printed_lines(of_kind(asked, "scenario"))
    assert [line.text for line in lines if line.opens] == ["Scene 1", "Scene 2"]
    acts = [(line.before, line.text) for line in lines if line.before in ("A", "B")]
    assert acts == [("A", "text look"), ("B", "text accuse"), ("A", "text report"), ("B", "text wait")]


def test_the_places_of_a_picture_are_lettered_words(asked):
    lines = printed_lines(of_kind(asked, "spots"))
    assert [(line.before, line.text) for line in lines[-3:]] == [("A", "text a"), ("B", "text b"), ("C", "text c")]
    assert "Several can be right" in lines[1].text


@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_paper_of_all_kinds_says_nothing_of_what_follows_or_is_right(asked, language):
    before = printed.draw([asked], language)
    for question in asked.version.content["questions"].values():
        for option in question["options"]:
            option["right"] = not option.get("right")
        for action in (action for scene in question.get("scenes", ()) for action in scene["actions"]):
            action["follows"] = {"en": "Changed.", "sw": "Imebadilika."}
            action["leads_to"] = None
            action["outcome"] = action["outcome"] and "safe"
    assert printed.draw([asked], language) == before


def test_a_very_long_story_goes_on_over_pages_and_no_scene_is_broken(asked, monkeypatch):
    question = asked.version.content["questions"]["scenario"]
    long = {"en": "Somebody waits at the stage. " * 30, "sw": "Mtu anasubiri kituoni. " * 30}
    question["scenes"] = [
        scene
        | {"key": f"scene-{number}", "text": long, "actions": [act | {"leads_to": None} for act in scene["actions"]]}
        for number, scene in enumerate(question["scenes"] * 5)
    ]
    drawn = []
    draw_line = Pages._draw_line
    monkeypatch.setattr(
        Pages, "_draw_line", lambda self, line: (draw_line(self, line), drawn.append((line, self.number)))
    )
    with pikepdf.open(BytesIO(printed.draw([asked], "en"))) as pdf:
        assert len(pdf.pages) >= 4
    starts = [place for place, (line, _page) in enumerate(drawn) if line.opens]
    assert len({page for _line, page in drawn[starts[0] :]}) > 1
    for start, end in pairwise(starts):
        assert len({page for _line, page in drawn[start:end]}) == 1


# Marked as online.


def handed_in_online(person, quiz, given):
    opened = attempts.start(person, quiz)
    for question, answer in given.items():
        attempts.answer(opened, question, answer)
    return attempts.hand_in(person, opened.ticket)


def handed_in_on_paper(workshop, test, person, typed):
    papers.typed(test, papers.came(workshop, person), typed)
    recording.record(workshop, timezone.now())
    return person.attempts.get()


@pytest.mark.parametrize(
    ("spots", "letters_typed", "counted"),
    [
        (["a", "b"], "AB", (2520, 0, 0)),
        (["a"], "A", (0, 1, 0)),
        (["a", "b", "c"], "CAB", (0, 0, 1)),
        (["b", "c"], "BC", (0, 1, 1)),
        ([], "-", (0, 2, 0)),
    ],
)
def test_spots_are_marked_as_online(workshop, amina, chausiku, spots, letters_typed, counted):
    quiz = make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=("spots",))
    choosing.choose(workshop, {"red-flags-1": "paper"})
    attempt = handed_in_on_paper(workshop, papers.tests_of(workshop)[0], amina, letters_typed)
    assert (attempt.points, attempt.misses, attempt.false_alarms) == counted
    online = handed_in_online(chausiku, quiz, {"spots": spots} if spots else {})
    assert attempts.mark_of(attempt) == attempts.mark_of(online)
    assert attempt.answers == online.answers


@pytest.mark.parametrize("is_innocent", [False, True])
@pytest.mark.parametrize(
    ("path", "letters_typed"),
    [(["look", "report"], "AA"), (["look", "wait"], "AB"), (["accuse"], "B-"), ([], "-")],
)
def test_a_story_is_marked_as_online(workshop, amina, chausiku, path, letters_typed, is_innocent):
    quiz = make.ask(Quiz.objects.get(slug="red-flags-1"), kinds=("scenario",), is_innocent=is_innocent)
    choosing.choose(workshop, {"red-flags-1": "paper"})
    attempt = handed_in_on_paper(workshop, papers.tests_of(workshop)[0], amina, letters_typed)
    online = handed_in_online(chausiku, quiz, {"scenario": path} if path else {})
    assert attempts.mark_of(attempt) == attempts.mark_of(online)
    assert attempt.answers == online.answers
    assert attempt.is_pass == (letters_typed == "AA")


def test_the_actions_of_a_story_are_kept_in_their_order(asked, amina):
    paper = choosing.paper_of(asked)
    paper.version.content["questions"]["scenario"]["scenes"][0]["actions"][0]["key"] = "watch"
    paper.version.content_hash = "changed"
    written = on_paper.Written(amina, paper, {"scenario": ["watch", "report"]}, timezone.now(), 1)
    assert on_paper.hand_in(written, timezone.now()).answers == {"scenario": ["watch", "report"]}


def test_a_broken_way_is_said_beside_its_field_and_kept(as_eshe, workshop, asked, amina):
    participant = papers.came(workshop, amina)
    right = papers.right(asked)
    broken = right.rsplit(" ", 1)[0] + " A-"
    here = reverse("workshop_typing", args=[workshop.pk, asked.pk])
    response = as_eshe.post(here, {f"sheet-{participant.pk}": broken})
    assert response.status_code == 422
    said = response.content.decode()
    assert "Question 7: the story comes to scene 2, which is empty." in said
    assert f'value="{broken}"' in said


# From paper to certificate.


@pytest.fixture
def all_kinds(course):
    """Every quiz of the course asks one question of each kind; the course allows neither misses nor false alarms."""
    course.most_misses, course.most_false_alarms = 0, 0
    course.save()
    for quiz in Quiz.objects.filter(slug__in=("red-flags-1", "red-flags-2")):
        topic = make.Topic.objects.create(slug=f"all-{quiz.slug}", name_en="All", name_sw="Zote")
        kinds = [make.make_question_of(kind, f"{quiz.slug}-{kind}".replace("_", "-"), topic) for kind in make.KINDS]
        parts = [{"type": "question", "value": question.pk} for question in kinds]
        quiz.parts = Quiz._meta.get_field("parts").to_python(parts)
        quiz.save()
        freezing.freeze(quiz)
    outline.page_cache.forget_now()


def test_who_passes_all_quizzes_of_all_kinds_on_paper_gets_a_certificate(workshop, all_kinds):
    mzee = papers.without_phone()
    participant = papers.came(workshop, mzee)
    tests = papers.ask_course(workshop)
    assert [{one.kind for one in choosing.asked_in(test)} for test in tests] == [set(make.KINDS)] * 2
    for test in tests:
        papers.typed(test, participant)
    recording.record(workshop, timezone.now())
    assert [attempt.is_pass for attempt in mzee.attempts.all()] == [True, True]
    assert Certificate.objects.get().learner == mzee


@pytest.mark.parametrize("kind", ["spots", "scenario"])
def test_who_misses_a_red_flag_in_the_last_one_does_not(workshop, all_kinds, amina, kind):
    participant = papers.came(workshop, amina)
    first, last = papers.ask_course(workshop)
    papers.typed(first, participant)
    papers.typed(last, participant, empty=[f"red-flags-2-{kind}"])
    recording.record(workshop, timezone.now())
    assert dict(amina.attempts.values_list("quiz__slug", "is_pass")) == {
        "red-flags-1": True,
        "red-flags-2": False,
    }
    assert not Certificate.objects.exists()
