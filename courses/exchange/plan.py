"""What importing a file would do, question by question; nothing is written here."""

import copy
import hashlib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exchange import bank, media
from courses.exchange.checking import check, is_verdict
from courses.exchange.parsed import CHOICES, TRUE_FALSE, Content, ParsedFile, ParsedQuestion
from courses.exchange.remarks import Remark
from courses.exchange.shaping import problems_of
from courses.models import Topic
from courses.question_content import LANGUAGES

_OPTION = re.compile(r"option\d+")
_PATH = re.compile(r"options\.(\d+)\.(text|why|match)_(en|sw)")
NEW, FILLS, SAME, REFUSED = "new", "fills", "same", "refused"
LABELS = {
    NEW: gettext_lazy("New"),
    FILLS: gettext_lazy("Adds texts"),
    SAME: gettext_lazy("In the bank"),
    REFUSED: gettext_lazy("Refused"),
}


@dataclass
class Row:
    """What happens to one question: `reasons` say why it is refused, `notes` what else a person should know.

    `content` is the question as it would be after; `entry` the one in the bank that it is, or adds to.
    """

    question: ParsedQuestion
    status: str = NEW
    reasons: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    content: Content | None = None
    entry: bank.Entry | None = None

    @property
    def missing(self) -> list[str]:
        """What keeps the question a draft: the names of texts, and other problems in words."""
        return [text for texts in missing_from(self.content) for text in texts] if self.content else []

    def refuse(self, *reasons: Remark):
        self.status = REFUSED
        self.reasons += reasons


@dataclass
class Plan:
    parsed: ParsedFile
    topic: str | None
    rows: list[Row]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in (NEW, FILLS, SAME, REFUSED)}

    @property
    def refused(self) -> list[Row]:
        return [row for row in self.rows if row.status == REFUSED]


def make(parsed: ParsedFile, topic: str | None = None) -> Plan:
    """Return what each question of the file would become; those without a topic of their own go to `topic`."""
    planner = _Planner(topic)
    return Plan(parsed, topic, [planner.row(question) for question in parsed.questions])


class _Planner:
    """Compares one question after the other with the bank and with those before it in the file."""

    def __init__(self, topic):
        self.topic = topic
        self.topics = set(Topic.objects.values_list("slug", flat=True))
        self.by_key = {}
        self.by_hash = {}
        for entry in bank.entries():
            self._remember(entry)

    def _remember(self, entry):
        if entry.content.key:
            self.by_key[entry.content.key] = entry
        for digest in _digests(entry.content):
            self.by_hash.setdefault(digest, entry)

    def row(self, question):
        content = check(question)
        row = Row(question, content=content, reasons=question.problems[:], notes=question.notes[:])
        if content is None:
            row.status = REFUSED
            return row
        row.entry = self._find(content)
        if row.entry:
            self._compare(row)
        else:
            self._add(row)
        return row

    def _find(self, content):
        if content.key in self.by_key:
            return self.by_key[content.key]
        return next((self.by_hash[digest] for digest in _digests(content) if digest in self.by_hash), None)

    def _add(self, row):
        content = row.content
        content.topic = self._topic_of(row)
        if row.status == REFUSED:
            return
        _name_both_verdicts(content)
        row.notes += _why_draft(content)
        self._remember(bank.Entry(content, line=row.question.line))

    def _topic_of(self, row):
        named = row.question.topic
        if named and named not in self.topics:
            row.refuse(Remark("unknown_topic", {"topic": named[:60]}))
        found = named or self.topic or self._topic_of_category(row.question.category)
        if not found:
            row.refuse(Remark("no_topic"))
        return found

    def _topic_of_category(self, category):
        last = slugify(category.rsplit("/", 1)[-1])
        return last if last in self.topics else ""

    def _compare(self, row):
        entry = row.entry
        merged, added, differences = merge(entry.content, row.content)
        if differences and entry.line:
            differences = [_used_twice(entry)]
        elif added and (entry.line or entry.is_locked):
            differences = [_used_twice(entry) if entry.line else Remark("locked", {"key": entry.content.key})]
        if differences:
            row.refuse(*differences)
            return
        row.content = merged
        row.status = FILLS if added else SAME
        row.notes += self._notes_on(row, added)

    def _notes_on(self, row, added):
        key, line = row.entry.content.key, row.entry.line
        if added:
            yield Remark("adds", {"key": key, "what": ", ".join(added)})
            yield from _why_draft(row.content)
        else:
            yield Remark("same_as_line", {"line": line}) if line else Remark("in_bank", {"key": key})


def _used_twice(entry):
    return Remark("name_used_twice", {"key": entry.content.key, "line": entry.line})


def _why_draft(content):
    texts, others = missing_from(content)
    if texts:
        yield Remark("incomplete", {"what": ", ".join(_shortened(content, texts))})
    for why in others:
        yield Remark("unfit", {"why": why})


def _shortened(content, names):
    """Name a language as a whole where the question does not speak it at all."""
    absent = [(code, label) for code, label in settings.LANGUAGES if not content.text.get(code)]
    yield from (_("everything in %(language)s") % {"language": label} for _code, label in absent)
    yield from (name for name in names if not name.endswith(tuple(f"_{code}" for code, _label in absent)))


