"""Draw the invented staff of the sample programme: who they are, and how far each has come. Pure, given the dice."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

FIRST_NUMBER = 254_700_000_100
SHARE_OF_WOMEN = {"truck_company": 0.08}
ROLES = {
    "matatu_sacco": (("conductor", "driver", "stage", "clerk"), (45, 40, 12, 3)),
    "bus_sacco": (("driver", "conductor", "clerk", "stage"), (40, 35, 20, 5)),
    "truck_company": (("truck_driver", "clerk", "other"), (82, 10, 8)),
}
# Of a hundred who finished the course: whose certificate holds, ends this month, or has run out.
CERTIFIED = (("trained", "lapsing", "expired"), (84, 9, 7))
UNCERTIFIED = (("begun", "new"), (45, 55))
ONE_IN_THAT_MOVED = 40
ONE_IN_THAT_LEFT = 33


@dataclass(frozen=True)
class Invented:
    """One invented person. `days` is how long ago, or for lapsing how soon; `done` how much of the course they have."""

    phone: str
    name: str
    sex: str
    language: str
    operator: str
    county: str
    role: str
    state: str
    days: int
    done: float
    since_days: int
    left_days: int | None
    came_from: str | None


def draw_all(operators: list[dict], names: list[dict], rng: Random) -> list[Invented]:
    """Return each operator's staff, and besides them a few who have left it."""
    numbers = iter(range(FIRST_NUMBER, FIRST_NUMBER + 10_000))
    used: set[str] = set()
    slugs = [operator["slug"] for operator in operators]
    people = []
    for operator in operators:
        for _place in range(operator["staff"]):
            people.append(_draw(operator, names, rng, numbers, used, slugs))
            if rng.randrange(ONE_IN_THAT_LEFT) == 0:
                people.append(_draw(operator, names, rng, numbers, used, slugs, has_left=True))
    return people


def _draw(operator, names, rng: Random, numbers: Iterator[int], used, slugs, has_left=False):
    is_woman = rng.random() < SHARE_OF_WOMEN.get(operator["kind"], 0.25)
    roles, weights = ROLES[operator["kind"]]
    state, days = _state(operator["training"], rng)
    since_days = rng.randint(20, 1500)
    moved = not has_left and rng.randrange(ONE_IN_THAT_MOVED) == 0
    return Invented(
        phone=f"+{next(numbers)}",
        name=_unused_name(names, is_woman, rng, used),
        sex="woman" if is_woman else "man",
        language=rng.choice(["sw", "sw", "en"]),
        operator=operator["slug"],
        county=operator["county"],
        role=rng.choices(roles, weights)[0],
        state=state,
        days=days,
        done=rng.uniform(0.05, 0.95),
        since_days=since_days,
        left_days=rng.randint(1, since_days) if has_left else None,
        came_from=rng.choice([slug for slug in slugs if slug != operator["slug"]]) if moved else None,
    )


def _state(training, rng):
    states, weights = CERTIFIED if rng.randrange(100) < training else UNCERTIFIED
    state = rng.choices(states, weights)[0]
    limits = {"trained": (3, 600), "lapsing": (1, 29), "expired": (2, 150), "begun": (0, 60), "new": (0, 0)}
    return state, rng.randint(*limits[state])


def _unused_name(names, is_woman, rng, used):
    while (name := _name(rng.choice(names), is_woman, rng)) in used:
        pass
    used.add(name)
    return name


def _name(group, is_woman, rng):
    sex = "women" if is_woman else "men"
    parts = [rng.choice(group[sex]), rng.choice(group["last"])]
    second = group.get(f"{sex}_second")
    if second and rng.random() < 0.6:
        parts.insert(1, rng.choice(second))
    return " ".join(parts)
