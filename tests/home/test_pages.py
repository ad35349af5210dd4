"""Each kind of public page, and each block that an author may build it of."""

import pytest
from django.db import IntegrityError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home import live_figures, page_cache
from home.models import (
    ContactPage,
    NewsPage,
    NewsTopic,
    Organisation,
    Partner,
    PartnersPage,
    PeoplePage,
    Person,
    ProjectPage,
    StandardPage,
)
from tests import make
from tests.home import site_pages

pytestmark = pytest.mark.django_db


def html(client, page):
    """Return the page as it is now: within a test nothing is committed, and so nothing kept is forgotten."""
    page_cache.forget_now()
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(client, *names):
    """Return the page of a project, or of the home page where only that has the block, built of these blocks."""
    if set(names) & {"live_figures", "projects", "latest_news"}:
        page = make.make_site()["en"]
        page.body = site_pages.body(*names)
        page.save()
    else:
        page = site_pages.add(ProjectPage, body=site_pages.body(*names))["en"]
    return html(client, page)


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("model", site_pages.KINDS)
def test_each_kind_of_page_opens_in_both_languages(client, model, language):
    page = site_pages.add(model)[language]
    text = html(client, page)
    assert f'<h1 class="big">{page.title}' in text
    assert f'<html lang="{language}">' in text
    assert page.lead in text


@pytest.mark.parametrize("model", site_pages.KINDS)
def test_a_page_that_is_taken_away_opens_to_nobody(client, model):
    page = site_pages.add(model)["en"]
    address = page.url
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("prose", "A bed comes <b>first</b>."),
        ("figures", "<b>16</b> survivors"),
        ("figures", "Source: Report 2023"),
        ("steps", "<h3>Ask</h3>"),
        ("quote", "<blockquote><p>I was asked.</p></blockquote>"),
        ("picture", "<figcaption>The stage</figcaption>"),
        ("gallery", "<figcaption>Likoni</figcaption>"),
        ("partners", "Candle of Hope"),
        ("goals", '<span class="sign">8.7</span>'),
        ("helplines", "<h2>Call</h2>"),
        ("read_more", '<a href="https://law.example/act" rel="noopener">'),
    ],
)
def test_each_block_is_shown(client, name, words):
    assert words in shown(client, name)


def test_live_figures_show_numbers_and_say_which_are_too_few(client, monkeypatch):
    few, many = live_figures.Figure("operators", None), live_figures.Figure("people trained", 12345)
    monkeypatch.setattr(live_figures, "figures", lambda: [few, many])
    text = shown(client, "live_figures")
    assert "<h2>Now</h2>" in text
    assert "fewer than 5</b> operators" in text
    assert "<b>12,345</b> people trained" in text


@pytest.mark.parametrize(("names", "heavy"), [(["projects"], False), (["projects", "quote"], True)])
def test_the_home_page_brings_no_more_styles_than_its_blocks_need(client, names, heavy):
    assert ("css/public.css" in shown(client, *names)) is heavy


def test_every_kind_of_block_has_a_template():
    names = set(site_pages.blocks())
    assert names == set(StandardPage.body.field.stream_block.child_blocks) | {
        "milestones", "live_figures", "projects", "latest_news",
    }  # fmt: skip


def test_a_milestone_says_in_a_word_and_a_shape_whether_it_is_reached(client):
    reached, ahead = shown(client, "milestones").split('<ol class="road">')[1].split("</ol>")[0].split("</li>")[:2]
    assert "Reached" in reached
    assert '<li class="reached"><svg' in reached
    assert "Still ahead" in ahead
    assert reached.split("</svg>")[0] != ahead.split("</svg>")[0]


@pytest.mark.parametrize("state", ProjectPage.Stage.labels)
def test_a_project_says_in_a_word_how_far_it_is(client, state):
    value = ProjectPage.Stage.values[ProjectPage.Stage.labels.index(state)]
    page = site_pages.add(ProjectPage, progress=value)["en"]
    assert f"</svg> {state.capitalize()}</span>" in " ".join(html(client, page).split())


def test_a_picture_comes_in_light_formats_with_its_size_and_its_words(client):
    text = shown(client, "picture").split("<figure")[1].split("</figure>")[0]
    assert 'type="image/avif"' in text
    assert 'alt="A bus at a stage"' in text
    assert 'loading="lazy"' in text
    assert 'width="328"' in text
    assert 'height="' in text
    assert "656w" in text
    assert "1000w" not in text


def test_a_partner_s_logo_is_named_and_a_partner_without_one_stands_in_words(client):
    Partner.objects.create(name_en="GIZ", kind="funder", logo=site_pages.picture("", "giz"))
    Partner.objects.create(name_en="Candle of Hope")
    text = html(client, site_pages.add(PartnersPage)["en"])
    assert 'alt="GIZ"' in text
    assert "<h3>Candle of Hope" in text
    assert text.index("With whom we work") < text.index("Who pays for the work")


