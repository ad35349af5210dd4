"""Writing down that two languages say the same: by a person, at a first publication, or for the sample programme.

Publishing again never does it by itself, or a typo mended in one language would hide what the other has changed.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import TranslationCheck
from courses.parity import board, digests, records
from courses.parity.records import Record
from courses.parity.states import State
from places.native_review import NativeReview

FIELDS = {"en": "source_digest", "sw": "target_digest"}
TRANSLATION = "sw"


class Outdated(Exception):
    """Somebody has published other words since the person opened the page."""


def mark_same(record: Record, user, seen: dict[str, str]) -> None:
    """Note that the two say the same. `seen` holds the digests the person was shown, by language.

    Raises Outdated where these are not the ones that learners read now, or a language is not published.
    """
    now = {language: side.digest for language, side in record.sides.items() if side and side.is_live}
    if now != seen or not record.can_be_matched:
        raise Outdated
    if record.is_matched:
        return
    _write(record.check_key, now, checked_by=user, checked_at=timezone.now())
    log(record.versions[TRANSLATION], "courses.languages_match", user=user)


def mark_reviewed(record: Record, user) -> None:
    """Note that a native speaker has read the Kiswahili, in what is published and in the draft that waits."""
    one = record.versions[TRANSLATION]
    if one is None or one.native_review == NativeReview.DONE:
        return
    with transaction.atomic():
        type(one).objects.filter(pk=one.pk).update(native_review=NativeReview.DONE)
        revision = getattr(one, "latest_revision", None)
        if revision:
            revision.content["native_review"] = NativeReview.DONE
            revision.save(update_fields=["content"])
        log(one, "courses.native_review_done", user=user)


def copied(source, target) -> None:
    """Note the words that a new draft in another language begins from; its own follow when it is first published."""
    language = source.locale.language_code
    digest = digests.digest(digests.words_of(target, language))
    _write(records.key_of(source), {language: digest, **{other: "" for other in FIELDS if other != language}})


def born(instance) -> None:
    """Note that a question, quiz or topic was written just now: what is first published of it is taken to match."""
    _write(records.key_of(instance), dict.fromkeys(FIELDS, ""))
    published(instance)


def published(instance) -> None:
    """Fill in the digests that wait for a first publication; do nothing where none waits.

    Words that are still those of the other language are no translation, and go on waiting.
    """
    record = _awaits_publication(instance) and records.of(instance)
    if not record:
        return
    known = {language: getattr(record.check, field) for language, field in FIELDS.items()}
    now = {language: side.digest for language, side in record.sides.items() if side and side.is_live}
    fresh = {language: now.get(language, "") for language in FIELDS if not known[language]}
    if fresh and len(now) == len(FIELDS) and now["en"] != now["sw"] and not set(fresh.values()) & set(known.values()):
        _write(record.check_key, fresh)


def mark_all_matching(course=None) -> int:
    """Note, for a course (None: for everything), that all that was never compared matches; return how many.

    For a programme whose languages were written together. What has a check already is left as it is.
    """
    key = course and str(course.translation_key)
    found = [row.record for row in board.rows() if key is None or row.course in (key, "", board.BANK)]
    fresh = [
        TranslationCheck(
            key=record.check_key,
            language=TRANSLATION,
            **{FIELDS[language]: side.digest for language, side in record.sides.items()},
        )
        for record in found
        if record.check is None and any(finding.state == State.UNCHECKED for finding in record.findings)
    ]
    return len(TranslationCheck.objects.bulk_create(fresh, ignore_conflicts=True))


def _awaits_publication(instance):
    if records.kind_of(instance) is None:
        return False
    waiting = TranslationCheck.objects.filter(Q(source_digest="") | Q(target_digest=""))
    return waiting.filter(key=records.key_of(instance)).exists()


def _write(key, digest_by_language, **fields):
    values = {FIELDS[language]: digest for language, digest in digest_by_language.items()}
    TranslationCheck.objects.update_or_create(key=key, language=TRANSLATION, defaults=values | fields)
