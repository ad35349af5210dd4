from datetime import timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from courses import attempts, outline, reading, recording, standing
from courses.measuring import forms, occasions
from courses.models import CoursePage, ModulePage, Quiz
from home import page_cache
from tests import make
from tests.conftest import sign_in

COURSE = "/en/courses/red-flags/"
MODULE = COURSE + "module-1/"
PAGES = (COURSE, MODULE)


@pytest.fixture
def hers(client, amina, course):
    return sign_in(client, amina)


@pytest.fixture
def theirs(chausiku, course):
    return sign_in(Client(), chausiku)


@pytest.fixture
def rendered(monkeypatch):
    """The titles of the pages rendered for the store, in order."""
    titles, render = [], reading.render_page
    monkeypatch.setattr(
        reading, "render_page", lambda page, context: titles.append(page.title) or render(page, context)
    )
    return titles


def known(course, language="en"):
    return outline.of(course.translation_key, language)


def see(learner, course, number, card):
    """Let the learner see a card of the lesson or quiz that stands so far from the start, from 0."""
    recording.see_card(learner, known(course), known(course).steps[number], card)


def text(client, address):
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_all_who_stand_at_one_place_share_one_rendering(hers, theirs, amina, chausiku, course, rendered, address):
    for learner in (amina, chausiku):
        see(learner, course, 0, 2)
    assert text(hers, address) == text(theirs, address) == text(hers, address)
    assert len(rendered) == 1


@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_shown_the_place_of_another(hers, theirs, amina, course, rendered, address):
    see(amina, course, 0, 2)
    see(amina, course, 1, 1)
    begun, fresh, stranger = text(hers, address), text(theirs, address), text(Client(), address)
    assert [">Carry on</a>" in page for page in (begun, fresh, stranger)] == [True, False, False]
    assert (text(hers, address), text(theirs, address)) == (begun, fresh)
    assert len(rendered) == 3


def test_what_one_has_done_is_marked_on_their_page_only(hers, theirs, amina, course):
    see(amina, course, 0, 2)
    lists = [text(one, MODULE).split("<template", 1)[0] for one in (hers, theirs, hers)]
    assert ["done-mark" in shown for shown in lists] == [True, False, True]


def test_every_step_forward_shows_at_once(hers, amina, course):
    seen = [text(hers, COURSE)]
    for number, card in ((0, 1), (0, 2), (1, 1), (1, 2)):
        see(amina, course, number, card)
        seen.append(text(hers, COURSE))
    opened = attempts.start(amina, Quiz.objects.get(slug="red-flags-1"))
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["a"])
    attempts.hand_in(amina, opened.ticket)
    seen.append(text(hers, COURSE))
    assert ["Carry on</a>" in page for page in seen] == [False, True, True, True, True, True]
    assert ["1 of 6 steps done" in page for page in seen] == [False, False, True, True, False, False]
    assert "2 of 6 steps done" in seen[4]
    assert "3 of 6 steps done" in seen[5]
    assert "<small>Done</small>" in seen[5]


def test_the_next_lesson_s_card_is_part_of_the_place(hers, theirs, amina, chausiku, db):
    course = make.make_course("Long", "long", modules=1, lessons=1, cards=4)
    see(amina, course, 0, 2)
    see(chausiku, course, 0, 3)
    assert [text(one, "/en/courses/long/").count("?card=3") for one in (hers, theirs)] == [0, 1]


def test_what_no_page_shows_keeps_nobody_apart(hers, theirs, amina, chausiku, rendered, db):
    course = make.make_course("Long", "long", modules=1, lessons=2, cards=4)
    see(amina, course, 1, 2)
    see(chausiku, course, 1, 3)
    assert text(hers, "/en/courses/long/module-1/") == text(theirs, "/en/courses/long/module-1/")
    assert len(rendered) == 1


def test_modules_in_order_open_for_those_who_have_come_there(hers, theirs, amina, db):
    course = make.make_course("Strict", "strict", lessons=1, enforce_order=True)
    Quiz.objects.filter(slug="strict-1").update(live=False)
    page_cache.forget_now()
    see(amina, course, 0, 2)
    later = '<a href="/en/courses/strict/module-2/">'
    assert [later in text(one, "/en/courses/strict/") for one in (hers, theirs, hers)] == [True, False, True]


@pytest.mark.parametrize("address", PAGES)
def test_the_languages_stand_apart(hers, course, rendered, address):
    swahili = address.replace("/en/", "/sw/")
    for place, language in ((address, "en"), (swahili, "sw"), (address, "en")):
        assert f'<html lang="{language}"' in text(hers, place)
    assert f'hreflang="sw" href="{swahili}"' in text(hers, address)
    assert len(rendered) == 2


@pytest.mark.parametrize("model", [CoursePage, ModulePage])
def test_what_is_published_shows_at_once(hers, course, model, django_capture_on_commit_callbacks):
    page = model.objects.filter(locale__language_code="en").first()
    text(hers, page.url)
    page.lead = "Put better."
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Put better." in text(hers, page.url)


