"""Moodle XML, as Moodle reads and writes it."""

from html import escape
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from courses.exchange.embedded import place, written_text
from courses.exchange.ordering import grading_of, take_settings
from courses.exchange.parsed import MAX_QUESTIONS, TRUE_FALSE, Answer, ParsedQuestion
from courses.exchange.plain import clean, take
from courses.exchange.remarks import UnreadableFile

_KINDS = {"truefalse": "true_false", "shortanswer": "short_answer", "matching": "matching", "match": "matching"}
_TYPES = {"true_false": "truefalse", "matching": "matching", "ordering": "ordering"}
_FORMATS = {"moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_OVERALL = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint")
_USUAL = ("", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.")


def parse(text: str, language: str) -> list[ParsedQuestion]:
    """Return the file's questions in order, each with the line where it begins."""
    root, lines = _tree(text)
    if root.tag != "quiz":
        raise UnreadableFile("not_moodle_xml", line=lines[root], tag=root.tag[:40])
    questions, category = [], ""
    for element in root.iter("question"):
        if element.get("type") == "category":
            category = _text_of(element.find("category")).strip()
        else:
            questions.append(_Reader(element, lines[element], language).read())
            questions[-1].category = category
        if len(questions) > MAX_QUESTIONS:
            raise UnreadableFile("too_many", line=lines[element], limit=MAX_QUESTIONS)
    return questions


class _LineBuilder(TreeBuilder):
    """Remembers in which line each element begins; `expat` is set once the parser is there."""

    def __init__(self):
        super().__init__()
        self.lines = {}
        self.expat = None

    def start(self, tag, attrs):
        element = super().start(tag, attrs)
        self.lines[element] = self.expat.CurrentLineNumber
        return element


def _tree(text):
    builder = _LineBuilder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.expat = parser.parser
    try:
        parser.feed(text)
        return parser.close(), builder.lines
    except ParseError as error:
        raise UnreadableFile("xml_broken", line=error.position[0], error=str(error)) from None
    except DefusedXmlException:
        raise UnreadableFile("xml_forbidden", line=builder.expat.CurrentLineNumber) from None


def _text_of(element: Element | None) -> str:
    """Return what stands in the element's <text>, or where it has none, in itself."""
    if element is None:
        return ""
    found = element.find("text")
    return "".join((element if found is None else found).itertext())


class _Reader:
    """Reads one <question>; the format of its text is the default of all its parts."""

    def __init__(self, element, line, language):
        self.element = element
        self.language = language
        self.question = ParsedQuestion("", line)
        self.default = "html"

    def read(self):
        question, element = self.question, self.element
        question.name = " ".join(clean(_text_of(element.find("name"))).split())
        question.id_number = clean(_text_of(element.find("idnumber")))
        question.tags = [clean(_text_of(tag)) for tag in element.iterfind("tags/tag")]
        self._read_text(element.find("questiontext"))
        question.general_feedback = self._by_language(element.find("generalfeedback"))
        question.kind = self._kind()
        self._read_answers()
        self._note_what_is_left_out()
        return question

    def _read_text(self, element):
        if element is None:
            self.question.refuse("xml_parts", tag="questiontext")
            return
        text, shown = self._take(element)
        self.question.text = {self.language: text}
        place(self.question, shown, element, self.language)
        self.default = element.get("format", "html")

    def _take(self, element):
        """Return the element's text, and what it shows."""
        before, self.question.media = self.question.media, []
        written_as = _FORMATS.get(element.get("format", self.default), "html")
        text = take(self.question, _text_of(element), written_as)
        shown, self.question.media = self.question.media, before
        return text, shown

    def _plain(self, element):
        text, shown = self._take(element)
        names = [one.name for one in shown] + [file.get("name", "file")[:60] for file in element.iterfind("file")]
        if names:
            self.question.refuse("media_in_answer", names=", ".join(dict.fromkeys(names[:5])))
        return text

    def _by_language(self, element):
        text = "" if element is None else self._plain(element)
        return {self.language: text} if text else {}

    def _kind(self):
        kind = self.element.get("type", "")
        if kind != "multichoice":
            return _KINDS.get(kind, kind)
        single = clean(self.element.findtext("single", "true")).lower()
        return "multiple" if single in ("false", "0", "") else "single"

    def _read_answers(self):
        kind = self.question.kind
        if kind == "matching":
            self.question.answers = [self._pair(part) for part in self.element.iterfind("subquestion")]
            return
        if kind == "ordering":
            self._read_order()
            return
        self.question.answers = [
            self._answer(part, number) for number, part in enumerate(self.element.iterfind("answer"), start=1)
        ]
        if kind == "true_false":
            self._name_verdicts()

    def _pair(self, element):
        match = clean(_text_of(element.find("answer")))
        return Answer(self._by_language(element), 100.0, match={self.language: match} if match else {})

    def _read_order(self):
        """Their order in the file is the right one; Moodle numbers them by their fraction."""
        for part in self.element.iterfind("answer"):
            self.question.answers.append(Answer(self._by_language(part), 100.0))
            if self._by_language(part.find("feedback")):
                self.question.note("option_feedback_left_out")
        take_settings(
            self.question,
            grading=clean(self.element.findtext("gradingtype", "")),
            selects=clean(self.element.findtext("selecttype", "")),
        )

    def _answer(self, element, number):
        weight = self._weight(element.get("fraction", "0").strip(), number)
        return Answer({self.language: self._plain(element)}, weight, self._by_language(element.find("feedback")))

    def _weight(self, text, number):
        try:
            return float(text or 0)
        except ValueError:
            self.question.refuse("weight_not_a_number", number=number, weight=text[:20])
            return None

    def _name_verdicts(self):
        """Moodle writes “true” and “false” whatever the language, in either order."""
        answers = self.question.answers
        if len(answers) == 2 and answers[0].text[self.language].lower() == "false":
            answers.reverse()
        for answer, word in zip(answers, TRUE_FALSE[self.language], strict=False):
            answer.text = {self.language: word}

    def _note_what_is_left_out(self):
        parts = [part for tag in _OVERALL for part in self.element.iterfind(tag)]
        if any(self._plain(part) not in _USUAL for part in parts):
            self.question.note("other_feedback_left_out")


def write(questions: list[ParsedQuestion], language: str) -> str:
    """Return the questions as Moodle reads them; their text is marked as plain, so that nothing in it is HTML."""
    lines, category = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], ""
    for question in questions:
        if question.category != category:
            category = question.category
            lines.append(f'<question type="category"><category>{_text(category)}</category></question>')
        lines += _written(question, language)
    return "\n".join([*lines, "</quiz>", ""])


