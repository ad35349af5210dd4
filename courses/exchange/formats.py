"""The formats by name, and the one way in and out through them."""

from pathlib import Path

from courses.exchange import bank, gift, moodle_xml, tables
from courses.exchange.checking import CRITICAL_TAG, TRUE_FALSE_TAG
from courses.exchange.parsed import LANGUAGES, TRUE_FALSE, Answer, Content, ParsedFile, ParsedQuestion, share
from courses.exchange.reading import check_size, decode
from courses.exchange.remarks import UnreadableFile

FORMATS = ("gift", "moodlexml", "csv", "xlsx")
_BY_SUFFIX = {".gift": "gift", ".txt": "gift", ".xml": "moodlexml", ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx"}
_CATEGORY = "$course$/top/"
_BOM = "\ufeff"


def guess(name: str) -> str | None:
    """Return the format that a file's name suggests."""
    return _BY_SUFFIX.get(Path(name).suffix.lower())


def parse(data: bytes, written_as: str, language: str = "en") -> ParsedFile:
    """Return what the file says. GIFT and Moodle XML hold one language, `language`; tables name theirs."""
    if written_as == "xlsx":
        (questions, notes), said = tables.parse_xlsx(check_size(data)), []
    else:
        text, said = decode(data)
        questions, notes = _parse_text(text.lstrip(_BOM), written_as, language)
    if not questions:
        raise UnreadableFile("no_questions")
    return ParsedFile(written_as, language, questions, [*said, *notes])


def _parse_text(text, written_as, language):
    if written_as == "csv":
        return tables.parse_csv(text)
    parser = gift if written_as == "gift" else moodle_xml
    return parser.parse(text, language), []


def export(written_as: str, topic: str | None = None, language: str = "en") -> tuple[bytes, int]:
    """Return the bank, or one topic of it, as a file, and how many questions were left out: they lack the language."""
    contents = [entry.content for entry in bank.entries(topic)]
    if written_as in ("csv", "xlsx"):
        return write([_for_table(content) for content in contents], written_as), 0
    ready = [content for content in contents if _speaks(content, language)]
    return write([_for_moodle(content, language) for content in ready], written_as, language), len(contents) - len(
        ready
    )


def write(questions: list[ParsedQuestion], written_as: str, language: str = "en") -> bytes:
    """Return the file; a CSV file is marked as UTF-8, because Excel takes it for Windows-1252 otherwise."""
    if written_as == "xlsx":
        return tables.write_xlsx(questions)
    if written_as == "csv":
        return (_BOM + tables.write_csv(questions)).encode()
    writer = gift if written_as == "gift" else moodle_xml
    return writer.write(questions, language).encode()


def _speaks(content, language):
    return bool(content.text.get(language)) and all(option.text.get(language) for option in content.options)


def _for_table(content: Content) -> ParsedQuestion:
    right = sum(option.is_right for option in content.options)
    full = share(right) if content.kind == "multiple" else 100.0
    return ParsedQuestion(
        content.kind,
        line=0,
        text=content.text,
        name=content.key,
        id_number=content.key,
        topic=content.topic,
        is_critical=content.is_critical,
        answers=[Answer(option.text, full if option.is_right else 0.0, option.why) for option in content.options],
    )


def _for_moodle(content: Content, language: str) -> ParsedQuestion:
    """Moodle has its own words for true and false; a question with others goes out as one with a single answer."""
    question = _for_table(content)
    question.category = _CATEGORY + content.topic
    words = tuple(option.text[language] for option in content.options)
    if content.kind == "true_false" and words != TRUE_FALSE[language]:
        question.kind = "single"
        question.tags.append(TRUE_FALSE_TAG)
    if content.is_critical:
        question.tags.append(CRITICAL_TAG)
    return question


__all__ = ["FORMATS", "LANGUAGES", "export", "guess", "parse", "write"]