def test_what_is_published_while_a_page_is_made_is_in_what_is_stored(hers, course, monkeypatch):
    where_they_stand = standing.of

    def publish_meanwhile(*asked, **options):
        seen = where_they_stand(*asked, **options)
        ModulePage.objects.filter(slug="module-1", locale__language_code="en").update(title="Put better")
        page_cache.forget_now()
        return seen

    monkeypatch.setattr(standing, "of", publish_meanwhile)
    text(hers, COURSE)
    monkeypatch.setattr(standing, "of", where_they_stand)
    assert "Put better" in text(hers, COURSE)


@pytest.mark.parametrize("address", PAGES)
def test_an_unpublished_page_is_gone(hers, course, address, django_capture_on_commit_callbacks):
    text(hers, address)
    page = (
        CoursePage.objects.get(pk=course.pk)
        if address == COURSE
        else ModulePage.objects.get(title__endswith="module 1")
    )
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert hers.get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_a_draft_is_shown_in_its_preview_only_and_not_stored(client, course, rendered, address):
    page = (course if address == COURSE else ModulePage.objects.get(title="Red flags module 1")).specific
    page.title = "Half a thought"
    assert "Half a thought" in page.make_preview_request().content.decode()
    assert not rendered
    assert "Half a thought" not in text(client, address)


def test_a_page_that_is_not_for_everybody_is_never_stored(hers, course, rendered, django_capture_on_commit_callbacks):
    text(hers, MODULE)
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
    rendered.clear()
    for address in PAGES:
        assert "Red flags" in text(hers, address)
        assert Client().get(address).status_code == 302
    assert not rendered


def test_who_is_told_something_is_told_it_alone(hers, course, rendered):
    request = HttpRequest()
    told = CookieStorage(request)
    told.add(20, "Only for Amina.")
    response = hers.get(COURSE)
    told.update(response)
    hers.cookies["messages"] = response.cookies["messages"].value
    rendered.clear()
    assert "Only for Amina." in text(hers, COURSE)
    assert not rendered
    assert "Only for Amina." not in text(hers, COURSE)


def test_a_query_stays_in_the_link_to_the_other_language_and_out_of_the_store(client, course):
    assert 'href="/sw/courses/red-flags/?from=poster"' in text(client, COURSE + "?from=poster")
    assert "from=poster" not in text(client, COURSE)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_a_person_is_in_what_is_stored(hers, amina, course, address):
    page = text(hers, address)
    for sign in ("csrfmiddlewaretoken", amina.full_name, str(amina.phone), "/manage/"):
        assert sign not in page


def test_the_test_that_is_due_is_offered_to_whom_it_is_due(hers, theirs, amina, course, rendered):
    topic = make.Topic.objects.create(slug="law", name_en="Law", name_sw="Sheria")
    for number in range(4):
        make.make_question(f"law-{number}", topic)
    forms.set_open(forms.build(course, {"law": 2}, follow_up=2), True)
    assert text(hers, COURSE) == text(theirs, COURSE)
    assert "What do you know already?" in text(hers, COURSE)
    assert "What do you know already?" not in text(Client(), COURSE)
    progress = recording.progress_of(amina, known(course))
    occasions.start(amina, occasions.offers(amina, [progress])[str(course.translation_key)])
    assert ["Carry on with the questions" in text(one, COURSE) for one in (hers, theirs)] == [True, False]


@pytest.mark.parametrize("address", PAGES)
def test_on_the_day_it_is_retired_a_course_closes_to_those_who_never_began(
    hers, theirs, amina, course, monkeypatch, address
):
    see(amina, course, 0, 1)
    today = timezone.localdate()
    CoursePage.objects.update(retired_on=today + timedelta(days=1))
    page_cache.forget_now()
    assert not any("retired" in text(one, address) for one in (hers, theirs, Client()))
    monkeypatch.setattr(timezone, "localdate", lambda *moment: today + timedelta(days=1))
    assert "you may finish" in text(hers, address)
    assert "nobody new can begin it" in text(theirs, address)
    assert ["Sign in and finish it" in text(one, address) for one in (theirs, Client())] == [False, True]


def test_a_stored_page_costs_the_sign_in_and_the_progress(hers, amina, course, django_assert_num_queries):
    see(amina, course, 0, 2)
    for address, queries in ((COURSE, 6), (MODULE, 5)):
        hers.get(address)
        with django_assert_num_queries(queries):
            hers.get(address)


def test_a_stranger_s_page_costs_no_query(client, course, django_assert_num_queries):
    for address in PAGES:
        client.get(address)
        with django_assert_num_queries(0):
            client.get(address)


def test_what_everybody_gets_first_is_compressed_the_most(hers, amina, course):
    assert hers.get(COURSE).is_same_for_all
    see(amina, course, 0, 1)
    assert not hers.get(COURSE).is_same_for_all


@pytest.mark.parametrize("address", PAGES)
def test_the_stored_page_is_the_one_that_wagtail_serves(hers, amina, course, address):
    see(amina, course, 0, 2)
    for one in (hers, Client()):
        assert text(one, address) == text(one, address + "?by=wagtail").replace("?by=wagtail", "")
