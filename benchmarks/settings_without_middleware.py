"""The same project as a bare Django: no middleware at all."""

from benchmarks.settings import *  # noqa: F403

MIDDLEWARE = []
