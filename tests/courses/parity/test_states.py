import pytest

from courses.parity import states
from courses.parity.states import Check, Finding, Side, State

MATCHED = Check("e1", "s1")


def side(digest, live=True, cards=2, review=False, sounds=0):
    return Side(live, digest, ("page", *["text"] * cards), sounds, cards, review)


def found(en, sw, check=MATCHED):
    return [finding[:2] for finding in states.findings_of({"en": en, "sw": sw}, check)]


@pytest.mark.parametrize(
    ("en", "sw", "check", "expected"),
    [
        (side("e1"), side("s1"), MATCHED, [(State.UP_TO_DATE, "")]),
        (side("e2"), side("s1"), MATCHED, [(State.CHANGED, "en")]),
        (side("e1"), side("s2"), MATCHED, [(State.CHANGED, "sw")]),
        (side("e2"), side("s2"), MATCHED, [(State.CHANGED, "en"), (State.CHANGED, "sw")]),
        (side("e1"), side("s1"), None, [(State.UNCHECKED, "")]),
        (side("e1"), side("s1"), Check("e1", ""), [(State.UNCHECKED, "")]),
        (side("e1"), side("e1"), Check("e1", ""), [(State.SAME, "")]),
        (side("e1"), side("e1"), Check("e1", "e1"), [(State.UP_TO_DATE, "")]),
        (side("e1"), None, None, [(State.MISSING, "sw")]),
        (None, side("s1"), None, [(State.MISSING, "en")]),
        (side("e1"), side("s1", live=False), MATCHED, [(State.DRAFT, "sw")]),
        (side("e1", live=False), None, None, [(State.DRAFT, "en"), (State.MISSING, "sw")]),
        (side("e1"), side("s1", cards=3), MATCHED, [(State.CARDS, "")]),
        (side("e2"), side("s1", review=True), MATCHED, [(State.CHANGED, "en"), (State.REVIEW, "")]),
        (side("e1", sounds=2), side("s1", sounds=2), MATCHED, [(State.UP_TO_DATE, ""), (State.SOUND, "")]),
        (side("e1", sounds=2), side("s1", sounds=1), MATCHED, [(State.UP_TO_DATE, "")]),
        (side("e1", cards=0), side("s1", cards=0), MATCHED, [(State.UP_TO_DATE, "")]),
    ],
)
def test_each_state_and_the_one_beside_it(en, sw, check, expected):
    assert found(en, sw, check) == expected


@pytest.mark.parametrize(
    ("en", "sw", "behind"),
    [
        (side("e1"), None, True),
        (side("e1"), side("s1", live=False), True),
        (side("e2"), side("s1"), True),
        (side("e1", live=False), None, False),
        (side("e1", live=False), side("s1", live=False), False),
        (side("e1"), side("s1", review=True), False),
    ],
)
def test_only_what_learners_can_read_leaves_the_other_behind(en, sw, behind):
    sides = {"en": en, "sw": sw}
    assert states.is_behind(sides, states.findings_of(sides, MATCHED)) is behind


def test_every_state_has_a_shape_and_a_word_of_its_own():
    assert set(states.SHAPES) == set(State)
    assert len(set(states.SHAPES.values())) == len(State) == len({str(state.label) for state in State})


def test_a_finding_names_the_language_that_it_is_about():
    assert Finding(State.CHANGED, "sw").text == "Kiswahili changed since"
    assert Finding(State.MISSING, "en").text == "English missing"
