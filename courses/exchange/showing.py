"""A row of the plan as the preview shows it."""

from django.utils.translation import gettext as _

from courses.exchange.parsed import CHOICES, STORED_KINDS
from courses.exchange.plan import LABELS
from courses.models import Question

MOST_SHOWN = 12
_STATES = {"new": "primary", "fills": "primary", "same": "", "refused": "critical"}


def shown(row) -> dict:
    """Return what the preview says of one question: what was understood, and what will happen."""
    question = row.question
    return {
        "status": row.status,
        "label": LABELS[row.status],
        "line": question.line,
        "text": next((text for text in question.text.values() if text), "")[:300],
        "name": question.name[:80],
        "kind": Question.Kind(question.kind).label if question.kind in STORED_KINDS else question.kind[:40],
        "topic": row.content.topic if row.content else "",
        "is_draft": row.status in ("new", "fills") and bool(row.missing),
        "reasons": row.reasons,
        "notes": row.notes,
        "texts": question.text.items(),
        "answers": [_answer(question, answer) for answer in question.answers[:MOST_SHOWN]],
        "more": max(0, len(question.answers) - MOST_SHOWN),
        "why": question.general_feedback.items(),
        "files": list(_files(question)),
        "facts": list(_facts(row)),
    }


def _answer(question, answer):
    return {
        "texts": _cut(answer.text),
        "match": _cut(answer.match),
        "why": _cut(answer.feedback),
        "is_right": _is_right(question, answer),
        "weight": f"{answer.weight:.7g} %" if question.kind in CHOICES and answer.weight is not None else "",
    }


def _is_right(question, answer):
    if question.kind not in CHOICES:
        return False
    return answer.is_right if answer.is_right is not None else (answer.weight or 0) > 0


def _cut(texts):
    return [(language, text[:1000]) for language, text in texts.items() if text]


def _files(question):
    if question.picture:
        alt = ", ".join(text for text in question.alt.values() if text)
        yield _("Picture %(name)s: %(alt)s") % {"name": question.picture.name, "alt": alt or _("no words yet")}
    for language, sound in question.sounds.items():
        yield _("Sound %(name)s (%(language)s)") % {"name": sound.name, "language": language}


def _facts(row):
    if row.content is None:
        return
    if row.content.is_critical:
        yield _("critical")
    if row.content.kind in ("multiple", "ordering", "matching"):
        yield _("part of the mark can be had") if row.content.part_marks else _("all or nothing")
    if row.content.drawing:
        yield _("drawing %(name)s") % {"name": row.content.drawing}
