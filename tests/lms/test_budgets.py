"""The budgets of a learner's data: a page that breaks one fails here. 1 kB is 1,024 bytes; without sound and photos."""

from io import StringIO

import brotli
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import translation
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses import attempts, freezing, outline
from courses.models import CoursePage, LessonPage, Question, Quiz
from home import app, packing
from tests import make
from tests.conftest import sign_in
from tests.lms.weights import STATIC, weigh

pytestmark = pytest.mark.django_db
KB = 1024
FIRST_VISIT, NEXT_PAGE, FIRST_TRIP, SCRIPTS = 30 * KB, 8 * KB, 14 * KB, 15 * KB
LANGUAGES = ("en", "sw")
PAGES = (
    *("home", "courses", "course", "module", "first card", "heaviest card", "heaviest practice", "quiz start"),
    *(f"question: {kind}" for kind in make.KINDS),
    *("review", "result", "me", "certificates", "certificate", "helplines", "on this phone", "quiz on the phone"),
    *("sign-in", "home for a visitor", "first card for a visitor"),
)


@pytest.fixture(scope="module")
def weights(django_db_setup, django_db_blocker):
    """{(page, language): its Weight} of the whole sample course, weighed once, and then taken out of the database."""
    for name in ("default", "pages"):
        caches[name].clear()
    with django_db_blocker.unblock(), transaction.atomic():
        make.make_root()
        with disable_reference_index_auto_update():
            call_command("seed", no_people=True, stdout=StringIO())
        found = {(name, language): weight for language in LANGUAGES for name, weight in _weighed_in(language)}
        transaction.set_rollback(True)
    return found


def _weighed_in(language):
    translation.activate(language)
    learner = make.make_user(full_name="Wanjikũ Ng'ang'a wa Kariuki")
    course = outline.of(CoursePage.objects.get(slug="red-flags", locale__language_code="en").translation_key, language)
    client, visitor = sign_in(Client(), learner), Client()
    make.make_certificate(learner, course.key)
    for name, address in _addresses(language, learner, course):
        # The second time, as it is stored.
        client.get(address)
        yield name, weigh(client, address)
    yield from _weighed_cards(client, course, language)
    first = _first_card(course)
    for name, address in {
        "sign-in": f"/{language}/sign-in/",
        "home for a visitor": f"/{language}/",
        "first card for a visitor": first,
    }.items():
        yield name, weigh(visitor, address)


def _addresses(language, learner, course):
    yield "home", f"/{language}/"
    yield "courses", f"/{language}/courses/"
    yield "course", course.url
    yield "module", max((module.url for module in course.modules), key=len)
    yield "first card", _first_card(course)
    yield "helplines", f"/{language}/helplines/"
    yield "quiz start", next(step.url for step in course.steps if step.is_quiz)
    yield from _quiz_addresses(language, learner)
    yield "me", f"/{language}/me/"
    yield "certificates", f"/{language}/me/certificates/"
    yield "certificate", f"/{language}/me/certificates/{learner.certificates.get().code}/"
    yield "on this phone", f"/{language}/offline/"
    yield "quiz on the phone", f"/{language}/offline/quiz/"


def _first_card(course):
    return f"{next(step.url for step in course.steps if not step.is_quiz)}?card=1"


def _quiz_addresses(language, learner):
    """Yield the pages of a quiz of the longest question of each kind, answered with nothing in the end."""
    opened = attempts.start(learner, _quiz_of_every_kind())
    for number, item in enumerate(attempts.paper_of(opened), start=1):
        kind = opened.version.content["questions"][item.question]["kind"]
        yield f"question: {kind}", f"/{language}/learn/paper/{opened.ticket}/{number}/"
    yield "review", f"/{language}/learn/paper/{opened.ticket}/review/"
    attempts.hand_in(learner, opened.ticket)
    yield "result", f"/{language}/learn/result/{opened.ticket}/"


def _quiz_of_every_kind():
    quiz = Quiz.objects.filter(purpose="graded").order_by("pk").first()
    parts = [{"type": "question", "value": _longest(kind, quiz).pk} for kind in make.KINDS]
    quiz.parts = Quiz._meta.get_field("parts").to_python(parts)
    quiz.save()
    freezing.freeze(quiz)
    return Quiz.objects.get(pk=quiz.pk)


def _longest(kind, quiz):
    asked = Question.objects.filter(kind=kind).select_related("topic")
    length = lambda question: len(question.text_sw) + len(str(question.options.get_prep_value()))  # noqa: E731
    topic = quiz.parts[-1].value["topic"] if quiz.parts[-1].block_type == "draw" else Question.objects.first().topic
    return max(asked, key=length, default=None) or make.make_question_of(kind, f"long-{kind}", topic)


def _weighed_cards(client, course, language):
    """Yield the heaviest of all cards, and of all that practise."""
    found = {"heaviest card": [], "heaviest practice": []}
    for page in LessonPage.objects.filter(locale__language_code=language):
        if step := course.step(page.translation_key):
            for number, card in enumerate(page.cards, start=1):
                name = "heaviest practice" if card.block_type == "practice" else "heaviest card"
                found[name].append(weigh(client, f"{step.url}?card={number}"))
    for name, weights in found.items():
        yield name, max(weights, key=lambda weight: weight.first_visit)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_weighs_at_most_30_kb_with_everything_in(weights, name, language):
    weight = weights[name, language]
    assert weight.first_visit <= FIRST_VISIT, weight


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_next_page_weighs_at_most_8_kb(weights, name, language):
    assert weights[name, language].page <= NEXT_PAGE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_and_its_styles_fit_the_first_round_trip(weights, name, language):
    assert weights[name, language].first_trip <= FIRST_TRIP


def test_all_javascript_weighs_at_most_15_kb(client):
    """Every script that a learner can get, as it is sent: the pack, the worker, and the files that stand alone."""
    alone = [STATIC / "js" / name for name in packing.ALONE]
    sent = {path.name: len(brotli.compress(packing.smaller(path.read_text()).encode())) for path in alone}
    for address in ("/sw.js", app.app_address()):
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer["Content-Encoding"] == "br"
        sent[address] = len(answer.content)
    assert sum(sent.values()) <= SCRIPTS, sent