def _written(question, language):
    yield f'<question type="{_TYPES.get(question.kind, "multichoice")}">'
    yield f"<name>{_text(question.name)}</name>"
    yield written_text(question, language)
    yield _feedback("generalfeedback", question.general_feedback, language)
    yield "<defaultgrade>1</defaultgrade>"
    yield f"<penalty>{1 if question.kind == 'true_false' else 0.3333333}</penalty><hidden>0</hidden>"
    yield f"<idnumber>{escape(question.id_number)}</idnumber>"
    yield from _ANSWERS.get(question.kind, _choices)(question, language)
    if question.tags:
        yield f"<tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in question.tags)}</tags>"
    yield "</question>"


def _choices(question, language):
    yield f"<single>{'true' if question.kind == 'single' else 'false'}</single>"
    yield "<shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>"
    for answer in question.answers:
        yield from _written_answer(answer, answer.text[language], language, "plain_text")


def _verdicts(question, language):
    for answer, word in zip(question.answers, ("true", "false"), strict=True):
        yield from _written_answer(answer, word, language, "moodle_auto_format")


def _pairs(question, language):
    yield "<shuffleanswers>true</shuffleanswers>"
    for answer in question.answers:
        match = f"<answer>{_text(answer.match[language])}</answer>"
        yield f'<subquestion format="plain_text">{_text(answer.text.get(language, ""))}{match}</subquestion>'


def _order(question, language):
    yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
    yield f"<selectcount>{len(question.answers)}</selectcount><gradingtype>{grading_of(question)}</gradingtype>"
    yield "<showgrading>SHOW</showgrading><numberingstyle>none</numberingstyle>"
    for number, answer in enumerate(question.answers, start=1):
        yield f'<answer fraction="{number}.0000000" format="plain_text">{_text(answer.text[language])}</answer>'


_ANSWERS = {"true_false": _verdicts, "matching": _pairs, "ordering": _order}


def _written_answer(answer, word, language, written_as):
    feedback = _feedback("feedback", answer.feedback, language)
    yield f'<answer fraction="{answer.weight:.7g}" format="{written_as}">{_text(word)}{feedback}</answer>'


def _feedback(tag, texts, language):
    return f'<{tag} format="plain_text">{_text(texts.get(language, ""))}</{tag}>'


def _text(text):
    return f"<text>{escape(text)}</text>"
