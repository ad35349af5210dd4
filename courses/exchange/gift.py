"""GIFT, as Moodle reads and writes it."""

import html
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from courses.exchange.ordering import grading_among, grading_of, is_setting, selection_among, take_settings
from courses.exchange.parsed import MAX_QUESTIONS, TRUE_FALSE, Answer, ParsedQuestion
from courses.exchange.plain import MOST_HTML, take
from courses.exchange.remarks import UnreadableFile

_TOKEN = re.compile(r"\\([\\~=#{}:n])|(#+|[{}~=]|->|::)|([^\\~=#{}:\-]+|[\\:\-])")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%\s*([-+]?\d+(?:[.,]\d*)?(?:[eE]\+?\d+)?)\s*%")
_CATEGORY = "$CATEGORY:"
_COMMENT_TAG = re.compile(r"\[(id|tag):((?:\\\]|[^\]])+)\]")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_GENERAL = "####"
_WHY = re.compile(r"\[why:((?:\\.|[^\]\\])*)\]")


class Token(NamedTuple):
    """A control mark, or with an empty `mark` a piece of text whose escapes are resolved."""

    mark: str
    text: str


class Block(NamedTuple):
    line: int
    text: str
    comment: str


def parse(text: str, language: str) -> list[ParsedQuestion]:
    """Return the file's questions in order; one that cannot be understood says so itself."""
    questions, category = [], ""
    for block in _blocks(text):
        if block.text.startswith(_CATEGORY):
            category = block.text.removeprefix(_CATEGORY).strip()
            continue
        if len(questions) == MAX_QUESTIONS:
            raise UnreadableFile("too_many", line=block.line, limit=MAX_QUESTIONS)
        questions.append(_question(block, language))
        questions[-1].category = category
    return questions


def _blocks(text: str) -> Iterator[Block]:
    """Yield what stands between empty lines; a category is a block of its own even without one after it."""
    lines, comments = [], []
    for number, raw in enumerate([*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""], start=1):
        line = raw.strip()
        if line.startswith("//"):
            comments.append(line)
        elif line and not (line.startswith(_CATEGORY) and not lines):
            lines.append((number, line))
        else:
            yield from _block(lines, comments)
            yield from _block([(number, line)] if line else [], [])
            lines, comments = [], []


def _block(lines, comments):
    if lines:
        yield Block(lines[0][0], "\n".join(line for _, line in lines), "\n".join(comments))


def tokens_of(text: str) -> list[Token]:
    return list(_tokens(text))


def _tokens(text):
    for escaped, mark, plain in _TOKEN.findall(text):
        if len(mark) > len(_GENERAL) and mark[0] == "#":
            yield from [Token("#", "#")] * (len(mark) - len(_GENERAL))
            yield Token(_GENERAL, _GENERAL)
        elif len(mark) > 1 and mark[0] == "#" and mark != _GENERAL:
            yield from [Token("#", "#")] * len(mark)
        elif mark:
            yield Token(mark, mark)
        else:
            yield Token("", "\n" if escaped == "n" else escaped or plain)


def _joined(tokens):
    return "".join(token.text for token in tokens)


def _split(tokens, marks, most=-1):
    """Return [(mark before it, its tokens)]; the first part has no mark. At most `most` splits, unless negative."""
    parts = [("", [])]
    for token in tokens:
        if token.mark and token.mark in marks and most != 0:
            parts.append((token.mark, []))
            most -= 1
        else:
            parts[-1][1].append(token)
    return parts


def _place(tokens, mark):
    return next((place for place, token in enumerate(tokens) if token.mark == mark), None)


class _Reader:
    """Reads the parts of one question, whose text's format is the default of all others."""

    def __init__(self, question, language):
        self.question = question
        self.language = language
        self.default = "moodle"

    def text(self, tokens):
        return self._of(_joined(tokens))[0]

    def question_text(self, text):
        plain, self.default = self._of(text)
        return {self.language: plain}

    def _of(self, raw):
        found = _FORMAT.match(raw.strip())
        written_as = found[1] if found else self.default
        return take(self.question, raw.strip()[found.end() if found else 0 :], written_as), written_as

    def by_language(self, tokens):
        text = self.text(tokens)
        return {self.language: text} if text else {}

    def answer(self, tokens, weight):
        text, *feedback = _split(tokens, ("#",), most=1)
        return Answer({self.language: self.text(text[1])}, weight, self.by_language(feedback[0][1]) if feedback else {})


