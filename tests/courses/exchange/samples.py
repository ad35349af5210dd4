"""The sample programme's questions, and makers of parsed ones, for these tests."""

from courses.exchange.formats import write
from courses.exchange.parsed import Answer, ParsedFile, ParsedQuestion
from courses.models import Question, Topic
from sample import files


def load_bank():
    """Put every question of the sample programme into the bank, without its pages. Returns how many."""
    for course in ("red-flags", "refresher"):
        for module, questions in files.modules_of(course):
            names = {f"name_{language}": module["title"][language] for language in ("en", "sw")}
            topic = Topic.objects.get_or_create(slug=module["slug"], defaults=names)[0]
            for data in questions:
                _load(data, topic)
    return Question.objects.count()


def _load(data, topic):
    options = [
        {
            "type": "option",
            "id": f"{data['key']}-{place}",
            "value": {
                "is_right": option["right"],
                **{f"text_{language}": str(option["text"][language]) for language in ("en", "sw")},
                **{f"why_{language}": option["why"][language] for language in ("en", "sw")},
            },
        }
        for place, option in enumerate(data["options"], start=1)
    ]
    Question.objects.create(
        key=data["key"],
        topic=topic,
        kind=data["kind"],
        is_critical=data.get("critical", False),
        text_en=data["text"]["en"],
        text_sw=data["text"]["sw"],
        options=Question._meta.get_field("options").to_python(options),
    )


def whole(question):
    """Everything of a question that a file must give back exactly."""
    options = [
        (value["text_en"], value["text_sw"], value["is_right"], value["why_en"], value["why_sw"])
        for value in (option.value for option in question.options)
    ]
    return question.kind, question.is_critical, question.topic.slug, question.text_en, question.text_sw, options


def make_parsed(name="q-1", language="en", text="Asked?", kind="single", line=1, **fields):
    """A question with a right option `Yes` and a wrong option `No`, each with its reason."""
    answers = [
        Answer({language: "Yes"}, 100.0, {language: "It is so."}),
        Answer({language: "No"}, 0.0, {language: "It is not so."}),
    ]
    fields.setdefault("answers", answers)
    return ParsedQuestion(kind, line, text={language: text}, name=name, **fields)


def make_file(*questions, language="en"):
    return ParsedFile("gift", language, list(questions))


def as_bytes(*questions, written_as="gift", language="en"):
    return write(list(questions), written_as, language)
