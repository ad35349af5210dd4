"""Before part marks existed, a question was right, with exactly its right options, or earned nothing; and a retake of
critical questions kept only those, where now it carries the answers that stood."""

import sys
from array import array

from django.db import migrations

FULL = 2520
FIELDS = ["paper", "answers", "repeated", "right", "asked", "points", "marks"]


def fill(apps, schema_editor):
    attempts = apps.get_model("courses", "Attempt").objects
    for version in apps.get_model("courses", "QuizVersion").objects.iterator():
        mended = {attempt.pk: attempt for attempt in attempts.filter(version=version).order_by("pk")}
        for attempt in mended.values():
            carry(attempt, mended.get(attempt.follows_id))
            mark(attempt, version.content["questions"])
        attempts.bulk_update(mended.values(), FIELDS, batch_size=500)


def carry(attempt, before):
    """Put what a retake of critical questions asked into the paper that it repeated."""
    asked = attempt.paper
    if before and len(asked) < len(before.paper) and set(asked) <= set(before.critical_missed):
        kept = {key: answer for key, answer in before.answers.items() if key not in asked}
        attempt.paper, attempt.answers, attempt.repeated = before.paper, kept | attempt.answers, asked


def mark(attempt, questions):
    places = {key: place for place, key in enumerate(sorted(questions))}
    values = array("h", [-1] * len(questions))
    for key in attempt.paper:
        right = {option["key"] for option in questions[key]["options"] if option["right"]}
        values[places[key]] = FULL if set(attempt.answers.get(key, ())) == right else 0
    attempt.right, attempt.asked = values.count(FULL), len(attempt.paper)
    attempt.points = attempt.right * FULL
    if sys.byteorder == "big":
        values.byteswap()
    attempt.marks = values.tobytes()


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_questions_of_every_kind")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
