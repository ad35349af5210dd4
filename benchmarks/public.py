"""The home page and the helplines for strangers: pages a second against bare views, and what each weighs on its way.

Two floors: a bare view behind all the platform's middleware, and one without any middleware at all.
"""

from io import StringIO

from django.core.management import call_command

from benchmarks import browsing, pages
from benchmarks.server import folder, in_turns, rate, server, set_up

PAGES = {"home": "/en/", "helplines": "/en/helplines/"}
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"}
LIMIT = 30 * 1024


def speed(here):
    """Print how many of each page a second leave, asked as a browser asks that has nothing stored."""
    with server(here) as platform, server(here, "benchmarks.settings_without_middleware") as naked:
        measures = {name: lambda path=path: rate(platform, [path], BROWSER) for name, path in PAGES.items()}
        floors = {"bare": lambda: rate(platform, ["/bare"], BROWSER), "naked": lambda: rate(naked, ["/bare"], BROWSER)}
        found = in_turns(measures | floors)
    for name in PAGES:
        _print(f"{name} for strangers", found[name], found["bare"], "bare view")
        _print(f"{name} against no middleware", found[name], found["naked"], "bare view without middleware")


def _print(name, value, floor, what):
    print(f"{name}: {value:.0f} requests/s ({what}: {floor:.0f} requests/s, ratio: {value / floor:.2f})")


def weight(here):
    """Print what a first visit to each page brings to a real browser, headers and pictures included."""
    call_command("collectstatic", interactive=False, verbosity=0)
    with server(here, pages.SETTINGS) as address, browsing.browser() as chromium:
        for name, path in PAGES.items():
            if chromium is None:
                print(f"{name}, everything: not measured, for there is no Chromium")
                continue
            found = browsing.visit(chromium, address + path, is_slow=False).bytes
            print(f"{name}, everything: {found} bytes (limit: {LIMIT} bytes, ratio: {found / LIMIT:.2f})")


def main():
    with folder() as here:
        set_up(here, settings=pages.SETTINGS)
        call_command("seed", no_people=True, stdout=StringIO())
        speed(here)
        weight(here)


if __name__ == "__main__":
    main()
