"""Reading the files under content/, every text of which stands in English and Kiswahili."""

from pathlib import Path

import yaml
from django.conf import settings

CONTENT = Path(settings.BASE_DIR) / "content"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(name: str):
    """Return what the YAML file holds."""
    return yaml.load((CONTENT / name).read_text(), Loader=LOADER)  # noqa: S506 - a safe loader, in C where there is one


def modules_of(course: str) -> list[tuple[dict, list[dict]]]:
    """Return the course's modules in order, each with its questions."""
    paths = sorted((CONTENT / course).glob("[0-9]*.yaml"))
    return [(read(f"{course}/{path.name}"), read(f"{course}/questions/{path.name}")) for path in paths]


def numbered(folder: str) -> list[dict]:
    """Return the entries of the folder's files whose names begin with a digit, file by file in order."""
    paths = sorted((CONTENT / folder).glob("[0-9]*.yaml"))
    return [entry for path in paths for entry in read(f"{folder}/{path.name}")]
