"""Scanned texts and status lists with what they mean: one table, on which Python and the phone's JavaScript are tested.

What each row should come to is written by hand (`tests.certificate_rows`), except for flipped bits and cut ends: of
those Python says what the first failure is. Run `python -m tests.certificate_vectors` after a change: the same code
writes the same file.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from pathlib import Path

from certificates import checking, digits
from certificates.checking import Trust, Why
from certificates.keys import from_jwks
from tests.certificate_parts import AMINA, BAD_LISTS, BASE, DAY, GOOD_LISTS, KEYS, LISTS, NOW
from tests.certificate_rows import GROUPS, OURS, REPLACING

FILE = Path(__file__).parent / "vectors" / "certificates.json"
USUAL = {"keys": "all", "list": "fresh", "now": NOW, "built": NOW - DAY, "base_url": BASE}


@dataclass(frozen=True)
class Case:
    """One text to check, with what it should come to; `row` is the table's, with what is usual filled in."""

    name: str
    text: str
    trust: Trust
    row: dict

    @property
    def now(self) -> int:
        return self.row["now"]

    @property
    def result(self) -> str:
        return self.row["result"]

    @property
    def why(self) -> str:
        return self.row["why"]


def everything() -> dict:
    """Return what the file holds: texts, and lists to read."""
    return {
        "usual": USUAL,
        "of": {"amina": {"address": OURS, "hex": AMINA.hex()}},
        "keys": KEYS,
        "lists": LISTS,
        "rows": [*_named(), *_altered()],
        "good_lists": [_good(name, *made) for name, made in GOOD_LISTS.items()],
        "bad_lists": [{"name": name, "document": document} for name, document in BAD_LISTS.items()],
        "replacing": [{"fresh": fresh, "kept": kept, "replaces": answer} for fresh, kept, answer in REPLACING],
    }


def _good(name, document, bits):
    return {"name": name, "document": document, "sha256": hashlib.sha256(bits).hexdigest()}


def written(table: dict) -> str:
    """Return the text of the file: a row a line, so that a change shows which."""
    parts = ",\n".join(f"{json.dumps(name)}: {_lines(part)}" for name, part in table.items())
    return f"{{\n{parts}\n}}\n"


def _lines(part):
    pack = partial(json.dumps, separators=(",", ":"))
    return "[\n" + ",\n".join(map(pack, part)) + "\n]" if isinstance(part, list) else pack(part)


def cases(table: dict) -> Iterator[Case]:
    """Go through the table's rows, those of flipped bits and cut ends one by one."""
    rings = {name: from_jwks(keys) for name, keys in table["keys"].items()}
    lists = {name: checking.read_list(one, rings["all"]) for name, one in table["lists"].items()} | {None: None}
    for row in table["rows"]:
        row = table["usual"] | row
        trust = Trust(row["base_url"], rings[row["keys"]], lists[row["list"]], built=row["built"])
        for name, text in _texts(row, table):
            yield Case(name, text, trust, row)


def _texts(row, table):
    if "text" in row:
        return [(row["name"], row["text"])]
    of = table["of"][row["of"]]
    whole = bytes.fromhex(of["hex"])
    made = [(f"bit {place} flipped", _flipped(whole, place)) for place in row.get("flips", [])]
    made += [(f"cut to {size}", whole[:size]) for size in row.get("cuts", [])]
    return [(name, of["address"] + digits.encode(data)) for name, data in made]


def _flipped(data, place):
    altered = bytearray(data)
    altered[place // 8] ^= 0x80 >> place % 8
    return bytes(altered)


def _altered():
    """Every bit of the message flipped, and every end cut off, by what the first failure is."""
    flips = [({"flips": place}, _flipped(AMINA, place)) for place in range(len(AMINA) * 8)]
    cuts = [({"cuts": size}, AMINA[:size]) for size in range(1, len(AMINA))]
    for kind, altered in (("flips", flips), ("cuts", cuts)):
        answers = sorted((*_answer(OURS + digits.encode(data)), how[kind]) for how, data in altered)
        for (result, why), group in groupby(answers, key=lambda answer: answer[:2]):
            places = [place for *_answers, place in group]
            yield {"name": kind, "of": "amina", kind: places, "result": result, "why": why}


def _answer(text):
    ring = from_jwks(KEYS["all"])
    checked = checking.check(text, Trust(BASE, ring, checking.read_list(LISTS["fresh"], ring), built=NOW), NOW)
    return checked.result.value, checked.why.value


def _named():
    rows = [_row(*row) for row in chain.from_iterable(group() for group in GROUPS)]
    assert len({row["name"] for row in rows}) == len(rows), "two rows have one name"
    return rows


def _row(name, text, result, why=Why.NONE, changes=None):
    text = text if isinstance(text, str) else OURS + digits.encode(text)
    return {"name": name, "text": text, "result": result, "why": why} | (changes or {})


if __name__ == "__main__":
    FILE.write_text(written(everything()))
