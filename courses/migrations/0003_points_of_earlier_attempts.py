import sys
from array import array

from django.db import migrations

FULL = 2520


def fill(apps, schema_editor):
    """Attempts before part marks existed: a question was right, with exactly its right options, or earned nothing."""
    for attempt in apps.get_model("courses", "Attempt").objects.select_related("version").iterator():
        questions = attempt.version.content["questions"]
        values = array("h", [-1] * len(questions))
        for place, key in enumerate(sorted(questions)):
            if key in attempt.paper:
                right = {option["key"] for option in questions[key]["options"] if option["right"]}
                values[place] = FULL if set(attempt.answers.get(key, ())) == right else 0
        if sys.byteorder == "big":
            values.byteswap()
        attempt.marks = values.tobytes()
        attempt.points = attempt.right * FULL
        attempt.save(update_fields=["marks", "points"])


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_questions_of_every_kind")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
