"""One case as an encrypted archive, for a court or a partner: WinZip's AES-256, which 7-Zip and others open.

The archive's list of names is readable without the passphrase, so that the names in it say nothing.
"""

import json
from datetime import datetime
from io import BytesIO
from pathlib import PurePath

import pyzipper
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import case_log, sealing, team
from incidents.casework import reading
from incidents.models import Attachment, Case, LogLine, Officer


def archive(case: Case, passphrase: str, officer: Officer, private: bytes, now: datetime) -> bytes:
    """Return the archive: report.txt, report.json, log.txt and the files; logged before anything is opened.

    Raises team.NotYours and sealing.CannotOpen; a file that is gone, damaged or unfit is named in files-missing.txt.
    """
    case_log.note(officer, LogLine.Act.EXPORTED, now, case.number)
    opened = reading.open_case(case, officer, private, now)
    parts = {
        "report.txt": _as_text(case, opened).encode(),
        "report.json": json.dumps(_as_record(case, opened), ensure_ascii=False, indent=1).encode(),
        "log.txt": "\n".join(_log_lines(case)).encode(),
        **_files(opened, officer, private, now),
    }
    file = BytesIO()
    with pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as zipped:
        zipped.setpassword(passphrase.encode())
        for name, data in parts.items():
            zipped.writestr(name, data)
    return file.getvalue()


def _as_text(case, opened):
    lines = [f"{case.number} · {case.get_state_display()} · {case.get_urgency_display()}", ""]
    for one in opened:
        by = f" · {one.entry.by}" if one.entry.by else ""
        lines += [f"{_time(one.entry.made_at)} · {one.entry.get_kind_display()}{by} {one.number}".rstrip()]
        lines += [f"{label}: {text}" if label else text for label, text in one.rows]
        lines += [f"[{file.name}, {file.type or _('locked on the phone')}]" for file in one.files] + [""]
    return "\n".join(lines)


def _as_record(case, opened):
    entries = [
        {
            "kind": one.entry.kind,
            "at": one.entry.made_at.isoformat(),
            "by": str(one.entry.by or ""),
            "case": one.number or case.number,
            "said": one.record,
            "files": [file.name for file in one.files],
        }
        for one in opened
    ]
    return {"number": case.number, "state": case.state, "urgency": case.urgency, "entries": entries}


def _files(opened, officer, private, now) -> dict[str, bytes]:
    parts, missing = {}, []
    entries = [one.entry for one in opened]
    found = Attachment.objects.filter(entry__in=entries).select_related("entry__case__team_key")
    for number, attachment in enumerate(found, 1):
        try:
            file, data = reading.download(attachment, officer, private, now)
            parts[f"file-{number}{PurePath(file.name).suffix}"] = data
        except (OSError, team.NotYours, sealing.CannotOpen, reading.Unfit):
            missing.append(f"file-{number}")
    return parts | ({"files-missing.txt": "\n".join(missing).encode()} if missing else {})


def _log_lines(case):
    numbers = [case.number, *case.merged.values_list("number", flat=True)]
    for line in LogLine.objects.filter(case_number__in=numbers):
        yield f"{_time(line.at)} {line.officer_name} {line.act} {line.case_number} {line.said}".rstrip()


def _time(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
