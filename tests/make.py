"""Makers of the cast and its world, for tests. Amina learns, Baraka manages her operator, Chausiku drives for it, Daudi
manages another operator, Eshe trains, Farida administers."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import Consent, PrivacyNotice, User
from certificates.models import Certificate
from courses import freezing, outline, recording
from courses.models import CourseIndexPage, CoursePage, Enrolment, LessonPage, ModulePage, Question, Quiz, Topic
from home.models import HomePage, Organisation
from saccos.models import Management, Operator, StaffMember
from workshops.models import InvitedOperator, Workshop

_numbers = count(100)


def make_notice(version=1):
    return PrivacyNotice.objects.get_or_create(
        version=version,
        defaults={
            "title_en": "Your data",
            "title_sw": "Data yako",
            "body_en": "## What we keep\nYour phone number.",
            "body_sw": "## Tunachohifadhi\nNambari yako ya simu.",
            "is_published": True,
        },
    )[0]


def make_user(phone=None, full_name="Amina Hassan", **fields):
    """A registered learner, or with `registered_at=None` one who has not finished the first sign-in."""
    fields.setdefault("registered_at", timezone.now())
    fields.setdefault("role", User.Role.CONDUCTOR)
    user = User.objects.create_learner(phone or f"+254700{next(_numbers):06}", full_name=full_name, **fields)
    if user.registered_at:
        Consent.objects.create(user=user, notice=make_notice())
    return user


def make_operator(name="Pwani Shuttle Sacco", slug="pwani-shuttle", manager=None, **fields):
    fields.setdefault("kind", Operator.Kind.MATATU_SACCO)
    fields.setdefault("county", "001")
    operator = Operator.objects.create(name=name, slug=slug, **fields)
    if manager:
        Management.objects.create(operator=operator, user=manager)
    return operator


def make_staff(operator, person=None, **fields):
    person = person or make_user(full_name=f"Staff {next(_numbers)}")
    fields.setdefault("role", person.role or User.Role.CONDUCTOR)
    return StaffMember.objects.create(operator=operator, person=person, **fields)


def make_workshop(course, invited=(), begins=None, hours=6, **fields):
    """A workshop that began an hour ago and lasts six, to which these operators are invited."""
    starts = begins or timezone.now() - timedelta(hours=1)
    fields = {"title": "Likoni stage", "county": "001", "place": "Likoni Hall", "capacity": 30} | fields
    workshop = Workshop.objects.create(
        course_key=course.translation_key, starts_at=starts, ends_at=starts + timedelta(hours=hours), **fields
    )
    InvitedOperator.objects.bulk_create(InvitedOperator(workshop=workshop, operator=operator) for operator in invited)
    return workshop


def make_site():
    """The home pages of both languages, with the site at the English one. Returns {language: HomePage}."""
    if HomePage.objects.exists():
        return {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
    english = Locale.objects.get_or_create(language_code="en")[0]
    kiswahili = Locale.objects.get_or_create(language_code="sw")[0]
    root = make_root()
    home = root.add_child(instance=HomePage(title="Safari Salama", slug="home", lead="Safe journeys.", locale=english))
    sw_home = home.copy_for_translation(kiswahili)
    sw_home.slug = "home-sw"
    sw_home.save_revision().publish()
    Site.objects.all().delete()
    site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Safari Salama")
    Organisation.objects.create(site=site, name="Trace Kenya")
    return {"en": home, "sw": HomePage.objects.get(pk=sw_home.pk)}


def make_root():
    """The root of the page tree, empty; after a test with real transactions the one that migrations made is gone."""
    Locale.objects.get_or_create(language_code="en")
    Page.objects.filter(depth=2).delete()
    Collection.objects.first() or Collection.add_root(name="Root")
    return Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")


def make_question(key, topic, critical=False, kind="single", lesson=None):
    """A question whose option `a` is right, and `b` and `c` are wrong."""
    options = [
        {
            "type": "option",
            "id": name,
            "value": {
                "text_en": f"Option {name} of {key}",
                "text_sw": f"Jibu {name} la {key}",
                "is_right": name == "a",
                "why_en": f"Because of {name}.",
                "why_sw": f"Kwa sababu ya {name}.",
            },
        }
        for name in ("a", "b", "c")[: 2 if kind == "true_false" else 3]
    ]
    return Question.objects.create(
        key=key,
        topic=topic,
        kind=kind,
        is_critical=critical,
        lesson=lesson,
        text_en=f"Question {key}?",
        text_sw=f"Swali {key}?",
        options=Question._meta.get_field("options").to_python(options),
    )


def make_question_of(kind, key, topic, **fields):
    """A question of any kind. What is right: option `a` (and `b` of `multiple`), items `a` `b` `c` in that order, pairs
    `a` `b` with a third right side that belongs to none, spots `a` and `b` (`c` is innocent), and in the scenario to
    look (`look`) and then report (`report`)."""
    stream = Question._meta.get_field("options").to_python(_ANSWERS[kind](key))
    fields = {"why_en": f"Why of {key}.", "why_sw": f"Sababu ya {key}."} | fields
    if kind == "spots":
        fields.setdefault("drawing", "night-coach")
    return Question.objects.create(
        key=key,
        topic=topic,
        kind=kind,
        text_en=f"Question {key}?",
        text_sw=f"Swali {key}?",
        options=stream,
        **fields,
    )


def _texts(stem, name):
    return {f"{stem}_en": f"{stem} {name}", f"{stem}_sw": f"{stem} {name} (sw)"}


def _option_value(name, right, **more):
    return _texts("text", name) | {"is_right": name in right} | _texts("why", name) | more


def _options_of(right, names="abc"):
    return [{"type": "option", "id": name, "value": _option_value(name, right)} for name in names]


def _items_of(key):
    return [{"type": "item", "id": name, "value": _texts("text", name)} for name in "abc"]


def _pairs_of(key):
    pairs = [
        {"type": "pair", "id": name, "value": _texts("text", name) | _texts("match", f"of {name}")} for name in "ab"
    ]
    alone = {"text_en": "", "text_sw": "", **_texts("match", "of none")}
    return [*pairs, {"type": "pair", "id": "c", "value": alone}]


def _spots_of(key):
    places = {"a": (20, 30), "b": (60, 40), "c": (80, 80)}
    return [
        {"type": "spot", "id": name, "value": _option_value(name, "ab", x=x, y=y)} for name, (x, y) in places.items()
    ]


def _action(key, leads_to="", outcome=""):
    value = _texts("text", key) | _texts("follows", key) | {"leads_to": leads_to, "outcome": outcome}
    return {"type": "item", "id": key, "value": value}


def _scenes_of(key):
    scenes = {
        "stage": [_action("look", leads_to="road"), _action("accuse", outcome="harmful")],
        "road": [_action("report", outcome="safe"), _action("wait", outcome="missed")],
    }
    return [
        {"type": "scene", "id": name, "value": {"name": name, "drawing": "", "actions": acts, **_texts("text", name)}}
        for name, acts in scenes.items()
    ]


_ANSWERS = {
    "single": lambda key: _options_of("a"),
    "multiple": lambda key: _options_of("ab"),
    "true_false": lambda key: _options_of("a", "ab"),
    "ordering": _items_of,
    "matching": _pairs_of,
    "spots": _spots_of,
    "scenario": _scenes_of,
}


def make_quiz(slug="quiz", fixed=(), topic=None, count=0, pass_mark=80):
    """A published quiz with its frozen version."""
    parts = [{"type": "question", "value": question.pk} for question in fixed]
    if count:
        parts.append({"type": "draw", "value": {"topic": topic.pk, "count": count}})
    quiz = Quiz.objects.create(slug=slug, title_en=f"Quiz {slug}", title_sw=f"Jaribio {slug}", pass_mark=pass_mark)
    quiz.parts = Quiz._meta.get_field("parts").to_python(parts)
    quiz.save()
    freezing.freeze(quiz)
    return quiz


def make_course(title="Red flags", slug="red-flags", modules=2, lessons=2, cards=2, **fields):
    """A course in both languages: each module has lessons of text cards, and a quiz of four questions, one critical.

    Returns the English CoursePage.
    """
    with disable_reference_index_auto_update():
        return _make_course(title, slug, modules, lessons, cards, fields)


def _make_course(title, slug, modules, lessons, cards, fields):
    indexes = {
        lang: CourseIndexPage.objects.child_of(home).first()
        or home.add_child(instance=CourseIndexPage(title="Courses", slug="courses", locale=home.locale))
        for lang, home in make_site().items()
    }
    courses = _add_pair(indexes, CoursePage, title, slug, lead="A short course.", **fields)
    for m in range(1, modules + 1):
        topic = Topic.objects.create(slug=f"{slug}-{m}", name_en=f"Topic {m}", name_sw=f"Mada {m}")
        pair = _add_pair(courses, ModulePage, f"{title} module {m}", f"module-{m}", lead=f"About {m}.")
        pages = [_add_lesson(pair, f"Lesson {m}.{n}", f"lesson-{n}", cards) for n in range(1, lessons + 1)]
        first = make_question(f"{slug}-{m}-critical", topic, critical=True, lesson=pages[0])
        rest = [make_question(f"{slug}-{m}-{n}", topic, lesson=pages[0]) for n in range(1, 4)]
        quiz = make_quiz(f"{slug}-{m}", fixed=[first, *rest])
        ModulePage.objects.filter(pk__in=[page.pk for page in pair.values()]).update(quiz=quiz)
    return CoursePage.objects.get(pk=courses["en"].pk)


def make_public(model, title, slug, below=None, **fields):
    """A page of that kind in both languages, below the home pages or a pair given. Returns {language: page}."""
    return _add_pair(below or make_site(), model, title, slug, **fields)


def _add_lesson(modules, title, slug, cards):
    data = [
        {"type": "text", "value": {"heading": f"{title} card {n}", "drawing": "", "body": f"<p>Words of {n}.</p>"}}
        for n in range(1, cards + 1)
    ]
    stream = LessonPage._meta.get_field("cards").to_python(data)
    return _add_pair(modules, LessonPage, title, slug, cards=stream)["en"]


def _add_pair(parents, model, title, slug, **fields):
    """Add a page below each language's parent, both with one translation key."""
    key = uuid4()
    return {
        lang: parent.add_child(
            instance=model(
                title=title if lang == "en" else f"{title} (sw)",
                slug=slug,
                locale=parent.locale,
                translation_key=key,
                **fields,
            )
        )
        for lang, parent in parents.items()
    }


