"""Whether the bank can hold what a file says, and as what."""

import hashlib
import math

from django.utils.text import slugify

from courses.answer_blocks import MOST_TEXT as MOST_OPTION
from courses.bank.checking import MOST_REASON
from courses.bank.kinds import MOST_LONE_MATCHES, MOST_PAIRS, RULES
from courses.drawings import drawing_choices
from courses.exchange.media import fault_of_picture, fault_of_sound
from courses.exchange.parsed import (
    CHOICES,
    IN_PARTS,
    STORED_KINDS,
    TRUE_FALSE,
    Content,
    Option,
    ParsedQuestion,
    percent,
    share,
)
from courses.exchange.plain import one_line
from courses.models import Question

MOST_TEXT = Question._meta.get_field("text_en").max_length
MOST_WHY = Question._meta.get_field("why_en").max_length
MOST_ALT = Question._meta.get_field("picture_alt_en").max_length
LEAST_RIGHT = 0.00001
MOST_KEY = Question._meta.get_field("key").max_length
TRUE_FALSE_TAG = "true-false"
CRITICAL_TAG = "critical"
ALL_OR_NOTHING_TAG = "all-or-nothing"
DRAWING_TAG = "drawing:"


def check(question: ParsedQuestion) -> Content | None:
    """Return the question as the bank would hold it, or None with the reasons among the question's problems."""
    for rule in (_check_kind, _check_text, _check_options, _check_weights, _check_drawing, _check_media):
        rule(question)
    if question.problems:
        return None
    content = Content(
        key=key_of(question.id_number or question.name),
        kind=_kind(question),
        text=_said(question.text),
        options=[_option(question, answer) for answer in question.answers],
        is_critical=question.is_critical or CRITICAL_TAG in question.tags,
        topic=question.topic,
        part_marks=_is_in_parts(question),
        why=_said(question.general_feedback),
        drawing=drawing_of(question),
        picture=question.picture,
        alt={language: one_line(text) for language, text in question.alt.items() if text},
        sounds={**question.sounds},
    )
    _weigh(question, content)
    return content


def key_of(name: str) -> str:
    """Return a key made of a name, cut so that long names with one beginning stay apart."""
    key = slugify(name)
    if len(key) <= MOST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{key[: MOST_KEY - 9]}-{digest}"


def drawing_of(question: ParsedQuestion) -> str:
    """Return the platform's drawing that the question names, in a column or a tag."""
    tags = [tag.removeprefix(DRAWING_TAG) for tag in question.tags if tag.startswith(DRAWING_TAG)]
    return question.drawing or (tags[0] if tags else "")


def _kind(question):
    if question.kind == "single" and len(question.answers) == 2 and TRUE_FALSE_TAG in question.tags:
        return "true_false"
    return question.kind


def _is_in_parts(question):
    if question.part_marks is None:
        return question.kind in IN_PARTS and ALL_OR_NOTHING_TAG not in question.tags
    return question.part_marks and question.kind in IN_PARTS


def _said(texts):
    return {language: text for language, text in texts.items() if text}


def _option(question, answer):
    texts = {language: one_line(text) for language, text in answer.text.items() if text}
    if question.kind not in CHOICES:
        return Option(texts, match={language: one_line(text) for language, text in answer.match.items() if text})
    return Option(texts, _is_right(question, answer), _said(answer.feedback))


def _is_right(question, answer):
    if answer.is_right is not None:
        return answer.is_right
    return answer.weight >= (LEAST_RIGHT if question.kind == "multiple" else 100)


def _weigh(question, content):
    """Keep the weights where they say more than which options are right."""
    weights = [answer.weight for answer in question.answers]
    if content.kind != "multiple":
        if content.kind in CHOICES and any(weight not in (0, 100) for weight in weights):
            question.note("weights_flattened")
        return
    if not content.part_marks:
        return
    given = [percent(weight) for weight in weights]
    if given == content.weights:
        return
    for option, weight in zip(content.options, given, strict=True):
        option.weight = weight


def _check_kind(question):
    if question.kind not in STORED_KINDS and question.kind != "malformed":
        question.refuse("unsupported_kind", kind=question.kind.replace("_", " ")[:40])


