import json
import math
import sys
from dataclasses import asdict, replace

from django.core.management.base import BaseCommand, CommandError

from courses.exchange import plan as planning
from courses.exchange import reading
from courses.exchange.applying import BankChanged, apply
from courses.exchange.formats import FORMATS, guess, parse
from courses.exchange.remarks import UnreadableFile
from courses.models import Topic
from courses.question_content import LANGUAGES

UNREADABLE, SOME_REFUSED = 2, 1


class Command(BaseCommand):
    help = (
        "Import questions into the bank, as drafts. Each question's line says what happens to it and why one is "
        "refused; where one is, nothing is saved. The same file twice adds nothing. Exit status: 0 when all were "
        "understood, 1 when some were refused, 2 when the file cannot be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--format", choices=FORMATS, help="By the file's name, unless given.")
        parser.add_argument("--topic", metavar="SLUG", help="For questions that name no topic of their own.")
        parser.add_argument(
            "--language", choices=LANGUAGES, default="en", help="Of a GIFT or Moodle XML file. Tables name theirs."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and save nothing.")
        parser.add_argument("--skip-refused", action="store_true", help="Save the others where some are refused.")
        parser.add_argument("--publish", action="store_true", help="Publish those that lack nothing.")
        parser.add_argument("--no-input", action="store_true", help="Do not ask before saving.")
        parser.add_argument("--json", action="store_true", help="Print what was understood as JSON.")

    def handle(self, *, file, topic, dry_run, json, **options):
        plan = self._plan(file, topic, options, json)
        if not json:
            self.stdout.write("\n".join(_report(plan)))
        saved = 0
        if not dry_run and self._may_save(plan, options, json):
            saved = self._save(plan, options)
        self.stdout.write(_as_json(plan, saved) if json else f"{saved} saved.")
        if plan.refused:
            left = "the others were saved" if saved else "nothing was saved"
            raise CommandError(f"{len(plan.refused)} refused; {left}.", returncode=SOME_REFUSED)

    def _plan(self, file, topic, options, as_json):
        if topic and not Topic.objects.filter(slug=topic).exists():
            raise CommandError(f"There is no topic “{topic}”.", returncode=UNREADABLE)
        written_as = options["format"] or guess(file)
        if not written_as:
            raise CommandError(f"{file}: name its format with --format.", returncode=UNREADABLE)
        try:
            return planning.make(parse(reading.read(file), written_as, options["language"]), topic)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.", returncode=UNREADABLE) from error
        except UnreadableFile as error:
            if as_json:
                fault = {"code": error.remark.code, "line": error.line, "message": str(error)}
                self.stdout.write(json.dumps({"error": fault}, indent=2, ensure_ascii=False))
            where = f"{file}, line {error.line}" if error.line else file
            raise CommandError(f"{where}: {error}", returncode=UNREADABLE) from error

    def _may_save(self, plan, options, as_json):
        to_save = plan.counts[planning.NEW] + plan.counts[planning.FILLS]
        if not to_save or (plan.refused and not options["skip_refused"]):
            return False
        if options["no_input"] or as_json or not sys.stdin.isatty():
            return True
        return input(f"Save {to_save} questions? [y/N] ").strip().lower() in ("y", "yes")

    def _save(self, plan, options):
        try:
            return len(apply(plan, publish=options["publish"], skip_refused=options["skip_refused"]))
        except BankChanged as error:
            raise CommandError("The bank changed meanwhile; nothing was saved. Run it again.") from error


def _report(plan):
    yield from (str(note) for note in plan.parsed.notes)
    for row in plan.rows:
        yield f"line {row.question.line:>4}  {row.status:<8} {_name(row)}"
        yield from (f"           {remark}" for remark in [*row.reasons, *row.notes])
    yield ", ".join(f"{count} {status}" for status, count in plan.counts.items()) + "."


def _name(row):
    text = next((text for text in row.question.text.values() if text), "")
    return row.question.name or " ".join(text.split())[:60] or "(no text)"


def _as_json(plan, saved):
    return json.dumps(
        {
            "format": plan.parsed.format,
            "language": plan.parsed.language,
            "notes": _remarks(plan.parsed.notes),
            "counts": plan.counts,
            "saved": saved,
            "questions": [_row(row) for row in plan.rows],
        },
        indent=2,
        ensure_ascii=False,
        allow_nan=False,
    )


def _row(row):
    return {
        "line": row.question.line,
        "name": row.question.name,
        "key": row.content.key if row.content else "",
        "topic": row.content.topic if row.content else "",
        "status": row.status,
        "reasons": _remarks(row.reasons),
        "notes": _remarks(row.notes),
        "understood": _understood(row.question),
    }


def _understood(question):
    simple = replace(question, problems=[], notes=[], picture=None, sounds={}, media=[])
    understood = asdict(simple)
    for name in ("problems", "notes", "line", "name"):
        del understood[name]
    for answer in understood["answers"]:
        if answer["weight"] is not None and not math.isfinite(answer["weight"]):
            answer["weight"] = None
    understood["picture"] = question.picture and _media(question.picture)
    understood["sounds"] = {language: _media(sound) for language, sound in question.sounds.items()}
    understood["media"] = [shown.name for shown in question.media]
    return understood


def _media(media):
    return {"name": media.name, "bytes": len(media.data), "sha1": media.digest}


def _remarks(remarks):
    return [{"code": remark.code, "message": str(remark)} for remark in remarks]
