"""What a first lesson and a quiz page cost on slow 3G with a slow phone, beside a bare Wagtail page and Kolibri's."""

from io import StringIO

from django.core.management import call_command

from benchmarks import browsing, kolibri
from benchmarks.lesson import FIRST, learner
from benchmarks.server import folder, server, set_up

SETTINGS = "benchmarks.settings_with_static"
UNITS = {"bytes": "bytes", "requests": "requests", "first_paint": "s"}


def fill():
    """Load the sample course; return a client signed in as a new learner."""
    call_command("seed", no_people=True, stdout=StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    return learner()


def first_question(client):
    from courses.models import Quiz

    quiz = Quiz.objects.filter(purpose="graded").order_by("pk").first()
    return client.post(f"/en/learn/quiz/{quiz.slug}/").url


def figures(visit):
    return {"bytes": visit.bytes, "requests": len(visit.sent), "first_paint": visit.first_paint}


def show(name, ours, peer, peer_figures):
    """Print a line a figure, lower being better throughout."""
    for what, unit in UNITS.items():
        mine, theirs = ours[what], peer_figures[what]
        if mine is None or theirs is None:
            print(f"{name}, {what}: {mine} {unit} ({peer}: {theirs} {unit}, ratio: none, one never painted)")
        else:
            values = [f"{value:.1f}" if unit == "s" else str(value) for value in (mine, theirs)]
            label = what.replace("_", " ")
            print(f"{name}, {label}: {values[0]} {unit} ({peer}: {values[1]} {unit}, ratio: {mine / theirs:.2f})")


def measure(here, question, cookies):
    """Return {page: its figures, or None where it could not be had}, all in the same browser; None without one."""
    with server(here, SETTINGS) as address, kolibri.server(here) as other, browsing.browser() as chromium:
        if chromium is None:
            return None
        addresses = {
            "bare": (f"{address}/bare-page{FIRST}", ()),
            "first lesson": (address + FIRST, ()),
            "quiz page": (address + question, cookies),
            "kolibri": (other and other + kolibri.PAGE, ()),
        }
        return {
            name: figures(browsing.visit(chromium, page, sent)) if page else None
            for name, (page, sent) in addresses.items()
        }


def main():
    with folder() as here:
        set_up(here, settings=SETTINGS)
        client = fill()
        question = first_question(client)
        found = measure(here, question, [(name, morsel.value) for name, morsel in client.cookies.items()])
    if found is None:
        print("pages on slow 3G: not measured, for there is no Chromium")
        return
    for name in ("first lesson", "quiz page"):
        show(name, found[name], "bare Wagtail page", found["bare"])
        if found["kolibri"]:
            show(name, found[name], kolibri.WHICH, found["kolibri"])
    if not found["kolibri"]:
        print("Kolibri: not measured, for it could not be installed or did not start")


if __name__ == "__main__":
    main()
