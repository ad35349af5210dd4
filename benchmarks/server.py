"""A throwaway server and a load on it, which the figures share.

with folder() as here, server(here) as address:
    rate(address, ["/bare"])
"""

import http.client
import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from io import StringIO
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.core.management import call_command

WORKERS, CONNECTIONS = 2, 8


def environment(folder: Path, settings="benchmarks.settings", **more) -> dict[str, str]:
    """Return the variables of a production that lives in this folder, on SQLite unless told otherwise."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": "only-for-benchmarks-and-never-for-real-use-0123456789-abcdefgh",
        "ALLOWED_HOSTS": "*",
        "BASE_URL": "https://salama.example",
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "CERTIFICATE_KEYS_DIR": str(folder / "keys"),
        "BENCH_FOLDER": str(folder),
        **more,
    }


def set_up(folder: Path, settings="benchmarks.settings", **more) -> None:
    """Make this process part of the platform that lives in the folder, with its tables made."""
    (folder / "static").mkdir(exist_ok=True)
    os.environ.update(environment(folder, settings, **more))
    django.setup()
    call_command("migrate", verbosity=0)
    if not (folder / "keys" / "keys.json").exists():
        call_command("rotate_signing_key", stdout=StringIO())


@contextmanager
def folder():
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="salama-bench-") as name:
        yield Path(name)


@contextmanager
def server(folder: Path, settings="benchmarks.settings", **more):
    """Serve the platform with granian on a free port and give its address."""
    port = free_port()
    granian = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "lms.wsgi:application"),
        *("--workers", str(WORKERS), "--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(port)),
        "--no-log",
    ]
    process = subprocess.Popen(granian, env=environment(folder, settings, **more))
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def rate(address: str, paths: list[str], headers: dict[str, str] | None = None, seconds=3) -> float:
    """Return the answers per second to these paths, asked in turn: by wrk where it is installed, else by ourselves."""
    ask = _rate_by_wrk if shutil.which("wrk") else _rate_by_python
    return ask(address, paths, headers or {}, seconds)


def in_turns(measures: dict, rounds=5) -> dict:
    """Call each measure once a round and return the middle value of each, so that a noisy moment hits all alike."""
    values = {name: [] for name in measures}
    for _round in range(rounds):
        for name, measure in measures.items():
            values[name].append(measure())
    return {name: sorted(found)[len(found) // 2] for name, found in values.items()}


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address, seconds=30):
    for _try in range(seconds * 10):
        try:
            if _ask(_connect(address), "/healthz", {}) == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer in {seconds} seconds")


def _connect(address):
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)


def _ask(connection, path, headers):
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


_SCRIPT = """
local paths, n = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
function request() n = n %% #paths + 1; return wrk.format("GET", paths[n]) end
function done(summary)
  io.write(string.format("RATE %%f %%d\\n", summary.requests / summary.duration * 1e6, summary.errors.status))
end
"""


def _rate_by_wrk(address, paths, headers, seconds):
    with folder() as here:
        (here / "paths").write_text("\n".join(paths))
        (here / "load.lua").write_text(_SCRIPT % (here / "paths"))
        shown = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        load = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(here / "load.lua"), *shown, address]
        said = subprocess.run(load, capture_output=True, text=True, check=True).stdout
    found, errors = said.split("RATE ")[1].split()[:2]
    assert errors == "0", said
    return float(found)


def _rate_by_python(address, paths, headers, seconds):
    with multiprocessing.Pool(CONNECTIONS) as pool:
        counts = pool.starmap(_count, [(address, paths, headers, seconds)] * CONNECTIONS)
    return sum(counts) / seconds


def _count(address, paths, headers, seconds):
    connection, asked, end = _connect(address), 0, time.monotonic() + seconds
    for path in cycle(paths):
        if time.monotonic() > end:
            break
        assert _ask(connection, path, headers) == 200, path
        asked += 1
    return asked
