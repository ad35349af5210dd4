"""Marking attempts of twenty questions in the pure function, against comparing the two lists of answers."""

import random
import time

from benchmarks.server import in_turns
from courses import grading

QUESTIONS, ATTEMPTS, WANTED = 20, 20_000, 20_000
KINDS = ("single", "single", "single", "multiple")


def content():
    """Return a version of twenty questions as the sample course has them: one in four with several right options."""
    options = [{"key": key, "right": False} for key in "abcd"]
    questions = {
        f"q{n:02}": {
            "kind": KINDS[n % 4],
            "critical": n == 0,
            "part_marks": KINDS[n % 4] == "multiple",
            "options": [
                option | {"right": place <= (KINDS[n % 4] == "multiple")} for place, option in enumerate(options)
            ],
        }
        for n in range(QUESTIONS)
    }
    return {"pass_mark": 80, "questions": questions}


def attempts(key, paper):
    """Return the answers of learners who get four in five right."""
    choose = random.Random(7)
    others = {name: ["d"] for name in paper}
    return [
        {name: list(key.markers[name].exact) if choose.random() < 0.8 else others[name] for name in paper}
        for _attempt in range(ATTEMPTS)
    ]


def per_second(act):
    began = time.perf_counter()
    act()
    return ATTEMPTS / (time.perf_counter() - began)


def main():
    key = grading.prepare(content())
    paper = list(key.markers)
    handed_in = attempts(key, paper)
    rows = [[answers[name] for name in paper] for answers in handed_in]
    right = [key.markers[name].exact for name in paper]
    rates = in_turns(
        {
            "ours": lambda: per_second(lambda: [grading.mark(key, paper, answers) for answers in handed_in]),
            "floor": lambda: per_second(lambda: [sum(map(list.__eq__, row, right)) for row in rows]),
        }
    )
    ours, floor = rates["ours"], rates["floor"]
    print(f"marking: {ours:.0f} attempts/s (comparing lists: {floor:.0f} attempts/s, ratio: {ours / floor:.2f})")
    print(f"marking, of what is asked: {ours:.0f} attempts/s (wanted: {WANTED} attempts/s, ratio: {ours / WANTED:.1f})")


if __name__ == "__main__":
    main()
