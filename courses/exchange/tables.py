"""Tables, one question a row and both languages side by side: CSV, and the first sheet of an Excel workbook."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from courses.exchange.parsed import MAX_QUESTIONS, Answer, ParsedQuestion, share
from courses.exchange.plain import clean, note_markup
from courses.exchange.remarks import Remark, UnreadableFile
from courses.question_content import LANGUAGES
from places.cells import rearm

MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 1000
MAX_COLUMNS = 200
_HEAD = (
    *("key", "topic", "kind", "critical", "part_marks", "text_en", "text_sw", "why_en", "why_sw"),
    *("drawing", "picture_alt_en", "picture_alt_sw"),
)
_PARTS = ("en", "sw", "right", "weight", "why_en", "why_sw", "match_en", "match_sw")
_OPTION = re.compile(rf"option([1-9]\d?)_({'|'.join(_PARTS)})")
YES = {"yes", "y", "true", "1", "x", "ndio", "ndiyo", "✓"}
NO = {"", "no", "n", "false", "0", "hapana", "la"}
_OLE = b"\xd0\xcf\x11\xe0"

Row = tuple[int, list[str]]
"""A line's number and its cells."""


class Formula(str):
    """The text of a cell that a spreadsheet would calculate."""

    __slots__ = ()


def parse_csv(text: str) -> tuple[list[ParsedQuestion], list[Remark]]:
    return parse_rows(csv_rows(text))


def parse_xlsx(data: bytes) -> tuple[list[ParsedQuestion], list[Remark]]:
    return parse_rows(xlsx_rows(data))


def csv_rows(text) -> Iterator[Row]:
    head = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("table_broken", line=line, error=str(error)) from None


def xlsx_rows(data) -> Iterator[Row]:
    check_zip(data)
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, keep_links=False).worksheets[0]
        sheet.reset_dimensions()
        for line, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            yield line, _trimmed([_cell(cell) for cell in cells])
    except DAMAGE as error:
        # openpyxl wraps what the XML reader refuses.
        hostile = any(isinstance(cause, DefusedXmlException) for cause in (error, error.__cause__))
        raise UnreadableFile("xml_forbidden" if hostile else "not_xlsx") from None


# What openpyxl raises for one damaged part or another.
DAMAGE = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, IndexError, EOFError),
    *(AttributeError, OSError, NotImplementedError, RuntimeError, zipfile.zlib.error),
)


def check_zip(data: bytes):
    """Refuse what is no workbook, and one that would unpack to far more than it seems, before anything is unpacked."""
    if data.startswith(_OLE):
        raise UnreadableFile("old_excel")
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableFile("not_xlsx") from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(data), 1) or len(parts) > MAX_PARTS:
        raise UnreadableFile("zip_bomb")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFile("not_xlsx")


def _trimmed(cells):
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(cell):
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(getattr(value, "text", value) or "")
    if isinstance(value, datetime | date):
        return value.isoformat()
    # A workbook writes `_x0041_` as `_x005F_x0041_` (ECMA-376, ST_Xstring), which openpyxl leaves as it is.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else unescape(str(value))


def parse_rows(rows: Iterable[Row]) -> tuple[list[ParsedQuestion], list[Remark]]:
    """Return the questions of a table whose first row names the columns, and what to say of the columns."""
    header, notes, questions = None, [], []
    for line, cells in rows:
        if line > 4 * MAX_QUESTIONS or len(questions) > MAX_QUESTIONS:
            raise UnreadableFile("too_many", line=line, limit=MAX_QUESTIONS)
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header, notes = _header(cells, line)
        else:
            questions.append(_RowReader(header, line, cells).read())
    if header is None:
        raise UnreadableFile("empty")
    return questions, notes


def _header(cells, line):
    names = [clean(cell).lower().replace(" ", "_") for cell in cells]
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise UnreadableFile("column_twice", line=line, column=twice[:40])
    if not {f"text_{language}" for language in LANGUAGES} & set(names):
        raise UnreadableFile("no_header", line=line, column="text_en")
    if not any(_OPTION.fullmatch(name) for name in names):
        raise UnreadableFile("no_header", line=line, column="option1_en")
    unknown = [name for name in names if name and name not in _HEAD and not _OPTION.fullmatch(name)]
    return names, [Remark("column_unknown", {"column": name[:40]}) for name in unknown]


