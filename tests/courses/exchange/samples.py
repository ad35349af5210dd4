"""The sample programme's questions, and makers of parsed ones, for these tests."""

from courses.exchange.formats import write
from courses.exchange.parsed import STORED_KINDS, Answer, ParsedFile, ParsedQuestion
from courses.models import Question, Topic
from sample import files, questions


def load_bank():
    """Put every question of the sample programme that files can hold into the bank, without its pages. Returns how
    many."""
    for course in ("red-flags", "refresher"):
        for module, data in files.modules_of(course):
            names = {f"name_{language}": module["title"][language] for language in ("en", "sw")}
            topic = Topic.objects.get_or_create(slug=module["slug"], defaults=names)[0]
            for one in data:
                if one["kind"] in STORED_KINDS:
                    questions.load(one, topic)
    return Question.objects.count()


def whole(question):
    """Everything of a question that a file must give back exactly."""
    options = [dict(option.value) for option in question.options]
    names = ("kind", "is_critical", "part_marks", "drawing", "text_en", "text_sw", "why_en", "why_sw")
    return question.topic.slug, [getattr(question, name) for name in names], options


def make_parsed(name="q-1", language="en", text="Asked?", kind="single", line=1, **fields):
    """A question with a right option `Yes` and a wrong option `No`, each with its reason."""
    answers = [
        Answer({language: "Yes"}, 100.0, {language: "It is so."}),
        Answer({language: "No"}, 0.0, {language: "It is not so."}),
    ]
    fields.setdefault("answers", answers)
    return ParsedQuestion(kind, line, text={language: text}, name=name, **fields)


def make_file(*asked, language="en"):
    return ParsedFile("gift", language, list(asked))


def as_bytes(*asked, written_as="gift", language="en"):
    return write(list(asked), written_as, language)