class TestAPartnerInEachLanguage:
    @pytest.fixture(autouse=True)
    def _partners(self, db):
        Partner.objects.create(name_en="European Union", name_sw="Umoja wa Ulaya", kind="funder")
        Partner.objects.create(name_en="Candle of Hope")

    def test_the_page_of_partners_names_them_in_its_language(self, client):
        pages = site_pages.add(PartnersPage)
        assert "<h3>European Union" in html(client, pages["en"])
        text = html(client, pages["sw"])
        assert "<h3>Umoja wa Ulaya" in text
        assert "European Union" not in text
        assert "<h3>Candle of Hope" in text

    def test_so_do_a_block_and_the_words_for_a_logo(self, client):
        union = Partner.objects.get(name_sw="Umoja wa Ulaya")
        body = [("partners", {"heading": "", "partners": [union]})]
        pages = site_pages.add(ProjectPage, body=body)
        assert "<li>Umoja wa Ulaya" in html(client, pages["sw"])
        union.logo = site_pages.picture("", "eu")
        union.save()
        assert 'alt="Umoja wa Ulaya"' in html(client, pages["sw"])
        assert 'alt="European Union"' in html(client, pages["en"])

    def test_so_does_what_search_engines_read_of_who_pays(self, client):
        homes = make.make_site()
        for language, name in (("en", "European Union"), ("sw", "Umoja wa Ulaya")):
            text = html(client, homes[language])
            assert f'"funder": [{{"@type": "Organization", "name": "{name}"}}]' in text

    def test_two_partners_have_two_names(self):
        with pytest.raises(IntegrityError):
            Partner.objects.create(name_en="Candle of Hope")


def test_a_partner_that_was_deleted_since_leaves_no_hole(client):
    page = site_pages.add(ProjectPage, body=site_pages.body("partners"))["en"]
    Partner.objects.all().delete()
    assert "<h2>With</h2>" in html(client, page)


@pytest.mark.parametrize("hide", ["unpublish", "restrict"])
def test_a_page_that_is_not_public_is_not_offered_to_read_on(client, hide):
    hidden = site_pages.add(StandardPage, "hidden")["en"]
    block = {"title": "Go on", "text": "", "page": hidden, "address": ""}
    page = site_pages.add(StandardPage, "reads", body=[("read_more", block)])["en"]
    assert f'<a href="{hidden.url}"><b>Go on' in html(client, page)
    if hide == "unpublish":
        hidden.unpublish()
    else:
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert "Go on" not in html(client, page)


def test_the_home_page_shows_projects_and_the_three_newest_pieces_of_news(client):
    site_pages.add(ProjectPage, "fund")
    for day in (1, 2, 3, 4):
        site_pages.add(NewsPage, f"news-{day}", day=timezone.localdate().replace(month=1, day=day))
    text = shown(client, "projects", "latest_news")
    assert "Fund</a>" in text
    assert "Fund (sw)" not in text
    assert [f"News-{day}</a>" in text for day in (1, 2, 3, 4)] == [False, True, True, True]


def test_nothing_is_said_of_projects_and_news_where_there_are_none(client):
    text = shown(client, "projects", "latest_news")
    assert "Our projects" not in text
    assert "Latest news" not in text


def test_people_stand_by_their_part_and_who_is_not_shown_stands_nowhere(client):
    Person.objects.create(name="Board Member", part="board", role_en="Chair", role_sw="Mwenyekiti")
    Person.objects.create(name="Team Member", photo=site_pages.picture("Team Member at a desk"))
    Person.objects.create(name="Hidden Member", is_shown=False)
    text = html(client, site_pages.add(PeoplePage)["en"])
    assert text.index("Team Member") < text.index("Board Member")
    assert "Hidden Member" not in text
    assert "Chair" in text
    assert 'alt="Team Member at a desk"' in text


def test_a_news_page_names_its_authors_and_topics(client):
    page = site_pages.add(NewsPage, "trained", day=timezone.datetime(2026, 3, 1))["en"]
    page.authors.add(Person.objects.create(name="Wanjikũ Mũthoni"))
    page.topics.add(NewsTopic.objects.create(slug="training", name_en="Training", name_sw="Mafunzo"))
    page.save()
    text = html(client, page)
    assert "1 March 2026" in text
    assert "Wanjikũ Mũthoni" in text
    assert f'<a href="{page.get_parent().url}?topic=training">Training</a>' in text


def test_contact_says_where_the_office_is_and_how_to_get_there(client):
    page = site_pages.add(ContactPage, hours="8 to 5", directions=[("step", "Get off at Likoni.")])["en"]
    Organisation.objects.update(phone="+254 712 345 678", email="info@example.org", address="Moi Avenue\nMombasa")
    text = html(client, page)
    for words in ('href="tel:+254712345678"', 'href="mailto:info@example.org"', "Moi Avenue<br>Mombasa", "8 to 5"):
        assert words in text
    assert "Get off at Likoni." in text


def test_a_standard_page_lists_the_pages_below_it_and_they_lead_back(client):
    about = site_pages.add(StandardPage, "about")
    history = site_pages.add(StandardPage, "history", parents=about)
    assert f'href="{history["en"].url}"' in html(client, about["en"])
    assert f'<a class="back" href="{about["en"].url}">' in html(client, history["en"])
    history["en"].unpublish()
    assert "History" not in html(client, about["en"])


def test_the_page_of_a_project_offers_the_others(client):
    first = site_pages.add(ProjectPage, "first")["en"]
    assert "More projects" not in html(client, first)
    second = site_pages.add(ProjectPage, "second")["en"]
    assert f'href="{second.url}"' in html(client, first)