def _check_text(question):
    if not any(question.text.values()):
        question.refuse("no_text")
    _check_length(question, "text", question.text, MOST_TEXT)
    for number, answer in enumerate(question.answers, start=1):
        _check_length(question, f"option {number}", answer.text, MOST_OPTION)
        _check_length(question, f"match {number}", answer.match, MOST_OPTION)
        _check_length(question, f"reason {number}", answer.feedback, MOST_REASON)
    _check_length(question, "general feedback", question.general_feedback, MOST_WHY)
    _check_length(question, "alternative text", question.alt, MOST_ALT)


def _check_length(question, what, texts, limit):
    longest = max((len(text) for text in texts.values()), default=0)
    if longest > limit:
        question.refuse("text_too_long", what=what, length=longest, limit=limit)


def _check_options(question):
    if question.kind not in STORED_KINDS:
        return
    rules, count = RULES[question.kind], len(question.answers)
    if count < rules.fewest:
        question.refuse("too_few_options", count=count, limit=rules.fewest)
    if count > rules.most:
        question.refuse("too_many_options", count=count, limit=rules.most)
    if question.kind == "matching":
        _check_pairs(question)
        return
    for number, answer in enumerate(question.answers, start=1):
        if not any(answer.text.values()):
            question.refuse("option_without_text", number=number)


def _check_pairs(question):
    lone = sum(not any(answer.text.values()) for answer in question.answers)
    pairs = len(question.answers) - lone
    if pairs < RULES["matching"].fewest:
        question.refuse("too_few_pairs", count=pairs, limit=RULES["matching"].fewest)
    if pairs > MOST_PAIRS or lone > MOST_LONE_MATCHES:
        question.refuse("too_many_pairs", count=pairs, lone=lone, limit=MOST_PAIRS, most_lone=MOST_LONE_MATCHES)
    for number, answer in enumerate(question.answers, start=1):
        if not any(answer.match.values()):
            question.refuse("pair_without_match", number=number)


def _check_weights(question):
    if question.kind not in CHOICES:
        return
    given = [(number, answer) for number, answer in enumerate(question.answers, start=1) if answer.weight is not None]
    wild = [(number, answer.weight) for number, answer in given if not -100 <= answer.weight <= 100]
    for number, weight in wild:
        question.refuse("weight_out_of_range", number=number, weight=_shown(weight))
    if wild:
        return
    rights = [_is_right(question, answer) for _number, answer in given]
    if not any(rights):
        question.refuse("none_right" if question.kind == "multiple" else "no_right_answer")
    elif sum(rights) > 1 and question.kind != "multiple":
        question.refuse("several_right_answers", count=sum(rights))


def _shown(weight):
    return f"{weight:.10g}" if math.isfinite(weight) else str(weight)


def _check_drawing(question):
    drawing = drawing_of(question)
    if drawing and drawing not in dict(drawing_choices()):
        question.refuse("unknown_drawing", name=drawing[:40])
    elif drawing and question.picture:
        question.refuse("drawing_and_picture", name=drawing)


def _check_media(question):
    remote = [shown for shown in question.media if shown.source.startswith(("http:", "https:", "//"))]
    other = [shown for shown in question.media if shown not in remote]
    if remote:
        question.refuse("remote_media", names=", ".join(shown.source[:80] for shown in remote[:5]))
    if other:
        question.refuse("media_not_supported", names=", ".join(shown.name for shown in other[:5]))
    faults = [fault_of_picture(question.picture)] if question.picture else []
    faults += [fault_of_sound(sound) for sound in question.sounds.values()]
    for fault in filter(None, faults):
        question.refuse(fault.code, **fault.values)


def is_verdict(text: str, language: str) -> bool:
    """Return whether a text is only the word for true or for false."""
    return text in TRUE_FALSE[language]


def all_or_nothing(rights: list[bool]) -> list[float]:
    """Return weights for Moodle, which always marks in parts: a wrong option costs all that the right ones earn."""
    full = share(sum(rights))
    return [full if right else -100.0 for right in rights]
