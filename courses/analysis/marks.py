"""A quiz's marks read from the database into joint counts, in one pass over its attempts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from courses import grading
from courses.models import Attempt, Quiz
from courses.statistics import JointCounts

_BATCH = 5000
_MOST_GATHERED = 100_000


class Which(StrEnum):
    """Which attempts count. Those that asked only some questions again never do: what they repeat was seen before."""

    FIRST = "first"
    ALL = "all"


@dataclass
class Counted:
    """Marks of one version, or of several together, in points, of which grading.FULL make one mark.

    `pairs` holds for each question how often (this mark, this total) came; `totals` how many attempts had (this total,
    so many questions asked).
    """

    pairs: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    totals: Counter = field(default_factory=Counter)

    def add(self, other: "Counted") -> None:
        """Take in the marks of another version too, question by question."""
        self.totals.update(other.totals)
        for key, pairs in other.pairs.items():
            self.pairs[key].update(pairs)

    def joint(self, guess: Mapping[str, float | None]) -> JointCounts:
        """Return what the statistics need: the questions in the order of `guess`, which says what guessing earns.

        Where learners drew different questions, each still reached the same maximum if all were asked equally many.
        """
        reach = {asked for _total, asked in self.totals} or {len(guess)}
        totals = Counter()
        for (total, _asked), count in self.totals.items():
            totals[total] += count
        return JointCounts(
            pairs=[self.pairs.get(key, {}) for key in guess],
            maxima=[grading.FULL] * len(guess),
            guess=list(guess.values()),
            totals=totals,
            full=grading.FULL * reach.pop() if len(reach) == 1 else None,
            parts=grading.FULL,
        )


def count(quiz: Quiz, versions: Mapping[int, Iterable[str]], which: Which) -> dict[int, Counted]:
    """Return the marks of each version's attempts; `versions` gives the question keys by the version's id.

    A learner's first attempt is the one that came first at the quiz, whichever version it was.
    """
    gatherers = {version: _Gatherer(keys) for version, keys in versions.items()}
    rows = full_attempts(quiz).values_list("learner_id", "version_id", "points", "asked", "marks").iterator(_BATCH)
    takes = {version: gatherer.take for version, gatherer in gatherers.items()}
    for _learner, version, total, asked, packed in firsts(rows) if which == Which.FIRST else rows:
        if version in takes:
            takes[version](total, asked, packed)
    return {version: gatherer.finished() for version, gatherer in gatherers.items()}


def firsts(rows: Iterable[tuple]) -> Iterator[tuple]:
    """Yield of rows that begin with a learner, and come oldest first, each learner's first."""
    seen = set()
    for row in rows:
        if row[0] not in seen:
            seen.add(row[0])
            yield row


def full_attempts(quiz: Quiz):
    """Return the quiz's attempts at whole papers, oldest first."""
    return Attempt.objects.filter(quiz=quiz, repeated=[]).order_by("pk")


class _Gatherer:
    """Attempts of one version, kept side by side by their total, so that a question's marks can be counted at once."""

    def __init__(self, keys):
        self._keys = sorted(keys)
        self._counted = Counted()
        self._gathered = defaultdict(list)
        self._number = 0

    def take(self, total, asked, packed):
        if len(packed) != 2 * len(self._keys):
            return  # from before marks were kept question by question
        self._gathered[total, asked].append(packed)
        self._number += 1
        if self._number >= _MOST_GATHERED:
            self._count()

    def finished(self):
        self._count()
        return self._counted

    def _count(self):
        pairs = [self._counted.pairs[key] for key in self._keys]
        for (total, asked), packed in self._gathered.items():
            self._counted.totals[total, asked] += len(packed)
            points = grading.unpack(b"".join(packed))
            for place, counter in enumerate(pairs):
                for mark, number in Counter(points[place :: len(pairs)]).items():
                    if mark != grading.NOT_ASKED:
                        counter[mark, total] += number
        self._gathered.clear()
        self._number = 0
