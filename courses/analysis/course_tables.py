"""The tables and the chart of one course, from its kept result."""

from django.utils.translation import gettext as _

from courses.analysis import charts, tables
from courses.analysis.charts import Chart, Value
from courses.analysis.choices import ALARMS
from courses.analysis.quiz_tables import alarms_table
from courses.analysis.tables import Row, Table, in_words, people, percent, shown
from courses.statistics import FEW
from places import hiding


def of_course(result: dict) -> dict[str, Table]:
    """Return every table of a course by its slug; the figures of too few people are left out."""
    found = [lessons_table(result), cards_table(result), modules_table(result), quizzes_table(result)]
    counted = [quiz for quiz in result["quizzes"] if not hiding.is_too_few(quiz["n"])]
    if counted:
        alarms = {name: sum(quiz["alarms"][name] for quiz in counted) for name in ALARMS}
        found.append(alarms_table(alarms, sum(quiz["n"] for quiz in counted)))
    return {table.slug: table for table in found}


def lessons_table(result) -> Table:
    columns = [_("Module"), _("Lesson"), _("Began"), _("Finished"), _("Finished (%)"), _("Left")]
    columns += [_("Left (%)"), _("Minutes planned"), _("A quarter took under"), _("Half took under (median)")]
    columns += [_("Three quarters took under")]
    return Table("lessons", _("Lesson by lesson"), columns, [_lesson_row(lesson) for lesson in result["lessons"]])


def _lesson_row(lesson):
    head, began = [lesson["module"], in_words(lesson["title"])], lesson["began"]
    if hiding.is_too_few(began):
        return Row([*head, _("fewer than 5 people yet"), None, None, None, None, lesson["planned"], None, None, None])
    cells = [began, people(lesson["finished"]), _share(lesson["finished"], began), people(lesson["left"])]
    cells += [_share(lesson["left"], began), lesson["planned"], *_minutes(lesson["minutes"], lesson["finished"])]
    return Row([*head, *cells], is_thin=began < FEW, key=lesson["key"])


def _share(number, whole):
    return None if isinstance(people(number), str) else percent(number, whole)


def _minutes(minutes, n):
    return minutes if minutes and not hiding.is_too_few(n) else [None] * 3


def cards_table(result) -> Table:
    rows = [
        Row([in_words(lesson["title"]), int(card), lesson["cards"], people(number)])
        for lesson in result["lessons"]
        if not hiding.is_too_few(lesson["began"])
        for card, number in lesson["left_at"].items()
    ]
    columns = [_("Lesson"), _("Left at card"), _("Of so many cards"), _("People")]
    return Table("cards", _("At which card they leave"), columns, rows)


def modules_table(result) -> Table:
    rows = [
        Row([module["number"], in_words(module["title"]), people(module["here"]), people(module["stopped"])])
        for module in result["modules"]
    ]
    columns = [_("Module"), _("Title"), _("Are at it"), _("Of these, not seen for 7 days")]
    return Table("modules", _("Where people stop"), columns, rows)


def quizzes_table(result) -> Table:
    columns = [_("Quiz"), _("First attempts"), _("Passed (%)"), _("A quarter took under (min)")]
    columns += [_("Half took under (median, min)"), _("Three quarters took under (min)")]
    rows = []
    for quiz in result["quizzes"]:
        title, n = in_words(quiz["title"]), quiz["n"]
        if hiding.is_too_few(n):
            rows.append(Row([title, tables.too_few(), None, None, None, None]))
        else:
            cells = [title, n, _passed(quiz["passed"], n), *_minutes(quiz["minutes"], quiz["timed"])]
            rows.append(Row(cells, is_thin=n < FEW))
    return Table("quizzes", _("How long quizzes take"), columns, rows)


def _passed(passed, n):
    return None if hiding.is_few(passed) or hiding.tells_of_others(passed, n) else percent(passed, n)


def funnel(result) -> Chart:
    """Draw how many began each lesson, finished it and left it."""
    rows = []
    for lesson in result["lessons"]:
        label, began = in_words(lesson["title"]), lesson["began"]
        if hiding.is_too_few(began):
            rows.append((label, [Value(None, _("fewer than 5 people yet"))], False))
        else:
            values = [Value(began, shown(began)), _value(lesson["finished"], "two"), _value(lesson["left"], "bad")]
            rows.append((label, values, began < FEW))
    legend = [("one", _("Began")), ("two", _("Finished")), ("bad", _("Left: not seen for 7 days, unfinished"))]
    return charts.draw(_("How many began, finished and left each lesson"), legend, rows)


def _value(number, tone):
    known = people(number)
    return Value(None if isinstance(known, str) else known, shown(known), tone)


def leaving_most(result: dict) -> list[dict]:
    """Return up to three lessons which the largest share of people left, if at least a tenth did, the worst first."""
    judged = [lesson for lesson in result["lessons"] if lesson["began"] >= FEW and lesson["left"] >= hiding.FEWEST]
    judged = [lesson for lesson in judged if lesson["left"] * 10 >= lesson["began"]]
    worst = sorted(judged, key=lambda lesson: -lesson["left"] / lesson["began"])[:3]
    return [
        {
            "title": in_words(lesson["title"]),
            "percent": shown(percent(lesson["left"], lesson["began"])),
            "began": lesson["began"],
            "card": max(lesson["left_at"], key=lesson["left_at"].get),
            "cards": lesson["cards"],
        }
        for lesson in worst
    ]