class _RowReader:
    """Reads one row by the names of its columns."""

    def __init__(self, header, line, cells):
        self.question = ParsedQuestion("", line)
        self.cells = dict(zip(header, cells, strict=False))
        if any(cell.strip() for cell in cells[len(header) :]):
            self.question.refuse("row_too_long")

    def read(self):
        question = self.question
        question.name = question.id_number = self.get("key")
        question.topic = self.get("topic")
        question.is_critical = self.is_yes("critical")
        question.part_marks = self.is_yes("part_marks")
        question.text = self.texts("text_")
        question.general_feedback = self.texts("why_")
        question.drawing = self.get("drawing")
        question.alt = self.texts("picture_alt_")
        self._read_options()
        rights = sum(answer.is_right for answer in question.answers)
        question.kind = self.get("kind").lower().replace(" ", "_") or self._usual_kind(rights)
        self._fill_weights(share(rights) if question.kind == "multiple" else 100.0)
        return question

    def _usual_kind(self, rights):
        if any(answer.match for answer in self.question.answers):
            return "matching"
        return "multiple" if rights > 1 else "single"

    def _fill_weights(self, full):
        """Where no weight stands, right ones share the mark; part marks take as much away for a wrong one."""
        is_in_parts = self.question.kind == "multiple" and self.question.part_marks
        for answer in self.question.answers:
            if answer.weight is None or not is_in_parts:
                answer.weight = full if answer.is_right else -full if is_in_parts else 0.0

    def get(self, name):
        value = self.cells.get(name, "")
        if isinstance(value, Formula):
            self.question.refuse("formula_in_cell", column=name)
        if value.startswith("="):
            self.question.note("formula_kept_as_text")
        note_markup(self.question, value)
        return clean(rearm(value.replace("\r\n", "\n")))

    def texts(self, stem):
        found = {language: self.get(f"{stem}{language}") for language in LANGUAGES}
        return {language: text for language, text in found.items() if text}

    def is_yes(self, name):
        value = self.get(name).casefold()
        if value not in YES | NO:
            self.question.refuse("not_yes_or_no", column=name, value=value[:40])
        return value in YES

    def _read_options(self):
        numbers = {int(found[1]) for name in self.cells if (found := _OPTION.fullmatch(name))}
        for number in sorted(numbers):
            stem = f"option{number}_"
            answer = Answer(self.texts(stem), feedback=self.texts(f"{stem}why_"), match=self.texts(f"{stem}match_"))
            answer.is_right = self.is_yes(f"{stem}right")
            answer.weight = self._weight(f"{stem}weight", number)
            if answer.text or answer.feedback or answer.match or answer.is_right:
                self.question.answers.append(answer)

    def _weight(self, name, number):
        """Return None where no weight stands, so that the other options' weights say what it is."""
        text = self.get(name).removesuffix("%").strip().replace(",", ".")
        try:
            return float(text) if text else None
        except ValueError:
            self.question.refuse("weight_not_a_number", number=number, weight=text[:20])
            return None


def rows_of(questions: list[ParsedQuestion]) -> Iterator[list[str]]:
    """Yield the table's rows, the first with the columns' names."""
    most = max([6, *(len(question.answers) for question in questions)])
    yield [*_HEAD, *(f"option{number}_{part}" for number in range(1, most + 1) for part in _PARTS)]
    for question in questions:
        yield [*_head_of(question), *(cell for answer in question.answers for cell in _cells_of(answer))]


def _head_of(question):
    yield from (question.id_number, question.topic, question.kind)
    yield from (_yes(question.is_critical), _yes(question.part_marks))
    yield from (*_each(question.text), *_each(question.general_feedback))
    yield from (question.drawing, *_each(question.alt))


def _cells_of(answer):
    right = answer.weight > 0 if answer.is_right is None else answer.is_right
    weight = "" if answer.weight is None else f"{answer.weight:.7g}"
    yield from (*_each(answer.text), _yes(right), weight, *_each(answer.feedback), *_each(answer.match))


def _each(texts):
    return [texts.get(language, "") for language in LANGUAGES]


def _yes(value):
    return "yes" if value else "no"
