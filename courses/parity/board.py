"""Every page, question, quiz and topic with the state of its two languages, in the order of the courses.

Costs the same number of queries for any number of pages: each kind is read once, and streams by their stored values.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, ModulePage, Question, Quiz, Topic, TranslationCheck
from courses.parity import records
from courses.parity.records import Record
from courses.parity.states import State
from courses.question_content import LANGUAGES

BANK = "bank"
BEHIND = "behind"
_LAST = "~"


@dataclass(frozen=True)
class Row:
    """A record and where it stands: in which course and module ("" for the list of courses and for the bank)."""

    record: Record
    course: str
    course_title: str
    module_title: str
    order: tuple


def rows() -> list[Row]:
    """Return every row: the list of courses, then course by course and module by module, last what is in none."""
    checks = {check.key: check for check in TranslationCheck.objects.all()}
    tree = _Tree()
    found = chain(_page_rows(tree, checks), _bank_rows(tree, checks))
    return sorted(found, key=lambda row: row.order)


def matching(found: list[Row], course="", state="") -> list[Row]:
    """Return the rows of a course (BANK: of none) in a state (BEHIND: in one that leaves a language behind)."""
    if course:
        found = [row for row in found if row.course == course]
    if state == BEHIND:
        return [row for row in found if row.record.is_behind]
    if state:
        found = [row for row in found if any(finding.state == state for finding in row.record.findings)]
    return found


def counts(found: list[Row]) -> dict[State, int]:
    """Return how many rows are in each state, in the order of states; a row may be in several."""
    counted = Counter(chain.from_iterable({finding.state for finding in row.record.findings} for row in found))
    return {state: counted[state] for state in State}


def courses(found: list[Row]) -> list[tuple[str, str]]:
    """Return key and title of each course that has rows, in their order, for choosing one."""
    return list({row.course: (row.course, row.course_title) for row in found if row.course}.values())


class _Tree:
    """The pages of all courses, and which module a question, quiz or topic belongs to."""

    def __init__(self):
        pages = [page for model in records.PAGES for page in model.objects.select_related("locale")]
        self.pairs = records.pair_up(pages)
        self.by_path = {page.path: page for page in pages}
        self.by_pk = {page.pk: page for page in pages}
        self.quizzes = list(Quiz.objects.all())
        self.topics = list(Topic.objects.all())
        self.questions = list(Question.objects.select_related("topic"))
        self._find_modules()

    def source_of(self, page):
        """Return the English page of a pair, the other where there is none."""
        pair = self.pairs[str(page.translation_key)]
        return pair["en"] or pair["sw"]

    def above(self, page, model):
        """Return the page itself or the first one above it of that type, in English where possible, or None."""
        while page is not None and not isinstance(page, model):
            page = self.by_path.get(page.path[: -page.steplen])
        return page and self.source_of(page)

    def order_of(self, page):
        """Return where a page stands in the English tree; one that is not in it stands after its English siblings."""
        source = self.source_of(page)
        parent = self.by_path.get(page.path[: -page.steplen])
        if source.locale.language_code == "en" or parent is None:
            return source.path
        return f"{self.order_of(parent)}{_LAST}{source.path}"

    def module_of(self, item):
        """Return the module in which a quiz stands, a question is taught or asked, or that draws from a topic."""
        if isinstance(item, Quiz):
            return self._by_quiz.get(item.pk)
        if isinstance(item, Topic):
            return self._by_topic.get(item.pk)
        lesson = self.by_pk.get(item.lesson_id)
        taught_in = lesson and self.above(lesson, ModulePage)
        return taught_in or self._by_question.get(item.pk) or self._by_topic.get(item.topic_id)

    def _find_modules(self):
        self._by_quiz, self._by_question, self._by_topic = {}, {}, {}
        modules = (page for page in self.by_path.values() if isinstance(page, ModulePage) and page.quiz_id)
        for module in sorted(modules, key=self.order_of):
            self._by_quiz.setdefault(module.quiz_id, self.source_of(module))
        for quiz in self.quizzes:
            module = self._by_quiz.get(quiz.pk)
            for part in quiz.parts.raw_data if module else ():
                if part["type"] == "draw":
                    self._by_topic.setdefault(part["value"].get("topic"), module)
                else:
                    self._by_question.setdefault(part["value"], module)
        for question in self.questions:
            self._note_topic(question)

    def _note_topic(self, question):
        if question.topic_id not in self._by_topic and (module := self.module_of(question)):
            self._by_topic[question.topic_id] = module


def _page_rows(tree, checks):
    for key, pair in tree.pairs.items():
        page = pair["en"] or pair["sw"]
        course, module = tree.above(page, CoursePage), tree.above(page, ModulePage)
        record = Record("page", key, pair, checks.get(key))
        yield _row(record, course, module, (tree.order_of(page), 0, ""))


def _bank_rows(tree, checks):
    kinds = (("quiz", tree.quizzes), ("topic", tree.topics), ("question", tree.questions))
    for rank, (kind, items) in enumerate(kinds, start=1):
        for item in items:
            key = item.key if kind == "question" else item.slug
            module = tree.module_of(item)
            record = Record(kind, key, dict.fromkeys(LANGUAGES, item), checks.get(records.key_of(item)))
            order = (f"{tree.order_of(module)}{_LAST}" if module else _LAST, rank, key)
            yield _row(record, module and tree.above(module, CoursePage), module, order)


def _row(record, course, module, order):
    if course:
        return Row(record, str(course.translation_key), course.title, module.title if module else "", order)
    title = _("All courses") if record.kind == "page" else _("Question bank, in no course")
    return Row(record, "" if record.kind == "page" else BANK, title, "", order)