def _question(block, language):
    question = ParsedQuestion("malformed", block.line)
    if len(block.text) > MOST_HTML:
        question.text = {language: block.text[:200]}
        question.refuse("text_too_long", what="whole", length=len(block.text), limit=MOST_HTML)
        return question
    _read_comment(question, block.comment, language)
    tokens = _read_name(question, tokens_of(block.text))
    start, end = _place(tokens, "{"), _place(tokens, "}")
    reader = _Reader(question, language)
    if start is None and end is None:
        question.kind = "description"
        question.text = reader.question_text(_joined(tokens))
    elif not _are_braces_sound(tokens, start, end):
        question.text = reader.question_text(_joined(tokens))
        question.refuse("braces")
    else:
        after = _joined(tokens[end + 1 :])
        blank = "_____" if after.strip() else ""
        question.text = reader.question_text(_joined(tokens[:start]) + blank + after)
        _read_answers(question, reader, tokens[start + 1 : end])
    return question


def _are_braces_sound(tokens, start, end):
    marks = [token.mark for token in tokens]
    return start is not None and end is not None and start < end and marks.count("{") == marks.count("}") == 1


def _read_comment(question, comment, language):
    """Moodle keeps a question's id number and tags in the comment above it; we also what has no place below."""
    why = _WHY.search(comment)
    if why:
        text = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], why[1])
        question.general_feedback = {language: text}
        comment = comment.replace(why[0], "")
    for name, value in _COMMENT_TAG.findall(comment):
        value = value.replace("\\]", "]").strip()
        if name == "id":
            question.id_number = value
        else:
            question.tags.append(value)


def _read_name(question, tokens):
    if tokens and tokens[0].mark == "::":
        end = _place(tokens[1:], "::")
        if end is not None:
            question.name = " ".join(_joined(tokens[1 : end + 1]).split())
            return tokens[end + 2 :]
    return tokens


def _read_answers(question, reader, body):
    general = [place for place, token in enumerate(body) if token.mark == _GENERAL]
    if general and _kind_of(body) != "ordering":
        question.general_feedback = reader.by_language(body[general[-1] + 1 :])
        body = body[: general[-1]]
    question.kind = _kind_of(body)
    _READERS.get(question.kind, _read_nothing)(question, reader, body)


def _kind_of(body):
    marks = {token.mark for token in body}
    first = next((token for token in body if token.mark or token.text.strip()), None)
    if first is None:
        return "essay"
    if first.mark == "#":
        return "numerical"
    if first.text.lstrip().startswith(">"):
        return "ordering"
    if "~" in marks:
        return "single" if "=" in marks else "multiple"
    if {"=", "->"} <= marks:
        return "matching"
    return "true_false" if _verdict(body) in _TRUE + _FALSE else "short_answer"


def _verdict(body):
    return _joined(_split(body, ("#",))[0][1]).strip().upper()


def _read_nothing(question, reader, body):
    pass


def _read_choices(question, reader, body):
    before, *parts = _split(body, ("~", "="))
    stray = _joined(before[1]).strip()
    if stray:
        question.refuse("stray_text", text=stray[:60])
    for mark, tokens in parts:
        tokens, weight = _weighed(question, tokens, 100.0 if mark == "=" else 0.0, len(question.answers) + 1)
        question.answers.append(reader.answer(tokens, weight))


def _weighed(question, tokens, default, number):
    """Take a weight such as %33.33333% off the front of an answer."""
    start = next((place for place, token in enumerate(tokens) if token.mark or token.text.strip()), None)
    if start is None or tokens[start].mark:
        return tokens, default
    end = next((place for place in range(start, len(tokens)) if tokens[place].mark), len(tokens))
    text = _joined(tokens[start:end]).lstrip()
    found = _WEIGHT.match(text)
    if not found:
        return tokens, default
    return [Token("", text[found.end() :]), *tokens[end:]], float(found[1].replace(",", "."))


def _read_true_false(question, reader, body):
    is_true = _verdict(body) in _TRUE
    _, *feedback = _split(body, ("#",), most=2)
    wrong, right = ([tokens for _, tokens in feedback] + [[], []])[:2]
    whys = [reader.by_language(tokens) for tokens in ((right, wrong) if is_true else (wrong, right))]
    weights = (100.0, 0.0) if is_true else (0.0, 100.0)
    words = TRUE_FALSE[reader.language]
    question.answers = [
        Answer({reader.language: word}, weight, why) for word, weight, why in zip(words, weights, whys, strict=True)
    ]


def _read_matching(question, reader, body):
    for _, tokens in _split(body, ("=",))[1:]:
        left, *right = _split(tokens, ("->",), most=1)
        match = reader.by_language(right[0][1]) if right else {}
        question.answers.append(Answer(reader.by_language(left[1]), 100.0, match=match))


