"""What the answers to a quiz say, worked out and kept: one row for each version and one for all of them together.

A result holds `about` (each question's words), `figures` of the quiz, `questions` (each one's figures and choices),
`distribution` (attempts by tenths of the marks), `alarms`, `people`, `is_hidden` (of the whole, and of each question:
never to be shown, because it would tell of a few), `repeats` (attempts left out) and `broken` (how many questions need
work); under `all` the same once more, of every full attempt instead of the first ones alone.
"""

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from courses import grading
from courses.analysis import choices, findings, hidden, marks
from courses.analysis.choices import Tallies
from courses.analysis.marks import Counted, Which
from courses.analysis.options import guess_of, options_of
from courses.models import Analysis, Attempt, Quiz
from courses.statistics import count_tallied, figures
from places import hiding

ALL_VERSIONS = hidden.TOGETHER


def calculate(quiz: Quiz, now: datetime | None = None) -> list[Analysis]:
    """Work out what the answers to a quiz say and keep it in place of what was kept before."""
    now, newest = now or timezone.now(), newest_of(quiz)
    versions = dict(quiz.versions.order_by("number").values_list("pk", "number"))
    contents = dict(quiz.versions.order_by("number").values_list("pk", "content"))
    results = _results(quiz, versions, contents)
    with transaction.atomic():
        return [_keep(quiz.slug, number, result, newest, now) for number, result in results.items()]


def newest_of(quiz: Quiz) -> int:
    """Return the id of the newest attempt at the quiz, or 0: one look at the end of an index."""
    return Attempt.objects.filter(quiz=quiz).order_by("-pk").values_list("pk", flat=True).first() or 0


def _keep(slug, number, result, newest, now):
    return Analysis.objects.update_or_create(
        subject=Analysis.Subject.QUIZ,
        key=slug,
        version=number,
        defaults={"result": result, "newest": newest, "calculated_at": now},
    )[0]


def _results(quiz, versions, contents):
    keys = {version: content["questions"] for version, content in contents.items()}
    counted = {which: marks.count(quiz, keys, which) for which in Which}
    tallied = choices.tally(quiz, contents)
    closed = _hidden(contents, tallied)
    repeats = _repeats(quiz)
    results = {}
    for version, number in versions.items():
        about = _about([contents[version]])
        sections = {
            which: _section(about, counted[which][version], tallied[which][version], closed[which, version])
            for which in Which
        }
        results[number] = _result(about, sections, repeats.get(version, 0))
    about = _about(contents.values())
    sections = {
        which: _section(about, *_together(counted[which], tallied[which]), closed[which, ALL_VERSIONS])
        for which in Which
    }
    return results | {ALL_VERSIONS: _result(about, sections, sum(repeats.values()))}


def _hidden(contents, tallied):
    """Return by (which attempts, version) the keys of the questions that are hidden there, "" for the whole."""
    firsts = {version: tallies.who() for version, tallies in tallied[Which.FIRST].items()}
    laters = {version: tallies.later for version, tallies in tallied[Which.ALL].items()}
    found = defaultdict(set)
    for key in {"", *(key for content in contents.values() for key in content["questions"])}:
        people = ({version: who.get(key, set()) for version, who in part.items()} for part in (firsts, laters))
        for cell in hidden.cells(*people):
            found[cell].add(key)
    return found


def _repeats(quiz):
    rows = Attempt.objects.filter(quiz=quiz).exclude(repeated=[]).order_by()
    return dict(rows.values_list("version").annotate(Count("pk")))


def _together(counted, tallied):
    all_counted, all_tallied = Counted(), Tallies()
    for version in counted:
        all_counted.add(counted[version])
        all_tallied.add(tallied[version])
    return all_counted, all_tallied


def _about(contents) -> dict[str, dict]:
    """Return each question's words and options, in the words of the latest version that has it."""
    about = {}
    for content in contents:
        for key, question in content["questions"].items():
            options = {option["key"]: option for option in about.get(key, {}).get("options", ())}
            options |= {option["key"]: option for option in options_of(question)}
            about[key] = {
                "kind": question["kind"],
                "critical": question["critical"],
                "text": question["text"],
                "guess": guess_of(question),
                "options": list(options.values()),
            }
    return about


def _section(about, counted, tallies, closed) -> dict:
    statistics = asdict(figures(counted.joint({key: question["guess"] for key, question in about.items()})))
    items = statistics.pop("items")
    return {
        "figures": statistics,
        "questions": {
            key: item
            | {
                "people": len(tallies.askers.get(key, ())),
                "is_hidden": key in closed,
                "choices": _choices(question, tallies.answers.get(key, {})),
            }
            for (key, question), item in zip(about.items(), items, strict=True)
        },
        "distribution": _distribution(counted),
        "alarms": {name: tallies.alarms[name] for name in choices.ALARMS},
        "people": len(tallies.people),
        "is_hidden": "" in closed,
    }


def _choices(question, answers):
    """Return how often each option was chosen, [of all, of the lower third, of the upper], thirds of few left out."""
    found = count_tallied(answers, [option["key"] for option in question["options"]])
    are_shown = not any(third is None or hiding.is_too_few(third) for third in (found.lower_n, found.upper_n))

    def row(n, lower, upper):
        return [n, lower, upper] if are_shown else [n, None, None]

    return {
        "whole": row(found.n, found.lower_n, found.upper_n),
        "left_out": row(found.left_out.n, found.left_out.lower, found.left_out.upper),
        "options": {option.option: row(option.n, option.lower, option.upper) for option in found.options},
    }


def _distribution(counted):
    """Return how many attempts reached 0 to under 10 % of the marks, 10 to under 20 %, …, 90 to 100 %."""
    found = [0] * 10
    for (total, asked), number in counted.totals.items():
        if asked:
            found[min(9, total * 10 // (asked * grading.FULL))] += number
    return found


def _result(about, sections, repeats):
    result = {"about": about, "repeats": repeats, **sections[Which.FIRST], "all": sections[Which.ALL]}
    return result | {"broken": findings.number_broken(result)}
