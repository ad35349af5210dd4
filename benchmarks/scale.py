"""How a programme's size tells on the pages of managers and of the programme: a thousand people against very many.

On SQLite 1,000 against 100,000 people, on PostgreSQL, where a server can be started, 1,000 against 1,000,000. Both
sides are asked in turns, by processes of their own. BENCH_PEOPLE makes the large sides smaller, for trying it out.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.server import environment, folder

ROUNDS = 3
CREW = 98  # staff of an ordinary operator, on both sides
EXPORTED = 100_000
BROUGHT = 20_000
SIZES = {"SQLite": 100_000, "PostgreSQL": 1_000_000}
POSTGRES = Path(__file__).parent.parent / "tests" / "postgres.sh"


def side(what, here, url, *numbers):
    """Return what one side's process says."""
    call = "from benchmarks.scale_side import main; main()"
    command = [sys.executable, "-c", call, what, str(here), *map(str, numbers)]
    done = subprocess.run(
        command, env={**environment(here), "DATABASE_URL": url}, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def build(here, url, people):
    return side("build", here, url, max(3, people // 100), people)["seconds"]


def middle(rounds):
    """Return for each page the middle of its times; the name of a page may tell how far down the list it is."""
    return {name: sorted(one.get(name, 0) for one in rounds)[len(rounds) // 2] for name in rounds[0]}


def compare(kind, here, small, large, people):
    """Print each page's time with many people beside its time with a thousand."""
    found = {"small": [], "large": []}
    for _round in range(ROUNDS):
        found["small"].append(side("pages", here / "small", small))
        found["large"].append(side("pages", here / "large", large))
    few, many = (list(middle(found[name]).items()) for name in ("small", "large"))
    for (_name, floor), (name, value) in zip(few, many, strict=True):
        ratio = f"1,000 people: {floor:.1f} ms, ratio: {value / floor:.2f}"
        print(f"{kind}, {people:,} people, {name}: {value:.1f} ms ({ratio})")


def export(kind, here, url, rows):
    found = side("export", here, url, rows)
    rate, plain = found["rows"] / found["seconds"], rows / found["plain"]
    print(
        f"{kind}, export of {found['rows']:,} staff as XLSX: {rate:,.0f} rows/s"
        f" (constant rows: {plain:,.0f} rows/s, ratio: {rate / plain:.2f})"
    )
    memory = found["memory"] / 1e6
    print(f"{kind}, its memory: {memory:.0f} MB (limit: 100 MB, ratio: {memory / 100:.2f})")


def bring(kind, here, url, rows):
    found = side("bring", here, url, rows)
    whole = sum(found.values())
    for step, seconds in found.items():
        print(f"{kind}, {step} {rows:,} rows: {seconds:.1f} s (in all: {whole:.1f} s, ratio: {seconds / whole:.2f})")


def measure(kind, here, small, large):
    people = int(os.environ.get("BENCH_PEOPLE", SIZES[kind]))
    for name in ("small", "large"):
        (here / name).mkdir()
    build(here / "small", small, 1000)
    seconds = build(here / "large", large, people)
    print(f"{kind}, building {people:,} people: {seconds:.0f} s (10 minutes: 600 s, ratio: {seconds / 600:.2f})")
    compare(kind, here, small, large, people)
    bring(kind, here / "large", large, min(BROUGHT, people))
    export(kind, here / "large", large, min(EXPORTED, people // 2))


@contextmanager
def postgres():
    """Give the address of a throw-away server, or nothing where none is installed."""
    with folder() as here:
        here.chmod(0o755)
        env = {**os.environ, "TMPDIR": str(here)}
        try:
            started = subprocess.run([POSTGRES, "start"], env=env, stdout=subprocess.PIPE, text=True, check=False)
            yield started.stdout.strip()
        finally:
            subprocess.run([POSTGRES, "stop"], env=env, check=False)


def database(server, name):
    """Make a database on the server and return its address."""
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.removesuffix("/postgres") + f"/{name}"


def main():
    with folder() as here:
        measure("SQLite", here, *(f"sqlite:///{here}/{name}/bench.sqlite3" for name in ("small", "large")))
    with folder() as here, postgres() as server:
        if server:
            measure("PostgreSQL", here, database(server, "small"), database(server, "large"))
        else:
            print("a million people on PostgreSQL: not measured, for no server is installed")


if __name__ == "__main__":
    main()
