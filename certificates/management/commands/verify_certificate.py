import argparse
import json
import textwrap
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError
from django.utils import timezone

from certificates import codes, lookup, verifying
from certificates.checking import Result, Why

_WORDS = {
    Result.UNCHECKED: "VALID, STATUS NOT CHECKED",
    Result.NOT_GENUINE: "NOT GENUINE",
    Result.CANNOT_CHECK: "CAN'T CHECK",
    lookup.NOT_FOUND: "NOT FOUND",
}
_REASONS = {
    Why.ADDRESS: "neither a code nor an address of this platform (BASE_URL)",
    Why.NO_DATA: "a code alone says nothing offline",
    Why.FORM: "the signed half is not as this platform makes it",
    Why.UNKNOWN_KEY: "signed with a key that keys.json does not have",
    Why.COMPROMISED_KEY: "signed with a key that is in wrong hands: ask online",
    Why.ALGORITHM: "signed in another way than this platform signs",
    Why.SIGNATURE: "the signature is not this key's, or belongs to another code or address",
    Why.WINDOW: "issued at a time when its key was not in use",
    verifying.CONTRADICTION: "the signed half is not the one issued with this code",
}


class Command(BaseCommand):
    help = (
        "Say whether a certificate is genuine and holds. TEXT is what its QR says, its address, or its code. Without "
        "--offline the database is asked, and a signed half in TEXT must be the one issued with the code. "
        "Exit status: 0 valid; 1 expired, revoked, replaced, not genuine or not found; 2 can't tell: offline without "
        "a signed half, with an unknown or compromised key, or with a status list that is missing or seven days old "
        "(the signature holds then, but nobody knows whether it was revoked); a file that is missing or broken; no "
        "database."
    )
    # A script asks often, and must not take a fault of the settings for a certificate that is not valid.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("text", help="the QR's text, the address or the code; capitals and hyphens do not matter")
        parser.add_argument("--json", action="store_true", dest="is_json", help="answer with one JSON object")
        parser.add_argument(
            "--offline",
            type=Path,
            metavar="DIR",
            help="use no database, but DIR/keys.json, DIR/status.json (without it: exit status 2) and DIR/courses.json "
            "(if there, for titles), saved from /v/keys.json, /v/status.json and /v/courses.json",
        )
        parser.add_argument("--now", type=_moment, help="check as of this ISO time, such as 2026-03-09T12:00:00Z")

    def handle(self, *, text, is_json, offline, now, **options):
        now = now or timezone.now()
        try:
            verdict = verifying.offline(text, offline, now) if offline else verifying.online(text, now)
        except verifying.Unreadable as error:
            raise CommandError(str(error), returncode=2) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {error}", returncode=2) from error
        self.stdout.write(_as_json(verdict) if is_json else "\n".join(_lines(verdict)))
        if verdict.exit_status:
            raise SystemExit(verdict.exit_status)


def _moment(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not an ISO time: {text}") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _as_json(verdict):
    facts = {name: value for name, value in verdict.facts.items() if name != "status"}
    said = {"result": verdict.result, "why": verdict.why, "checked": verdict.way, **facts}
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False)


def _lines(verdict):
    yield _WORDS.get(verdict.result, verdict.result.upper()) + f" ({verdict.way})"
    if verdict.way == "offline" and verdict.result == Result.REVOKED:
        yield "revoked, or replaced by another one: which of the two is said online"
    if verdict.why:
        yield textwrap.fill(_REASONS[verdict.why], 100)
    for name, value in verdict.facts.items():
        if name not in ("status", "url") and value:
            yield f"{name.replace('_', ' '):13}{_shown(name, value)}"


def _shown(name, value):
    if name == "code":
        return codes.spell(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return " / ".join(dict.fromkeys(value.values())) if isinstance(value, dict) else value
