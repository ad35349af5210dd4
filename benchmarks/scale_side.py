"""One side of the scale benchmark: a process with one database, which builds it or measures what stands in it.

`main` takes `build FOLDER OPERATORS PEOPLE`, `pages FOLDER`, `export FOLDER ROWS` or `bring FOLDER ROWS`; the database
is that of DATABASE_URL. Each prints one line of JSON, in milliseconds, seconds or bytes.
"""

import json
import os
import resource
import sys
import time
from io import StringIO
from pathlib import Path
from tempfile import TemporaryFile

import xlsxwriter
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from benchmarks.server import set_up

CREW, GIANT = "scale-1", "scale-0"
TIMES = 15
PAGE = 50


def build(operators, people):
    """Fill the database; return the seconds it took."""
    call_command("seed", no_people=True, stdout=StringIO())
    began = time.monotonic()
    call_command("seed_scale", operators=operators, people=people, courses=2, stdout=sys.stderr)
    return {"seconds": time.monotonic() - began}


def manager(slug):
    """Return a client signed in as the operator's manager, past the second factor."""
    from accounts.models import User
    from saccos.models import Management, Operator

    phone = {CREW: "+254712000011", GIANT: "+254712000012"}[slug]
    person = User.objects.filter(phone=phone).first() or User.objects.create_learner(phone, full_name="Bench Manager")
    Management.objects.get_or_create(operator=Operator.objects.get(slug=slug), user=person)
    return signed_in(person)


def administrator():
    from accounts.models import User

    return signed_in(
        User.objects.filter(username="bench").first() or User.objects.create_superuser("bench", "no-password-at-all")
    )


def signed_in(person):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from accounts import second_factor

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    second_factor.mark_verified(session, TOTPDevice.objects.get_or_create(user=person, name="authenticator")[0])
    session.save()
    return client


def pages():
    """Return the middle time of each page in milliseconds."""
    from saccos.models import StaffMember

    crew, giant, staff = manager(CREW), manager(GIANT), administrator()
    last = max(1, StaffMember.objects.filter(operator__slug=GIANT, ended_on=None).count() // PAGE)
    known = StaffMember.objects.filter(operator__slug=CREW, ended_on=None).select_related("person").order_by("pk")[7]
    name, phone = known.sort_name.split()[0], str(known.person.phone)[-6:]
    far = min(400, last)
    asked = {
        "manager's dashboard": (crew, f"/en/manage/{CREW}/"),
        "staff list": (crew, f"/en/manage/{CREW}/staff/"),
        "search by name": (crew, f"/en/manage/{CREW}/staff/?q={name}"),
        "search by last digits": (crew, f"/en/manage/{CREW}/staff/?q={phone}"),
        "giant's staff list, page 1": (giant, f"/en/manage/{GIANT}/staff/"),
        f"giant's staff list, page {far}": (giant, f"/en/manage/{GIANT}/staff/?page={far}"),
        "programme map": (staff, "/admin/operators/map/"),
        "programme league": (staff, "/admin/operators/league/"),
    }
    return {name: 1000 * _middle(client, address) for name, (client, address) in asked.items()}


def _middle(client, address):
    times = []
    for _time in range(TIMES):
        began = time.perf_counter()
        response = client.get(address)
        times.append(time.perf_counter() - began)
        assert response.status_code == 200, (address, response.status_code)
    return sorted(times)[TIMES // 2]


def export(rows):
    """Return the seconds and the memory of a workbook of so many staff, beside one of as many constant rows."""
    from saccos.models import Operator, StaffMember

    operator = Operator.objects.get(slug=GIANT)
    more = StaffMember.objects.filter(ended_on=None).exclude(operator=operator).order_by("pk").values("pk")
    lacking = max(0, rows - operator.staff.count())
    StaffMember.objects.filter(pk__in=more[:lacking]).update(operator=operator)
    client = manager(GIANT)
    client.get(f"/en/manage/{CREW}/")
    before = _most_memory()
    began = time.perf_counter()
    size = sum(map(len, client.get(f"/en/manage/{GIANT}/staff/export.xlsx").streaming_content))
    seconds = time.perf_counter() - began
    grown = _most_memory() - before
    return {"seconds": seconds, "plain": _plain(rows), "memory": grown, "size": size, "rows": operator.staff.count()}


def _plain(rows):
    began = time.perf_counter()
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        for number in range(rows):
            sheet.write_row(number, 0, ["Wanjirũ Njeri Kĩmani", "0712 345 678", "Conductor", "", "", 45000, "Trained"])
        book.close()
    return time.perf_counter() - began


def _most_memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def bring(rows):
    """Return the seconds that reading, checking and saving a list of so many new people take."""
    from saccos.models import Operator, Roster
    from saccos.roster import bringing, jobs

    operator, now = Operator.objects.get(slug="scale-2"), timezone.now()
    lines = ["name\tphone\trole", *(f"Zawadi Mpya {_letters(n)}\t0799{n:06}\tdriver" for n in range(rows))]
    times = {}
    roster = _timed(times, "reading", lambda: bringing.bring(operator, "\n".join(lines), "", None, now))
    columns = {name: roster.columns[name] for name in ("name", "phone", "role")}
    bringing.confirm(roster, columns, "", roster.has_heading)
    _timed(times, "checking", lambda: _work(jobs, roster))
    jobs.ask_to_save(Roster.objects.get(pk=roster.pk))
    _timed(times, "saving", lambda: _work(jobs, roster))
    assert Roster.objects.get(pk=roster.pk).phase == Roster.Phase.SAVED
    return times


def _letters(number):
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize() + "a"


def _timed(times, name, call):
    began = time.perf_counter()
    found = call()
    times[name] = time.perf_counter() - began
    return found


def _work(jobs, roster):
    phase = roster.phase
    for _turn in range(10_000):
        roster.refresh_from_db()
        if roster.phase != phase and not jobs.waiting().filter(pk=roster.pk).exists():
            return
        jobs.work(roster, 60)


DO = {"build": build, "pages": pages, "export": export, "bring": bring}


def main():
    what, folder, *numbers = sys.argv[1:]
    set_up(Path(folder), DATABASE_URL=os.environ["DATABASE_URL"])
    print(json.dumps(DO[what](*map(int, numbers))))
