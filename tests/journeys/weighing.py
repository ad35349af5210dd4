"""Weighs pages twice, in this process and in a real browser on a production server; prints both as JSON."""

import json
import re
import sys
from urllib.parse import urlsplit

from django.test import Client

from benchmarks import browsing, pages
from benchmarks.server import folder, server, set_up

_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")


def main():
    with folder() as here:
        set_up(here, settings=pages.SETTINGS)
        # Only once Django is there.
        from tests.lms.weights import weigh

        learner = pages.fill()
        question = pages.first_question(learner)
        weighed = {"lesson": weigh(Client(), pages.FIRST), "quiz": weigh(learner, question)}
        cookies = [(name, morsel.value) for name, morsel in learner.cookies.items()]
        with server(here, pages.SETTINGS) as address, browsing.browser() as chromium:
            visits = {
                "lesson": browsing.visit(chromium, address + pages.FIRST, is_slow=False),
                "quiz": browsing.visit(chromium, address + question, cookies, is_slow=False),
            }
        seen = {name: {_named(path): bytes for path, bytes in visit.sent.items()} for name, visit in visits.items()}
    counted = {name: {"page": weight.page} | weight.brought for name, weight in weighed.items()}
    json.dump({name: {"weighed": counted[name], "seen": seen[name]} for name in seen}, sys.stdout)


def _named(address):
    """Return the name as the sources have it; the document itself is "page"."""
    path = urlsplit(address).path
    is_page = re.match(r"/(en|sw)/(courses|learn)/", path)
    return "page" if is_page else _HASH.sub("", path.removeprefix("/static/"))


if __name__ == "__main__":
    main()
