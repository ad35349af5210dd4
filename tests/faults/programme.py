"""A programme whose learners' phones hold attempts: `prepare FILE NUMBER`, and afterwards `check FILE TOLD`.

Run as a module of its own process, against the database that DATABASE_URL names.
"""

import json
import random
import secrets
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts import marks  # noqa: E402
from accounts.models import User  # noqa: E402
from courses import attempts, grading, tickets  # noqa: E402
from courses.models import Attempt, HeldAttempt, Quiz, Ticket  # noqa: E402
from tests import make  # noqa: E402

ON_A_PHONE = 20


def prepare(file: Path, number: int) -> None:
    """Make phones with this many attempts in all, of every kind of question, and write them and their right marks."""
    call_command("migrate", verbosity=0)
    call_command("rotate_signing_key")
    make.make_root()
    make.make_course(modules=2)
    make.ask(Quiz.objects.order_by("slug").first())
    add(file, number, seed=number)


def add(file: Path, number: int, seed: int) -> None:
    """Make more phones with this many attempts in all, in a programme that is prepared."""
    quizzes, dice = list(Quiz.objects.select_related("current_version").order_by("slug")), random.Random(seed)
    phones = [_phone(quizzes, dice) for _number in range(number // ON_A_PHONE)]
    file.write_text(json.dumps(phones))


def _phone(quizzes, dice):
    learner = make.make_user()
    phone = secrets.token_hex(16)
    given = Ticket.objects.bulk_create(
        Ticket(learner=learner, quiz=quiz, version=quiz.current_version, ticket=secrets.token_hex(16), phone=phone)
        for quiz in (dice.choice(quizzes) for _number in range(ON_A_PHONE))
    )
    made = [_made(ticket, dice) for ticket in given]
    return {
        "phone": phone,
        "mark": marks.mark_of(learner.pk),
        "session": _session(learner),
        "clock": timezone.now().isoformat(),
        "attempts": [attempt for attempt, _points in made],
        "points": {attempt["ticket"]: points for attempt, points in made},
    }


def _session(learner):
    session = SessionStore()
    session[SESSION_KEY] = str(learner.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = User.objects.get(pk=learner.pk).get_session_auth_hash()
    session.create()
    return session.session_key


def _made(ticket, dice):
    """Return an attempt with answers at random, and the points that it is worth."""
    content = ticket.version.content
    paper = attempts.paper_of(ticket)
    answers = {item.question: _answer(content["questions"][item.question], item, dice) for item in paper}
    names = [item.question for item in paper]
    at = timezone.now().isoformat()
    made = {
        "ticket": ticket.ticket,
        "quiz": ticket.quiz.slug,
        "version": tickets.name_of(ticket.version),
        "paper": names,
        "answers": answers,
        "language": dice.choice(["en", "sw"]),
        "started_at": at,
        "handed_in_at": at,
    }
    return made, sum(grading.points_for(content["questions"][name], _sorted(content, name, answers)) for name in names)


def _sorted(content, name, answers):
    is_ordered = content["questions"][name]["kind"] in ("ordering", "scenario")
    return answers[name] if is_ordered else sorted(answers[name])


def _answer(question, item, dice):
    options = list(item.options)
    if question["kind"] in ("single", "true_false"):
        return [dice.choice(options)]
    if question["kind"] in ("multiple", "spots"):
        return dice.sample(options, dice.randint(0, len(options)))
    if question["kind"] == "ordering":
        return dice.sample(options, len(options))
    if question["kind"] == "matching":
        return [f"{left}={dice.choice(item.matches)}" for left in options]
    return _walk(question, dice)


def _walk(question, dice):
    scenes = {scene["key"]: scene for scene in question["scenes"]}
    place, path = question["scenes"][0]["key"], []
    while place:
        action = dice.choice(scenes[place]["actions"])
        path.append(action["key"])
        place = action["leads_to"]
    return path


def check(file: Path, told: Path) -> None:
    """Fail unless every attempt is there exactly once, for its learner, with the right mark and the receipt told."""
    receipts = json.loads(told.read_text())
    phones = json.loads(file.read_text())
    expected = {ticket: (phone, points) for phone in phones for ticket, points in phone["points"].items()}
    rows = list(Attempt.objects.values_list("ticket", "receipt", "points", "learner_id", "way"))
    found = {ticket: (receipt, points, learner, way) for ticket, receipt, points, learner, way in rows}
    assert len(rows) == len(found) == len(expected) == len(receipts), (len(rows), len(expected), len(receipts))
    for ticket, (phone, points) in expected.items():
        receipt, marked, learner, way = found[ticket]
        assert (receipt, marked, way) == (receipts[ticket], points, "phone"), ticket
        assert marks.mark_of(learner) == phone["mark"], ticket
    assert not HeldAttempt.objects.exists()
    assert not Ticket.objects.filter(spent_at=None).exists()


if __name__ == "__main__":
    command, file, last = sys.argv[1:]
    if command == "prepare":
        prepare(Path(file), int(last))
    else:
        check(Path(file), Path(last))
