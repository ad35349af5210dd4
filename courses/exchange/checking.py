"""Whether the bank can hold what a file says, and as what."""

import hashlib
import math

from django.utils.text import slugify

from courses.answer_blocks import OptionBlock
from courses.exchange.parsed import STORED_KINDS, TRUE_FALSE, Content, Option, ParsedQuestion
from courses.exchange.plain import MOST_HTML, one_line
from courses.models import Question

MOST_TEXT = Question._meta.get_field("text_en").max_length
MOST_OPTION = OptionBlock().child_blocks["text_en"].field.max_length
MOST_REASON = 1000
LEAST_RIGHT = 0.00001
MOST_KEY = Question._meta.get_field("key").max_length
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
TRUE_FALSE_TAG = "true-false"
CRITICAL_TAG = "critical"


def check(question: ParsedQuestion) -> Content | None:
    """Return the question as the bank would hold it, or None with the reasons among the question's problems."""
    for rule in (_check_kind, _check_text, _check_options, _check_weights, _check_media):
        rule(question)
    if question.problems:
        return None
    least = LEAST_RIGHT if question.kind == "multiple" else 100
    content = Content(
        key=key_of(question.id_number or question.name),
        kind=_kind(question),
        text={language: text for language, text in question.text.items() if text},
        options=[_option(answer, least) for answer in question.answers],
        is_critical=question.is_critical or CRITICAL_TAG in question.tags,
        topic=question.topic,
    )
    _note_weights(question)
    _use_general_feedback(question, content)
    return content


def key_of(name: str) -> str:
    """Return a key made of a name, cut so that long names with one beginning stay apart."""
    key = slugify(name)
    if len(key) <= MOST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{key[: MOST_KEY - 9]}-{digest}"


def _kind(question):
    if question.kind == "single" and len(question.answers) == 2 and TRUE_FALSE_TAG in question.tags:
        return "true_false"
    return question.kind


def _option(answer, least):
    return Option(
        text={language: one_line(text) for language, text in answer.text.items() if text},
        is_right=answer.weight >= least,
        why={language: text for language, text in answer.feedback.items() if text},
    )


def _check_kind(question):
    if question.kind not in STORED_KINDS and question.kind != "malformed":
        question.refuse("unsupported_kind", kind=question.kind.replace("_", " ")[:40])


def _check_text(question):
    if not any(question.text.values()):
        question.refuse("no_text")
    _check_length(question, "text", question.text, MOST_TEXT)
    for number, answer in enumerate(question.answers, start=1):
        _check_length(question, f"option {number}", answer.text, MOST_OPTION)
        _check_length(question, f"reason {number}", answer.feedback, MOST_REASON)
    _check_length(question, "general feedback", question.general_feedback, MOST_HTML)


def _check_length(question, what, texts, limit):
    longest = max((len(text) for text in texts.values()), default=0)
    if longest > limit:
        question.refuse("text_too_long", what=what, length=longest, limit=limit)


def _check_options(question):
    if question.kind not in STORED_KINDS:
        return
    count = len(question.answers)
    fewest, most = (2, 2) if question.kind == "true_false" else (FEWEST_OPTIONS, MOST_OPTIONS)
    if count < fewest:
        question.refuse("too_few_options", count=count, limit=fewest)
    if count > most:
        question.refuse("too_many_options", count=count, limit=most)
    for number, answer in enumerate(question.answers, start=1):
        if not any(answer.text.values()):
            question.refuse("option_without_text", number=number)


def _check_weights(question):
    if question.kind not in STORED_KINDS:
        return
    for number, answer in enumerate(question.answers, start=1):
        if answer.weight is not None and not -100 <= answer.weight <= 100:
            question.refuse("weight_out_of_range", number=number, weight=_shown(answer.weight))
    weights = [answer.weight for answer in question.answers if answer.weight is not None]
    if question.kind == "multiple":
        if not any(weight >= LEAST_RIGHT for weight in weights):
            question.refuse("none_right")
    elif weights.count(100) == 0:
        question.refuse("no_right_answer")
    elif weights.count(100) > 1:
        question.refuse("several_right_answers", count=weights.count(100))


def _shown(weight):
    return f"{weight:g}" if math.isfinite(weight) else str(weight)


def _check_media(question):
    if question.media:
        question.refuse("media_not_supported", names=", ".join(question.media[:5]))


def _note_weights(question):
    weights = [answer.weight for answer in question.answers]
    right = {weight for weight in weights if weight > 0}
    if question.kind == "multiple":
        if len(right) > 1 or min(weights) < 0:
            question.note("partial_credit_dropped")
    elif any(weight not in (0, 100) for weight in weights):
        question.note("weights_flattened")


def _use_general_feedback(question, content):
    """The bank has no general feedback: a right option without a reason takes it."""
    for language, text in question.general_feedback.items():
        bare = [option for option in content.options if option.is_right and not option.why.get(language)]
        if bare and len(text) <= MOST_REASON:
            question.note("general_feedback_used")
        else:
            question.note("general_feedback_left_out", text=text[:200])
            continue
        for option in bare:
            option.why[language] = text


def is_verdict(text: str, language: str) -> bool:
    """Return whether a text is only the word for true or for false."""
    return text in TRUE_FALSE[language]