def _read_order(question, reader, body):
    """Moodle writes “>6 ALL VERTICAL ALL_OR_NOTHING SHOW none” and then one item a line."""
    first, *lines = _joined(body).strip().removeprefix(">").strip().split("\n")
    words = first.split(" ")
    known = list(takewhile(is_setting, words))
    lines = [" ".join(words[len(known) :]), *lines]
    texts = [reader.text([Token("", line)]) for line in lines if line.strip()]
    question.answers = [Answer({reader.language: text} if text else {}, 100.0) for text in texts]
    take_settings(question, grading_among(known), selection_among(known))


def _read_typed(question, reader, body):
    """Short answers and numbers: every answer is right as far as its weight, 100 where it names none."""
    if question.kind == "numerical":
        body = body[_place(body, "#") + 1 :]
    for mark, tokens in _split(body, ("=", "~")):
        if _joined(tokens).strip():
            tokens, weight = _weighed(question, tokens, 0.0 if mark == "~" else 100.0, 1)
            question.answers.append(reader.answer(tokens, weight))


_READERS = {
    "single": _read_choices,
    "multiple": _read_choices,
    "true_false": _read_true_false,
    "matching": _read_matching,
    "ordering": _read_order,
    "numerical": _read_typed,
    "short_answer": _read_typed,
}


def write(questions: list[ParsedQuestion], language: str) -> str:
    """Return the questions as Moodle reads them; their text is marked as plain, so that nothing in it is HTML."""
    lines, category = [], ""
    for question in questions:
        if question.category != category:
            category = question.category
            lines += [f"{_CATEGORY} {category}", ""]
        lines += [*_written(question, language), ""]
    return "\n".join(lines)


def _written(question, language):
    marks = [f"[id:{_in_comment(question.id_number)}]"] if question.id_number else []
    marks += [f"[tag:{_in_comment(tag)}]" for tag in question.tags]
    why = question.general_feedback.get(language, "")
    if why and question.kind == "ordering":
        marks.append(f"[why:{_WHY_ESCAPES.sub(lambda found: _WHY_ESCAPED[found[0]], why)}]")
    if marks:
        yield f"// {' '.join(marks)}"
    head = f"::{_escaped(question.name)}::[plain]{_escaped(question.text[language])}"
    general = f"{_GENERAL}{_safe(why)}" if why else ""
    yield from _WRITERS.get(question.kind, _written_choices)(question, language, head, general)


def _written_choices(question, language, head, general):
    yield head + "{"
    for answer in question.answers:
        why = answer.feedback.get(language, "")
        yield f"\t{_mark(question, answer)}{_safe(answer.text[language])}{f'#{_safe(why)}' if why else ''}"
    yield f"{general}}}"


def _written_verdict(question, language, head, general):
    is_true = question.answers[0].weight == 100
    right, wrong = question.answers if is_true else reversed(question.answers)
    whys = [_safe(answer.feedback.get(language, "")) for answer in (wrong, right)]
    yield head + "{" + ("TRUE" if is_true else "FALSE") + f"#{whys[0]}#{whys[1]}{general}" + "}"


def _written_pairs(question, language, head, general):
    yield head + "{"
    for answer in question.answers:
        yield f"\t={_left_side(answer.text.get(language, ''))} -> {_safe(answer.match[language])}"
    yield f"{general}}}"


def _left_side(text):
    """An arrow has no escape; in HTML it can be written otherwise."""
    return "[html]" + _escaped(html.escape(text)) if "->" in text else _safe(text)


def _written_order(question, language, head, general):
    """Moodle shows an item's escapes as they stand, so only what would break the file has one."""
    yield f"{head}{{>{len(question.answers)} ALL VERTICAL {grading_of(question)} SHOW none"
    for answer in question.answers:
        text = re.sub(r"[\\{}]", r"\\\g<0>", answer.text[language])
        yield f"[plain]{text}" if text[:1] in ("[", "/", "$") else text
    yield "}"


_WRITERS = {"true_false": _written_verdict, "matching": _written_pairs, "ordering": _written_order}
_WHY_ESCAPES = re.compile(r"[\\\]\n]")
_WHY_ESCAPED = {"\\": "\\\\", "]": "\\]", "\n": "\\n"}


def _mark(question, answer):
    if question.kind == "single" and answer.weight == 100:
        return "="
    return f"~%{answer.weight:.7g}%" if answer.weight else "~"


def _safe(text):
    """A text may begin like a format or a weight."""
    return ("[plain]" if text[:1] in ("[", "%") else "") + _escaped(text)


def _escaped(text):
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", "\\n")


def _in_comment(text):
    return text.replace("\n", " ").replace("]", "\\]")
