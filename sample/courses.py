"""Making a course of the sample programme: pages in both languages, the bank's questions, the quizzes."""

from django.db.models import Model
from wagtail.models import Locale

from courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Question, Quiz, Topic
from home import prose
from places.native_review import NativeReview
from sample import files

LANGUAGES = ("en", "sw")
INDEX = {
    "title": {"en": "Courses", "sw": "Kozi"},
    "lead": {
        "en": "A few minutes at a time. Your place is kept.",
        "sw": "Dakika chache kwa wakati. Unaendelea pale ulipoachia.",
    },
}


def load_index(homes: dict) -> dict:
    """Return the list of courses under each home page, making it where it is missing."""
    return _page_in_both(homes, CourseIndexPage, "courses", lambda lang: {k: v[lang] for k, v in INDEX.items()})


def load(slug: str, indexes: dict) -> CoursePage | None:
    """Return the course, making its pages, questions and quizzes, or None where somebody has taken it away.

    One that is there already, under whatever name, is left as it is.
    """
    first_quiz = Quiz.objects.filter(slug=files.modules_of(slug)[0][0]["slug"]).first()
    if first_quiz:
        module = first_quiz.modules.filter(locale__language_code="en").first()
        return module and module.get_parent().specific
    data = files.read(f"{slug}/course.yaml")
    refreshed = CoursePage.objects.filter(slug=data.get("refreshes", ""), locale__language_code="en").first()
    pages = _page_in_both(indexes, CoursePage, slug, lambda lang: _course_fields(data, refreshed, lang))
    for module, questions in files.modules_of(slug):
        _load_module(pages, module, questions)
    for page in pages.values():
        page.save_revision().publish()
    return pages["en"]


def _course_fields(data, refreshed, lang):
    return {
        "title": data["title"][lang],
        "lead": data["lead"][lang],
        "learn": [("line", line[lang]) for line in data["learn"]],
        "valid_months": data["valid_months"],
        "refreshes": refreshed,
    }


def _load_module(courses, data, questions):
    topic = Topic.objects.get_or_create(
        slug=data["slug"], defaults={"name_en": data["title"]["en"], "name_sw": data["title"]["sw"]}
    )[0]
    modules = _page_in_both(courses, ModulePage, data["slug"], lambda lang: _module_fields(data, lang))
    lessons = {}
    for lesson in data["lessons"]:
        pages = _page_in_both(modules, LessonPage, lesson["slug"], lambda lang, d=lesson: _lesson_fields(d, lang))
        lessons[lesson["slug"]] = pages["en"]
    bank = {question["key"]: _load_question(question, topic, lessons) for question in questions}
    quiz = _load_quiz(data, topic, bank)
    for page in modules.values():
        page.quiz = quiz
        page.save_revision().publish()


def _module_fields(data, lang):
    return {"title": data["title"][lang], "lead": data["lead"][lang], "drawing": data.get("drawing", "")}


def _lesson_fields(data, lang):
    return {
        "title": data["title"][lang],
        "minutes": data["minutes"],
        "cards": [_card(card, lang) for card in data["cards"]],
    }


def _card(card, lang):
    ((kind, data),) = card.items()
    return kind, _MAKERS[kind](_in(data, lang))


def _in(value, lang):
    """Return the value with every {en, sw} pair replaced by the one language."""
    if isinstance(value, dict):
        return value[lang] if set(value) == set(LANGUAGES) else {key: _in(part, lang) for key, part in value.items()}
    return [_in(part, lang) for part in value] if isinstance(value, list) else value


_MAKERS = {
    "text": lambda d: {"heading": d["heading"], "drawing": d.get("drawing", ""), "body": str(prose.to_html(d["body"]))},
    "red_flag": lambda d: {"drawing": "", **d},
    "roles": lambda d: d,
    "scenario": lambda d: {"drawing": "", "false_alarm": False, **d},
    "helplines": lambda d: {"heading": d["heading"], "needs": d.get("needs", [])},
    "key_points": lambda d: d,
}


def _load_question(data, topic, lessons):
    options = [
        {"type": "option", "id": f"{data['key']}-{place}", "value": _option(option)}
        for place, option in enumerate(data["options"], start=1)
    ]
    return Question.objects.get_or_create(
        key=data["key"],
        defaults={
            "topic": topic,
            "kind": data["kind"],
            "is_critical": data.get("critical", False),
            "lesson": lessons[data["lesson"]],
            "text_en": data["text"]["en"],
            "text_sw": data["text"]["sw"],
            "options": Question._meta.get_field("options").to_python(options),
        },
    )[0]


def _option(data):
    return {
        "text_en": str(data["text"]["en"]),
        "text_sw": str(data["text"]["sw"]),
        "is_right": data["right"],
        "why_en": data["why"]["en"],
        "why_sw": data["why"]["sw"],
    }


def _load_quiz(data, topic, bank):
    parts = [("question", bank[key]) for key in data["quiz"]["fixed"]]
    parts.append(("draw", {"topic": topic, "count": data["quiz"]["draw"]}))
    title = data["quiz"]["title"]
    quiz = Quiz(
        slug=data["slug"],
        title_en=title["en"],
        title_sw=title["sw"],
        pass_mark=data["quiz"]["pass_mark"],
        parts=parts,
    )
    quiz.save()
    quiz.save_revision().publish()
    return Quiz.objects.get(pk=quiz.pk)


def _page_in_both(parents: dict, model: type[Model], slug: str, fields) -> dict:
    """Return {language: page} below each language's parent, sharing one translation key; missing ones are made."""
    found = {lang: model.objects.child_of(parents[lang]).filter(slug=slug).first() for lang in LANGUAGES}
    if found["en"] is None:
        page = model(slug=slug, locale=_locale("en"), native_review=NativeReview.SOURCE, **fields("en"))
        found["en"] = parents["en"].add_child(instance=page)
    if found["sw"] is None:
        page = model(slug=slug, locale=_locale("sw"), native_review=NativeReview.AWAITING, **fields("sw"))
        page.translation_key = found["en"].translation_key
        found["sw"] = parents["sw"].add_child(instance=page)
    return found


def _locale(lang):
    return Locale.objects.get_or_create(language_code=lang)[0]