def merge(theirs: Content, ours: Content) -> tuple[Content, list[str], list[Remark]]:
    """Return the bank's question with what the file adds, the names of what it adds, and where the two disagree."""
    shape = _shape_differs(theirs, ours)
    if shape:
        return theirs, [], shape
    merged = copy.deepcopy(theirs)
    added, differences = _add_media(merged, ours)
    for name, old, new in _pairs(merged, ours):
        for language, text in new.items():
            what = f"{name}_{language}"
            if not old.get(language):
                old[language] = text
                added.append(what)
            elif _loose(old[language]) != _loose(text) and not _is_other_word(ours, name, text, language):
                values = {"key": theirs.key, "what": what, "theirs": old[language][:80]}
                differences.append(Remark("text_differs", values))
    return merged, added, differences


def _shape_differs(theirs, ours):
    key = theirs.key
    if theirs.kind != ours.kind:
        return [Remark("kind_differs", {"key": key, "theirs": theirs.kind, "ours": ours.kind})]
    if len(theirs.options) != len(ours.options):
        counts = {"theirs": len(theirs.options), "ours": len(ours.options)}
        return [Remark("option_count_differs", {"key": key, **counts})]
    both = enumerate(zip(theirs.options, ours.options, strict=True), start=1)
    wrong = [number for number, (old, new) in both if old.is_right != new.is_right]
    if wrong:
        return [Remark("right_differs", {"key": key, "number": number}) for number in wrong]
    if theirs.part_marks != ours.part_marks or theirs.weights != ours.weights:
        return [Remark("marking_differs", {"key": key, "theirs": _marking(theirs), "ours": _marking(ours)})]
    return []


def _marking(content):
    if not content.part_marks:
        return _("all or nothing")
    if content.weights is None:
        return _("in parts")
    return ", ".join(f"{weight.normalize():f} %" for weight in content.weights)


def _add_media(merged, ours):
    """Take over the picture and the sounds that the bank lacks; another one than the bank's is a difference."""
    added, differences = [], []
    if ours.picture or ours.drawing:
        if not (merged.picture or merged.drawing):
            merged.picture, merged.drawing = ours.picture, ours.drawing
            added.append("picture")
        elif not _is_same_picture(merged, ours):
            differences.append(Remark("picture_differs", {"key": merged.key}))
    for language, sound in ours.sounds.items():
        if language not in merged.sounds:
            merged.sounds[language] = sound
            added.append(f"sound_{language}")
        elif not media.is_same(merged.sounds[language], sound):
            differences.append(Remark("sound_differs", {"key": merged.key, "language": language}))
    return added, differences


def _is_same_picture(theirs, ours):
    if theirs.picture and ours.picture:
        return media.is_same(theirs.picture, ours.picture)
    return theirs.drawing == ours.drawing and not theirs.picture and not ours.picture


def _pairs(theirs, ours):
    """Yield each text's name, the bank's and the file's, each by language."""
    yield "text", theirs.text, ours.text
    yield "why", theirs.why, ours.why
    yield "picture_alt", theirs.alt, ours.alt
    for number, (old, new) in enumerate(zip(theirs.options, ours.options, strict=True), start=1):
        yield f"option{number}", old.text, new.text
        yield f"option{number}_why", old.why, new.why
        yield f"option{number}_match", old.match, new.match


def _is_other_word(ours, name, text, language):
    """Files write true and false their own way; the bank may say it with other words."""
    return ours.kind == "true_false" and _OPTION.fullmatch(name) and is_verdict(text, language)


def _name_both_verdicts(content):
    """Where true and false are only named in one language, name them in the other as well."""
    if content.kind != "true_false":
        return
    words = [_words_of(option) for option in content.options]
    if all(words):
        for option, pair in zip(content.options, words, strict=True):
            option.text = {**pair, **option.text}


def _words_of(option):
    pairs = [dict(zip(LANGUAGES, pair, strict=True)) for pair in zip(*TRUE_FALSE.values(), strict=True)]
    return next((pair for pair in pairs if set(option.text.items()) <= set(pair.items())), None)


def _digests(content):
    """Yield for each language the hash of what is asked and which options are right, whatever their reasons."""
    for language in LANGUAGES:
        if content.text.get(language):
            options = [_asked(content, option, language) for option in content.options]
            whole = [language, content.kind, _loose(content.text[language]), options]
            yield hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def _asked(content, option, language):
    if content.kind == "true_false":
        return option.is_right
    words = [_loose(texts.get(language, "")) for texts in (option.text, option.match)]
    return [*words, option.is_right] if content.kind in CHOICES else words


def _loose(text):
    """Return the text as it is compared: one form of each letter, one kind of space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def missing_from(content: Content) -> tuple[list[str], list[str]]:
    """Return what keeps a question from being published: the names of missing texts, and other problems in words."""
    texts, others = [], []
    empty = {
        f"{stem}_{language}"
        for stem, found, _same in _pairs(content, content)
        for language in LANGUAGES
        if not found.get(language)
    }
    for path, message in problems_of(content):
        name = _name_of(path)
        is_text = name in empty
        (texts if is_text else others).append(name if is_text else message)
    return texts, list(dict.fromkeys(others))


def _name_of(path):
    """Return the name that reports and tables give to what the bank's rules call “options.0.why_en”."""
    found = _PATH.fullmatch(path)
    if not found:
        return path
    place, stem, language = int(found[1]) + 1, found[2], found[3]
    return f"option{place}_{language}" if stem == "text" else f"option{place}_{stem}_{language}"
