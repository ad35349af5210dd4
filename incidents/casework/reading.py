"""A case opened: everything said in it, and in those that went into it, in the order of time."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from incidents import case_log, cases, files, received, said, sealing, team
from incidents.models import Attachment, Case, Entry, LogLine, Officer


class Unfit(Exception):
    """What a phone locked is no photo and no sound that would have been taken; nobody is handed it."""


@dataclass(frozen=True)
class File:
    """What an attachment is; its bytes are opened only by `download`.

    Of one that a phone locked, `key` is the TeamKey it is sealed to, and the type shows only then.
    """

    token: str
    name: str
    type: str
    size: int
    key: int | None = None
    number: int = 0


@dataclass(frozen=True)
class Opened:
    """One entry as an officer reads it: labelled rows, and files."""

    entry: Entry
    rows: list[tuple[str, str]]
    record: dict
    files: list[File] = field(default_factory=list)
    # Of a case that went into this one, its number.
    number: str = ""

    @property
    def is_ours(self):
        """Say whether the team wrote it: an officer's account may be gone by now, but not what they did."""
        return self.entry.kind in (Entry.Kind.NOTE, Entry.Kind.REPLY, Entry.Kind.REFERRAL)


def open_case(case: Case, officer: Officer, private: bytes, now: datetime) -> list[Opened]:
    """Return what was said, oldest first; the opening is logged before anything is opened, and the news are seen.

    Raises team.NotYours and sealing.CannotOpen.
    """
    keys = {case.pk: (case, cases.private_key(case, officer, private))}
    for one in case.merged.select_related("team_key"):
        # What is sealed to a lost key keeps nobody from reading the rest.
        with suppress(team.NotYours, sealing.CannotOpen):
            keys[one.pk] = (one, cases.private_key(one, officer, private))
    for one, _key in keys.values():
        case_log.note(officer, LogLine.Act.OPENED, now, one.number)
    # Before the entries are read: what comes while they are is news again.
    Case.objects.filter(pk__in=keys, has_news=True).update(has_news=False)
    entries = Entry.objects.filter(case__in=keys).select_related("by__user").prefetch_related("attachments")
    return [_open(entry, case, keys, officer, private) for entry in _once(entries.order_by("made_at", "pk"))]


def download(attachment: Attachment, officer: Officer, private: bytes, now: datetime) -> tuple[File, bytes]:
    """Return what an attachment is, and its bytes; logged before it is opened.

    What a phone locked is made anew here, as every other file was when it came. Raises team.NotYours,
    sealing.CannotOpen, Unfit, and OSError where the file is gone.
    """
    case = attachment.entry.case
    case_log.note(officer, LogLine.Act.DOWNLOADED, now, case.number)
    key = cases.private_key(case, officer, private)
    file, data = _file(attachment, key), sealing.open_box(key, files.read(attachment.token).getvalue())
    return (file, data) if file.key is None else _unlocked(file, data, officer, private)


def _unlocked(file, data, officer, private):
    try:
        stripped = files.strip_late(cases.open_locked(file.key, data, officer, private), file.number)
    except files.REFUSALS as refusal:
        raise Unfit from refusal
    return File(file.token, **stripped.about), stripped.data


def _once(entries):
    """Yield the entries; of a reply, which stands in each merged case as well, only one."""
    replies = set()
    for entry in entries:
        mark = (entry.made_at, entry.by_id)
        if entry.kind == Entry.Kind.REPLY:
            if mark in replies:
                continue
            replies.add(mark)
        yield entry


def _open(entry, case, keys, officer, private):
    own_case, key = keys[entry.case_id]
    try:
        record = cases.said_of(entry, key, officer, private)
        rows = _rows(entry.kind, record)
    except (sealing.CannotOpen, team.NotYours):
        # One box that is spoilt, or that somebody stuffed, does not close the case.
        record, rows = {}, [("", _("This part can't be opened: it was damaged, or sealed to a key that is lost."))]
    else:
        if own_case.is_county_locked and entry.kind == Entry.Kind.REPORT:
            received.learn_county(own_case, record.get("county", ""))
    opened, damaged = _files(entry, key)
    if damaged:
        rows = [*rows, ("", _("Files that can't be opened, as they were damaged: %(number)s") % {"number": damaged})]
    return Opened(
        entry,
        rows,
        record,
        opened,
        "" if own_case.pk == case.pk else own_case.number,
    )


def _rows(kind, record):
    if kind == Entry.Kind.REFERRAL:
        rows = [(_("Service"), record.get("service", "")), (_("Agreed"), record.get("text", ""))]
        return [row for row in rows if row[1]]
    if kind in (Entry.Kind.NOTE, Entry.Kind.REPLY):
        return [("", record.get("text", ""))]
    return list(said.rows(record))


def _files(entry, key):
    """Return what can be opened of an entry's attachments, and the number of the others."""
    opened, attached = [], entry.attachments.all()
    for one in attached:
        with suppress(sealing.CannotOpen):
            opened.append(_file(one, key))
    return opened, len(attached) - len(opened)


def _file(attachment, key):
    return File(attachment.token, **sealing.open_said(key, attachment.box))
