"""The one place that reads the environment (and a `.env` file beside manage.py)."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def env_required(name: str) -> str:
    """Return the variable's value; stop the process, naming it, where it is missing or empty."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: production does not start without it (docs/operations.md).")
    return value
