"""Faults of reporting in the log: what kind and where, never a message or a value, which can be a report's words."""

import logging
import traceback

logger = logging.getLogger(__name__)


def note(error: Exception) -> None:
    """Log an exception by its type and its place."""
    steps = reversed(traceback.extract_tb(error.__traceback__)[-8:])
    places = " < ".join(f"{step.filename}:{step.lineno}" for step in steps)
    logger.error("%s at %s", type(error).__name__, places)
