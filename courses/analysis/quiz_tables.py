"""The tables and charts of one quiz, from its kept result."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.analysis import charts, hidden, tables
from courses.analysis.charts import Chart, Value
from courses.analysis.tables import Row, Table, in_words, percent, shown
from courses.statistics import FEW

ITEM_FIGURES = {
    "facility": gettext_lazy("Facility (%)"),
    "sd": gettext_lazy("Standard deviation (%)"),
    "random_guess_score": gettext_lazy("Random guess score (%)"),
    "intended_weight": gettext_lazy("Intended weight (%)"),
    "effective_weight": gettext_lazy("Effective weight (%)"),
    "discrimination_index": gettext_lazy("Discrimination index (%)"),
    "discriminative_efficiency": gettext_lazy("Discriminative efficiency (%)"),
}
QUIZ_FIGURES = {
    "mean": gettext_lazy("Mean (%)"),
    "median": gettext_lazy("Median (%)"),
    "sd": gettext_lazy("Standard deviation (%)"),
    "skewness": gettext_lazy("Skewness"),
    "kurtosis": gettext_lazy("Kurtosis"),
    "alpha": gettext_lazy("Internal consistency, Cronbach's alpha (%)"),
    "error_ratio": gettext_lazy("Error ratio (%)"),
    "standard_error": gettext_lazy("Standard error (%)"),
}
ENDS = {
    "=safe": gettext_lazy("It ended safely"),
    "=missed": gettext_lazy("It ended with a victim missed"),
    "=harmful": gettext_lazy("It ended with harm done"),
}


def of_quiz(about: dict, section: dict) -> dict[str, Table]:
    """Return every table of a quiz by its slug; the figures of too few people are left out."""
    found = (
        questions_table(about, section),
        figures_table(section),
        alarms_table(section["alarms"], section["figures"]["n"]),
        distribution_table(section),
        options_table(about, section),
    )
    return {table.slug: table for table in found}


def questions_table(about, section) -> Table:
    columns = [_("No."), _("Key"), _("Question"), _("n"), *map(str, ITEM_FIGURES.values())]
    return Table("questions", _("Every question"), columns, list(_question_rows(about, section)))


def _question_rows(about, section) -> Iterator[Row]:
    for number, (key, figures) in enumerate(section["questions"].items(), start=1):
        head = [number, key, in_words(about[key]["text"])]
        if tables.is_hidden(figures):
            yield Row([*head, tables.too_few(), *[None] * len(ITEM_FIGURES)], key=key)
        else:
            cells = [*head, figures["n"], *(figures[name] for name in ITEM_FIGURES)]
            yield Row(cells, is_thin=tables.is_thin(figures), key=key)


def figures_table(section) -> Table:
    figures = section["figures"]
    is_thin = tables.is_thin(figures)
    rows = [Row([str(label), figures["n"], figures[name]], is_thin) for name, label in QUIZ_FIGURES.items()]
    return Table("quiz", _("The quiz as a whole"), [_("Figure"), _("n"), _("Value")], rows)


def alarms_table(alarms, n) -> Table:
    rows = [
        Row([label, n, alarms[part], alarms[whole], percent(alarms[part], alarms[whole])], is_thin=n < FEW)
        for label, part, whole in (
            (_("Misses: a red flag left out, a victim not reported"), "misses", "flags"),
            (_("False alarms: somebody innocent reported or harmed"), "false_alarms", "innocents"),
        )
    ]
    columns = [_("What"), _("n"), _("How many"), _("Of so many"), _("%")]
    return Table("alarms", _("Misses and false alarms"), columns, rows)


def distribution_table(section) -> Table:
    n = section["figures"]["n"]
    rows = [Row([tenth, number, share], is_thin=n < FEW) for tenth, number, share in _tenths(section)]
    return Table("distribution", _("Marks"), [_("Of the marks"), _("Attempts"), _("% of attempts")], rows)


def _tenths(section):
    """Yield each tenth of the marks with how many attempts reached it, and their share; None where that is hidden."""
    n, counts = section["figures"]["n"], dict(enumerate(section["distribution"]))
    closed = hidden.rows(counts)
    for tenth, number in counts.items():
        share = None if tenth in closed else percent(number, n)
        yield f"{10 * tenth}–{10 * tenth + 10} %", tables.count(number, tenth not in closed), share


def options_table(about, section, only: str | None = None) -> Table:
    """Return how often each option of every question was chosen, or of only one."""
    columns = [_("Question"), _("Answer"), _("Right"), _("n"), _("Chosen"), _("Chosen (%)")]
    columns += [_("Lower third: n"), _("Lower third (%)"), _("Upper third: n"), _("Upper third (%)")]
    rows = [
        row
        for key, figures in section["questions"].items()
        if only in (None, key) and not tables.is_hidden(figures)
        for row in _option_rows(key, about[key], figures)
    ]
    return Table("options", _("What was chosen"), columns, rows)


def _option_rows(key, about, figures):
    n, lower_n, upper_n = figures["choices"]["whole"]
    for option, (chosen, share, lower, upper) in _counted(about, figures["choices"]):
        shares = (chosen, share, lower_n, lower, upper_n, upper)
        yield Row([key, label_of(option), _right(option), n, *shares], is_thin=n < FEW, key=option["key"])


def _counted(about, choices):
    """Yield each option with its count, its share and the thirds' shares, None where these are hidden, and at the end
    leaving it out; pairs that nobody made are passed over."""
    shown = _Shown(about, choices)
    for option in about["options"]:
        counts = choices["options"][option["key"]]
        if counts[0] or about["kind"] != "matching" or option["right"]:
            yield option, shown.of(option["key"], *counts)
    yield {"key": "", "text": {"en": _("Left out")}, "right": None}, shown.of("", *choices["left_out"])


class _Shown:
    """What may be shown of each option's counts."""

    def __init__(self, about, choices):
        self.n, self.lower_n, self.upper_n = choices["whole"]
        self.whole, self.thirds = hidden.options(about, choices)

    def of(self, key, chosen, lower, upper):
        thirds = (None, None) if key in self.thirds else (percent(lower, self.lower_n), percent(upper, self.upper_n))
        is_shown = key not in self.whole
        return tables.count(chosen, is_shown), percent(chosen, self.n) if is_shown else None, *thirds


