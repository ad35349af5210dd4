"""What a learner reads is in one language: the page says which, its words and its labels are in that one."""

from html.parser import HTMLParser
from io import StringIO

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses import attempts, outline
from courses.models import CoursePage, LessonPage, Quiz
from home import page_cache
from tests import make
from tests.conftest import sign_in

LESSON = "/en/courses/red-flags/module-1/lesson-2/"


class Words(HTMLParser):
    """Every text of a page with the language that the markup gives it: [(language, text)]."""

    EMPTY = {"meta", "link", "input", "br", "img", "path", "circle", "rect", "line", "hr", "source"}

    def __init__(self, body):
        super().__init__()
        self.languages, self.page_language, self.found = [""], None, []
        self.feed(body)

    def handle_starttag(self, tag, attributes):
        language = dict(attributes).get("lang") or self.languages[-1]
        if tag == "html":
            self.page_language = language
        if tag not in self.EMPTY:
            self.languages.append(language)

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            self.languages.pop()

    def handle_data(self, data):
        if data.strip():
            self.found.append((self.languages[-1], " ".join(data.split())))


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """{(language, address): its Words} of the learner's path over the sample course."""
    with django_db_blocker.unblock(), transaction.atomic():
        make.make_root()
        with disable_reference_index_auto_update():
            call_command("seed", no_people=True, stdout=StringIO())
        page_cache.forget_now()
        learner = make.make_user()
        client = sign_in(Client(), learner)
        found = {}
        for language in ("en", "sw"):
            for address in addresses(learner, language):
                answer = client.get(address)
                assert answer.status_code == 200, address
                found[language, address] = Words(answer.content.decode())
        page_cache.forget_now()
        transaction.set_rollback(True)
    return found


def addresses(learner, language):
    key = CoursePage.objects.get(slug="red-flags", locale__language_code="en").translation_key
    course = outline.of(key, language)
    quiz = next(step for step in course.steps if step.is_quiz)
    yield from (f"/{language}/{rest}" for rest in ("", "courses/", "me/", "me/certificates/", "me/data/", "helplines/"))
    yield from (f"/{language}/{rest}" for rest in ("privacy/", "offline/"))
    yield course.url
    yield from (module.url for module in course.modules)
    for step in course.steps:
        if not step.is_quiz:
            yield from (f"{step.url}?card={number}" for number in range(1, step.cards + 1))
    yield f"/{language}/learn/listen/{course.steps[0].key}/"
    yield f"/{language}/learn/quiz/{quiz.key}/"
    opened = attempts.start(learner, Quiz.objects.get(slug=quiz.key))
    yield from (f"/{language}/learn/paper/{opened.ticket}/{n}/" for n in range(1, len(attempts.paper_of(opened)) + 1))
    yield f"/{language}/learn/paper/{opened.ticket}/review/"
    attempts.hand_in(learner, opened.ticket)
    yield f"/{language}/learn/result/{opened.ticket}/"


def labels():
    """Return {language: what only that language says}, of every label that has been translated.

    A language's own name for itself stays what it is.
    """
    entries = polib.pofile(str(settings.BASE_DIR / "locale" / "sw" / "LC_MESSAGES" / "django.po"))
    pairs = {(entry.msgid, entry.msgstr) for entry in entries if entry.translated() and not entry.obsolete}
    english, kiswahili = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    own_names = {"English", "Kiswahili"}
    return {"en": english - kiswahili - own_names, "sw": kiswahili - english - own_names}


@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_page_says_its_language_and_keeps_to_it(pages, language):
    other = {"en": "sw", "sw": "en"}[language]
    foreign = labels()[other]
    for (its, address), words in pages.items():
        if its == language:
            assert words.page_language == language, address
            mixed = [text for said_to_be, text in words.found if said_to_be == language and text in foreign]
            assert not mixed, address


def kiswahili(slug, model=LessonPage):
    pages = model.objects.filter(slug=slug, locale__language_code="sw")
    return next(page for page in pages if "/module-1/" in page.url_path)


@pytest.fixture
def without_translation(course, django_capture_on_commit_callbacks):
    """The second lesson of the first module, which nobody has translated."""
    with django_capture_on_commit_callbacks(execute=True):
        kiswahili("lesson-2").delete()
    page_cache.forget_now()
    LessonPage.objects.filter(title="Lesson 1.2").update(title="Only in English")


def test_a_lesson_in_english_only_is_named_as_such_in_the_kiswahili_course(client, without_translation):
    words = Words(client.get("/sw/courses/red-flags/module-1/").content.decode())
    assert ("en", "Only in English") in words.found
    assert ("sw", "Only in English") not in words.found
    body = client.get("/sw/courses/red-flags/module-1/").content.decode()
    assert body.count('<b lang="en">') == 1


def test_the_english_course_says_nothing_of_it(client, without_translation):
    body = client.get("/en/courses/red-flags/module-1/").content.decode()
    assert "<b lang=" not in body


def test_such_a_lesson_is_a_whole_english_page_that_leads_back_to_kiswahili(client, without_translation):
    for card in (1, 2):
        body = client.get(f"{LESSON}?card={card}").content.decode()
        assert Words(body).page_language == "en"
        assert '<div class="note" lang="sw">' in body
        assert 'href="/sw/learn/quiz/red-flags-1/"' in body


def test_a_translated_lesson_has_no_such_note(client, course):
    assert '<div class="note" lang=' not in client.get(LESSON).content.decode()
    assert '<div class="note" lang=' not in client.get(LESSON.replace("/en/", "/sw/")).content.decode()


def test_a_course_without_translation_is_marked_in_the_list(client, course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        CoursePage.objects.get(locale__language_code="sw").delete()
    page_cache.forget_now()
    body = client.get("/sw/courses/").content.decode()
    assert '<h2 lang="en">Red flags</h2>' in body
    assert '<div class="note" lang=' not in client.get(LESSON).content.decode()
