"""Which figures of a quiz are hidden, so that nothing about a few people can be had by taking one from another.

What is shown is made of two kinds of parts for each version: first attempts, and the later ones. First attempts stand
alone; all attempts are both; all versions together are the sums. A part made by one to four people is never shown, and
neither is a sum of which only such parts would be missing beside what else is shown.
"""

from collections.abc import Mapping

from courses.analysis.marks import Which
from places import hiding

TOGETHER = 0


def cells(firsts: Mapping[int, set], laters: Mapping[int, set]) -> set[tuple[Which, int]]:
    """Return what is hidden: (which attempts, version), of each version and of all TOGETHER.

    Both map each version to its people, as `hiding.note` remembers them.
    """
    everybody = {version: people | laters[version] for version, people in firsts.items()}
    small = {version for version, people in firsts.items() if hiding.is_few(len(people))}
    closed = {v for v, people in everybody.items() if hiding.is_too_few(len(people)) or hiding.is_few(len(laters[v]))}
    hidden = {(Which.FIRST, version) for version, people in firsts.items() if hiding.is_too_few(len(people))}
    hidden |= {(Which.ALL, version) for version in closed}
    missing = [firsts[version] for version in small]
    if _is_hidden(firsts.values(), missing):
        hidden.add((Which.FIRST, TOGETHER))
    missing_later = (
        [laters[version] for version in closed | small],
        [laters[version] | (firsts[version] if version in small else set()) for version in closed],
    )
    if _is_hidden(everybody.values(), laters.values(), *missing_later):
        hidden.add((Which.ALL, TOGETHER))
    return hidden


def _is_hidden(people, *missing):
    return hiding.is_too_few(len(set().union(*people))) or any(hiding.are_few(groups) for groups in missing)


def rows(counts: Mapping[str, int]) -> set[str]:
    """Return which rows of one breakdown are hidden: counts of 1 to 4, and where these come to fewer than five (as one
    alone always does), the next smallest, because the number of all is shown and the rest is what is missing."""
    return hiding.hidden_of({key: number for key, number in counts.items() if number})


def options(question: dict, choices: Mapping) -> tuple[set[str], set[str]]:
    """Return the options whose counts are hidden, and those whose thirds are ("" is leaving it out).

    Within each group of options that exclude each other, `rows` judges the counts of all, and again those of the lower
    third, of the upper and of what is left between them: the thirds of an option hidden in any of these are hidden
    together, since each could be had from the others. What the facility itself tells, that so many of so many were
    right, and what the same row of another version tells, is not hidden by this.
    """
    found = {**choices["options"], "": choices["left_out"]}
    groups = _groups(question)
    whole = _hidden_in({key: n for key, (n, _lower, _upper) in found.items()}, groups)
    parts = {key: _parts(*counts) for key, counts in found.items()}
    thirds = (_hidden_in({key: part[place] for key, part in parts.items()}, groups) for place in range(3))
    return whole, whole.union(*thirds)


def _hidden_in(counts, groups):
    """Leaving it out belongs to every group, so it is hidden last: then it is in each of them or in none."""
    left_out = {"": counts[""]} if hiding.is_few(counts[""]) else {}
    hidden = set(left_out)
    for keys in groups:
        known = {key: counts[key] for key in keys} | (left_out if len(keys) > 1 else {})
        found = rows(known)
        if len(keys) > 1 and hiding.is_few(sum(known[key] for key in found)):
            found.add("")
        hidden |= found
    return hidden


def _parts(n, lower, upper):
    return (0, 0, 0) if lower is None else (lower, n - lower - upper, upper)


def _groups(question):
    """Return the keys of each group; what is in no group stands alone, but a scene's actions exclude each other."""
    groups = {}
    for option in question["options"]:
        name = option["group"] if option["group"] is not None else f"/{option['key'].partition('/')[0]}"
        groups.setdefault(name, []).append(option["key"])
    return list(groups.values())
