"""A thousand attempts that waited on phones, handed in twenty at a time, against inserting their rows bare."""

import json
import time
from pathlib import Path

from django.db import transaction
from django.test import Client

from benchmarks.server import folder, set_up

NUMBER, ROUNDS = 1000, 3


def handed_in(phones) -> float:
    """Return the seconds that it takes to take in, mark and record what these phones hold."""
    client = Client()
    begin = time.perf_counter()
    for phone in phones:
        client.cookies["sessionid"] = phone["session"]
        body = {"learner": phone["mark"], "phone": phone["phone"], "attempts": phone["attempts"]}
        answer = client.post("/en/learn/hand-in/", json.dumps(body), "application/json").json()
        assert all(told["state"] == "received" for told in answer["attempts"]), answer
    return time.perf_counter() - begin


def inserted(rows) -> float:
    """Return the seconds that it takes to insert the same rows alone, each in a transaction of its own."""
    begin = time.perf_counter()
    for row in rows:
        with transaction.atomic():
            row.save(force_insert=True)
    return time.perf_counter() - begin


def main():
    with folder() as here:
        set_up(here)
        from courses.models import Attempt
        from tests.faults import programme

        times, floors = [], []
        for number in range(ROUNDS):
            file = Path(here) / f"{number}.json"
            programme.prepare(file, NUMBER) if number == 0 else programme.add(file, NUMBER, number)
            times.append(handed_in(json.loads(file.read_text())))
            rows = list(Attempt.objects.all())
            Attempt.objects.all().delete()
            floors.append(inserted(rows))
            Attempt.objects.all().delete()
        taken, floor = sorted(times)[1], sorted(floors)[1]
        print(f"hand in 1,000 attempts: {taken:.2f} s (floor: {floor:.2f} s, ratio: {taken / floor:.1f})")


if __name__ == "__main__":
    main()
