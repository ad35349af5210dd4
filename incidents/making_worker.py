"""The process that `making` runs: it may use so much time and memory, writes no file, and is ended beyond that."""

import json
import resource
import sys

from incidents import photos, sounds

SECONDS = 60
MEMORY_BYTES = 1280 * 1024**2
LIMITS = {
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_AS: MEMORY_BYTES,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
}
_MODULES = {"photos": photos, "sounds": sounds}


def main() -> None:
    """Make anew what standard input holds, in the format of `making`."""
    hold_to_limits()
    head, _line, data = sys.stdin.buffer.read().partition(b"\n")
    outcome, made = _made(json.loads(head), data)
    sys.stdout.buffer.write(outcome.encode() + b"\n" + made)


def hold_to_limits() -> None:
    """Let this process have no more than LIMITS from now on."""
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))


def _made(asked, data):
    for module, values in asked["most"].items():
        for name, value in values.items():
            setattr(_MODULES[module], name, value)
    try:
        return _photo_or_sound(data, asked["is_cut"])
    except (photos.TooManyPixels, sounds.NotSound, sounds.IsVideo, sounds.TooLong) as refusal:
        return type(refusal).__name__, b""


def _photo_or_sound(data, is_cut):
    try:
        return "photo", photos.without_traces(data)
    except photos.NotPhoto:
        return "sound", sounds.without_traces(data, is_cut)


if __name__ == "__main__":
    main()
