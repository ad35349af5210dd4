"""Brings the browsers that learners' phones still run: old Chromiums out of npm packages, and Debian's Firefox.

`python -m tests.old_browsers.fetch` puts them into var/browsers and ends with 1 where one is missing, saying which.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import brotli

FOLDER = Path(__file__).parents[2] / "var" / "browsers"
PACKAGE, PART = "chrome-aws-lambda", "package/bin/chromium.br"


@dataclass(frozen=True)
class OldChromium:
    """A Chromium packed in an npm package; `integrity` is the registry's own SHA-512 of the whole package."""

    name: str
    version: str
    integrity: str

    @property
    def path(self) -> Path:
        return FOLDER / self.name


CHROMIUMS = (
    OldChromium(
        "chromium64",
        "64.0.3264",
        "3XpUhpg5Qlbq8V/Pk5gzfSqcq3wSlfT1N98yzDY8a+PrrROx9XUCntkg4W1ZmisqLsWhmRLZQrKtDjTRBttwig==",
    ),
    OldChromium(
        "chromium83",
        "3.1.1",
        "ikOcpFgobiiUvDXtBft+jxVz2CsauRV58owDtVyF1ocl/YN+/eqdIrrmbItm3yeJGnb9RtKxzFAqGcpBTQbTCA==",
    ),
)
NAMES = (*(old.name for old in CHROMIUMS), "firefox")


def find(name: str) -> str | None:
    """Return the path of a browser that is there, or None."""
    if name == "firefox":
        names = (os.environ.get("FIREFOX", ""), "firefox-esr", "firefox")
        return next((found for one in names if one and (found := shutil.which(one))), None)
    path = FOLDER / name
    return str(path) if path.exists() else None


def fetch(old: OldChromium) -> None:
    """Unpack the browser. Raises OSError, CalledProcessError or ValueError where it can't be had as it should be."""
    if old.path.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        command = ["npm", "pack", "--silent", f"{PACKAGE}@{old.version}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        (package,) = Path(folder).glob("*.tgz")
        check(package.read_bytes(), old.integrity)
        with tarfile.open(package) as archive:
            program = brotli.decompress(archive.extractfile(PART).read())
        unpacked = Path(folder) / old.name
        unpacked.write_bytes(program)
        unpacked.chmod(0o755)
        unpacked.replace(old.path)


def check(data: bytes, integrity: str) -> None:
    """Raise ValueError where the package is not the one that was looked at when this was written."""
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != integrity:
        raise ValueError("the package is another one than expected")


def main() -> int:
    for old in CHROMIUMS:
        try:
            fetch(old)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            sys.stderr.write(f"{old.name}: {error}\n")
    missing = [name for name in NAMES if not find(name)]
    if missing:
        sys.stdout.write(f"{', '.join(missing)}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
