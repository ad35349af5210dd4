"""Photos and sounds made anew in a process of their own, which ends where broken bytes want too much of it.

It knows nothing of the platform, has no secret, and reads and writes pipes only, so that nothing in clear touches the
disk. Format: to it one line of JSON, what holds, and the bytes; from it one line, how it went, and the bytes.
"""

import json
import subprocess
import sys
from pathlib import Path

# A machine that is busy gives the process less than a second in a second.
_SECONDS_BY_THE_CLOCK = 180
_ROOT = Path(__file__).resolve().parent.parent


def run(data: bytes, most: dict[str, dict[str, int]], is_cut: bool = False) -> tuple[str, bytes]:
    """Return how it went and the bytes made anew: "photo", "sound", or the name of an error of theirs and nothing.

    `most` has what the modules photos and sounds hold to, by its name there. Of a process that was ended, "" and
    nothing.
    """
    head = json.dumps({"most": most, "is_cut": is_cut}).encode() + b"\n"
    try:
        # The server's environment has secrets.
        done = subprocess.run(
            [sys.executable, "-m", "incidents.making_worker"],
            input=head + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS_BY_THE_CLOCK,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"},
            check=True,
        )
    except subprocess.SubprocessError:
        return "", b""
    outcome, _line, made = done.stdout.partition(b"\n")
    return outcome.decode(), made
