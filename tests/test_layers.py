"""Imports run one way, downwards (docs/decisions.md draws the rooms)."""

import ast
from pathlib import Path

import pytest

FLOORS = {
    "leases": 0,
    "places": 0,
    "printing": 0,
    "messaging": 0,
    "accounts": 1,
    "home": 1,
    "courses": 2,
    "incidents": 2,
    "newsletter": 2,
    "certificates": 3,
    "saccos": 4,
    "workshops": 5,
    "sample": 6,
}
ROOT = Path(__file__).resolve().parent.parent


def imports_of(path):
    """Yield the top-level package of each import anywhere in the file, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


def climbs(room, imported):
    """Return whether a room may not import another: one of its own floor, one above, or lms."""
    if imported == room:
        return False
    return imported in ("lms", "tests", "benchmarks") or FLOORS.get(imported, -1) >= FLOORS[room]


@pytest.mark.parametrize("room", FLOORS)
def test_no_import_climbs(room):
    paths = [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    assert paths
    faults = {
        f"{path.relative_to(ROOT)} imports {name}" for path in paths for name in imports_of(path) if climbs(room, name)
    }
    assert not faults


def test_a_floor_may_not_import_itself_or_higher():
    assert climbs("home", "accounts")
    assert climbs("courses", "saccos")
    assert climbs("courses", "lms")
    assert not climbs("saccos", "certificates")


def test_every_room_has_a_floor():
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")} - {"lms"}
    assert rooms <= set(FLOORS)