def label_of(option: dict) -> str:
    return in_words(option["text"]) if option["text"] else str(ENDS[option["key"]])


def _right(option):
    return {True: _("right"), False: _("wrong"), None: ""}[option["right"]]


def questions_chart(about, section) -> Chart:
    """Draw how easy each question is, and how well it tells learners apart."""
    rows = []
    for number, (key, figures) in enumerate(section["questions"].items(), start=1):
        label = f"{number}. {in_words(about[key]['text'])}"
        if tables.is_hidden(figures):
            rows.append((label, [Value(None, tables.too_few())], False))
            continue
        index = figures["discrimination_index"]
        values = [
            Value(figures["facility"], _with_n(figures["facility"], figures["n"])),
            Value(index, shown(index), "bad" if index is not None and index < 0 else "two"),
        ]
        rows.append((label, values, tables.is_thin(figures)))
    legend = [
        ("one", _("Facility: % of the marks earned")),
        ("two", _("Discrimination index: how well it tells strong from weak learners")),
        ("bad", _("Discrimination below zero: broken")),
    ]
    return charts.draw(_("How easy each question is, and how well it discriminates"), legend, rows, most=100)


def distribution_chart(section) -> Chart:
    n = section["figures"]["n"]
    rows = [(tenth, [_counted_value(number, number, share)], n < FEW) for tenth, number, share in _tenths(section)]
    return charts.draw(_("How many attempts reached how much of the marks"), [("one", _("Attempts"))], rows)


def options_chart(about, figures) -> Chart:
    """Draw how often each option of one question was chosen, by all, by the weaker third and by the stronger."""
    rows = []
    for option, (chosen, share, lower, upper) in _counted(about, figures["choices"]):
        values = [_counted_value(share, chosen, share)]
        if lower is not None:
            values.append(Value(lower, f"{shown(lower)} %", "two"))
            values.append(Value(upper, f"{shown(upper)} %", "three"))
        right = _right(option)
        rows.append((f"{right}: {label_of(option)}" if right else label_of(option), values, tables.is_thin(figures)))
    legend = [
        ("one", _("All")),
        ("two", _("Lower third: the third with the fewest marks")),
        ("three", _("Upper third: the third with the most marks")),
    ]
    return charts.draw(_("Who chose which answer"), legend, rows, most=100)


def _counted_value(length, number, share):
    return Value(None, number) if share is None else Value(length, f"{number} ({shown(share)} %)")


def _with_n(figure, n):
    return _("%(figure)s (n = %(n)s)") % {"figure": shown(figure), "n": n}
