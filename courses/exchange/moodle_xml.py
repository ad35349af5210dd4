"""Moodle XML, as Moodle reads and writes it."""

from html import escape
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from courses.exchange.parsed import MAX_QUESTIONS, TRUE_FALSE, Answer, ParsedQuestion
from courses.exchange.plain import clean, take
from courses.exchange.remarks import UnreadableFile

_KINDS = {"truefalse": "true_false", "shortanswer": "short_answer", "matching": "matching", "match": "matching"}
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
        question.media = [file.get("name", "file")[:60] for file in element.iter("file")]
        self._read_text(element.find("questiontext"))
        question.general_feedback = self._by_language(element.find("generalfeedback"))
        question.kind = self._kind()
        self._read_answers()
        self._note_what_is_left_out()
        question.media = list(dict.fromkeys(question.media))
        return question

    def _read_text(self, element):
        if element is None:
            self.question.refuse("xml_parts", tag="questiontext")
            return
        self.question.text = {self.language: self._plain(element)}
        self.default = element.get("format", "html")

    def _plain(self, element):
        written_as = element.get("format", self.default)
        return take(self.question, _text_of(element), _FORMATS.get(written_as, "html"))

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
        if self.question.kind == "matching":
            for part in self.element.iterfind("subquestion"):
                match = clean(_text_of(part.find("answer")))
                self.question.answers.append(Answer({self.language: self._plain(part)}, 100.0, match=match))
            return
        self.question.answers = [
            self._answer(part, number) for number, part in enumerate(self.element.iterfind("answer"), start=1)
        ]
        if self.question.kind == "true_false":
            self._name_verdicts()

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
    is_true_false = question.kind == "true_false"
    yield f'<question type="{"truefalse" if is_true_false else "multichoice"}">'
    yield f"<name>{_text(question.name)}</name>"
    yield f'<questiontext format="plain_text">{_text(question.text[language])}</questiontext>'
    yield '<generalfeedback format="plain_text"><text></text></generalfeedback>'
    yield "<defaultgrade>1</defaultgrade>"
    yield f"<penalty>{1 if is_true_false else 0.3333333}</penalty><hidden>0</hidden>"
    yield f"<idnumber>{escape(question.id_number)}</idnumber>"
    if not is_true_false:
        yield f"<single>{'true' if question.kind == 'single' else 'false'}</single>"
        yield "<shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>"
    words = ("true", "false") if is_true_false else [answer.text[language] for answer in question.answers]
    for answer, word in zip(question.answers, words, strict=True):
        yield from _written_answer(answer, word, language, "moodle_auto_format" if is_true_false else "plain_text")
    if question.tags:
        yield f"<tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in question.tags)}</tags>"
    yield "</question>"


def _written_answer(answer, word, language, written_as):
    yield f'<answer fraction="{answer.weight:.7g}" format="{written_as}">{_text(word)}'
    yield f'<feedback format="plain_text">{_text(answer.feedback.get(language, ""))}</feedback></answer>'


def _text(text):
    return f"<text>{escape(text)}</text>"
