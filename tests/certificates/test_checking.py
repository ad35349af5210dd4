import json

import pytest

from certificates import checking
from certificates.checking import Result, Trust, Why
from tests import certificate_parts as parts
from tests import certificate_vectors as vectors

TABLE = json.loads(vectors.FILE.read_text())
CASES = list(vectors.cases(TABLE))
ALTERED = [case for case in CASES if "of" in case.row]
NAMED = [case for case in CASES if "of" not in case.row]


def answer(case):
    checked = checking.check(case.text, case.trust, case.now)
    return checked.result, checked.why


@pytest.mark.parametrize("case", NAMED, ids=[case.name for case in NAMED])
def test_every_named_text_means_what_its_row_says(case):
    assert answer(case) == (case.result, case.why)


def test_every_flipped_bit_and_every_cut_end_means_what_its_row_says():
    wrong = [case.name for case in ALTERED if answer(case) != (case.result, case.why)]
    assert not wrong


def test_no_bit_is_left_out_and_none_can_be_flipped():
    rows = [row for row in TABLE["rows"] if "of" in row]
    flips = sorted(place for row in rows for place in row.get("flips", []))
    cuts = sorted(size for row in rows for size in row.get("cuts", []))
    assert flips == [*range(len(parts.AMINA) * 8)]
    assert cuts == [*range(1, len(parts.AMINA))]
    for row in rows:
        assert row["result"] == Result.NOT_GENUINE or row["why"] == Why.UNKNOWN_KEY


def test_the_table_is_what_python_writes():
    """But for the lists, whose packed bytes another zlib may write in another way."""
    fresh = json.loads(vectors.written(vectors.everything()))
    for name in ("usual", "of", "keys", "rows", "replacing"):
        assert TABLE[name] == fresh[name], "Run python -m tests.certificate_vectors."
    for name in ("good_lists", "bad_lists"):
        assert [row["name"] for row in TABLE[name]] == [row["name"] for row in fresh[name]]


def test_every_answer_and_every_reason_is_in_the_table():
    assert {case.result for case in CASES} == set(Result)
    assert {case.why for case in CASES} == set(Why)


def test_the_answer_says_what_was_read_and_the_date_of_the_list():
    checked = checking.check(vectors.OURS + vectors.digits.encode(parts.AMINA), NAMED[0].trust, parts.NOW)
    assert checked.code == parts.CODE
    assert checked.statement == (2, "Amina Hassan", 1, 7, parts.ISSUED, parts.EXPIRES)
    assert checked.status_since == parts.NOW - 3600


def test_without_a_signature_nothing_that_was_read_is_told():
    for name in ("moved to another code", "a compromised key", "past key, as its window closes", "no data"):
        (case,) = (case for case in NAMED if case.name == name)
        assert checking.check(case.text, case.trust, case.now).statement is None


def test_without_a_list_there_is_no_date_of_it():
    trust = Trust(parts.BASE, parts.RING)
    checked = checking.check(NAMED[0].text, trust, parts.NOW)
    assert (checked.result, checked.status_since) == (Result.UNCHECKED, None)
