"""The formats by name, and the one way in and out through them."""

from dataclasses import dataclass
from pathlib import Path

from courses import spreadsheets
from courses.exchange import bank, gift, moodle_xml, tables
from courses.exchange.checking import (
    ALL_OR_NOTHING_TAG,
    CRITICAL_TAG,
    DRAWING_TAG,
    TRUE_FALSE_TAG,
    all_or_nothing,
)
from courses.exchange.embedded import loaded
from courses.exchange.parsed import (
    STORED_KINDS,
    TRUE_FALSE,
    Answer,
    Content,
    ParsedFile,
    ParsedQuestion,
)
from courses.exchange.reading import check_size, decode
from courses.exchange.remarks import Remark, UnreadableFile
from courses.plain_text import clean
from courses.question_content import LANGUAGES

FORMATS = ("gift", "moodlexml", "csv", "xlsx")
TABLES = ("csv", "xlsx")
_LAYOUT = spreadsheets.Layout(comes_back=True)
_BY_SUFFIX = {".gift": "gift", ".txt": "gift", ".xml": "moodlexml", ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx"}
_CATEGORY = "$course$/top/"
_BOM = "\ufeff"


def guess(name: str) -> str | None:
    """Return the format that a file's name suggests."""
    return _BY_SUFFIX.get(Path(name).suffix.lower())


def look(data: bytes) -> str:
    """Return the format that a file's beginning looks like; GIFT has no mark of its own."""
    head = data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"pk\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "xlsx"
    if head.startswith(b"<"):
        return "moodlexml"
    columns = head.split(b"\n", 1)[0]
    return "csv" if b"option1_" in columns or b"text_en" in columns or b"text_sw" in columns else "gift"


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


@dataclass
class Exported:
    """A file, how many questions it holds, and what is not in it."""

    data: bytes
    count: int
    notes: list[Remark]


def export(written_as: str, topic: str | None = None, language: str = "en") -> Exported:
    """Return the bank, or one topic of it, as a file. GIFT and Moodle XML hold one language, tables both."""
    contents = [entry.content for entry in bank.entries(topic)]
    notes = _Notes()
    ready = [content for content in contents if _can_hold(content, written_as, language, notes)]
    make = _for_table if written_as in TABLES else _for_moodle
    questions = [make(content, language) for content in ready]
    for question, content in zip(questions, ready, strict=True):
        _take_media(question, content, written_as, language, notes)
    return Exported(write(questions, written_as, language), len(questions), notes.remarks())


class _Notes:
    """Collects the keys of questions by what is to be said of them."""

    def __init__(self):
        self.keys = {}

    def add(self, code, content):
        self.keys.setdefault(code, []).append(content.key)

    def remarks(self):
        return [Remark(code, {"count": len(keys), "keys": ", ".join(keys)}) for code, keys in self.keys.items()]


def _can_hold(content, written_as, language, notes):
    if content.kind not in STORED_KINDS:
        notes.add("left_out_kind", content)
        return False
    if written_as not in TABLES and not _speaks(content, language):
        notes.add("left_out_language", content)
        return False
    if written_as not in TABLES and not content.part_marks and content.kind in ("multiple", "matching"):
        notes.add("marked_in_parts", content)
    return True


def _take_media(question, content, written_as, language, notes):
    sounds = content.sounds if written_as in TABLES else {language: content.sounds.get(language)}
    wanted = [media for media in (content.picture, *sounds.values()) if media]
    if not wanted:
        return
    if written_as != "moodlexml":
        notes.add("without_media", content)
        return
    question.picture = loaded(content.picture)
    question.sounds = {language: sound for language, sound in ((language, loaded(sounds[language])),) if sound}
    if len(wanted) > bool(question.picture) + len(question.sounds):
        notes.add("media_gone", content)


def write(questions: list[ParsedQuestion], written_as: str, language: str = "en") -> bytes:
    """Return the file; a text in it may hold what no file of its kind can."""
    if written_as == "xlsx":
        return spreadsheets.to_xlsx(tables.rows_of(questions), "Questions", _LAYOUT)
    if written_as == "csv":
        return "".join(spreadsheets.to_csv(tables.rows_of(questions))).encode()
    writer = gift if written_as == "gift" else moodle_xml
    return clean(writer.write(questions, language)).encode()


def _speaks(content, language):
    if content.kind == "matching":
        options = [option.match for option in content.options]
        options += [option.text for option in content.options if option.text]
    else:
        options = [option.text for option in content.options]
    return bool(content.text.get(language)) and all(texts.get(language) for texts in options)


def _for_table(content: Content, language: str) -> ParsedQuestion:
    weights = [option.weight for option in content.options]
    return _question(content, [None if weight is None else float(weight) for weight in weights])


def _question(content, weights):
    pairs = zip(content.options, weights, strict=True)
    return ParsedQuestion(
        content.kind,
        line=0,
        text=content.text,
        name=content.key,
        id_number=content.key,
        topic=content.topic,
        is_critical=content.is_critical,
        part_marks=content.part_marks,
        general_feedback=content.why,
        drawing=content.drawing,
        alt=content.alt,
        answers=[Answer(option.text, weight, option.why, option.match, option.is_right) for option, weight in pairs],
    )


def _for_moodle(content: Content, language: str) -> ParsedQuestion:
    """Moodle has its own words for true and false; a question with others goes out as one with a single answer."""
    question = _question(content, _weights_for_moodle(content))
    question.category = _CATEGORY + content.topic
    words = tuple(option.text.get(language) for option in content.options)
    if content.kind == "true_false" and words != TRUE_FALSE[language]:
        question.kind = "single"
        question.tags.append(TRUE_FALSE_TAG)
    if content.is_critical:
        question.tags.append(CRITICAL_TAG)
    if content.kind in ("multiple", "matching") and not content.part_marks:
        question.tags.append(ALL_OR_NOTHING_TAG)
    if content.drawing:
        question.tags.append(DRAWING_TAG + content.drawing)
    return question


def _weights_for_moodle(content):
    rights = [option.is_right for option in content.options]
    if content.kind != "multiple":
        return [100.0 if right else 0.0 for right in rights]
    return all_or_nothing(rights) if content.weights is None else [float(weight) for weight in content.weights]


__all__ = ["FORMATS", "LANGUAGES", "export", "guess", "parse", "write"]