def make_enrolment(learner, course, completed=True):
    now = timezone.now()
    return Enrolment.objects.create(
        learner=learner,
        course_key=course.translation_key,
        steps_done=6 if completed else 2,
        steps_total=6,
        completed_at=now if completed else None,
    )


def make_certificate(learner, course_key, issued_at=None, months=24, **fields):
    issued_at = issued_at or timezone.now() - timedelta(days=1)
    fields.setdefault("expires_at", issued_at + relativedelta(months=months))
    return Certificate.objects.create(
        learner=learner,
        course_key=course_key,
        holder_name=learner.full_name,
        course_title_en="Red flags on the road",
        course_title_sw="Dalili za hatari barabarani",
        issuer="Trace Kenya",
        issued_at=issued_at,
        **fields,
    )


def read_lessons(learner, course):
    """Put the learner at the last card of every lesson."""
    known = outline.of(course.translation_key, "en")
    for step in known.steps:
        if not step.is_quiz:
            recording.see_card(learner, known, step, step.cards)


KINDS = ("single", "multiple", "true_false", "ordering", "matching", "spots", "scenario")


def ask(quiz, kinds=KINDS, rules=None, **fields):
    """Let a quiz ask one question of each of these kinds, unshuffled, named by its kind; `rules` are the quiz's own."""
    topic = Topic.objects.create(slug=f"kinds-{next(_numbers)}", name_en="Kinds", name_sw="Aina")
    asked = [make_question_of(kind, kind.replace("_", "-"), topic, **fields) for kind in kinds]
    parts = [{"type": "question", "value": question.pk} for question in asked]
    Quiz.objects.filter(pk=quiz.pk).update(shuffle_questions=False, shuffle_options=False, **(rules or {}))
    quiz = Quiz.objects.get(pk=quiz.pk)
    quiz.parts = Quiz._meta.get_field("parts").to_python(parts)
    quiz.save()
    freezing.freeze(quiz)
    return Quiz.objects.get(pk=quiz.pk)
