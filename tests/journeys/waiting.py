"""Waiting for what only a promise can tell: Playwright's own `wait_for_function` takes any promise for a yes."""

import time

from playwright.sync_api import Error

PAUSE_MS = 50


def until(page, expression, arg=None, seconds=20):
    """Wait until the script's promise comes true, and return what it gives; asked again where it fails meanwhile."""
    ends = time.monotonic() + seconds
    while True:
        try:
            if found := page.evaluate(expression, arg):
                return found
        except Error as error:  # the page may be on its way elsewhere
            fault = error
        else:
            fault = None
        assert time.monotonic() < ends, f"{seconds} s passed: {expression} {fault or ''}"
        page.wait_for_timeout(PAUSE_MS)
