"""Kolibri beside us, in an environment of its own under var/: the peer that learners on weak networks know."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from benchmarks.server import free_port

PAGE = "/en/auth/"
WHICH = "Kolibri's sign-in page, for its lessons cannot be fetched without a network"
INSTALL, PREPARE, START = 300, 120, 60
_DEVICE = (
    *("--facility", "Bench", "--superusername", "bench", "--superuserpassword", "bench-only"),
    *("--preset", "nonformal", "--language_id", "en", "--noinput"),
)


@contextmanager
def server(folder: Path):
    """Serve Kolibri and give its address, or None where it cannot be installed or does not start."""
    try:
        command = _installed()
        environment = {**os.environ, "KOLIBRI_HOME": str(folder / "kolibri")}
        # It has settings of its own.
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        _run([command, "manage", "provisiondevice", *_DEVICE], PREPARE, env=environment)
    except (OSError, subprocess.SubprocessError):
        yield None
        return
    port = free_port()
    process = subprocess.Popen(
        [command, "start", "--foreground", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _address_once_up(port)
    finally:
        process.terminate()
        process.wait(30)


def _installed():
    home = Path(settings.BASE_DIR, "var", "peers", "kolibri")
    command = home / "bin" / "kolibri"
    if not command.exists():
        _run([sys.executable, "-m", "venv", str(home)], INSTALL)
        _run([str(home / "bin" / "pip"), "install", "--quiet", "kolibri==0.19.*"], INSTALL)
    return str(command)


def _run(command, seconds, **more):
    subprocess.run(command, check=True, timeout=seconds, capture_output=True, **more)


def _address_once_up(port):
    address = f"http://127.0.0.1:{port}"
    for _second in range(START):
        try:
            urllib.request.urlopen(f"{address}/api/public/info/", timeout=5).close()  # noqa: S310 - our own machine
        except (OSError, urllib.error.URLError):
            time.sleep(1)
        else:
            return address
    return None
