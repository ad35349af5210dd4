"""Making a course of the sample programme: pages in both languages, the bank's questions, the quizzes."""

from courses.measuring import forms
from courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Quiz, Topic
from courses.parity import checks
from home import prose
from sample import files
from sample.pages import in_both, in_language
from sample.questions import load as load_question

INDEX = {
    "title": {"en": "Courses", "sw": "Kozi"},
    "lead": {
        "en": "A few minutes at a time. Your place is kept.",
        "sw": "Dakika chache kwa wakati. Unaendelea pale ulipoachia.",
    },
}


def load_index(homes: dict) -> dict:
    """Return the list of courses under each home page, making it where it is missing."""
    return in_both(homes, CourseIndexPage, "courses", lambda lang: {k: v[lang] for k, v in INDEX.items()})


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
    pages = in_both(indexes, CoursePage, slug, lambda lang: _course_fields(data, refreshed, lang))
    for module, questions in files.modules_of(slug):
        _load_module(pages, module, questions)
    for page in pages.values():
        page.save_revision().publish()
    if "measure" in data:
        forms.set_open(forms.build(pages["en"], data["measure"]), True)
    checks.mark_all_matching(pages["en"])
    return pages["en"]


def load_plain(slug: str, title: str, indexes: dict) -> CoursePage:
    """Return a course of one lesson of one card, with no quiz, making it where it is missing: something to count by."""
    lead, card = "Invented, for measuring.", {"heading": title, "drawing": "", "body": "<p>One card.</p>"}
    pages = in_both(indexes, CoursePage, slug, lambda _lang: {"title": title, "lead": lead})
    modules = in_both(pages, ModulePage, "only", lambda _lang: {"title": title, "lead": lead})
    in_both(modules, LessonPage, "only", lambda _lang: {"title": title, "minutes": 1, "cards": [("text", card)]})
    return pages["en"]


def _course_fields(data, refreshed, lang):
    return {
        "title": data["title"][lang],
        "lead": data["lead"][lang],
        "learn": [("line", line[lang]) for line in data["learn"]],
        "valid_months": data["valid_months"],
        "most_misses": data.get("most_misses"),
        "most_false_alarms": data.get("most_false_alarms"),
        "refreshes": refreshed,
    }


def _load_module(courses, data, questions):
    topic = Topic.objects.get_or_create(
        slug=data["slug"], defaults={"name_en": data["title"]["en"], "name_sw": data["title"]["sw"]}
    )[0]
    modules = in_both(courses, ModulePage, data["slug"], lambda lang: _module_fields(data, lang))
    practised = _practised_in(data["lessons"])
    bank = {d["key"]: load_question(d, _practice() if d["key"] in practised else topic) for d in questions}
    lessons = {}
    for lesson in data["lessons"]:
        pages = in_both(modules, LessonPage, lesson["slug"], lambda lang, d=lesson: _lesson_fields(d, bank, lang))
        lessons[lesson["slug"]] = pages["en"]
    _join_to_lessons(questions, bank, lessons)
    _load_quiz(data, topic, bank, modules.values())


def _practised_in(lessons):
    cards = [card for lesson in lessons for card in lesson["cards"]]
    return {card["practice"]["question"] for card in cards if "practice" in card}


def _practice():
    """The topic from which no quiz draws: a phone keeps the answers of practice, and must not keep those of a quiz."""
    names = {"name_en": "Practice in lessons", "name_sw": "Mazoezi katika masomo"}
    return Topic.objects.get_or_create(slug="practice", defaults=names)[0]


def _module_fields(data, lang):
    return {"title": data["title"][lang], "lead": data["lead"][lang], "drawing": data.get("drawing", "")}


def _lesson_fields(data, bank, lang):
    return {
        "title": data["title"][lang],
        "minutes": data["minutes"],
        "cards": [_card(card, bank, lang) for card in data["cards"]],
    }


def _card(card, bank, lang):
    ((kind, data),) = card.items()
    if kind == "practice":
        return kind, {"question": bank[data["question"]]}
    return kind, _MAKERS[kind](in_language(data, lang))


_MAKERS = {
    "text": lambda d: {"heading": d["heading"], "drawing": d.get("drawing", ""), "body": str(prose.to_html(d["body"]))},
    "red_flag": lambda d: {"drawing": "", **d},
    "roles": lambda d: d,
    "scenario": lambda d: {"drawing": "", "false_alarm": False, **d},
    "helplines": lambda d: {"heading": d["heading"], "needs": d.get("needs", [])},
    "key_points": lambda d: d,
}


def _join_to_lessons(questions, bank, lessons):
    """Lessons hold practice questions, and questions name the lesson that teaches them: the second half comes after."""
    for data in questions:
        question = bank[data["key"]]
        if question.lesson is None:
            question.lesson = lessons[data["lesson"]]
            question.save(update_fields=["lesson"])
            question.save_revision(changed=False)


def _load_quiz(data, topic, bank, modules):
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
    # Its modules first: a quiz is frozen with the limits that their course sets.
    for page in modules:
        page.quiz = quiz
        page.save_revision().publish()
    quiz.save_revision().publish()
