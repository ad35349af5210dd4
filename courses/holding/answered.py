"""What a held attempt answers, question by question, in words where its version is known."""

from dataclasses import dataclass

from courses import answers, deciding, handed, showing
from courses.handed import Unreadable
from courses.models.offline import HeldAttempt
from courses.papers import Item


@dataclass(frozen=True)
class Line:
    """One question with the answer given: in `words`, else as it came in `raw`. `is_on_paper` None: nobody knows."""

    key: str
    text: str
    is_on_paper: bool | None
    words: tuple[str, ...] = ()
    raw: str = ""
    percent: int | None = None

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.raw


def lines(held: HeldAttempt) -> list[Line]:
    """Return the questions of its paper in order, and then what was sent beyond them; nothing of what can't be read."""
    try:
        given = handed.read(held.payload)
    except Unreadable:
        return []
    if not deciding.can_accept(held):
        return [_raw(key, given.answers.get(key, []), "", None) for key in _sent(given)]
    paper = [item.question for item in deciding.paper_of(held)]
    questions = held.version.content["questions"]
    beyond = [key for key in _sent(given) if key not in paper]
    return [_line(questions, key, given.answers.get(key, []), key in paper) for key in (*paper, *beyond)]


def _sent(given) -> dict[str, None]:
    return dict.fromkeys([*given.paper, *given.answers])


def _line(questions, key, answer, is_on_paper):
    if key not in questions:
        return _raw(key, answer, "", is_on_paper)
    question = questions[key]
    if not answers.is_possible(question, _whole(key, question), answer):
        return _raw(key, answer, showing.say(question["text"]), is_on_paper)
    # The picture is not shown here, and would be looked up for each question.
    shown = showing.as_answered({"questions": {key: {**question, "picture": None}}}, key, answer)
    return Line(key, shown.text, is_on_paper, words=shown.words, percent=shown.percent)


def _whole(key, question):
    options = tuple(option["key"] for option in question.get("options", ()))
    return Item(key, options, tuple(match["key"] for match in question.get("matches", ())))


def _raw(key, answer, text, is_on_paper):
    return Line(key, text, is_on_paper, raw=", ".join(answer))
