"""What importing a file would do, question by question; nothing is written here."""

import hashlib
import json
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from courses.exchange import bank
from courses.exchange.checking import check, is_verdict
from courses.exchange.parsed import LANGUAGES, TRUE_FALSE, Content, ParsedFile, ParsedQuestion
from courses.exchange.remarks import Remark
from courses.models import Topic

NEW, FILLS, SAME, REFUSED = "new", "fills", "same", "refused"


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
        return missing_from(self.content) if self.content else []

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
        if row.missing:
            row.notes.append(Remark("incomplete", {"what": ", ".join(row.missing)}))
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
        last = category.rsplit("/", 1)[-1].strip()
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
            if row.missing:
                yield Remark("incomplete", {"what": ", ".join(row.missing)})
        else:
            yield Remark("same_as_line", {"line": line}) if line else Remark("in_bank", {"key": key})


def _used_twice(entry):
    return Remark("name_used_twice", {"key": entry.content.key, "line": entry.line})


def merge(theirs: Content, ours: Content) -> tuple[Content, list[str], list[Remark]]:
    """Return the bank's question with what the file adds, the names of what it adds, and where the two disagree."""
    shape = _shape_differs(theirs, ours)
    if shape:
        return theirs, [], shape
    merged = _copy(theirs)
    added, differences = [], []
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
    return [Remark("right_differs", {"key": key, "number": number}) for number in wrong]


def _pairs(theirs, ours):
    """Yield each text's name, the bank's and the file's, each by language."""
    yield "text", theirs.text, ours.text
    for number, (old, new) in enumerate(zip(theirs.options, ours.options, strict=True), start=1):
        yield f"option{number}", old.text, new.text
        yield f"option{number}_why", old.why, new.why


def _is_other_word(ours, name, text, language):
    """Files write true and false their own way; the bank may say it with other words."""
    return ours.kind == "true_false" and not name.endswith("why") and name != "text" and is_verdict(text, language)


def _copy(content):
    options = [type(option)({**option.text}, option.is_right, {**option.why}) for option in content.options]
    return Content(content.key, content.kind, {**content.text}, options, content.is_critical, content.topic)


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
            options = [[_asked(content, option, language), option.is_right] for option in content.options]
            whole = [language, content.kind, _loose(content.text[language]), options]
            yield hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def _asked(content, option, language):
    return "" if content.kind == "true_false" else _loose(option.text.get(language, ""))


def _loose(text):
    """Return the text as it is compared: one form of each letter, one kind of space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def missing_from(content: Content) -> list[str]:
    """Return the names of the texts without which a question may not be published."""
    return [
        f"{name}_{language}"
        for name, texts, _ in _pairs(content, content)
        for language in LANGUAGES
        if not texts.get(language)
    ]
