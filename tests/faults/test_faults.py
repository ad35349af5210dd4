"""Ten thousand attempts over a bad network, the server killed twenty times: none is lost, none is doubled."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

from tests.faults import phones
from tests.faults.proxy import BadNetwork
from tests.faults.server import Server

NUMBER = int(os.environ.get("FAULT_ATTEMPTS", "10000"))
KILLS = 20
HERE = Path(settings.BASE_DIR)


@pytest.fixture
def database(tmp_path):
    """A database of its own, on the kind of server that the suite runs on. Gives its address."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path}/faults.sqlite3"
        return
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"faults_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(address._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(database, tmp_path):
    (tmp_path / "static").mkdir()
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SECRET_KEY": "only-for-tests-and-never-for-real-use-0123456789-abcdefgh",
        "ALLOWED_HOSTS": "*",
        "BASE_URL": "https://salama.example",
        "DATABASE_URL": database,
        "BENCH_FOLDER": str(tmp_path),
        "CERTIFICATE_KEYS_DIR": str(tmp_path / "keys"),
    }


def run(environment, *arguments):
    command = [sys.executable, "-m", "tests.faults.programme", *map(str, arguments)]
    done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@contextmanager
def killed_again_and_again(server, count, total):
    """Kill the server each time another part of the attempts has got its receipt."""
    over = Event()

    def watch():
        dice = random.Random(7)
        while server.kills < KILLS and not over.is_set():
            if count() >= total * server.kills / (KILLS + 1):
                time.sleep(dice.random() / 4)
                server.kill()
                server.start()
            time.sleep(0.02)

    server.start()
    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        server.kill()


class Tally:
    def __init__(self):
        self.number, self.lock = 0, Lock()

    def add(self, number):
        with self.lock:
            self.number += number


@pytest.mark.races
def test_every_attempt_that_got_a_receipt_is_there_exactly_once(environment, tmp_path):
    run(environment, "prepare", tmp_path / "phones.json", NUMBER)
    held = json.loads((tmp_path / "phones.json").read_text())
    server, tally = Server(environment), Tally()
    with killed_again_and_again(server, lambda: tally.number, NUMBER), BadNetwork(server.port, seed=4) as network:
        told = phones.send_all(held, network.port, seed=5, received=tally.add)
        time.sleep(1.5)  # what the network still repeats
    assert server.kills == KILLS + 1
    faults = ("lost request", "lost answer", "repeated", "repeated later", "delayed")
    assert all(network.done[fault] for fault in faults)
    (tmp_path / "told.json").write_text(json.dumps(told))
    run(environment, "check", tmp_path / "phones.json", tmp_path / "told.json")
