import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from courses.statistics import FEW, analyse
from courses.statistics.reading import TableError, read

COLUMNS = {
    "n": "n",
    "maximum": "Maximum",
    "facility": "Facility %",
    "sd": "SD %",
    "intended_weight": "Intended %",
    "effective_weight": "Effective %",
    "discrimination_index": "Discrim. %",
    "discriminative_efficiency": "Efficiency %",
}
QUIZ = {
    "n": "Attempts",
    "maximum": "Maximum",
    "mean": "Mean %",
    "median": "Median %",
    "sd": "Standard deviation %",
    "skewness": "Skewness",
    "kurtosis": "Kurtosis",
    "alpha": "Internal consistency (Cronbach's alpha) %",
    "error_ratio": "Error ratio %",
    "standard_error": "Standard error %",
}


class Command(BaseCommand):
    help = (
        "Calculate what the platform says of a quiz from any table of marks: a CSV file whose first row holds the "
        "maximum mark of each item, and each further row one attempt's marks; an empty cell is an item not asked. "
        "Exit status: 0 with the figures, 1 when the file is no such table, 2 when it cannot be read."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="Print every figure, unrounded; null where undefined.")

    def handle(self, *, file, json, **options):
        statistics = _analyse(file)
        self.stdout.write(_as_json(statistics) if json else "\n".join(_as_text(statistics)))


def _analyse(path):
    try:
        with open(path, encoding="utf-8", errors="replace", newline="") as lines:
            maxima, attempts = read(lines)
            return analyse(attempts, maxima)
    except TableError as error:
        raise CommandError(str(error), returncode=1) from error
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error


def _as_json(statistics):
    quiz = asdict(statistics)
    items = [{"item": number, **item} for number, item in enumerate(quiz.pop("items"), start=1)]
    return json.dumps({"quiz": quiz, "items": items}, indent=2, allow_nan=False)


def _as_text(statistics):
    for name, label in QUIZ.items():
        yield f"{label:<44}{_cell(getattr(statistics, name)):>10}"
    if statistics.no_alpha:
        yield f"No internal consistency: {statistics.no_alpha}."
    yield ""
    yield "  ".join(["Item", *(f"{label:>12}" for label in COLUMNS.values())])
    for number, item in enumerate(statistics.items, start=1):
        yield "  ".join([f"{number:>4}", *(f"{_cell(getattr(item, name)):>12}" for name in COLUMNS)])
    if statistics.is_thin or any(item.is_thin for item in statistics.items):
        yield ""
        yield f"Figures from fewer than {FEW} answers say little."


def _cell(figure):
    if figure is None:
        return "–"
    return f"{figure:.2f}" if isinstance(figure, float) else str(figure)
